#include "tls_info.hpp"

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <ctime>
#include <memory>
#include <string>

#include "linktender/core/text.hpp"

namespace linktender::http {
namespace {

using Info = std::optional<TlsInfo>;

// nullptr when the connection is not TLS by OpenSSL.
SSL* session_of(CURL* easy) noexcept {
    const curl_tlssessioninfo* session = nullptr;
    if (curl_easy_getinfo(easy, CURLINFO_TLS_SSL_PTR, &session) != CURLE_OK || session == nullptr)
        return nullptr;
    return session->backend == CURLSSLBACKEND_OPENSSL ? static_cast<SSL*>(session->internals) : nullptr;
}

int context_slot() {
    static const int slot = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return slot;
}

std::string name_text(const X509_NAME* name) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), &BIO_free);
    if (!out || name == nullptr) return {};
    // RFC 2253 with UTF-8 kept readable; control characters and the like come escaped.
    X509_NAME_print_ex(out.get(), name, 0,
                       XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB));
    char* text = nullptr;
    const long length = BIO_get_mem_data(out.get(), &text);
    if (length <= 0) return {};
    constexpr std::size_t k_longest = 512;  // a hostile certificate has names of any size and bytes
    return core::truncate_utf8(core::to_valid_utf8({text, static_cast<std::size_t>(length)}), k_longest);
}

TlsInfo read_certificate(const X509* certificate) {
    TlsInfo info;
    std::tm utc{};
    if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &utc) == 1) {
        info.expires_at = core::TimePoint(std::chrono::seconds(::timegm(&utc)));
    }
    info.subject = name_text(X509_get_subject_name(certificate));
    info.issuer = name_text(X509_get_issuer_name(certificate));
    return info;
}

// Called for each certificate that passes, the server's own last, and for the first that does not.
int on_verify(int good, X509_STORE_CTX* store) noexcept {
    if (good == 1 && X509_STORE_CTX_get_error_depth(store) != 0) return good;
    const auto* ssl =
        static_cast<SSL*>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
    if (ssl == nullptr) return good;
    auto* into = static_cast<Info*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), context_slot()));
    const X509* leaf = X509_STORE_CTX_get0_cert(store);
    if (into == nullptr || leaf == nullptr) return good;
    try {
        *into = read_certificate(leaf);
    } catch (...) {
        into->reset();  // out of memory: no verdict depends on it
    }
    return good;
}

}  // namespace

std::optional<TlsInfo> read_peer_certificate(CURL* easy) {
    const SSL* session = session_of(easy);
    if (session == nullptr) return std::nullopt;
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(SSL_get1_peer_certificate(session),
                                                                  &X509_free);
    if (!certificate) return std::nullopt;
    return read_certificate(certificate.get());
}

bool speaks_http2(CURL* easy) noexcept {
    const SSL* session = session_of(easy);
    if (session == nullptr) return false;
    const unsigned char* name = nullptr;
    unsigned length = 0;
    SSL_get0_alpn_selected(session, &name, &length);
    return length == 2 && name[0] == 'h' && name[1] == '2';
}

CURLcode note_certificate(CURL*, void* ssl_context, void* into) noexcept {
    auto* context = static_cast<SSL_CTX*>(ssl_context);
    SSL_CTX_set_ex_data(context, context_slot(), into);
    // A handshake asked for later by the server would run while the connection serves another transfer.
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_verify(context, SSL_CTX_get_verify_mode(context), &on_verify);
    return CURLE_OK;
}

}  // namespace linktender::http
