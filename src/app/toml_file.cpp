#include "toml_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "linktender/app/config_file.hpp"
#include "linktender/core/text.hpp"

namespace linktender::app {

toml::table read_toml_file(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (!stream.is_open() || stream.bad()) {
        throw ConfigError(
            fmt::format("{}: the configuration cannot be read: {}", file.string(), std::strerror(errno)));
    }
    try {
        return toml::parse(text, file.string());
    } catch (const toml::parse_error& error) {
        throw ConfigError(
            fmt::format("{}:{}: {}", file.string(), error.source().begin.line, error.description()));
    }
}

void TomlValue::fail(std::string_view what) const {
    throw ConfigError(fmt::format("{}:{}: {}: {}", file.string(), node.source().begin.line,
                                  core::escape_control(key), what));
}

std::string TomlValue::text() const {
    const auto text = node.value_exact<std::string>();
    if (!text || text->empty()) fail("text is needed");
    return *text;
}

std::vector<std::string> TomlValue::texts() const {
    const toml::array* list = node.as_array();
    if (list == nullptr) return {text()};
    std::vector<std::string> found;
    for (const toml::node& element : *list) found.push_back(TomlValue{file, key, element}.text());
    return found;
}

bool TomlValue::truth() const {
    const auto truth = node.value_exact<bool>();
    if (!truth) fail("true or false is needed");
    return *truth;
}

std::int64_t TomlValue::number(std::int64_t least, std::int64_t most) const {
    const auto number = node.value_exact<std::int64_t>();
    if (!number || *number < least || *number > most)
        fail(fmt::format("a whole number from {} to {} is needed", least, most));
    return *number;
}

core::Milliseconds TomlValue::duration(core::Milliseconds least, core::Milliseconds most) const {
    const auto text = node.value_exact<std::string>();
    const auto duration = text ? core::parse_duration(*text) : std::nullopt;
    if (!duration || *duration < least || *duration > most)
        fail(fmt::format("a duration from {} to {} is needed, such as \"2m\"", core::format_duration(least),
                         core::format_duration(most)));
    return *duration;
}

std::filesystem::path TomlValue::path() const {
    return (std::filesystem::absolute(file).parent_path() / text()).lexically_normal();
}

const toml::table& TomlValue::table() const {
    const toml::table* table = node.as_table();
    if (table == nullptr) fail(fmt::format("a table is needed, such as [{}]", key));
    return *table;
}

std::vector<TomlValue> TomlValue::tables() const {
    const toml::array* list = node.as_array();
    std::vector<TomlValue> found;
    if (list != nullptr)
        for (const toml::node& element : *list)
            if (element.is_table()) found.push_back({file, key, element});
    if (list == nullptr || found.size() != list->size())
        fail(fmt::format("a list of tables is needed: [[{}]]", key));
    return found;
}

TomlValue TomlValue::at(std::string_view name) const {
    return {file, fmt::format("{}.{}", key, name), *table().get(name)};
}

}  // namespace linktender::app
