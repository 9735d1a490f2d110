// Values of a rule file turned into what `Rule` holds. Private to the room: TOML stops here.
#pragma once

#include <toml++/toml.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "linktender/core/expected.hpp"
#include "linktender/verdict/rule.hpp"

namespace linktender::verdict {

/// Errors are what is wrong in words; the caller knows file, line and key.
template <class T>
using Value = Expected<T, std::string>;

[[nodiscard]] Value<std::string> read_string(const toml::node& node);
/// One string or an array of them; at least one, none empty.
[[nodiscard]] Value<std::vector<std::string>> read_strings(const toml::node& node);
[[nodiscard]] Value<std::size_t> read_size(const toml::node& node);
/// One pattern, or a list of which any may match.
[[nodiscard]] Value<Pattern> read_pattern(const toml::node& node);
/// One pattern, or a list of which all have to match.
[[nodiscard]] Value<std::vector<Pattern>> read_patterns(const toml::node& node);
[[nodiscard]] Value<std::vector<HostPattern>> read_hosts(const toml::node& node);
/// `"200"`, `"200-299,202"`, `404` or `[404, 410]`.
[[nodiscard]] Value<std::vector<StatusRange>> read_status(const toml::node& node);
[[nodiscard]] Value<std::vector<HeaderPattern>> read_headers(const toml::node& node);
[[nodiscard]] Value<std::vector<Selector>> read_selectors(const toml::node& node);
/// A TOML date, given back as `YYYY-MM-DD`.
[[nodiscard]] Value<std::string> read_date(const toml::node& node);
/// Lower-case words joined by hyphens, for ids and reasons.
[[nodiscard]] Value<std::string> read_slug(const toml::node& node);

}  // namespace linktender::verdict
