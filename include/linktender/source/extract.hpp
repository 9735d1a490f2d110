// From the bytes of an issue to its links.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "linktender/core/expected.hpp"
#include "linktender/source/occurrence.hpp"

namespace linktender::source {

enum class Format : std::uint8_t { markdown, html, text };

/// By the file name's ending; Markdown for standard input (`-`), `text` for anything unknown.
[[nodiscard]] Format format_of(std::string_view file_name) noexcept;

enum class ExtractError : std::uint8_t {
    binary,       ///< NUL bytes, and not UTF-16
    undecodable,  ///< neither UTF-8 nor UTF-16 nor GB18030
    too_large,    ///< over k_max_issue_bytes
    too_complex,  ///< Markdown whose structure costs more memory or time than any real issue
};
/// What is wrong and what to do, for people.
[[nodiscard]] std::string_view describe(ExtractError error) noexcept;

inline constexpr std::size_t k_max_issue_bytes = std::size_t{64} << 20U;

struct ExtractOptions {
    Format format = Format::markdown;
    const url::Url* base = nullptr;  ///< relative links are resolved against it when set
};

/// Decodes and lists every link of an issue:
/// - Markdown (CommonMark with GitHub's tables and footnotes): links, images, autolinks, reference
///   links and definitions that nothing uses, raw HTML, and bare addresses in running text. Code
///   and front matter hold no links.
/// - HTML: every attribute that holds a URL by
/// https://html.spec.whatwg.org/multipage/indices.html#attributes-3.
/// - Text: bare addresses.
/// Links without an address and `data:` URLs, which are their own content, are not listed; nor are
/// bare addresses that are no URL. `file` gives the name and, where it can, the date. Pure; any thread.
[[nodiscard]] Expected<Issue, ExtractError> extract(std::string_view file, std::string_view bytes,
                                                    const ExtractOptions& options);

}  // namespace linktender::source
