#include "linktender/crawl/cookie_jar.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "linktender/core/text.hpp"
#include "linktender/url/host.hpp"

namespace linktender::crawl {

namespace {

/// RFC 6265 section 5.1.3.
bool domain_matches(std::string_view host, std::string_view domain) noexcept {
    return host == domain || (host.size() > domain.size() && host.ends_with(domain) &&
                              host[host.size() - domain.size() - 1] == '.');
}

/// RFC 6265 section 5.1.4.
bool path_matches(std::string_view request, std::string_view cookie) noexcept {
    return request == cookie ||
           (request.starts_with(cookie) && (cookie.ends_with('/') || request[cookie.size()] == '/'));
}

std::string default_path(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    if (path.empty() || path.front() != '/' || slash == 0) return "/";
    return std::string(path.substr(0, slash));
}

/// Servers remove a cookie with a date long past, written in many ways. A check lasts seconds, so the
/// year is all that matters.
bool is_past_date(std::string_view date, core::TimePoint now) {
    const int this_year =
        static_cast<int>(std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(now)).year());
    for (std::size_t i = 0; i + 4 <= date.size(); ++i) {
        int year = 0;
        std::size_t digits = 0;
        while (i + digits < date.size() && digits < 5 && core::is_ascii_digit(date[i + digits]))
            year = year * 10 + (date[i + digits++] - '0');
        if (digits == 4) return year < this_year;
        i += digits;
    }
    return false;
}

bool has_control(std::string_view text) noexcept {
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7F;
    });
}

std::pair<std::string_view, std::string_view> name_and_value(std::string_view pair) noexcept {
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos) return {core::trim(pair), {}};
    return {core::trim(pair.substr(0, equals)), core::trim(pair.substr(equals + 1))};
}

}  // namespace

void CookieJar::take(const http::Headers& headers, const url::Url& url, core::TimePoint now) {
    for (const http::Header& header : headers.all()) {
        if (header.name != "set-cookie") continue;
        const auto parts = core::split(header.value, ';');
        const auto [name, value] = name_and_value(parts.front());
        if (name.empty() || name.size() + value.size() > k_max_bytes || has_control(header.value)) continue;
        Cookie cookie{.name = std::string(name),
                      .value = std::string(value),
                      .domain = std::string(url.host()),
                      .path = default_path(url.path())};
        bool expired = false;
        bool foreign = false;
        std::optional<bool> by_max_age;
        for (std::size_t i = 1; i < parts.size(); ++i) {
            const auto [key, given] = name_and_value(parts[i]);
            if (core::equals_ignoring_ascii_case(key, "domain") && !given.empty()) {
                const std::string domain =
                    core::to_ascii_lower(given.front() == '.' ? given.substr(1) : given);
                // A cookie for a whole public suffix, or for somebody else, is none.
                foreign =
                    !domain_matches(url.host(), domain) ||
                    (domain != url.host() && domain.size() < url::registrable_domain(url.host()).size());
                cookie.host_only = false;
                cookie.domain = domain;
            } else if (core::equals_ignoring_ascii_case(key, "path") && given.starts_with('/')) {
                cookie.path = given;
            } else if (core::equals_ignoring_ascii_case(key, "secure")) {
                cookie.secure = true;
            } else if (core::equals_ignoring_ascii_case(key, "max-age") && !given.empty()) {
                by_max_age = given.front() == '-' || given.find_first_not_of('0') == std::string_view::npos;
            } else if (core::equals_ignoring_ascii_case(key, "expires")) {
                expired = is_past_date(given, now);
            }
        }
        if (!foreign) put(std::move(cookie), by_max_age.value_or(expired));
    }
}

void CookieJar::put(Cookie cookie, bool expired) {
    const auto same = std::find_if(cookies_.begin(), cookies_.end(), [&](const Cookie& other) {
        return other.name == cookie.name && other.domain == cookie.domain && other.path == cookie.path;
    });
    if (expired) {
        if (same == cookies_.end()) return;
        cookies_.erase(same);
    } else if (same != cookies_.end()) {
        if (same->value == cookie.value) return;
        *same = std::move(cookie);
    } else {
        if (cookies_.size() >= k_max_cookies) return;
        cookies_.push_back(std::move(cookie));
    }
    ++revision_;
}

std::string CookieJar::header_for(const url::Url& url) const {
    std::vector<const Cookie*> sent;
    for (const Cookie& cookie : cookies_) {
        const bool host_fits =
            cookie.host_only ? cookie.domain == url.host() : domain_matches(url.host(), cookie.domain);
        if (host_fits && path_matches(url.path(), cookie.path) && (!cookie.secure || url.scheme() == "https"))
            sent.push_back(&cookie);
    }
    // RFC 6265 section 5.4: longer paths first.
    std::stable_sort(sent.begin(), sent.end(),
                     [](const Cookie* a, const Cookie* b) { return a->path.size() > b->path.size(); });
    std::string header;
    for (const Cookie* cookie : sent) {
        if (!header.empty()) header += "; ";
        header += cookie->name + '=' + cookie->value;
    }
    return header;
}

}  // namespace linktender::crawl
