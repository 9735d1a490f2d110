// Which room may include what: the order of the rooms, and the one home of each foreign library.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace linktender::layering {

/// Complaints about the `#include`s of one source text that lies in `room`: a room below it, or a
/// foreign library that has its home elsewhere. Empty when all is well.
[[nodiscard]] std::vector<std::string> complaints(std::string_view room, std::string_view source);

/// The rooms, the highest first: a room uses only the rooms before it.
[[nodiscard]] const std::vector<std::string_view>& rooms();

}  // namespace linktender::layering
