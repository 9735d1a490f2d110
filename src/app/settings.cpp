#include "linktender/app/settings.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstdlib>

#include "linktender/app/version.hpp"
#include "linktender/core/text.hpp"
#include "linktender/url/url.hpp"

namespace linktender::app {

namespace {

using Problem = std::optional<std::string>;

template <class Number>
Problem set_number(Number& target, std::string_view value, Number low, Number high) {
    Number number{};
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc() || end != value.data() + value.size() || number < low || number > high) {
        return fmt::format("a whole number from {} to {} is needed, not '{}'", low, high, value);
    }
    target = number;
    return std::nullopt;
}

Problem set_duration(core::Milliseconds& target, std::string_view value) {
    const auto duration = core::parse_duration(value);
    if (!duration) return fmt::format("a duration such as 500ms, 20s or 5m is needed, not '{}'", value);
    target = *duration;
    return std::nullopt;
}

Problem set_positive_duration(core::Milliseconds& target, std::string_view value) {
    core::Milliseconds duration{0};
    if (auto problem = set_duration(duration, value)) return problem;
    if (duration.count() == 0) return "the duration must be longer than zero";
    target = duration;
    return std::nullopt;
}

Problem set_bool(bool& target, std::string_view value) {
    if (value != "true" && value != "false") return fmt::format("true or false is needed, not '{}'", value);
    target = value == "true";
    return std::nullopt;
}

Problem set_url(std::string& target, std::string_view value) {
    const auto parsed = url::parse(value);
    if (!parsed || !parsed->is_http()) return fmt::format("an http or https URL is needed, not '{}'", value);
    target = parsed->href();
    return std::nullopt;
}

Problem add(std::vector<std::string>& target, std::string_view value) {
    target.emplace_back(value);
    return std::nullopt;
}

Problem add_header(std::vector<std::string>& target, std::string_view value) {
    const std::size_t colon = value.find(':');
    if (colon == 0 || colon == std::string_view::npos ||
        value.find_first_of("\r\n") != std::string_view::npos) {
        return std::string("a header of the form 'Name: value' is needed");
    }
    return add(target, value);
}

/// `429`, `200..299` (to 298), `200..=299`, several with commas.
Problem add_accept(std::vector<int>& target, std::string_view value) {
    constexpr int k_lowest = 100;
    constexpr int k_highest = 999;
    std::vector<int> accepted;
    for (std::string_view part : core::split(value, ',')) {
        part = core::trim(part);
        const std::size_t dots = part.find("..");
        const bool inclusive = dots != std::string_view::npos && part.substr(dots + 2).starts_with('=');
        int first = 0;
        int last = 0;
        const std::string_view low = part.substr(0, dots);
        const std::string_view high =
            dots == std::string_view::npos ? low : part.substr(dots + 2 + (inclusive ? 1 : 0));
        if (set_number(first, low, k_lowest, k_highest) ||
            set_number(last, high, k_lowest, inclusive ? k_highest : k_highest + 1)) {
            return fmt::format("status codes such as 429 or 200..=299 are needed, not '{}'", part);
        }
        if (dots != std::string_view::npos && !inclusive) --last;
        for (int status = first; status <= std::min(last, k_highest); ++status) accepted.push_back(status);
    }
    target.insert(target.end(), accepted.begin(), accepted.end());
    return std::nullopt;
}

using Kind = Setting::Kind;

constexpr std::array k_settings{
    Setting{"exclude-path", Kind::list, "GLOB", "Do not read files whose path matches",
            [](Settings& s, std::string_view v) { return add(s.exclude_path, v); }},
    Setting{"base-url", Kind::value, "URL", "Resolve relative links against this URL",
            [](Settings& s, std::string_view v) { return set_url(s.base_url, v); }},
    Setting{"include", Kind::list, "REGEX", "Check links that match even if --exclude matches them",
            [](Settings& s, std::string_view v) { return add(s.include, v); }},
    Setting{"exclude", Kind::list, "REGEX", "Do not check links that match",
            [](Settings& s, std::string_view v) { return add(s.exclude, v); }},
    Setting{"accept", Kind::list, "CODES", "Statuses that count as success beside 2xx: 429, 200..=299",
            [](Settings& s, std::string_view v) { return add_accept(s.accept, v); }},
    Setting{"timeout", Kind::value, "TIME", "Longest time for one request (60s)",
            [](Settings& s, std::string_view v) { return set_positive_duration(s.timeout, v); }},
    Setting{"connect-timeout", Kind::value, "TIME", "Longest time to connect (10s)",
            [](Settings& s, std::string_view v) { return set_positive_duration(s.connect_timeout, v); }},
    Setting{"max-concurrency", Kind::value, "N", "Most requests at once (128)",
            [](Settings& s, std::string_view v) {
                return set_number<std::size_t>(s.max_concurrency, v, 1, 4096);
            }},
    Setting{"host-concurrency", Kind::value, "N", "Most requests at once to one host (2)",
            [](Settings& s, std::string_view v) {
                return set_number<std::size_t>(s.host_concurrency.emplace(), v, 1, 4096);
            }},
    Setting{
        "host-request-interval", Kind::value, "TIME",
        "Shortest time between two requests to one host (500ms)",
        [](Settings& s, std::string_view v) { return set_duration(s.host_request_interval.emplace(), v); }},
    Setting{"max-retries", Kind::value, "N", "More attempts after a transient failure (2)",
            [](Settings& s, std::string_view v) { return set_number<unsigned>(s.max_retries, v, 0, 20); }},
    Setting{"retry-wait-time", Kind::value, "TIME", "Wait before the first of them, doubled each time (1s)",
            [](Settings& s, std::string_view v) { return set_duration(s.retry_wait_time, v); }},
    Setting{"max-redirects", Kind::value, "N", "Most redirects to follow (10)",
            [](Settings& s, std::string_view v) { return set_number<unsigned>(s.max_redirects, v, 0, 50); }},
    Setting{"user-agent", Kind::value, "TEXT", "How the crawler names itself",
            [](Settings& s, std::string_view v) -> Problem {
                if (v.find_first_of("\r\n") != std::string_view::npos) return "one line is needed";
                s.user_agent = v;
                return std::nullopt;
            }},
    Setting{"header", Kind::list, "HEADER", "Send this header with every request: 'Name: value'",
            [](Settings& s, std::string_view v) { return add_header(s.header, v); }},
    Setting{"accept-language", Kind::value, "TEXT",
            "Languages asked for (by the language of the issues: zh-CN,zh;q=0.9,en;q=0.5 or en)",
            [](Settings& s, std::string_view v) -> Problem {
                if (v.find_first_of("\r\n") != std::string_view::npos) return "one line is needed";
                s.accept_language = v;
                return std::nullopt;
            }},
    Setting{"robots", Kind::value, "obey|ignore", "What robots.txt forbids is not asked for (obey)",
            [](Settings& s, std::string_view v) -> Problem {
                if (v != "obey" && v != "ignore") return fmt::format("obey or ignore is needed, not '{}'", v);
                s.obey_robots = v == "obey";
                return std::nullopt;
            }},
    Setting{"method", Kind::value, "METHOD", "get or head; a refused head is repeated as get (get)",
            [](Settings& s, std::string_view v) -> Problem {
                if (core::equals_ignoring_ascii_case(v, "get"))
                    s.method = http::Method::get;
                else if (core::equals_ignoring_ascii_case(v, "head"))
                    s.method = http::Method::head;
                else
                    return fmt::format("get or head is needed, not '{}'", v);
                return std::nullopt;
            }},
    Setting{"proxy", Kind::value, "URL",
            "Send requests through this proxy (http, https, socks4, socks4a, socks5, socks5h); where it "
            "resolves names, the address guard cannot look",
            [](Settings& s, std::string_view v) -> Problem {
                s.proxy = v;
                return std::nullopt;
            }},
    Setting{"cacert", Kind::value, "FILE", "Trust the certificate authorities of this PEM file",
            [](Settings& s, std::string_view v) -> Problem {
                s.cacert = v;
                return std::nullopt;
            }},
    Setting{"insecure", Kind::flag, "", "Accept any certificate",
            [](Settings& s, std::string_view v) { return set_bool(s.insecure, v); }},
    Setting{"resolve", Kind::list, "HOST:PORT:ADDR", "Use this address for HOST:PORT; HOST may be *",
            [](Settings& s, std::string_view v) { return add(s.resolve, v); }},
    Setting{"connect-to", Kind::list, "HOST1:PORT1:HOST2:PORT2",
            "Connect to HOST2:PORT2 instead; an empty HOST1 or PORT1 means any",
            [](Settings& s, std::string_view v) { return add(s.connect_to, v); }},
    Setting{"allow-address", Kind::list, "CIDR",
            "Allow connections to these addresses, although they are not public",
            [](Settings& s, std::string_view v) { return add(s.allow_address, v); }},
    Setting{"canary", Kind::list, "URL",
            "Pages that tell a dead network from dead links; 'none' for no such test",
            [](Settings& s, std::string_view v) -> Problem {
                static const std::vector<std::string> defaults = Settings().canary;
                if (s.canary == defaults) s.canary.clear();
                if (v == "none") return std::nullopt;
                return set_url(s.canary.emplace_back(), v);
            }},
    Setting{"offline", Kind::flag, "", "Make no request; report what can be said without one",
            [](Settings& s, std::string_view v) { return set_bool(s.offline, v); }},
    Setting{"rules", Kind::value, "FOLDER",
            "Use the rules (*.toml) of this folder instead of those that ship",
            [](Settings& s, std::string_view v) -> Problem {
                s.rules = v;
                return std::nullopt;
            }},
    Setting{"include-fragments", Kind::flag, "", "Also check the parts of pages that links point to (#part)",
            [](Settings& s, std::string_view v) { return set_bool(s.include_fragments, v); }},
    Setting{"sibling-probe", Kind::value, "on|off",
            "Ask hosts that show one page for many addresses for a page that cannot exist (on)",
            [](Settings& s, std::string_view v) -> Problem {
                if (v != "on" && v != "off") return fmt::format("on or off is needed, not '{}'", v);
                s.sibling_probe = v == "on";
                return std::nullopt;
            }},
    Setting{"strict", Kind::flag, "", "Exit with 2 for blocked links as well",
            [](Settings& s, std::string_view v) { return set_bool(s.strict, v); }},
    Setting{"lang", Kind::value, "zh|en", "Language of the report (by the environment)",
            [](Settings& s, std::string_view v) -> Problem {
                s.language = report::language_from(v);
                if (!s.language) return fmt::format("zh or en is needed, not '{}'", v);
                return std::nullopt;
            }},
    Setting{"baseline", Kind::value, "FILE", "Report only what is new against this earlier JSON report",
            [](Settings& s, std::string_view v) -> Problem {
                s.baseline = v;
                return std::nullopt;
            }},
    Setting{"source-url", Kind::value, "URL",
            "Where readers of the report find the issues' files; links lead there",
            [](Settings& s, std::string_view v) { return set_url(s.source_url, v); }},
    Setting{"database", Kind::value, "FILE", "Where checks are remembered (in the user's state folder)",
            [](Settings& s, std::string_view v) -> Problem {
                if (v.empty()) return "a file name is needed";
                s.database = v;
                return std::nullopt;
            }},
    Setting{"max-age", Kind::value, "TIME", "Do not check again what was checked within this time: 1d",
            [](Settings& s, std::string_view v) { return set_duration(s.max_age.emplace(), v); }},
};

}  // namespace

Settings::Settings()
    : canary{"https://example.org/", "https://www.wikipedia.org/", "https://www.baidu.com/"} {}

std::span<const Setting> all_settings() noexcept {
    return k_settings;
}

std::filesystem::path default_database() {
    const auto below = [](const std::filesystem::path& state) {
        return state / "linktender" / "linktender.db";
    };
    if (const char* state = std::getenv("XDG_STATE_HOME"); state && *state == '/') return below(state);
    if (const char* home = std::getenv("HOME"); home && *home)
        return below(std::filesystem::path(home) / ".local" / "state");
    return "linktender.db";
}

std::filesystem::path database_of(const Settings& settings) {
    return settings.database.empty() ? default_database() : settings.database;
}

report::Language language_of_environment() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        if (value && *value) return report::language_from(value).value_or(report::Language::en);
    }
    return report::Language::en;
}

std::string default_user_agent() {
    return fmt::format("linktender/{} (+https://linktender.example/bot)", version());
}

}  // namespace linktender::app
