// JSON with its keys in order, harmless on a terminal.
#pragma once

#include <iosfwd>
#include <nlohmann/json.hpp>

namespace linktender::report {

using Json = nlohmann::ordered_json;

/// One line. Ill-formed UTF-8 becomes U+FFFD; DEL, C1 controls and bidirectional overrides, which JSON
/// allows and terminals act on, are written as `\u....`.
void write_json(std::ostream& out, const Json& json);

}  // namespace linktender::report
