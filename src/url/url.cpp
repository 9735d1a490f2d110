#include "linktender/url/url.hpp"

#include "parser.hpp"

// A serialisation and the offsets into it:
//
//   https: // user : pass @ host :8080 /path ?query #fragment
//        |        |         |   |      |     |      +- fragment_start_
//        |        |         |   |      |     +- query_start_
//        |        |         |   |      +- path_start_
//        |        |         |   +- host_end_
//        |        |         +- host_start_
//        |        +- username_end_
//        +- scheme_end_
//
// Without an authority username_end_, host_start_ and host_end_ stand right behind the `:`.

namespace linktender::url {

std::string_view describe(UrlError error) noexcept {
    switch (error) {
        case UrlError::too_long: return "the URL is longer than 64 KiB";
        case UrlError::relative_without_base: return "a relative URL, and no base to resolve it against";
        case UrlError::host_missing: return "the host is missing";
        case UrlError::host_invalid_code_point: return "the host has a character that hosts cannot have";
        case UrlError::domain_to_ascii: return "the host is no valid internationalised domain name";
        case UrlError::ipv4_invalid: return "the host ends in a number and is no IPv4 address";
        case UrlError::ipv6_invalid: return "the host is no valid IPv6 address";
        case UrlError::port_invalid: return "the port is not a number";
        case UrlError::port_out_of_range: return "the port is above 65535";
    }
    return "unknown error";
}

std::string_view Url::slice(std::size_t begin, std::size_t end) const noexcept {
    return std::string_view(href_).substr(begin, end - begin);
}

std::string_view Url::without_fragment() const noexcept {
    return slice(0, fragment_start_);
}

std::string_view Url::scheme() const noexcept {
    return slice(0, scheme_end_);
}

bool Url::has_authority() const noexcept {
    return username_end_ > scheme_end_ + 1;
}

bool Url::has_opaque_path() const noexcept {
    return !href_.empty() && !has_authority() && !path().starts_with('/');
}

std::string_view Url::username() const noexcept {
    return has_authority() ? slice(scheme_end_ + 3U, username_end_) : std::string_view();
}

std::string_view Url::password() const noexcept {
    // Behind the user name stand `:password@`, `@`, or, without credentials, the host.
    return host_start_ > username_end_ + 1 ? slice(username_end_ + 1U, host_start_ - 1U) : std::string_view();
}

std::string_view Url::host() const noexcept {
    return slice(host_start_, host_end_);
}

std::optional<std::uint16_t> Url::port() const noexcept {
    return port_ < 0 ? std::nullopt : std::optional(static_cast<std::uint16_t>(port_));
}

std::uint16_t Url::effective_port() const noexcept {
    return port().value_or(special_scheme_port(scheme()).value_or(0));
}

std::string_view Url::path() const noexcept {
    return slice(path_start_, query_start_);
}

std::optional<std::string_view> Url::query() const noexcept {
    if (query_start_ == fragment_start_) return std::nullopt;
    return slice(query_start_ + 1U, fragment_start_);
}

std::optional<std::string_view> Url::fragment() const noexcept {
    if (fragment_start_ == href_.size()) return std::nullopt;
    return slice(fragment_start_ + 1U, href_.size());
}

bool Url::is_http() const noexcept {
    return scheme() == "http" || scheme() == "https";
}

Url without_credentials(const Url& url) {
    Url result = url;
    if (!url.has_authority()) return result;
    const std::uint32_t start = url.scheme_end_ + 3U;
    const std::uint32_t cut = url.host_start_ - start;
    result.href_.erase(start, cut);
    result.username_end_ = result.host_start_ = start;
    result.host_end_ -= cut;
    result.path_start_ -= cut;
    result.query_start_ -= cut;
    result.fragment_start_ -= cut;
    return result;
}

}  // namespace linktender::url
