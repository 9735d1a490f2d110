// Everything a user can set, with its default: by flag or by configuration file, under one name.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "linktender/core/time.hpp"
#include "linktender/crawl/host_profile.hpp"
#include "linktender/crawl/second_look.hpp"
#include "linktender/http/message.hpp"
#include "linktender/report/message_catalogue.hpp"

namespace linktender::app {

inline constexpr std::size_t k_host_concurrency = 2;
inline constexpr core::Milliseconds k_host_request_interval{500};

/// What a configuration file sets for the hosts of a pattern.
struct HostSetting {
    std::string pattern;
    crawl::HostProfile profile;
};

struct Settings {
    // What is read
    std::vector<std::string> exclude_path;
    std::string base_url;
    // Which links are checked
    std::vector<std::string> include;
    std::vector<std::string> exclude;
    // How they are checked
    http::Method method = http::Method::get;
    core::Milliseconds timeout{60'000};  ///< one request, from start to end
    core::Milliseconds connect_timeout{10'000};
    std::size_t max_concurrency = 128;
    std::optional<std::size_t> host_concurrency;              ///< k_host_concurrency
    std::optional<core::Milliseconds> host_request_interval;  ///< k_host_request_interval
    std::vector<HostSetting> hosts;                           ///< in the order given; later ones win
    crawl::SecondLookOptions second_looks;  ///< without `github` and the token, which the environment has
    std::optional<bool> github_look;        ///< empty: when there is a token
    bool obey_robots = true;
    unsigned max_retries = 2;
    core::Milliseconds retry_wait_time{1000};
    unsigned max_redirects = 10;
    std::string user_agent;           ///< empty: the program's own, with a contact
    std::string accept_language;      ///< empty: by the language of the issues
    std::vector<std::string> header;  ///< `Name: value`
    std::string proxy;
    std::string cacert;
    bool insecure = false;
    std::vector<std::string> resolve;
    std::vector<std::string> connect_to;
    std::vector<std::string> allow_address;
    std::vector<std::string> canary;
    bool offline = false;
    // How they are judged
    std::vector<int> accept;  ///< statuses that count as success beside 2xx
    std::string rules;        ///< folder of rule files; empty: those that ship
    bool strict = false;
    bool include_fragments = false;
    bool sibling_probe = true;  ///< ask doubtful hosts for a page that cannot exist
    // How it is reported
    std::optional<report::Language> language;  ///< empty: language_of_environment()
    std::string baseline;                      ///< file of an earlier JSON report; empty: everything is new
    std::string source_url;                    ///< where readers of a report find the issues' files
    // Where it is kept
    std::filesystem::path database;  ///< empty: default_database()
    std::optional<core::Milliseconds> max_age;

    Settings();
};

/// One thing that can be set. `name` is the flag without dashes; with `_` for `-` it is the key in
/// a configuration file.
struct Setting {
    std::string_view name;
    enum class Kind : unsigned char { value, list, flag } kind;
    std::string_view value_name;  ///< what help calls the value
    std::string_view help;
    /// Applies one value; a list is called once an element. The error says what is wrong with it.
    std::optional<std::string> (*apply)(Settings&, std::string_view value);
};

/// All of them, in the order of help.
[[nodiscard]] std::span<const Setting> all_settings() noexcept;

/// `$XDG_STATE_HOME/linktender/linktender.db`, or below `~/.local/state`.
[[nodiscard]] std::filesystem::path default_database();
/// The one that is set, else the default.
[[nodiscard]] std::filesystem::path database_of(const Settings& settings);

/// That of LC_ALL, LC_MESSAGES or LANG, else English.
[[nodiscard]] report::Language language_of_environment();

/// The User-Agent that says who we are and where to complain.
[[nodiscard]] std::string default_user_agent();

}  // namespace linktender::app
