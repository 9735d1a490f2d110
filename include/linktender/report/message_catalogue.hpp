// The words of reports, by key, in each language.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "linktender/verdict/outcome.hpp"

namespace linktender::report {

/// A further language is a value here and a table beside src/report/messages_en.cpp.
enum class Language : std::uint8_t { en };

inline constexpr Language k_languages[] = {Language::en};

/// BCP 47, for `<html lang>`.
[[nodiscard]] std::string_view language_tag(Language language) noexcept;

/// Words for keys such as `outcome.soft_404`, `reason.wechat-author-deleted`, `state.dead`. A value;
/// any thread.
class Words {
public:
    explicit Words(Language language) noexcept : language_(language) {}

    /// The text of a key that every table has; the key itself when it has not, which a test rules out.
    [[nodiscard]] std::string_view operator()(std::string_view key) const noexcept;
    /// `12 links`: the text of `key` holds the forms for one and for more, divided by `|`, with `{}` for the
    /// number.
    [[nodiscard]] std::string count(std::string_view key, std::size_t number) const;

    /// What is wrong, as a clause for people: by the reason where the catalogue knows it, else by the
    /// outcome; a reason `http-404` adds the status.
    [[nodiscard]] std::string describe(verdict::Outcome outcome, std::string_view reason) const;
    /// The outcome in two or three words: `soft 404`, `TLS failure`.
    [[nodiscard]] std::string_view label(verdict::Outcome outcome) const;
    [[nodiscard]] std::string_view label(verdict::State state) const;
    /// A flag in words; the flag itself when it is not known.
    [[nodiscard]] std::string_view flag(std::string_view flag) const;

    [[nodiscard]] Language language() const noexcept { return language_; }

private:
    Language language_;
};

/// All keys of one language, in order. For the tests that hold the languages together.
[[nodiscard]] std::vector<std::string_view> message_keys(Language language);

}  // namespace linktender::report
