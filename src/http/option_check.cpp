#include "option_check.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <memory>

#include "linktender/core/text.hpp"

namespace linktender::http {
namespace {

bool is_header(std::string_view text) {
    const std::size_t colon = text.find(':');
    return colon != std::string_view::npos && is_token(text.substr(0, colon)) && !has_control(text);
}

bool is_proxy(const std::string& text) {
    const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url(curl_url(), &curl_url_cleanup);
    if (!url || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK)
        return false;
    char* scheme = nullptr;
    if (curl_url_get(url.get(), CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK) return false;
    const std::string name(scheme);
    curl_free(scheme);
    constexpr std::string_view k_known[] = {"http", "https", "socks4", "socks4a", "socks5", "socks5h"};
    return std::find(std::begin(k_known), std::end(k_known), name) != std::end(k_known);
}

}  // namespace

bool has_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7f;
    });
}

bool is_token(std::string_view text) {
    constexpr std::string_view k_marks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
        return core::is_ascii_alnum(c) || k_marks.find(c) != std::string_view::npos;
    });
}

std::optional<std::string> find_bad_option(const FetcherOptions& options) {
    if (has_control(options.user_agent)) return "the user agent has a control character";
    if (has_control(options.accept_language)) return "the accepted languages have a control character";
    for (const std::string& header : options.headers) {
        if (!is_header(header))
            return "`" + core::escape_control(header) + "` is no header of the form Name: value";
    }
    if (!options.proxy.empty() && !is_proxy(options.proxy)) {
        // Not repeated in full: it may hold a password.
        return "the proxy is no URL such as http://proxy.example:3128 or socks5h://127.0.0.1:1080";
    }
    return std::nullopt;
}

}  // namespace linktender::http
