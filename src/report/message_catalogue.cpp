#include "linktender/report/message_catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>

#include "linktender/core/text.hpp"
#include "messages.hpp"

namespace linktender::report {

namespace {

std::span<const Message> table(Language language) noexcept {
    switch (language) {
        case Language::en: return messages_en();
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

}  // namespace

std::string_view language_tag(Language language) noexcept {
    switch (language) {
        case Language::en: return "en";
    }
    return "en";
}

std::string_view Words::operator()(std::string_view key) const noexcept {
    return find(language_, key).value_or(key);
}

std::string Words::count(std::string_view key, std::size_t number) const {
    const std::string_view forms = (*this)(key);
    const std::size_t bar = forms.find('|');
    const bool plural = number != 1 && bar != std::string_view::npos;
    return fmt::format(fmt::runtime(plural ? forms.substr(bar + 1) : forms.substr(0, bar)), number);
}

std::string Words::describe(verdict::Outcome outcome, std::string_view reason) const {
    if (const auto text = find(language_, joined("reason.", reason))) return std::string(*text);
    std::string text((*this)(joined("outcome.", verdict::to_string(outcome))));
    // That a page which is alive came with 200 goes without saying.
    const std::string_view status = status_of(reason);
    if (!status.empty() && status != "200") text += fmt::format(" (HTTP {})", status);
    return text;
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
