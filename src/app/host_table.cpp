#include "host_table.hpp"

#include <fmt/format.h>

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "builtin_hosts.hpp"
#include "linktender/app/config_file.hpp"
#include "linktender/app/host_settings.hpp"
#include "linktender/core/text.hpp"

namespace linktender::app {

namespace {

constexpr std::int64_t k_most_concurrency = 4096;
constexpr std::int64_t k_most_body = std::int64_t{64} << 20U;

struct Place {
    const std::filesystem::path& file;
    std::string host;
    std::string_view key;
    unsigned line = 0;

    [[noreturn]] void fail(std::string_view what) const {
        throw ConfigError(fmt::format("{}:{}: hosts.\"{}\".{}: {}", file.string(), line, host, key, what));
    }
};

core::Milliseconds duration(const Place& place, const toml::node& node) {
    const auto text = node.value<std::string>();
    const auto parsed = text ? core::parse_duration(*text) : std::nullopt;
    if (!parsed) place.fail("a duration such as \"500ms\" or \"8s\" is needed");
    return *parsed;
}

std::size_t number(const Place& place, const toml::node& node, std::int64_t most) {
    const auto value = node.value_exact<std::int64_t>();
    if (!value || *value < 1 || *value > most)
        place.fail(fmt::format("a whole number from 1 to {} is needed", most));
    return static_cast<std::size_t>(*value);
}

/// One word or a list of them.
std::vector<std::string> words(const Place& place, const toml::node& node) {
    std::vector<std::string> found;
    const auto take = [&](const toml::node& element) {
        if (const auto text = element.value<std::string>())
            found.push_back(*text);
        else
            place.fail("text is needed");
    };
    if (const toml::array* list = node.as_array())
        for (const toml::node& element : *list) take(element);
    else
        take(node);
    return found;
}

using Problem = std::optional<std::string>;

/// Settings of the same name for all hosts know how to read these.
const Setting& setting(std::string_view name) {
    for (const Setting& each : all_settings())
        if (each.name == name) return each;
    throw std::logic_error("no such setting");
}

void read_headers(const Place& place, const toml::node& node, crawl::HostProfile& profile) {
    for (const std::string& text : words(place, node)) {
        Settings checked;
        if (const Problem problem = setting("header").apply(checked, text)) place.fail(*problem);
        const std::size_t colon = text.find(':');
        profile.headers.push_back({core::to_ascii_lower(core::trim(std::string_view(text).substr(0, colon))),
                                   std::string(core::trim(std::string_view(text).substr(colon + 1)))});
    }
}

struct Key {
    std::string_view name;
    void (*read)(const Place&, const toml::node&, crawl::HostProfile&);
};

constexpr std::array k_keys{
    Key{"interval", [](const Place& place, const toml::node& node,
                       crawl::HostProfile& profile) { profile.interval = duration(place, node); }},
    Key{"concurrency",
        [](const Place& place, const toml::node& node, crawl::HostProfile& profile) {
            profile.concurrency = number(place, node, k_most_concurrency);
        }},
    Key{"timeout",
        [](const Place& place, const toml::node& node, crawl::HostProfile& profile) {
            profile.timeout = duration(place, node);
            if (profile.timeout->count() == 0) place.fail("the duration must be longer than zero");
        }},
    Key{"body_limit",
        [](const Place& place, const toml::node& node, crawl::HostProfile& profile) {
            profile.body_bytes = number(place, node, k_most_body);
        }},
    Key{"method",
        [](const Place& place, const toml::node& node, crawl::HostProfile& profile) {
            Settings read;
            if (const Problem problem = setting("method").apply(read, words(place, node).front()))
                place.fail(*problem);
            profile.method = read.method;
        }},
    Key{"robots",
        [](const Place& place, const toml::node& node, crawl::HostProfile& profile) {
            Settings read;
            if (const Problem problem = setting("robots").apply(read, words(place, node).front()))
                place.fail(*problem);
            profile.ignore_robots = !read.obey_robots;
        }},
    Key{"headers", read_headers},
    Key{"accept",
        [](const Place& place, const toml::node& node, crawl::HostProfile& profile) {
            Settings read;
            for (const std::string& text : words(place, node))
                if (const Problem problem = setting("accept").apply(read, text)) place.fail(*problem);
            profile.accept = read.accept;
        }},
};

crawl::HostProfile read_profile(const std::filesystem::path& file, const std::string& host,
                                const toml::table& table) {
    crawl::HostProfile profile;
    for (const auto& [name, node] : table) {
        const Place place{file, host, name.str(), name.source().begin.line};
        const auto* key = std::find_if(k_keys.begin(), k_keys.end(),
                                       [&](const Key& each) { return each.name == place.key; });
        if (key == k_keys.end())
            place.fail(
                "no such setting; there are interval, concurrency, timeout, body_limit, method, robots, "
                "headers and accept");
        if (const toml::array* list = node.as_array(); list && list->empty()) continue;
        key->read(place, node, profile);
    }
    return profile;
}

}  // namespace

void read_hosts(const std::filesystem::path& file, const toml::node& hosts,
                std::vector<HostSetting>& profiles) {
    const toml::table* table = hosts.as_table();
    if (table == nullptr)
        throw ConfigError(fmt::format("{}:{}: hosts: a table is needed, such as [hosts.\"a.example\"]",
                                      file.string(), hosts.source().begin.line));
    for (const auto& [name, node] : *table) {
        const std::string host(name.str());
        const Place place{file, host, "", name.source().begin.line};
        if (!crawl::HostProfiles::is_pattern(host))
            place.fail("a host name is needed, or *.name for subdomains, or =name for a registrable domain");
        if (node.as_table() == nullptr) place.fail("a table is needed");
        profiles.push_back({host, read_profile(file, host, *node.as_table())});
    }
}

crawl::HostProfiles host_profiles(const Settings& settings) {
    std::vector<HostSetting> shipped;
    read_hosts("config/hosts.toml", *toml::parse(builtin_hosts()).get("hosts"), shipped);
    crawl::HostProfiles profiles;
    for (HostSetting& each : shipped) {
        if (settings.host_request_interval) each.profile.interval.reset();
        if (settings.host_concurrency) each.profile.concurrency.reset();
        profiles.add(each.pattern, each.profile);
    }
    for (const HostSetting& each : settings.hosts) profiles.add(each.pattern, each.profile);
    return profiles;
}

}  // namespace linktender::app
