#include "linktender/core/time_zone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "linktender/core/text.hpp"

namespace linktender::core {

using namespace std::chrono;

/// Reads `std offset [dst [offset] , start [/time] , end [/time]]`.
class RuleReader {
public:
    explicit RuleReader(std::string_view text) : rest_(text) {}

    std::optional<TimeZone::Rule> read() {
        TimeZone::Rule rule;
        const auto standard = name() ? time(24) : std::nullopt;
        if (!standard) return std::nullopt;
        rule.standard = rule.summer = -*standard;
        if (rest_.empty()) return rule;
        if (!name()) return std::nullopt;
        rule.summer = rule.standard + hours{1};
        if (!rest_.starts_with(',')) {
            const auto summer = time(24);
            if (!summer) return std::nullopt;
            rule.summer = -*summer;
        }
        rule.begins = change();
        rule.ends = change();
        if (!rule.begins || !rule.ends || !rest_.empty()) return std::nullopt;
        return rule;
    }

private:
    bool take(char c) {
        if (!rest_.starts_with(c)) return false;
        rest_.remove_prefix(1);
        return true;
    }

    bool name() {
        const bool quoted = take('<');
        const auto belongs = [&](char c) {
            return is_ascii_alpha(c) || (quoted && (is_ascii_digit(c) || c == '+' || c == '-'));
        };
        const auto end = std::find_if_not(rest_.begin(), rest_.end(), belongs);
        const auto length = static_cast<std::size_t>(end - rest_.begin());
        rest_.remove_prefix(length);
        return length >= 3 && (!quoted || take('>'));
    }

    std::optional<int> number(int least, int most) {
        int value = 0;
        std::size_t digits = 0;
        for (; digits < rest_.size() && digits < 4 && is_ascii_digit(rest_[digits]); ++digits)
            value = value * 10 + (rest_[digits] - '0');
        if (digits == 0 || value < least || value > most) return std::nullopt;
        rest_.remove_prefix(digits);
        return value;
    }

    /// `[+-]hh[:mm[:ss]]`.
    std::optional<seconds> time(int most_hours) {
        const bool negative = take('-');
        if (!negative) take('+');
        const auto hour = number(0, most_hours);
        const auto minute = hour && take(':') ? number(0, 59) : std::optional(0);
        const auto second = minute && *minute >= 0 && take(':') ? number(0, 59) : std::optional(0);
        if (!hour || !minute || !second) return std::nullopt;
        const seconds sum = hours{*hour} + minutes{*minute} + seconds{*second};
        return negative ? -sum : sum;
    }

    std::optional<YearlyChange> change() {
        YearlyChange change;
        if (!take(',')) return std::nullopt;
        if (take('M')) {
            const auto month = number(1, 12);
            const auto week = month && take('.') ? number(1, 5) : std::nullopt;
            const auto day = week && take('.') ? number(0, 6) : std::nullopt;
            if (!day) return std::nullopt;
            change = {YearlyChange::Kind::week_of_month, *month, *week, *day};
        } else {
            const bool julian = take('J');
            const auto day = julian ? number(1, 365) : number(0, 365);
            if (!day) return std::nullopt;
            change.kind = julian ? YearlyChange::Kind::day_without_leap : YearlyChange::Kind::day_of_year;
            change.day = *day;
        }
        if (take('/')) {
            // RFC 9636 section 3.3.2: a week to either side.
            const auto at = time(167);
            if (!at) return std::nullopt;
            change.time = *at;
        }
        return change;
    }

    std::string_view rest_;
};

namespace {

/// When the change falls in that year, on the clocks before it.
local_seconds in_year(const YearlyChange& change, year y) {
    const local_days first{y / January / 1};
    switch (change.kind) {
        case YearlyChange::Kind::day_of_year: return first + days{change.day} + change.time;
        case YearlyChange::Kind::day_without_leap: {
            constexpr int k_february = 59;
            const int leap = y.is_leap() && change.day > k_february ? 1 : 0;
            return first + days{change.day - 1 + leap} + change.time;
        }
        case YearlyChange::Kind::week_of_month: break;
    }
    const weekday day{static_cast<unsigned>(change.weekday)};
    const month m{static_cast<unsigned>(change.month)};
    if (change.week == 5) return local_days{y / m / weekday_last{day}} + change.time;
    return local_days{y / m / day[static_cast<unsigned>(change.week)]} + change.time;
}

/// Big-endian integers of a compiled file, with the ends of the bytes in view.
class Bytes {
public:
    explicit Bytes(std::string_view bytes) : rest_(bytes) {}

    std::string_view take(std::size_t count) {
        if (count > rest_.size()) {
            failed_ = true;
            rest_ = {};
            return {};
        }
        const std::string_view taken = rest_.substr(0, count);
        rest_.remove_prefix(count);
        return taken;
    }
    std::int64_t integer(std::size_t size) {
        const std::string_view bytes = take(size);
        std::uint64_t value = 0;
        for (const char byte : bytes) value = value << 8U | static_cast<unsigned char>(byte);
        return size == 4 ? static_cast<std::int32_t>(value) : static_cast<std::int64_t>(value);
    }
    [[nodiscard]] std::string_view rest() const { return rest_; }
    [[nodiscard]] bool failed() const { return failed_; }

private:
    std::string_view rest_;
    bool failed_ = false;
};

struct Header {
    char version = 0;
    std::array<std::size_t, 6> counts{};  ///< UT/local marks, standard/wall marks, leaps, times, types, names

    /// Bytes of the data block that follows.
    [[nodiscard]] std::size_t block(std::size_t time_size) const {
        return counts[3] * (time_size + 1) + counts[4] * 6 + counts[5] + counts[2] * (time_size + 4) +
               counts[1] + counts[0];
    }
};

std::optional<Header> read_header(Bytes& bytes) {
    constexpr std::size_t k_reserved = 15;
    constexpr std::int64_t k_most = 1 << 16;  // the largest zones have a few hundred
    Header header;
    if (bytes.take(4) != "TZif") return std::nullopt;
    header.version = static_cast<char>(bytes.integer(1));
    bytes.take(k_reserved);
    for (std::size_t& count : header.counts) {
        const std::int64_t read = bytes.integer(4);
        if (read < 0 || read > k_most) return std::nullopt;
        count = static_cast<std::size_t>(read);
    }
    if (bytes.failed()) return std::nullopt;
    return header;
}

std::optional<std::string> read_zone_file(const std::string& file) {
    constexpr std::streamsize k_most = 1 << 20;
    std::ifstream stream(file, std::ios::binary);
    if (!stream) return std::nullopt;
    std::string bytes(static_cast<std::size_t>(k_most), '\0');
    stream.read(bytes.data(), k_most);
    bytes.resize(static_cast<std::size_t>(stream.gcount()));
    return bytes;
}

}  // namespace

std::optional<TimeZone> TimeZone::from_rule(std::string_view rule) {
    TimeZone zone;
    zone.rule_ = RuleReader(rule).read();
    if (!zone.rule_) return std::nullopt;
    return zone;
}

std::optional<TimeZone> TimeZone::parse(std::string_view text) {
    Bytes bytes(text);
    const auto old = read_header(bytes);
    if (!old || old->version < '2') return std::nullopt;
    bytes.take(old->block(4));
    const auto header = read_header(bytes);
    if (!header || header->counts[4] == 0) return std::nullopt;
    const std::size_t times = header->counts[3];
    TimeZone zone;
    for (std::size_t i = 0; i < times; ++i) zone.changes_.push_back({Instant{seconds{bytes.integer(8)}}, {}});
    const std::string_view types = bytes.take(times);
    std::vector<seconds> offsets;
    for (std::size_t i = 0; i < header->counts[4]; ++i) {
        offsets.emplace_back(bytes.integer(4));
        bytes.take(2);
    }
    bytes.take(header->counts[5] + header->counts[2] * 12 + header->counts[1] + header->counts[0]);
    if (bytes.failed()) return std::nullopt;
    zone.first_offset_ = offsets.front();
    for (std::size_t i = 0; i < times; ++i) {
        const auto type = static_cast<unsigned char>(types[i]);
        if (type >= offsets.size() || (i > 0 && zone.changes_[i].at <= zone.changes_[i - 1].at))
            return std::nullopt;
        zone.changes_[i].offset = offsets[type];
    }
    std::string_view footer = bytes.rest();
    const std::size_t end = footer.starts_with('\n') ? footer.find('\n', 1) : std::string_view::npos;
    if (end == std::string_view::npos) return std::nullopt;
    footer = footer.substr(1, end - 1);
    zone.rule_ = RuleReader(footer).read();
    if (!zone.rule_ && !footer.empty()) return std::nullopt;
    return zone;
}

Expected<TimeZone, std::string> TimeZone::load(std::string_view name) {
    const auto belongs = [](char c) {
        return is_ascii_alnum(c) || c == '_' || c == '+' || c == '-' || c == '/';
    };
    if (name.starts_with('/') || !std::all_of(name.begin(), name.end(), belongs))
        return unexpected(
            fmt::format("'{}' is no name of a time zone, such as Europe/Vienna", escape_control(name)));
    const auto bytes = read_zone_file(name.empty() ? std::string("/etc/localtime")
                                                   : fmt::format("/usr/share/zoneinfo/{}", name));
    if (!bytes && (name.empty() || name == "UTC")) return TimeZone();
    const auto zone = bytes ? parse(*bytes) : std::nullopt;
    if (zone) return *zone;
    return unexpected(
        fmt::format("the system knows no time zone '{}': names are such as Europe/Vienna; is the "
                    "package tzdata installed?",
                    name));
}

seconds TimeZone::by_rule(const Rule& rule, Instant instant) {
    if (!rule.begins || !rule.ends) return rule.standard;
    const year_month_day day{floor<days>(instant + rule.standard)};
    const auto begins = Instant{in_year(*rule.begins, day.year()).time_since_epoch() - rule.standard};
    const auto ends = Instant{in_year(*rule.ends, day.year()).time_since_epoch() - rule.summer};
    // South of the equator summer ends before it begins.
    const bool summer =
        begins < ends ? begins <= instant && instant < ends : instant < ends || begins <= instant;
    return summer ? rule.summer : rule.standard;
}

seconds TimeZone::offset_at(Instant instant) const {
    const auto after = std::upper_bound(changes_.begin(), changes_.end(), instant,
                                        [](Instant at, const Change& change) { return at < change.at; });
    if (after == changes_.end() && rule_) return by_rule(*rule_, instant);
    return after == changes_.begin() ? first_offset_ : std::prev(after)->offset;
}

TimeZone::Local TimeZone::to_local(Instant instant) const {
    return Local{(instant + offset_at(instant)).time_since_epoch()};
}

TimeZone::Instant TimeZone::to_instant(Local local) const {
    const Instant as_utc{local.time_since_epoch()};
    // No clocks change twice within two days.
    const seconds before = offset_at(as_utc - days{1});
    const seconds after = offset_at(as_utc + days{1});
    const Instant later = as_utc - after;
    if (before != after && offset_at(as_utc - before) != before && offset_at(later) == after) return later;
    return as_utc - before;
}

}  // namespace linktender::core
