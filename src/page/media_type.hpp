// Content types: reading the header, and guessing from the bytes where it says nothing.
#pragma once

#include <string>
#include <string_view>

#include "linktender/page/facts.hpp"

namespace linktender::page {

struct MediaType {
    std::string essence;  ///< `text/html`, lower case; empty when the header is not a media type
    std::string charset;  ///< as written, without quotes
};

/// https://mimesniff.spec.whatwg.org/#parse-a-mime-type, as far as essence and charset.
[[nodiscard]] MediaType parse_media_type(std::string_view header);

/// HTML and XML carry their encoding in the first bytes; other types do not.
[[nodiscard]] bool may_declare_encoding(std::string_view essence) noexcept;

/// The kind of a body by its type; by its first bytes where the type is missing or says only
/// "unknown". `https://mimesniff.spec.whatwg.org/#identifying-a-resource-with-an-unknown-mime-type`,
/// the types that matter here.
[[nodiscard]] PageFacts::Kind kind_of(std::string_view essence, std::string_view body) noexcept;

}  // namespace linktender::page
