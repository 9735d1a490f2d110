#include "linktender/app/daemon_config.hpp"

#include <fmt/format.h>

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include "linktender/app/config_file.hpp"
#include "linktender/core/text.hpp"
#include "linktender/core/time_zone.hpp"
#include "linktender/url/url.hpp"
#include "toml_file.hpp"

namespace linktender::app {

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::size_t k_longest_name = 64;

template <class Target>
struct Key {
    std::string_view name;
    void (*read)(const TomlValue&, Target&);
};

/// Reads every key of the table by its reader.
template <class Target, std::size_t n>
void read_keys(const TomlValue& table, const Key<Target> (&keys)[n], Target& target) {
    for (const auto& [name, node] : table.table()) {
        const TomlValue value{table.file, fmt::format("{}.{}", table.key, name.str()), node};
        const auto* key = std::find_if(std::begin(keys), std::end(keys), [&](const Key<Target>& each) {
            return value.key.compare(table.key.size() + 1, std::string::npos, each.name) == 0;
        });
        if (key == std::end(keys)) {
            std::string known;
            for (const auto& each : keys) known += fmt::format("{}{}", known.empty() ? "" : ", ", each.name);
            value.fail("no such key; there are " + known);
        }
        key->read(value, target);
    }
}

/// `02:30` as minutes since midnight.
minutes time_of_day(const TomlValue& value) {
    const std::string text = value.text();
    const auto number = [&](std::size_t at, int most) {
        int found = -1;
        const char* begin = text.data() + at;
        const bool whole = std::from_chars(begin, begin + 2, found).ptr == begin + 2;
        return whole && found >= 0 && found <= most ? std::optional(found) : std::nullopt;
    };
    if (text.size() != 5 || text[2] != ':' || !number(0, 23) || !number(3, 59))
        value.fail("a time of day from 00:00 to 23:59 is needed, such as \"02:30\"");
    return hours{*number(0, 23)} + minutes{*number(3, 59)};
}

/// Whoever reaches the port reads the names of archives and hosts: it is for this machine alone.
std::string metrics_address(const TomlValue& value) {
    const std::string text = value.text();
    if (text.find('/') != std::string::npos) return value.path().string();
    const std::size_t colon = text.rfind(':');
    std::string_view host = std::string_view(text).substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    boost::system::error_code error;
    const auto address = boost::asio::ip::make_address(std::string(host), error);
    int port = -1;
    if (colon != std::string::npos) std::from_chars(text.data() + colon + 1, text.data() + text.size(), port);
    if (error || port < 0 || port > 65'535)
        value.fail(
            "an address such as \"127.0.0.1:9464\" or the path of a UNIX socket, with a slash, is needed");
    if (!address.is_loopback())
        value.fail(
            fmt::format("{} can be reached from other machines; metrics are served on a loopback address "
                        "only: put a proxy with access control before it",
                        host));
    return text;
}

std::string web_address(const TomlValue& value) {
    const auto parsed = url::parse(value.text());
    if (!parsed || !parsed->is_http()) value.fail("an http or https URL is needed");
    return std::string(parsed->href());
}

std::string archive_name(const TomlValue& value) {
    const std::string name = value.text();
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || core::is_ascii_digit(c) || c == '-'; };
    if (name.size() > k_longest_name || name.front() == '-' || !std::all_of(name.begin(), name.end(), fits))
        value.fail("a name of small letters, digits and '-' is needed, at most 64, such as \"newsletter\"");
    return name;
}

std::vector<std::string> paths(const TomlValue& value) {
    std::vector<std::string> found;
    const auto folder = std::filesystem::absolute(value.file).parent_path();
    for (const std::string& text : value.texts())
        found.push_back((folder / text).lexically_normal().string());
    if (found.empty()) value.fail("at least one file, folder or glob is needed");
    return found;
}

/// The folder in which all that a path or glob names lies.
std::filesystem::path folder_of(const std::string& input) {
    const std::size_t star = input.find_first_of("*?[");
    if (star != std::string::npos) return input.substr(0, std::max<std::size_t>(1, input.rfind('/', star)));
    std::error_code ignored;
    if (std::filesystem::is_regular_file(input, ignored)) return std::filesystem::path(input).parent_path();
    return input;
}

constexpr Key<GitPull> k_git_keys[] = {
    {"folder", [](const TomlValue& value, GitPull& git) { git.folder = value.path(); }},
    {"timeout",
     [](const TomlValue& value, GitPull& git) { git.timeout = value.duration(seconds{1}, hours{1}); }},
};

void read_git(const TomlValue& value, Archive& archive) {
    if (value.node.is_boolean()) {
        if (value.truth()) archive.git.emplace();
        return;
    }
    if (!value.node.is_table()) value.fail("true, or a table with folder and timeout is needed");
    read_keys(value, k_git_keys, archive.git.emplace());
}

constexpr Key<ReportTarget> k_report_keys[] = {
    {"format",
     [](const TomlValue& value, ReportTarget& target) {
         const auto format = format_from(value.text());
         if (!format)
             value.fail(
                 "text, json, jsonl, html, markdown, csv, junit, sarif, github, atom or badge is needed");
         target.format = *format;
     }},
    {"directory", [](const TomlValue& value, ReportTarget& target) { target.directory = value.path(); }},
    {"keep", [](const TomlValue& value,
                ReportTarget& target) { target.keep = static_cast<std::size_t>(value.number(1, 10'000)); }},
};

constexpr Key<Archive> k_archive_keys[] = {
    {"name", [](const TomlValue& value, Archive& archive) { archive.name = archive_name(value); }},
    {"paths", [](const TomlValue& value, Archive& archive) { archive.inputs = paths(value); }},
    {"language",
     [](const TomlValue& value, Archive& archive) {
         archive.language = report::language_from(value.text());
         if (!archive.language) value.fail("\"zh\" or \"en\" is needed");
     }},
    {"base_url", [](const TomlValue& value, Archive& archive) { archive.base_url = web_address(value); }},
    {"source_url", [](const TomlValue& value, Archive& archive) { archive.source_url = web_address(value); }},
    {"git", read_git},
    {"report",
     [](const TomlValue& value, Archive& archive) {
         for (const TomlValue& each : value.tables())
             read_keys(each, k_report_keys, archive.reports.emplace_back());
     }},
};

Archive read_archive(const TomlValue& table, const std::vector<Archive>& others) {
    Archive archive;
    read_keys(table, k_archive_keys, archive);
    if (archive.name.empty()) table.fail("a name is needed");
    if (archive.inputs.empty()) table.fail("paths are needed: where the issues lie");
    if (std::ranges::find(others, archive.name, &Archive::name) != others.end())
        table.at("name").fail(
            fmt::format("there is an archive '{}' already; names are unique", archive.name));
    archive.folder = folder_of(archive.inputs.front());
    if (archive.git && archive.git->folder.empty()) archive.git->folder = archive.folder;
    if (archive.git) archive.folder = archive.git->folder;
    if (archive.reports.empty()) archive.reports.emplace_back();
    return archive;
}

constexpr Key<DaemonConfig> k_daemon_keys[] = {
    {"at", [](const TomlValue& value, DaemonConfig& config) { config.at = time_of_day(value); }},
    {"time_zone",
     [](const TomlValue& value, DaemonConfig& config) {
         config.time_zone = value.text();
         const auto zone = core::TimeZone::load(config.time_zone);
         if (!zone) value.fail(zone.error());
     }},
    {"random_delay",
     [](const TomlValue& value, DaemonConfig& config) {
         config.random_delay = value.duration(seconds{0}, hours{12});
     }},
    {"metrics",
     [](const TomlValue& value, DaemonConfig& config) { config.metrics = metrics_address(value); }},
    {"metrics_file",
     [](const TomlValue& value, DaemonConfig& config) { config.metrics_file = value.path(); }},
};

}  // namespace

void apply_daemon_tables(const std::filesystem::path& file, DaemonConfig& config) {
    const toml::table tables = read_toml_file(file);
    if (const toml::node* node = tables.get("daemon"))
        read_keys({file, "daemon", *node}, k_daemon_keys, config);
    const toml::node* archives = tables.get("archive");
    if (archives == nullptr) return;
    for (const TomlValue& each : TomlValue{file, "archive", *archives}.tables())
        config.archives.push_back(read_archive(each, config.archives));
}

}  // namespace linktender::app
