// The words of reports, by key, in each language.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "linktender/core/time.hpp"
#include "linktender/url/url.hpp"
#include "linktender/verdict/outcome.hpp"

namespace linktender::report {

/// A further language is a value here and a table beside src/report/messages_en.cpp. Chinese is the
/// simplified script with the punctuation of GB/T 15834: full width; a space divides Latin letters and
/// numbers from characters.
enum class Language : std::uint8_t { en, zh };

inline constexpr Language k_languages[] = {Language::en, Language::zh};

/// BCP 47, for `<html lang>`.
[[nodiscard]] std::string_view language_tag(Language language) noexcept;
/// Reads `zh`, `en` and longer tags of the two (`zh-CN`, `en_GB.UTF-8`), whatever their case.
[[nodiscard]] std::optional<Language> language_from(std::string_view tag) noexcept;

/// Words for keys such as `outcome.soft_404`, `reason.wechat-author-deleted`, `state.dead`. A value;
/// any thread.
class Words {
public:
    explicit Words(Language language) noexcept : language_(language) {}

    /// The text of a key that every table has; the key itself when it has not, which a test rules out.
    [[nodiscard]] std::string_view operator()(std::string_view key) const noexcept;
    /// `12 links`: the text of `key` holds the forms for one and for more, divided by `|`, with `{}` for the
    /// number; a language without plurals has one form.
    [[nodiscard]] std::string count(std::string_view key, std::size_t number) const;
    /// The text of `key` with its places `{0}`, `{1}` ... filled.
    template <class... Values>
    [[nodiscard]] std::string fill(std::string_view key, const Values&... values) const {
        const std::array<std::string, sizeof...(Values)> texts{fmt::format("{}", values)...};
        const std::array<std::string_view, sizeof...(Values)> views = [&] {
            std::array<std::string_view, sizeof...(Values)> all;
            std::copy(texts.begin(), texts.end(), all.begin());
            return all;
        }();
        return fill_text((*this)(key), views);
    }
    /// The same for a text that is not in the catalogue. Where a Chinese character meets a Latin letter or
    /// a digit of what fills a place, Chinese puts a space between.
    [[nodiscard]] std::string fill_text(std::string_view text,
                                        std::span<const std::string_view> values) const;

    /// `1,386`; Chinese groups from five digits on (GB/T 15835).
    [[nodiscard]] std::string number(std::size_t number) const;
    /// `2026-11-24`, `2026 年 11 月 24 日`.
    [[nodiscard]] std::string date(std::chrono::year_month_day day) const;
    [[nodiscard]] std::string date(core::TimePoint time) const;
    /// How many links are what `key` says: `12 alive`, `正常 12 条`.
    [[nodiscard]] std::string share(std::string_view key, std::size_t number) const;
    /// Parts of one sentence or list, with the language's comma.
    [[nodiscard]] std::string list(const std::vector<std::string>& parts) const;

    /// What is wrong, as a clause for people: by the reason where the catalogue knows it, else by the
    /// outcome; a reason `http-404` adds the status.
    [[nodiscard]] std::string describe(verdict::Outcome outcome, std::string_view reason) const;
    /// Whether the catalogue tells this reason in a sentence of its own.
    [[nodiscard]] bool knows_reason(std::string_view reason) const;
    /// What an editor can do about it; empty where there is nothing to do.
    [[nodiscard]] std::string_view advice(verdict::Outcome outcome, std::string_view reason) const;
    /// The outcome in two or three words: `soft 404`, `TLS failure`.
    [[nodiscard]] std::string_view label(verdict::Outcome outcome) const;
    [[nodiscard]] std::string_view label(verdict::State state) const;
    /// Why an address is no URL.
    [[nodiscard]] std::string_view describe(url::UrlError error) const;
    /// A flag in words; the flag itself when it is not known.
    [[nodiscard]] std::string_view flag(std::string_view flag) const;

    [[nodiscard]] Language language() const noexcept { return language_; }

private:
    Language language_;
};

/// All keys of one language, in order. For the tests that hold the languages together.
[[nodiscard]] std::vector<std::string_view> message_keys(Language language);

}  // namespace linktender::report
