// Reading a configuration's tables so that every complaint names file, line and key. Private to the room.
#pragma once

#include <toml++/toml.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "linktender/core/time.hpp"

namespace linktender::app {

/// The tables of the whole file. Throws ConfigError.
[[nodiscard]] toml::table read_toml_file(const std::filesystem::path& file);

/// One value and where it stands. Every reader throws ConfigError when the value is of another kind.
struct TomlValue {
    const std::filesystem::path& file;
    std::string key;  ///< with those of the tables around it: `archive.name`
    const toml::node& node;

    [[nodiscard]] std::string text() const;
    /// One text or a list of them.
    [[nodiscard]] std::vector<std::string> texts() const;
    [[nodiscard]] bool truth() const;
    [[nodiscard]] std::int64_t number(std::int64_t least, std::int64_t most) const;
    [[nodiscard]] core::Milliseconds duration(core::Milliseconds least, core::Milliseconds most) const;
    /// Below the folder of the configuration file unless it is absolute.
    [[nodiscard]] std::filesystem::path path() const;
    [[nodiscard]] const toml::table& table() const;
    /// The tables of `[[key]]`.
    [[nodiscard]] std::vector<TomlValue> tables() const;
    /// A value of this table; `name` must be one of its keys.
    [[nodiscard]] TomlValue at(std::string_view name) const;

    [[noreturn]] void fail(std::string_view what) const;
};

}  // namespace linktender::app
