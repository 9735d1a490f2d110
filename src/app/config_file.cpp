#include "linktender/app/config_file.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>

#include "host_table.hpp"
#include "toml_file.hpp"

namespace linktender::app {

namespace {

/// For the daemon and what it calls; one file serves every command.
constexpr std::array<std::string_view, 6> k_tables_of_others{"archive", "daemon", "health",
                                                             "ladder",  "notify", "plan"};

[[noreturn]] void fail(const std::filesystem::path& file, unsigned line, std::string_view what) {
    throw ConfigError(fmt::format("{}:{}: {}", file.string(), line, what));
}

const Setting* find_setting(std::string_view key) {
    const auto settings = all_settings();
    const auto same = [&](const Setting& setting) {
        return std::equal(setting.name.begin(), setting.name.end(), key.begin(), key.end(),
                          [](char name, char k) { return name == k || (name == '-' && k == '_'); });
    };
    const auto found = std::find_if(settings.begin(), settings.end(), same);
    return found == settings.end() ? nullptr : &*found;
}

/// The value as a flag would give it; nullopt for tables, dates and the like.
std::optional<std::string> as_text(const toml::node& node) {
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* number = node.as_integer()) return std::to_string(number->get());
    if (const auto* truth = node.as_boolean()) return truth->get() ? "true" : "false";
    return std::nullopt;
}

void apply_value(const std::filesystem::path& file, const Setting& setting, const toml::node& node,
                 Settings& settings) {
    const unsigned line = node.source().begin.line;
    const auto text = as_text(node);
    if (!text) fail(file, line, fmt::format("{}: a string, a number or true/false is needed", setting.name));
    if (const auto problem = setting.apply(settings, *text))
        fail(file, line, fmt::format("{}: {}", setting.name, *problem));
}

/// The table [second_looks].
void read_second_looks(const std::filesystem::path& file, const toml::node& node, Settings& settings) {
    crawl::SecondLookOptions& looks = settings.second_looks;
    const std::array<std::pair<std::string_view, bool*>, 5> switches{{{"youtube", &looks.youtube},
                                                                      {"doi", &looks.doi},
                                                                      {"crossref", &looks.crossref},
                                                                      {"arxiv", &looks.arxiv},
                                                                      {"bilibili", &looks.bilibili}}};
    const toml::table* table = node.as_table();
    if (table == nullptr) fail(file, node.source().begin.line, "second_looks: a table is needed");
    for (const auto& [key, value] : *table) {
        const unsigned line = key.source().begin.line;
        // A structured binding cannot be captured by clang's lambdas in C++20 yet.
        const std::string_view name = key.str();
        const auto* found = std::find_if(switches.begin(), switches.end(),
                                         [&](const auto& each) { return each.first == name; });
        if (found == switches.end() && key.str() != "github") {
            fail(file, line,
                 fmt::format("second_looks.{}: no such look; there are youtube, doi, crossref, arxiv, github "
                             "and bilibili",
                             key.str()));
        }
        const auto wanted = value.value_exact<bool>();
        if (!wanted) fail(file, line, fmt::format("second_looks.{}: true or false is needed", key.str()));
        if (found == switches.end())
            settings.github_look = *wanted;
        else
            *found->second = *wanted;
    }
}

}  // namespace

void apply_config_file(const std::filesystem::path& file, Settings& settings) {
    const toml::table table = read_toml_file(file);
    for (const auto& [key, node] : table) {
        if (key.str() == "hosts") {
            read_hosts(file, node, settings.hosts);
            continue;
        }
        if (key.str() == "second_looks") {
            read_second_looks(file, node, settings);
            continue;
        }
        if (std::ranges::find(k_tables_of_others, key.str()) != k_tables_of_others.end()) continue;
        const Setting* setting = find_setting(key.str());
        if (!setting) {
            fail(file, key.source().begin.line,
                 fmt::format("'{}' is no setting; the keys are the long flags of `linktender audit --help` "
                             "with _ for -",
                             key.str()));
        }
        const toml::array* list = node.as_array();
        if (!list) {
            apply_value(file, *setting, node, settings);
        } else if (setting->kind == Setting::Kind::list) {
            for (const toml::node& element : *list) apply_value(file, *setting, element, settings);
        } else {
            fail(file, key.source().begin.line,
                 fmt::format("{}: one value is needed, not a list", setting->name));
        }
    }
}

}  // namespace linktender::app
