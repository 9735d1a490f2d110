// Cookies within one check: some walls want theirs back before they show the page.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "linktender/core/time.hpp"
#include "linktender/http/message.hpp"
#include "linktender/url/url.hpp"

namespace linktender::crawl {

/// A user agent's cookies (RFC 6265 section 5) that live as long as one check. At most k_max_cookies of
/// k_max_bytes each; more are ignored. Pure.
class CookieJar {
public:
    static constexpr std::size_t k_max_cookies = 50;
    static constexpr std::size_t k_max_bytes = 4096;  ///< name and value, RFC 6265 section 6.1

    /// Takes in every Set-Cookie of an answer from `url`.
    void take(const http::Headers& headers, const url::Url& url, core::TimePoint now);
    /// The value of the Cookie field for a request to `url`; empty when there is none.
    [[nodiscard]] std::string header_for(const url::Url& url) const;
    /// Grows with every cookie that is set anew, changed or removed: the same URL may answer otherwise.
    [[nodiscard]] std::size_t revision() const noexcept { return revision_; }

private:
    struct Cookie {
        std::string name;
        std::string value;
        std::string domain;
        std::string path;
        bool host_only = true;
        bool secure = false;
    };
    void put(Cookie cookie, bool expired);

    std::vector<Cookie> cookies_;
    std::size_t revision_ = 0;
};

}  // namespace linktender::crawl
