// Where an issue uses a link: the values that extraction gives.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "linktender/url/url.hpp"

namespace linktender::source {

/// How the link is written.
enum class Form : std::uint8_t { inline_, reference, autolink, bare, html, image, feed, definition };

/// `inline`, `reference` ...: the word used in JSON.
[[nodiscard]] std::string_view to_string(Form form) noexcept;

/// One place where an issue uses a link. The bytes [offset, offset + length) of the file are the
/// link's address as it is written there: putting another address in their place is a correct edit.
struct Occurrence {
    std::uint32_t line = 0;    ///< from 1; where the link is used
    std::uint32_t column = 0;  ///< from 1, in bytes of the decoded line
    std::size_t offset = 0;  ///< where its URL's bytes stand in the file (in its definition for a reference)
    std::size_t length = 0;
    std::string raw;                         ///< those bytes, decoded
    std::optional<url::Url> url;             ///< resolved; none when relative without a base, or no URL
    std::optional<url::UrlError> url_error;  ///< set when `raw` is no URL at all (not for relative ones)
    std::string text;  ///< anchor or alternative text, collapsed; empty for a bare address
    Form form = Form::inline_;
    /// False when the syntax did not tell where the address stands and a search had to: not to be
    /// edited. `length` is 0 when the search found nothing either.
    bool exact = true;
    bool disabled = false;        ///< a comment in the issue asks to leave it alone
    std::string disabled_reason;  ///< the words in that comment after the command
};

/// One archived document. `file` is the name that reports and JSON show.
struct Issue {
    std::string file;
    std::string title;  ///< first heading, or <title>
    std::optional<std::chrono::year_month_day> date;
    std::vector<Occurrence> occurrences;  ///< by (line, column)
};

}  // namespace linktender::source
