#include "linktender/report/message_catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <optional>
#include <span>

#include "linktender/core/text.hpp"
#include "messages.hpp"

namespace linktender::report {

namespace {

std::span<const Message> table(Language language) noexcept {
    switch (language) {
        case Language::en: return messages_en();
        case Language::zh: return messages_zh();
    }
    return messages_en();
}

std::optional<std::string_view> find(Language language, std::string_view key) noexcept {
    const auto messages = table(language);
    const auto found = std::ranges::lower_bound(messages, key, {}, &Message::key);
    if (found == messages.end() || found->key != key) return std::nullopt;
    return found->text;
}

std::string joined(std::string_view group, std::string_view name) {
    std::string key(group);
    key += name;
    return key;
}

/// The status of a reason such as `http-404`, empty for other reasons.
std::string_view status_of(std::string_view reason) noexcept {
    constexpr std::string_view k_prefix = "http-";
    if (!reason.starts_with(k_prefix)) return {};
    reason.remove_prefix(k_prefix.size());
    return reason.size() == 3 && std::ranges::all_of(reason, core::is_ascii_digit) ? reason
                                                                                   : std::string_view();
}

/// U+4000 to U+9FFF: the ideographs, by the first of their three bytes.
bool is_ideograph(char lead) noexcept {
    return static_cast<unsigned char>(lead) >= 0xE4 && static_cast<unsigned char>(lead) <= 0xE9;
}

bool begins_with_ideograph(std::string_view text) noexcept {
    return text.size() >= 3 && is_ideograph(text.front());
}

bool ends_with_ideograph(std::string_view text) noexcept {
    return text.size() >= 3 && is_ideograph(text[text.size() - 3]) &&
           static_cast<unsigned char>(text.back()) >= 0x80;
}

bool stands_apart(char c) noexcept {
    return core::is_ascii_alnum(c) || c == '%';
}

/// Appends with the space that divides Chinese characters from Latin letters and numbers.
void append_apart(std::string& out, std::string_view text) {
    if (!out.empty() && !text.empty() &&
        ((ends_with_ideograph(out) && stands_apart(text.front())) ||
         (stands_apart(out.back()) && begins_with_ideograph(text))))
        out += ' ';
    out += text;
}

}  // namespace

std::string_view language_tag(Language language) noexcept {
    switch (language) {
        case Language::en: return "en";
        case Language::zh: return "zh-Hans";
    }
    return "en";
}

std::optional<Language> language_from(std::string_view tag) noexcept {
    for (const Language language : k_languages) {
        const std::string_view name = language_tag(language).substr(0, 2);
        const bool ends = tag.size() == name.size() ||
                          (tag.size() > name.size() && (tag[2] == '-' || tag[2] == '_' || tag[2] == '.'));
        if (ends && core::starts_with_ignoring_ascii_case(tag, name)) return language;
    }
    return std::nullopt;
}

std::string_view Words::operator()(std::string_view key) const noexcept {
    return find(language_, key).value_or(key);
}

std::string Words::count(std::string_view key, std::size_t number) const {
    const std::string_view forms = (*this)(key);
    const std::size_t bar = forms.find('|');
    const bool plural = number != 1 && bar != std::string_view::npos;
    const std::string digits = this->number(number);
    const std::string_view value = digits;
    return fill_text(plural ? forms.substr(bar + 1) : forms.substr(0, bar), std::span(&value, 1));
}

std::string Words::fill_text(std::string_view text, std::span<const std::string_view> values) const {
    std::string out;
    const auto append = [&](std::string_view part) {
        if (language_ == Language::zh)
            append_apart(out, part);
        else
            out += part;
    };
    std::size_t next = 0;
    for (std::size_t open = text.find('{'); open != std::string_view::npos; open = text.find('{')) {
        append(text.substr(0, open));
        const bool numbered = text[open + 1] != '}';
        const std::size_t place = numbered ? static_cast<std::size_t>(text[open + 1] - '0') : next++;
        assert(place < values.size());
        append(values[place]);
        text.remove_prefix(open + (numbered ? 3 : 2));
    }
    append(text);
    return out;
}

std::string Words::number(std::size_t number) const {
    const std::size_t ungrouped = language_ == Language::zh ? 4 : 3;
    std::string digits = fmt::format("{}", number);
    if (digits.size() <= ungrouped) return digits;
    for (std::size_t at = digits.size(); at > 3;) {
        at -= 3;
        digits.insert(at, 1, ',');
    }
    return digits;
}

std::string Words::date(std::chrono::year_month_day day) const {
    if (language_ != Language::zh) return core::format_date(day);
    return fmt::format("{} 年 {} 月 {} 日", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                       static_cast<unsigned>(day.day()));
}

std::string Words::date(core::TimePoint time) const {
    return date(std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(time)));
}

std::string Words::share(std::string_view key, std::size_t number) const {
    return fill("phrase.share", this->number(number), (*this)(key));
}

std::string Words::list(const std::vector<std::string>& parts) const {
    return fmt::format("{}", fmt::join(parts, (*this)("mark.list")));
}

std::string Words::describe(verdict::Outcome outcome, std::string_view reason) const {
    if (const auto text = find(language_, joined("reason.", reason))) return std::string(*text);
    std::string text((*this)(joined("outcome.", verdict::to_string(outcome))));
    // That a page which is alive came with 200 goes without saying.
    const std::string_view status = status_of(reason);
    if (!status.empty() && status != "200") text += fill("phrase.status", status);
    return text;
}

std::string_view Words::describe(url::UrlError error) const {
    using url::UrlError;
    switch (error) {
        case UrlError::too_long: return (*this)("problem.too_long");
        case UrlError::relative_without_base: return (*this)("problem.relative_without_base");
        case UrlError::host_missing: return (*this)("problem.host_missing");
        case UrlError::host_invalid_code_point: return (*this)("problem.host_invalid_code_point");
        case UrlError::domain_to_ascii: return (*this)("problem.domain_to_ascii");
        case UrlError::ipv4_invalid: return (*this)("problem.ipv4_invalid");
        case UrlError::ipv6_invalid: return (*this)("problem.ipv6_invalid");
        case UrlError::port_invalid: return (*this)("problem.port_invalid");
        case UrlError::port_out_of_range: return (*this)("problem.port_out_of_range");
    }
    return url::describe(error);
}

bool Words::knows_reason(std::string_view reason) const {
    return find(language_, joined("reason.", reason)).has_value();
}

std::string_view Words::advice(verdict::Outcome outcome, std::string_view reason) const {
    if (const auto text = find(language_, joined("advice.", reason))) return *text;
    return find(language_, joined("advice.", verdict::to_string(outcome))).value_or(std::string_view());
}

std::string_view Words::label(verdict::Outcome outcome) const {
    return find(language_, joined("label.", verdict::to_string(outcome)))
        .value_or(verdict::to_string(outcome));
}

std::string_view Words::label(verdict::State state) const {
    return find(language_, joined("state.", verdict::to_string(state))).value_or(verdict::to_string(state));
}

std::string_view Words::flag(std::string_view flag) const {
    return find(language_, joined("flag.", flag)).value_or(flag);
}

std::vector<std::string_view> message_keys(Language language) {
    std::vector<std::string_view> keys;
    for (const Message& message : table(language)) keys.push_back(message.key);
    return keys;
}

}  // namespace linktender::report
