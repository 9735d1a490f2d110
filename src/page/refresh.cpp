#include "refresh.hpp"

#include <algorithm>

#include "linktender/core/text.hpp"

namespace linktender::page {

namespace {

constexpr double k_longest_delay = 1e9;

std::string_view skip_space(std::string_view text) noexcept {
    while (!text.empty() && core::is_ascii_space(text.front())) text.remove_prefix(1);
    return text;
}

/// Steps 11 and 12: `url = '...'` or a bare URL.
std::string_view target(std::string_view text) noexcept {
    if (core::starts_with_ignoring_ascii_case(text, "url")) {
        const std::string_view behind = skip_space(text.substr(3));
        if (!behind.starts_with('=')) return text;
        text = skip_space(behind.substr(1));
    }
    if (!text.starts_with('"') && !text.starts_with('\'')) return text;
    return text.substr(1, text.find(text.front(), 1) - 1);
}

}  // namespace

std::optional<Refresh> parse_refresh(std::string_view content, const url::Url* base) {
    content = skip_space(content);
    Refresh refresh;
    const bool digits = !content.empty() && core::is_ascii_digit(content.front());
    if (!digits && !content.starts_with('.')) return std::nullopt;
    while (!content.empty() && core::is_ascii_digit(content.front())) {
        refresh.delay = std::min(refresh.delay * 10 + (content.front() - '0'), k_longest_delay);
        content.remove_prefix(1);
    }
    while (!content.empty() && (core::is_ascii_digit(content.front()) || content.front() == '.'))
        content.remove_prefix(1);
    if (content.empty()) return refresh;
    if (content.front() != ';' && content.front() != ',' && !core::is_ascii_space(content.front()))
        return std::nullopt;
    content = skip_space(content);
    if (content.starts_with(';') || content.starts_with(',')) content = skip_space(content.substr(1));
    if (content.empty()) return refresh;
    const auto url = url::parse(target(content), base);
    if (!url) return std::nullopt;
    refresh.url = url->href();
    return refresh;
}

}  // namespace linktender::page
