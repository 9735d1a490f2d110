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

/// By the file name's ending; `text` for anything unknown.
[[nodiscard]] Format format_of(std::string_view file_name) noexcept;

enum class ExtractError : std::uint8_t { binary, undecodable, too_large, html_limits };
[[nodiscard]] std::string_view describe(ExtractError error) noexcept;

inline constexpr std::size_t k_max_issue_bytes = std::size_t{64} << 20U;

struct ExtractOptions {
    Format format = Format::markdown;
    const url::Url* base = nullptr;  ///< relative links are resolved against it when set
};

/// Decodes and extracts. `file` gives the name and, where it can, the date. Pure; any thread.
[[nodiscard]] Expected<Issue, ExtractError> extract(std::string_view file, std::string_view bytes,
                                                    const ExtractOptions& options);

}  // namespace linktender::source
