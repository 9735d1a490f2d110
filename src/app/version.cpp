#include "linktender/app/version.hpp"

#include <fmt/format.h>

#include "linktender/http/curl_fetcher.hpp"

namespace linktender::app {

std::string_view version() noexcept {
    return LINKTENDER_VERSION;
}

std::string version_text() {
    std::string text = fmt::format("linktender {}\n", version());
    for (const std::string& library : http::library_versions()) text += library + "\n";
    // These libraries do not tell their version at run time: it is the one of the build.
    text += "gumbo " LINKTENDER_GUMBO_VERSION "\n";
    text += "SQLite " LINKTENDER_SQLITE_VERSION "\n";
    text += "ICU " LINKTENDER_ICU_VERSION "\n";
    text += "cmark-gfm " LINKTENDER_CMARK_VERSION "\n";
    text += "libpsl " LINKTENDER_PSL_VERSION "\n";
    return text;
}

}  // namespace linktender::app
