// Single values out of a JSON document.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace linktender::page {

struct JsonField {
    std::string_view path;  ///< the one of those asked for
    std::string value;      ///< decoded, valid UTF-8; numbers and truth values as written
    std::size_t item = 0;   ///< position in the innermost array around, from 0
};

/// No answer holds more values of interest than this.
inline constexpr std::size_t k_max_json_fields = 512;

/// The strings, numbers and truth values at these paths, in the order of the text. A path is the names
/// of members with dots between them (`message.author.family`); arrays add nothing to it. `null` is
/// left out. Read as leniently as `JsonReader` does, linear in the text.
[[nodiscard]] std::vector<JsonField> json_fields(std::string_view text,
                                                 std::span<const std::string_view> paths);

/// The first value at that path.
[[nodiscard]] std::optional<std::string> first_value(const std::vector<JsonField>& fields,
                                                     std::string_view path);

}  // namespace linktender::page
