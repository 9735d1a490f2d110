// How a run of the program ends.
#pragma once

namespace linktender::app {

enum class ExitCode : int {
    ok = 0,      ///< nothing broken
    failed = 1,  ///< the run itself failed, or a part of it
    broken = 2,  ///< broken links
    usage = 3,   ///< bad configuration or usage
};

}  // namespace linktender::app
