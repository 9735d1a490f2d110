// What a failed transfer means, out of libcurl's code and what was seen around it. Pure.
#pragma once

#include <curl/curl.h>

#include <string_view>

#include "linktender/http/message.hpp"

namespace linktender::http {

/// Everything that tells one failure from another.
struct TransferFailure {
    CURLcode code = CURLE_OK;
    long os_errno = 0;        ///< of the last connect attempt
    long verify_result = 0;   ///< X509_V_ERR_...
    std::string_view detail;  ///< libcurl's error buffer
    bool connected = false;   ///< TCP, and TLS where the URL is https
    bool got_bytes = false;   ///< at least one byte of a response
    bool in_headers = true;   ///< the final header block has not ended
    bool proxied = false;
    long tunnel_status = 0;                ///< of an HTTP proxy's answer to CONNECT
    CURLproxycode proxy_code = CURLPX_OK;  ///< of a SOCKS proxy
};

/// Never for CURLE_OK.
[[nodiscard]] TransportError describe_transfer_failure(const TransferFailure& failure);

/// What may be HTTP/2's fault when it happens over HTTP/2, and is worth one try over HTTP/1.1.
[[nodiscard]] bool is_worth_http1(CURLcode code) noexcept;

// Failures that are found here and not by libcurl.
[[nodiscard]] TransportError first_byte_timeout();
[[nodiscard]] TransportError stalled();
[[nodiscard]] TransportError total_timeout();
[[nodiscard]] TransportError lookup_timeout(std::string_view host);
[[nodiscard]] TransportError truncated_headers();
[[nodiscard]] TransportError protocol_switched();
[[nodiscard]] TransportError headers_too_large();
[[nodiscard]] TransportError decompression_bomb();
[[nodiscard]] TransportError undecodable_body();
[[nodiscard]] TransportError unfinished_coding();
[[nodiscard]] TransportError unknown_coding();
[[nodiscard]] TransportError out_of_memory();
[[nodiscard]] TransportError out_of_descriptors();
[[nodiscard]] TransportError cancelled();
[[nodiscard]] TransportError scheme_refused();
[[nodiscard]] TransportError address_refused(std::string_view address);

}  // namespace linktender::http
