#include "linktender/verdict/redirect_shape.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "linktender/core/text.hpp"
#include "linktender/url/host.hpp"

namespace linktender::verdict {
namespace {

constexpr std::size_t k_slug_length = 12;  ///< a single segment this long names a page, not a section

std::vector<std::string> segments_of(const url::Url& url) {
    std::vector<std::string> segments;
    for (const std::string_view part : core::split(url.path(), '/')) {
        if (!part.empty()) segments.push_back(core::to_ascii_lower(part));
    }
    return segments;
}

/// Without a page's suffix: `index.html` -> `index`. Other dots stay.
std::string_view stem(std::string_view segment) noexcept {
    constexpr std::array<std::string_view, 8> k_suffixes{".html", ".htm", ".shtml", ".php",
                                                         ".aspx", ".asp", ".jsp",   ".do"};
    for (const std::string_view suffix : k_suffixes) {
        if (segment.ends_with(suffix)) return segment.substr(0, segment.size() - suffix.size());
    }
    return segment;
}

/// Letters and digits only, so that `page-not-found` and `page_not_found` are one.
std::string letters_of(std::string_view text) {
    std::string out;
    std::ranges::copy_if(text, std::back_inserter(out), core::is_ascii_alnum);
    return out;
}

/// `en`, `zh-cn`, `us`: how sites name the home page of a country.
bool is_locale(std::string_view segment) noexcept {
    const auto two_letters = [](std::string_view part) {
        return part.size() == 2 && core::is_ascii_alpha(part[0]) && core::is_ascii_alpha(part[1]);
    };
    if (two_letters(segment)) return true;
    return segment.size() == 5 && (segment[2] == '-' || segment[2] == '_') &&
           two_letters(segment.substr(0, 2)) && two_letters(segment.substr(3));
}

bool is_home_name(std::string_view segment) noexcept {
    constexpr std::array<std::string_view, 7> k_names{"index", "home",    "homepage", "default",
                                                      "main",  "welcome", "portal"};
    return std::ranges::find(k_names, stem(segment)) != k_names.end();
}

bool is_home(const std::vector<std::string>& segments) {
    return std::ranges::all_of(segments,
                               [](const std::string& s) { return is_locale(s) || is_home_name(s); });
}

bool is_error_name(std::string_view segment) {
    constexpr std::array<std::string_view, 12> k_names{
        "404",          "404error", "error404",     "404notfound", "notfound404",   "notfound",
        "pagenotfound", "404page",  "filenotfound", "page404",     "errornotfound", "notfoundpage"};
    return std::ranges::find(k_names, letters_of(stem(segment))) != k_names.end();
}

/// `/error` alone is an error page; below a section it may be a chapter about errors.
bool is_error_path(const std::vector<std::string>& segments) {
    if (segments.empty()) return false;
    if (is_error_name(segments.back())) return true;
    const std::string last = letters_of(stem(segments.back()));
    const bool below_locale = segments.size() == 2 && is_locale(segments.front());
    return (last == "error" || last == "errorpage") && (segments.size() == 1 || below_locale);
}

/// Hosts whose whole trade is short links: a home page is a fair target there.
bool is_shortener(std::string_view host) {
    constexpr std::array<std::string_view, 18> k_hosts{
        "bit.ly",   "t.co",   "goo.gl", "t.cn",  "tinyurl.com", "ow.ly",  "buff.ly",  "dlvr.it", "lnkd.in",
        "youtu.be", "dwz.cn", "url.cn", "is.gd", "rb.gy",       "aka.ms", "w.url.cn", "suo.im",  "reurl.cc"};
    return std::ranges::find(k_hosts, host) != k_hosts.end();
}

/// A path that names one page rather than a section: several segments, or one that looks like a slug.
bool is_deep(const std::vector<std::string>& segments) {
    if (segments.size() >= 2) return true;
    const std::string& only = segments.front();
    return only.size() >= k_slug_length ||
           std::ranges::any_of(only, [](char c) { return !core::is_ascii_alpha(c); });
}

/// `x.org/tool/` -> `tool.x.org/` or `tool.dev/`: the page got a house of its own.
bool moved_to_own_host(const std::vector<std::string>& segments, std::string_view final_host) {
    for (const std::string_view label : core::split(final_host, '.')) {
        const std::string name = letters_of(label);
        if (name.size() < 3 || name == "www") continue;
        if (std::ranges::any_of(segments,
                                [&](const std::string& s) { return letters_of(stem(s)) == name; })) {
            return true;
        }
    }
    return false;
}

bool leads_to_root(const url::Url& requested, const url::Url& final_url) {
    const std::vector<std::string> wanted = segments_of(requested);
    if (is_home(wanted) || !is_home(segments_of(final_url)) || final_url.query().has_value()) return false;
    if (is_shortener(requested.host()) || moved_to_own_host(wanted, final_url.host())) return false;
    if (!is_deep(wanted)) return false;
    // Another owner's home page can be a short link's target; only several segments make it doubtful.
    return url::registrable_domain(requested.host()) == url::registrable_domain(final_url.host()) ||
           wanted.size() >= 2;
}

bool leads_to_error(const url::Url& requested, const url::Url& final_url) {
    const std::vector<std::string> found = segments_of(final_url);
    if (!is_error_path(found)) return false;
    const std::vector<std::string> wanted = segments_of(requested);
    return wanted.empty() || letters_of(stem(wanted.back())) != letters_of(stem(found.back()));
}

}  // namespace

RedirectShape redirect_shape(const url::Url& requested, const url::Url& final_url) {
    if (!requested.is_http() || !final_url.is_http()) return RedirectShape::none;
    if (requested.without_fragment() == final_url.without_fragment()) return RedirectShape::none;
    if (leads_to_error(requested, final_url)) return RedirectShape::to_error;
    return leads_to_root(requested, final_url) ? RedirectShape::to_root : RedirectShape::none;
}

}  // namespace linktender::verdict
