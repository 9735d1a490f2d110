// Foreign text in XML 1.0, as content and in attribute values.
#pragma once

#include <string>
#include <string_view>

namespace linktender::report {

/// Escapes markup; what XML cannot hold at all, and what turns the direction of writing, becomes a
/// visible escape such as `\x1b`. No markup can come out of it, `]]>` and quotes included.
[[nodiscard]] std::string xml_text(std::string_view text);

}  // namespace linktender::report
