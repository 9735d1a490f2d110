#include "transport_error.hpp"

#include <openssl/x509_vfy.h>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <string>

#include "linktender/core/text.hpp"

namespace linktender::http {
namespace {

using Kind = TransportErrorKind;

struct Meaning {
    Kind kind;
    const char* reason;
    const char* words;
    bool network_unreachable = false;
};

struct ErrnoRow {
    int number;
    Meaning meaning;
};

constexpr ErrnoRow k_connect_errors[] = {
    {ECONNREFUSED, {Kind::connect, "connection-refused", "the server refuses connections on this port"}},
    {ECONNRESET, {Kind::connect, "connection-reset", "the connection was reset"}},
    {EHOSTUNREACH, {Kind::connect, "host-unreachable", "there is no route to the host"}},
    {ENETUNREACH, {Kind::connect, "network-unreachable", "there is no route to the host's network", true}},
    {ENETDOWN, {Kind::connect, "network-unreachable", "the network is down", true}},
    // Seen where IPv6 is switched off: no own address to connect from.
    {EADDRNOTAVAIL,
     {Kind::connect, "network-unreachable", "this machine has no address to connect from", true}},
    {ETIMEDOUT, {Kind::timeout, "connect-timeout", "the server did not answer the connection attempt"}},
    {EACCES, {Kind::local, "connect-forbidden", "this machine forbids the connection"}},
    {EPERM, {Kind::local, "connect-forbidden", "this machine forbids the connection"}},
    {EMFILE, {Kind::local, "out-of-descriptors", "no descriptor left for a connection"}},
    {ENFILE, {Kind::local, "out-of-descriptors", "no descriptor left for a connection"}},
    {ENOBUFS, {Kind::local, "out-of-memory", "no memory left for a connection"}},
    {ENOMEM, {Kind::local, "out-of-memory", "no memory left for a connection"}},
};
constexpr Meaning k_connect_failed = {Kind::connect, "connect-failed", "the connection could not be made"};

struct VerifyRow {
    long result;
    Meaning meaning;
};

constexpr Meaning k_name_mismatch = {Kind::tls, "certificate-name-mismatch",
                                     "the certificate is for another name"};
constexpr VerifyRow k_verify_results[] = {
    {X509_V_ERR_CERT_HAS_EXPIRED, {Kind::tls, "certificate-expired", "the certificate has expired"}},
    {X509_V_ERR_CERT_NOT_YET_VALID,
     {Kind::tls, "certificate-not-yet-valid", "the certificate is not valid yet"}},
    {X509_V_ERR_HOSTNAME_MISMATCH, k_name_mismatch},
    {X509_V_ERR_IP_ADDRESS_MISMATCH, k_name_mismatch},
    {X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,
     {Kind::tls, "certificate-self-signed", "the certificate is signed by itself"}},
    {X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
     {Kind::tls, "certificate-unknown-ca", "the certificate's root authority is not trusted"}},
    {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT,
     {Kind::tls, "certificate-unknown-ca", "the certificate's issuer is not known"}},
    {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
     {Kind::tls, "certificate-unknown-ca",
      "the certificate's issuer is not trusted, or a link of the chain is missing"}},
    {X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE,
     {Kind::tls, "certificate-unknown-ca",
      "the certificate's issuer is not trusted, or a link of the chain is missing"}},
    {X509_V_ERR_CERT_REVOKED, {Kind::tls, "certificate-revoked", "the certificate was revoked"}},
    {X509_V_ERR_EE_KEY_TOO_SMALL, {Kind::tls, "certificate-weak", "the certificate's key is too small"}},
    {X509_V_ERR_CA_KEY_TOO_SMALL, {Kind::tls, "certificate-weak", "the issuer's key is too small"}},
    {X509_V_ERR_CA_MD_TOO_WEAK, {Kind::tls, "certificate-weak", "the certificate's signature is too weak"}},
};
constexpr Meaning k_certificate_invalid = {Kind::tls, "certificate-invalid", "the certificate is not valid"};

constexpr Meaning k_proxy_failed = {Kind::local, "proxy-failed", "the proxy could not be used"};
constexpr Meaning k_proxy_refused = {Kind::local, "proxy-refused",
                                     "the proxy refuses to connect to the host"};
constexpr Meaning k_proxy_connect_failed = {Kind::connect, "proxy-connect-failed",
                                            "the proxy could not connect to the host"};
constexpr Meaning k_proxy_timeout = {Kind::timeout, "connect-timeout",
                                     "the proxy made no connection to the host in time"};

struct CodeRow {
    CURLcode code;
    const char* part;  // of the error buffer; empty: whatever it says
    Meaning meaning;
};

constexpr Meaning k_tls_too_old = {Kind::tls, "tls-too-old", "the server speaks only an old version of TLS"};
constexpr Meaning k_empty_reply = {Kind::protocol, "empty-reply",
                                   "the server closed the connection without an answer"};

// The first row that fits. libcurl has one code for many failures; its words tell them apart where that
// matters, and where it words them otherwise the more general row is still true.
constexpr CodeRow k_codes[] = {
    {CURLE_UNSUPPORTED_PROTOCOL, "", {Kind::protocol, "not-http", "the answer is not HTTP"}},
    {CURLE_WEIRD_SERVER_REPLY, "Content-Length", {Kind::protocol, "bad-headers", "a header is malformed"}},
    {CURLE_WEIRD_SERVER_REPLY, "Nul byte", {Kind::protocol, "bad-headers", "a header is malformed"}},
    {CURLE_WEIRD_SERVER_REPLY, "", {Kind::protocol, "not-http", "the answer is not HTTP"}},
    {CURLE_URL_MALFORMAT,
     "",
     {Kind::protocol, "host-unusable", "no request can be made to such a host name"}},
    {CURLE_COULDNT_RESOLVE_PROXY, "", {Kind::local, "proxy-failed", "the proxy's name does not resolve"}},
    {CURLE_COULDNT_RESOLVE_HOST, "", {Kind::dns_error, "dns-failed", "the name was not resolved"}},
    {CURLE_HTTP2, "", {Kind::protocol, "http2-error", "the HTTP/2 connection failed"}},
    {CURLE_HTTP2_STREAM, "", {Kind::protocol, "http2-error", "the server broke off the HTTP/2 stream"}},
    {CURLE_PARTIAL_FILE,
     "",
     {Kind::protocol, "truncated-body", "the connection closed before the whole body came"}},
    {CURLE_GOT_NOTHING, "", k_empty_reply},
    {CURLE_SSL_CONNECT_ERROR,
     "reset by peer",
     {Kind::connect, "connection-reset", "the connection was reset during the TLS handshake"}},
    {CURLE_SSL_CONNECT_ERROR,
     "wrong version number",
     {Kind::tls, "tls-not-spoken", "the server does not speak TLS on this port"}},
    {CURLE_SSL_CONNECT_ERROR,
     "packet length too long",
     {Kind::tls, "tls-not-spoken", "the server does not speak TLS on this port"}},
    {CURLE_SSL_CONNECT_ERROR, "protocol version", k_tls_too_old},
    {CURLE_SSL_CONNECT_ERROR, "unsupported protocol", k_tls_too_old},
    {CURLE_SSL_CONNECT_ERROR, "", {Kind::tls, "tls-handshake", "the TLS handshake failed"}},
    {CURLE_SSL_CIPHER, "", {Kind::tls, "tls-handshake", "no common cipher"}},
    {CURLE_SSL_ISSUER_ERROR,
     "",
     {Kind::tls, "certificate-unknown-ca", "the certificate's issuer is not trusted"}},
    {CURLE_SSL_INVALIDCERTSTATUS,
     "",
     {Kind::tls, "certificate-invalid", "the certificate's status is not good"}},
    {CURLE_SSL_CACERT_BADFILE,
     "",
     {Kind::local, "ca-file", "the file of trusted certificates cannot be used"}},
    {CURLE_SSL_CERTPROBLEM, "", {Kind::local, "ca-file", "the file of trusted certificates cannot be used"}},
    {CURLE_RECV_ERROR, "reset by peer", {Kind::connect, "connection-reset", "the connection was reset"}},
    {CURLE_RECV_ERROR, "chunk", {Kind::protocol, "bad-chunking", "the body's chunks are malformed"}},
    {CURLE_RECV_ERROR, "Chunk", {Kind::protocol, "bad-chunking", "the body's chunks are malformed"}},
    {CURLE_RECV_ERROR, "header", {Kind::protocol, "headers-too-large", "the header has no end"}},
    {CURLE_RECV_ERROR, "", {Kind::connect, "connection-broken", "the connection broke"}},
    {CURLE_SEND_ERROR,
     "",
     {Kind::connect, "connection-broken", "the connection broke while the request was sent"}},
#if LIBCURL_VERSION_NUM >= 0x080600
    {CURLE_TOO_LARGE, "", {Kind::protocol, "headers-too-large", "the header has no end"}},
#endif
};

TransportError make(const Meaning& meaning) {
    return {meaning.kind, meaning.reason, meaning.words, meaning.network_unreachable};
}

// Our words first, libcurl's behind them for what ours do not say.
TransportError make(const Meaning& meaning, std::string_view detail) {
    TransportError error = make(meaning);
    if (!detail.empty()) error.message += " (" + core::truncate_utf8(core::escape_control(detail), 200) + ')';
    return error;
}

TransportError describe_connect(const TransferFailure& failure) {
    const auto row = std::find_if(std::begin(k_connect_errors), std::end(k_connect_errors),
                                  [&](const ErrnoRow& each) { return each.number == failure.os_errno; });
    if (row != std::end(k_connect_errors)) return make(row->meaning);
    return make(k_connect_failed, failure.detail);
}

// What a SOCKS proxy says of the host, and what it says of itself.
TransportError describe_socks(const TransferFailure& failure) {
    switch (failure.proxy_code) {
        case CURLPX_REPLY_NOT_ALLOWED: return make(k_proxy_refused);
        case CURLPX_REPLY_CONNECTION_REFUSED:
            return make({Kind::connect, "connection-refused", "the server refuses connections on this port"});
        case CURLPX_REPLY_HOST_UNREACHABLE:
            return make({Kind::connect, "host-unreachable", "there is no route from the proxy to the host"});
        case CURLPX_REPLY_TTL_EXPIRED: return make(k_proxy_timeout);
        case CURLPX_REPLY_GENERAL_SERVER_FAILURE:
        case CURLPX_REPLY_NETWORK_UNREACHABLE: return make(k_proxy_connect_failed, failure.detail);
        default: return make(k_proxy_failed, failure.detail);
    }
}

// RFC 9110 15.6: 5xx of a gateway are about the host behind it, the rest is about us and the proxy.
TransportError describe_tunnel(const TransferFailure& failure) {
    if (failure.tunnel_status == 504) return make(k_proxy_timeout);
    if (failure.tunnel_status >= 500 && failure.tunnel_status != 501)
        return make(k_proxy_connect_failed, failure.detail);
    return make(k_proxy_refused, failure.detail);
}

TransportError describe_certificate(const TransferFailure& failure) {
    const auto row =
        std::find_if(std::begin(k_verify_results), std::end(k_verify_results),
                     [&](const VerifyRow& each) { return each.result == failure.verify_result; });
    if (row != std::end(k_verify_results)) return make(row->meaning);
    // libcurl compares the names itself, and then says so in words only.
    const bool about_name = failure.detail.find("subject name") != std::string_view::npos ||
                            failure.detail.find("common name") != std::string_view::npos;
    if (about_name) return make(k_name_mismatch, failure.detail);
    return make(k_certificate_invalid, failure.detail);
}

TransportError describe_timeout(const TransferFailure& failure) {
    if (failure.connected || failure.got_bytes) return total_timeout();
    return make({Kind::timeout, "connect-timeout", "no connection was made in time"});
}

// libcurl up to 8.2 says "out of memory" when a header line passes 100 KB.
TransportError describe_memory(const TransferFailure& failure) {
    return failure.got_bytes && failure.in_headers ? headers_too_large() : out_of_memory();
}

}  // namespace

TransportError describe_transfer_failure(const TransferFailure& failure) {
    if (failure.tunnel_status >= 300) return describe_tunnel(failure);
    if (failure.proxied && failure.code == CURLE_COULDNT_CONNECT) return make(k_proxy_failed, failure.detail);
    switch (failure.code) {
        case CURLE_COULDNT_CONNECT: return describe_connect(failure);
        case CURLE_PEER_FAILED_VERIFICATION: return describe_certificate(failure);
        case CURLE_OPERATION_TIMEDOUT: return describe_timeout(failure);
        case CURLE_PROXY: return describe_socks(failure);
        case CURLE_OUT_OF_MEMORY: return describe_memory(failure);
        case CURLE_PARTIAL_FILE:  // over HTTP/2 also of a connection that closed before any answer
            if (!failure.got_bytes) return make(k_empty_reply);
            break;
        default: break;
    }
    const auto row = std::find_if(std::begin(k_codes), std::end(k_codes), [&](const CodeRow& each) {
        return each.code == failure.code && failure.detail.find(each.part) != std::string_view::npos;
    });
    if (row != std::end(k_codes)) return make(row->meaning, failure.detail);
    return make({Kind::protocol, "transfer-failed", "the transfer failed"},
                failure.detail.empty() ? curl_easy_strerror(failure.code) : failure.detail);
}

bool is_worth_http1(CURLcode code) noexcept {
    switch (code) {
        case CURLE_HTTP2:
        case CURLE_HTTP2_STREAM:
        case CURLE_GOT_NOTHING:
        case CURLE_PARTIAL_FILE:
        case CURLE_RECV_ERROR:
        case CURLE_SEND_ERROR:
        case CURLE_WEIRD_SERVER_REPLY:
        case CURLE_ABORTED_BY_CALLBACK:
        case CURLE_OPERATION_TIMEDOUT: return true;
        default: return false;
    }
}

TransportError first_byte_timeout() {
    return make(
        {Kind::timeout, "first-byte-timeout", "the server accepted the request and sent nothing in time"});
}
TransportError stalled() {
    return make({Kind::timeout, "stalled", "the server stopped in the middle of its answer"});
}
TransportError total_timeout() {
    return make({Kind::timeout, "total-timeout", "the answer did not end in time"});
}
TransportError lookup_timeout(std::string_view host) {
    TransportError error = make({Kind::dns_error, "dns-timeout", ""});
    error.message = core::truncate_utf8(core::escape_control(host), 100) + ": no DNS answer in time";
    return error;
}
TransportError truncated_headers() {
    return make({Kind::protocol, "truncated-headers", "the connection closed before the header ended"});
}
TransportError protocol_switched() {
    return make({Kind::protocol, "not-http", "the server switched to another protocol unasked"});
}
TransportError headers_too_large() {
    return make({Kind::protocol, "headers-too-large", "the header is larger than any sensible one"});
}
TransportError decompression_bomb() {
    return make({Kind::protocol, "decompression-bomb", "the body expands beyond any sensible ratio"});
}
TransportError undecodable_body() {
    return make({Kind::protocol, "undecodable-body", "the body's compression is broken"});
}
TransportError unfinished_coding() {
    return make({Kind::protocol, "undecodable-body", "the compressed body ends too early"});
}
TransportError unknown_coding() {
    return make(
        {Kind::protocol, "undecodable-body", "the body is compressed in a way that was not asked for"});
}
TransportError out_of_memory() {
    return make({Kind::local, "out-of-memory", "this machine has no memory left"});
}
TransportError out_of_descriptors() {
    return make({Kind::local, "out-of-descriptors", "no descriptor left for a connection"});
}
TransportError cancelled() {
    return make({Kind::cancelled, "cancelled", "the fetch was cancelled"});
}
TransportError scheme_refused() {
    return make({Kind::unsafe_address, "scheme-refused", "only http and https are fetched"});
}
TransportError address_refused(std::string_view address) {
    TransportError error = make({Kind::unsafe_address, "address-refused", ""});
    error.message = core::truncate_utf8(core::escape_control(address), 100) + " is not a public address";
    return error;
}

}  // namespace linktender::http
