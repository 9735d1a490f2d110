#include "linktender/url/redact.hpp"

#include "linktender/core/text.hpp"

namespace linktender::url {

namespace {

constexpr std::string_view k_authority_mark = "://";
// Where an authority ends at the latest: https://url.spec.whatwg.org/#authority-state, and white
// space and quotes, which end a URL in running text. A password may hold the latter only escaped.
constexpr std::string_view k_authority_end = "/?#\\ \t\r\n\"<>";

/// Length of the user information, with its `@`, at the start of `authority_on`; 0 for none.
std::size_t userinfo_length(std::string_view authority_on) noexcept {
    const std::string_view authority = authority_on.substr(0, authority_on.find_first_of(k_authority_end));
    const std::size_t at = authority.rfind('@');
    return at == std::string_view::npos ? 0 : at + 1;
}

bool is_scheme(std::string_view text) noexcept {
    if (text.empty() || !core::is_ascii_alpha(text.front())) return false;
    for (const char c : text) {
        if (!core::is_ascii_alnum(c) && c != '+' && c != '-' && c != '.') return false;
    }
    return true;
}

}  // namespace

std::string without_userinfo(std::string_view url) {
    std::string out(url);
    const std::size_t mark = url.find(k_authority_mark);
    if (mark == std::string_view::npos || !is_scheme(url.substr(0, mark))) return out;
    const std::size_t authority = mark + k_authority_mark.size();
    out.erase(authority, userinfo_length(url.substr(authority)));
    return out;
}

std::string redact_urls(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (;;) {
        const std::size_t mark = text.find(k_authority_mark);
        if (mark == std::string_view::npos) break;
        const std::size_t authority = mark + k_authority_mark.size();
        out += text.substr(0, authority);
        text.remove_prefix(authority);
        text.remove_prefix(userinfo_length(text));
    }
    out += text;
    return out;
}

}  // namespace linktender::url
