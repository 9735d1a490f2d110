#include "linktender/http/robots.hpp"

#include <algorithm>
#include <utility>

#include "linktender/core/text.hpp"
#include "robots_pattern.hpp"

namespace linktender::http {
namespace {

constexpr core::Milliseconds k_longest_delay = std::chrono::days{30};
constexpr std::string_view k_header = "User-agent: *\n";
constexpr std::string_view k_allow = "Allow: ";
constexpr std::string_view k_disallow = "Disallow: ";
// What a Crawl-delay line and the header take in the canonical text, generously.
constexpr std::size_t k_text_frame = 64;
// Bytes of paths compared for one answer. The largest robots.txt of real sites need a hundredth of it.
constexpr std::size_t k_comparing_budget = std::size_t{64} << 20U;

/// RFC 9309 2.2: identifier, the characters of a product token.
bool is_token_character(char c) {
    return core::is_ascii_alpha(c) || c == '_' || c == '-';
}

std::string_view leading_token(std::string_view text) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_token_character);
    return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

/// RFC 9309 2.2: WS is space and tab only.
std::string_view trim_blanks(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool names_everyone(std::string_view agent) {
    return agent == "*" || agent.starts_with("* ") || agent.starts_with("*\t");
}

/// Decimal seconds: `10`, `0.5`. Nothing else.
std::optional<core::Milliseconds> read_delay(std::string_view text) {
    const std::size_t dot = std::min(text.find('.'), text.size());
    const std::string_view whole = text.substr(0, dot);
    const std::string_view fraction = text.substr(std::min(dot + 1, text.size()));
    if (whole.empty() && fraction.empty()) return std::nullopt;
    const auto digits = [](std::string_view part) {
        return std::all_of(part.begin(), part.end(), core::is_ascii_digit);
    };
    if (!digits(whole) || !digits(fraction)) return std::nullopt;

    core::Milliseconds delay{0};
    for (const char digit : whole) {
        delay = std::min(delay * 10 + std::chrono::seconds{digit - '0'}, k_longest_delay);
    }
    int unit = 100;
    for (const char digit : fraction.substr(0, 3)) {
        delay += core::Milliseconds{(digit - '0') * unit};
        unit /= 10;
    }
    return std::min(delay, k_longest_delay);
}

std::string write_delay(core::Milliseconds delay) {
    std::string text = std::to_string(delay.count() / 1000);
    const auto rest = delay.count() % 1000;
    if (rest == 0) return text;
    std::string fraction = std::to_string(1000 + rest).substr(1);
    fraction.erase(fraction.find_last_not_of('0') + 1);
    return text + '.' + fraction;
}

/// The rules of the groups that one kind of User-agent line selects.
struct Selection {
    bool found = false;    ///< some User-agent line selected it
    bool current = false;  ///< the group being read belongs to it
    std::vector<Robots::Rule> rules;
    std::size_t text_bytes = k_text_frame;
    std::optional<core::Milliseconds> delay;

    void add_rule(const std::string& pattern, bool allow) {
        const std::size_t bytes = pattern.size() + k_disallow.size() + 1;
        if (!current || text_bytes + bytes > Robots::k_text_bytes) return;
        text_bytes += bytes;
        rules.push_back({.pattern = pattern, .allow = allow});
    }
    void add_delay(core::Milliseconds value) {
        if (current) delay = std::max(delay.value_or(value), value);
    }
};

/// Reads line after line; knows which group it is in.
class Reader {
public:
    explicit Reader(std::string_view token) : token_(token) {}

    void read_line(std::string_view line) {
        line = line.substr(0, line.find('#'));
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos) return;
        const std::string_view key = trim_blanks(line.substr(0, colon));
        const std::string_view value = trim_blanks(line.substr(colon + 1));
        if (core::equals_ignoring_ascii_case(key, "user-agent")) {
            read_agent(value);
        } else if (core::equals_ignoring_ascii_case(key, "allow")) {
            read_rule(value, true);
        } else if (core::equals_ignoring_ascii_case(key, "disallow")) {
            read_rule(value, false);
        } else if (core::equals_ignoring_ascii_case(key, "crawl-delay")) {
            read_crawl_delay(value);
        }
        // Any other record must not end a group (2.2.4).
    }

    /// 2.2.1: the groups that name us, else those for everyone.
    [[nodiscard]] Selection take() { return std::move(ours_.found ? ours_ : everyones_); }

private:
    void read_agent(std::string_view value) {
        if (rules_began_) {
            rules_began_ = ours_.current = everyones_.current = false;
        }
        if (names_everyone(value)) {
            everyones_.found = everyones_.current = true;
        } else if (!token_.empty() && core::equals_ignoring_ascii_case(leading_token(value), token_)) {
            ours_.found = ours_.current = true;
        }
    }

    void read_rule(std::string_view value, bool allow) {
        rules_began_ = true;
        // An empty pattern matches nothing; 2.2 lets the others begin with a slash. A star is common.
        if (value.empty() || (value.front() != '/' && value.front() != '*')) return;
        if (!ours_.current && !everyones_.current) return;
        const std::string pattern = robots_pattern(value);
        ours_.add_rule(pattern, allow);
        everyones_.add_rule(pattern, allow);
    }

    void read_crawl_delay(std::string_view value) {
        const auto delay = read_delay(value);
        if (!delay) return;
        ours_.add_delay(*delay);
        everyones_.add_delay(*delay);
    }

    std::string_view token_;
    bool rules_began_ = false;
    Selection ours_;
    Selection everyones_;
};

/// Without the line that the end of `text` cuts.
std::string_view whole_lines(std::string_view text) {
    const std::size_t end = text.find_last_of("\r\n");
    return end == std::string_view::npos ? std::string_view{} : text.substr(0, end);
}

}  // namespace

Robots Robots::parse(std::string_view body, std::string_view product_token, bool cut) {
    if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
    if (body.size() > k_text_bytes) {
        body = whole_lines(body.substr(0, k_text_bytes + 1));
    } else if (cut) {
        body = whole_lines(body);
    }
    Reader reader(leading_token(product_token));
    while (!body.empty()) {
        const std::size_t end = std::min(body.find_first_of("\r\n"), body.size());
        reader.read_line(body.substr(0, end));
        body.remove_prefix(std::min(end + 1, body.size()));
    }

    Selection selection = reader.take();
    Robots robots;
    robots.crawl_delay_ = selection.delay;
    robots.rules_ = std::move(selection.rules);
    auto& rules = robots.rules_;
    std::sort(rules.begin(), rules.end(), [](const Rule& a, const Rule& b) {
        if (a.pattern.size() != b.pattern.size()) return a.pattern.size() > b.pattern.size();
        if (a.allow != b.allow) return a.allow;
        return a.pattern < b.pattern;
    });
    rules.erase(std::unique(rules.begin(), rules.end()), rules.end());
    rules.shrink_to_fit();
    return robots;
}

Robots Robots::disallow_all() {
    Robots robots;
    robots.rules_.push_back({.pattern = "/", .allow = false});
    return robots;
}

bool Robots::allows(std::string_view path_and_query) const {
    if (rules_.empty() || path_and_query.substr(0, path_and_query.find('?')) == "/robots.txt") return true;
    const RobotsPath path(path_and_query);
    std::size_t budget = k_comparing_budget;
    for (const Rule& rule : rules_) {
        if (path.matches(rule.pattern, budget)) return rule.allow;
        if (budget == 0) return false;
    }
    return true;
}

std::string Robots::text() const {
    if (rules_.empty() && !crawl_delay_) return {};
    std::string out(k_header);
    for (const Rule& rule : rules_) {
        out += rule.allow ? k_allow : k_disallow;
        out += rule.pattern;
        out += '\n';
    }
    if (crawl_delay_) out += "Crawl-delay: " + write_delay(*crawl_delay_) + '\n';
    return out;
}

}  // namespace linktender::http
