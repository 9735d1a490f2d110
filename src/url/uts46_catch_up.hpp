// What UTS 46 maps or ignores since its revisions 31 and 33 (Unicode 15.1 and 16), while the ICU of a
// stable distribution still refuses it. Made up for here, so that a link is the same link everywhere.
#pragma once

#include <string>
#include <string_view>

namespace linktender::url {

/// `domain` with those code points mapped or removed. Ill-formed bytes stay as they are.
/// U+1806, valid since revision 33, is left to ICU: nothing can stand for it.
[[nodiscard]] std::string uts46_catch_up(std::string_view domain);

}  // namespace linktender::url
