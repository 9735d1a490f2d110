#include "linktender/report/markdown_text.hpp"

#include <algorithm>

#include "linktender/core/text.hpp"
#include "phrases.hpp"

namespace linktender::report {

namespace {

/// Longer addresses are shown cut: a report that is limited in size must not be filled by one of them.
constexpr std::size_t k_url_bytes = 1000;
/// Invisible and without a place to break the line: it keeps `@name` and `#12` from being looked up.
constexpr std::string_view k_word_joiner = "\xE2\x81\xA0";

std::size_t longest_run(std::string_view text, char c) noexcept {
    std::size_t longest = 0;
    std::size_t run = 0;
    for (const char one : text) {
        run = one == c ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return longest;
}

}  // namespace

std::string markdown_text(std::string_view text) {
    constexpr std::string_view k_special = "\\`*_[]<>|~&$#!^";
    const std::string shown = core::escape_control(text);
    std::string out;
    out.reserve(shown.size() + 16);
    for (std::size_t at = 0; at < shown.size(); ++at) {
        const std::string_view rest = std::string_view(shown).substr(at);
        // `://` and `www.` would start a link by themselves.
        const bool starts_link =
            rest.starts_with("://") ||
            (rest.front() == '.' && out.size() >= 3 &&
             core::equals_ignoring_ascii_case(std::string_view(out).substr(out.size() - 3), "www"));
        if (starts_link || k_special.find(rest.front()) != std::string_view::npos) out += '\\';
        out += rest.front();
        if (rest.front() == '@' || rest.front() == '#') out += k_word_joiner;
    }
    return out;
}

std::string markdown_code(std::string_view text) {
    if (text.empty()) return {};
    const std::string shown = core::escape_control(text);
    const std::string fence(longest_run(shown, '`') + 1, '`');
    // Spaces keep the text's own backticks apart from the fence; CommonMark takes one off each end.
    const bool pad =
        shown.front() == '`' || shown.back() == '`' || (shown.front() == ' ' && shown.back() == ' ');
    return pad ? fence + " " + shown + " " + fence : fence + shown + fence;
}

std::string markdown_link(std::string_view url) {
    const bool plain = url.size() <= k_url_bytes && url.find_first_of("<> ") == std::string_view::npos &&
                       core::escape_control(url) == url;
    if (is_web_url(url) && plain) return "<" + std::string(url) + ">";
    return markdown_code(core::truncate_utf8(url, k_url_bytes));
}

std::size_t utf16_length(std::string_view text) noexcept {
    std::size_t units = 0;
    for (std::size_t at = 0; at < text.size();) {
        const core::CodePoint point = core::decode_utf8(text, at);
        units += point.value > 0xFFFF ? 2 : 1;
        at += point.length;
    }
    return units;
}

}  // namespace linktender::report
