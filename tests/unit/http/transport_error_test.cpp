#include "http/transport_error.hpp"

#include <openssl/x509_vfy.h>

#include <cerrno>

#include "support/catch.hpp"

namespace linktender::http {

using Kind = TransportErrorKind;

struct ErrorRow {
    TransferFailure failure;
    Kind kind;
    const char* reason;
    bool network_unreachable = false;
};

TEST_CASE("transport error: each failure has one kind and one reason", "[http]") {
    const auto row = GENERATE(values<ErrorRow>({
        {{.code = CURLE_COULDNT_CONNECT, .os_errno = ECONNREFUSED}, Kind::connect, "connection-refused"},
        {{.code = CURLE_COULDNT_CONNECT, .os_errno = EHOSTUNREACH}, Kind::connect, "host-unreachable"},
        {{.code = CURLE_COULDNT_CONNECT, .os_errno = ENETUNREACH},
         Kind::connect,
         "network-unreachable",
         true},
        {{.code = CURLE_COULDNT_CONNECT, .os_errno = EADDRNOTAVAIL},
         Kind::connect,
         "network-unreachable",
         true},
        {{.code = CURLE_COULDNT_CONNECT, .os_errno = ETIMEDOUT}, Kind::timeout, "connect-timeout"},
        {{.code = CURLE_COULDNT_CONNECT, .os_errno = EMFILE}, Kind::local, "out-of-descriptors"},
        {{.code = CURLE_COULDNT_CONNECT, .os_errno = EPERM}, Kind::local, "connect-forbidden"},
        {{.code = CURLE_COULDNT_CONNECT, .os_errno = 9999}, Kind::connect, "connect-failed"},
        {{.code = CURLE_OPERATION_TIMEDOUT}, Kind::timeout, "connect-timeout"},
        {{.code = CURLE_OPERATION_TIMEDOUT, .connected = true}, Kind::timeout, "total-timeout"},
        {{.code = CURLE_PEER_FAILED_VERIFICATION, .verify_result = X509_V_ERR_CERT_HAS_EXPIRED},
         Kind::tls,
         "certificate-expired"},
        {{.code = CURLE_PEER_FAILED_VERIFICATION, .verify_result = X509_V_ERR_CERT_NOT_YET_VALID},
         Kind::tls,
         "certificate-not-yet-valid"},
        {{.code = CURLE_PEER_FAILED_VERIFICATION, .verify_result = X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT},
         Kind::tls,
         "certificate-self-signed"},
        {{.code = CURLE_PEER_FAILED_VERIFICATION, .verify_result = X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN},
         Kind::tls,
         "certificate-unknown-ca"},
        {{.code = CURLE_PEER_FAILED_VERIFICATION,
          .verify_result = X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY},
         Kind::tls,
         "certificate-unknown-ca"},
        {{.code = CURLE_PEER_FAILED_VERIFICATION,
          .verify_result = 1,
          .detail = "SSL: no alternative certificate subject name matches target host name 'a.test'"},
         Kind::tls,
         "certificate-name-mismatch"},
        {{.code = CURLE_PEER_FAILED_VERIFICATION, .verify_result = X509_V_ERR_INVALID_PURPOSE},
         Kind::tls,
         "certificate-invalid"},
        {{.code = CURLE_SSL_CONNECT_ERROR,
          .detail = "error:0A000126:SSL routines::unexpected eof while reading"},
         Kind::tls,
         "tls-handshake"},
        {{.code = CURLE_SSL_CONNECT_ERROR,
          .detail = "OpenSSL SSL_connect: Connection reset by peer in connection"},
         Kind::connect,
         "connection-reset"},
        {{.code = CURLE_SSL_CONNECT_ERROR, .detail = "error:0A00010B:SSL routines::wrong version number"},
         Kind::tls,
         "tls-not-spoken"},
        {{.code = CURLE_GOT_NOTHING}, Kind::protocol, "empty-reply"},
        {{.code = CURLE_PARTIAL_FILE}, Kind::protocol, "empty-reply"},
        {{.code = CURLE_PARTIAL_FILE, .got_bytes = true}, Kind::protocol, "truncated-body"},
        {{.code = CURLE_RECV_ERROR, .detail = "Recv failure: Connection reset by peer", .got_bytes = true},
         Kind::connect,
         "connection-reset"},
        {{.code = CURLE_RECV_ERROR,
          .detail = "Malformed encoding found in chunked-encoding",
          .got_bytes = true},
         Kind::protocol,
         "bad-chunking"},
        {{.code = CURLE_RECV_ERROR, .detail = "something new"}, Kind::connect, "connection-broken"},
        {{.code = CURLE_SEND_ERROR}, Kind::connect, "connection-broken"},
        {{.code = CURLE_HTTP2}, Kind::protocol, "http2-error"},
        {{.code = CURLE_HTTP2_STREAM}, Kind::protocol, "http2-error"},
        {{.code = CURLE_UNSUPPORTED_PROTOCOL, .detail = "Received HTTP/0.9 when not allowed"},
         Kind::protocol,
         "not-http"},
        {{.code = CURLE_WEIRD_SERVER_REPLY, .detail = "Invalid Content-Length: value"},
         Kind::protocol,
         "bad-headers"},
        {{.code = CURLE_OUT_OF_MEMORY}, Kind::local, "out-of-memory"},
        {{.code = CURLE_OUT_OF_MEMORY, .got_bytes = true}, Kind::protocol, "headers-too-large"},
        {{.code = CURLE_OUT_OF_MEMORY, .got_bytes = true, .in_headers = false}, Kind::local, "out-of-memory"},
        {{.code = CURLE_SSL_CACERT_BADFILE}, Kind::local, "ca-file"},
        {{.code = CURLE_COULDNT_RESOLVE_PROXY}, Kind::local, "proxy-failed"},
        {{.code = CURLE_COULDNT_CONNECT, .os_errno = ECONNREFUSED, .proxied = true},
         Kind::local,
         "proxy-failed"},
        {{.code = CURLE_RECV_ERROR, .proxied = true, .tunnel_status = 407}, Kind::local, "proxy-refused"},
        {{.code = CURLE_RECV_ERROR, .proxied = true, .tunnel_status = 502},
         Kind::connect,
         "proxy-connect-failed"},
        {{.code = CURLE_PROXY, .proxied = true, .proxy_code = CURLPX_REPLY_HOST_UNREACHABLE},
         Kind::connect,
         "host-unreachable"},
        {{.code = CURLE_PROXY, .proxied = true, .proxy_code = CURLPX_BAD_VERSION},
         Kind::local,
         "proxy-failed"},
        {{.code = CURLE_SSL_CONNECT_ERROR, .detail = "tlsv1 alert protocol version"},
         Kind::tls,
         "tls-too-old"},
        {{.code = CURLE_FTP_ACCEPT_FAILED}, Kind::protocol, "transfer-failed"},
    }));
    CAPTURE(row.failure.code, row.failure.os_errno, row.failure.verify_result, row.failure.detail);

    const TransportError error = describe_transfer_failure(row.failure);

    CHECK(error.reason == row.reason);
    CHECK(error.kind == row.kind);
    CHECK(error.network_unreachable == row.network_unreachable);
    CHECK_FALSE(error.message.empty());
    CHECK(error.message.find('\n') == std::string::npos);
}

TEST_CASE("transport error: every code of libcurl has words", "[http]") {
    for (int code = 1; code < CURL_LAST; ++code) {
        CAPTURE(code);
        const TransportError error = describe_transfer_failure({.code = static_cast<CURLcode>(code)});
        CHECK_FALSE(error.reason.empty());
        CHECK_FALSE(error.message.empty());
    }
}

TEST_CASE("transport error: bytes of the server in libcurl's words are made harmless", "[http]") {
    const TransportError error =
        describe_transfer_failure({.code = CURLE_WEIRD_SERVER_REPLY, .detail = "bad \x1b[31m\nline"});

    CHECK(error.message.find('\x1b') == std::string::npos);
    CHECK(error.message.find('\n') == std::string::npos);
}

TEST_CASE("transport error: HTTP/1.1 is tried after what may be the fault of HTTP/2", "[http]") {
    for (const CURLcode code : {CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE,
                                CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_OPERATION_TIMEDOUT}) {
        CAPTURE(code);
        CHECK(is_worth_http1(code));
    }
    for (const CURLcode code :
         {CURLE_COULDNT_CONNECT, CURLE_PEER_FAILED_VERIFICATION, CURLE_OUT_OF_MEMORY, CURLE_WRITE_ERROR}) {
        CAPTURE(code);
        CHECK_FALSE(is_worth_http1(code));
    }
}

}  // namespace linktender::http
