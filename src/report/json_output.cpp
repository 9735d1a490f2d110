#include "json_output.hpp"

#include <fmt/format.h>

#include <iterator>
#include <ostream>
#include <string>
#include <string_view>

#include "linktender/core/text.hpp"

namespace linktender::report {

namespace {

/// DEL, C1 controls and what turns the direction of writing are legal in JSON, and terminals act on
/// them. The text is a JSON document in valid UTF-8, where they can only stand inside of strings.
std::string with_escaped_controls(const std::string& json) {
    std::string out;
    out.reserve(json.size());
    for (std::size_t at = 0; at < json.size();) {
        const core::CodePoint point = core::decode_utf8(json, at);
        const std::string_view bytes = std::string_view(json).substr(at, point.length);
        if (point.value >= 0x7F && core::escape_control(bytes) != bytes)
            fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(point.value));
        else
            out.append(bytes);
        at += point.length;
    }
    return out;
}

}  // namespace

void write_json(std::ostream& out, const Json& json) {
    out << with_escaped_controls(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace linktender::report
