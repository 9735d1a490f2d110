// What a fetched page says about itself: a pure function from bytes to facts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "linktender/core/time.hpp"

namespace linktender::page {

/// Where each field was read: the name of the statement as pages write it (`og:title`, `citation_author`),
/// `json-ld` or `itemprop` and the property, or `title`, `h1`, `time`, `byline`, `text`, `script`, `pdf`,
/// `url`. Empty where the field is.
struct MetadataSources {
    std::string title;
    std::string description;
    std::string authors;
    std::string published;
    std::string site;
    std::string language;
    std::string canonical;
    std::string image;
    std::string doi;
};

/// What the page claims to be about. Every field is clean UTF-8 in one line; empty when unknown.
struct Metadata {
    std::string title;
    std::string description;
    std::vector<std::string> authors;
    std::string published;  ///< RFC 3339 or `YYYY-MM-DD`
    std::string site;
    std::string language;   ///< BCP 47
    std::string canonical;  ///< absolute URL
    std::string image;      ///< absolute URL
    std::string doi;
    MetadataSources sources;
};

struct PageInput {
    std::string_view body;
    std::string_view content_type;  ///< header value, or empty
    std::string_view url;           ///< absolute URL the body came from
    bool truncated = false;         ///< the body was cut by a cap or an early end
    core::TimePoint now{};  ///< dates well behind it are no dates of publication; the epoch: not known
};

/// Facts about one body. Text that is not HTML has `kind`, `encoding`, `decoded` and the visible text;
/// a PDF its title; other types have `kind` alone.
struct PageFacts {
    enum class Kind : std::uint8_t { none, html, text, pdf, image, other };
    Kind kind = Kind::none;
    std::string encoding;    ///< WHATWG name the body was decoded with
    std::string decoded;     ///< the body in UTF-8, scripts included; rules look at it
    std::string html_title;  ///< <title> alone, collapsed
    Metadata metadata;
    std::string visible_text;        ///< hidden elements, scripts and templates left out; capped at 64 KiB
    std::size_t visible_length = 0;  ///< characters of the whole visible text
    std::string meta_refresh_url;    ///< absolute target of <meta http-equiv=refresh>, or empty
    double meta_refresh_delay = 0;   ///< seconds
    bool cut = false;                ///< the guard ended a parse: facts are what was left
    std::string cut_reason;          ///< `memory` or `cpu-time`
};

/// Decodes, walks over the text once, parses behind the guard what the page says about itself. Time in
/// proportion to the body, never much more than 100 ms for a megabyte. Never throws on content; any thread.
[[nodiscard]] PageFacts analyse(const PageInput& input);

}  // namespace linktender::page
