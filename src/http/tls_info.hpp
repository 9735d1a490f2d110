// What a server's certificate says, read through OpenSSL: libcurl's own way (CURLOPT_CERTINFO) turns
// the whole chain into text on every handshake.
#pragma once

#include <curl/curl.h>

#include <optional>

#include "linktender/http/message.hpp"

namespace linktender::http {

/// The certificate of the connection under `easy`. Only from inside a callback of that transfer, where
/// the connection is attached; nullopt when it is not TLS by OpenSSL.
[[nodiscard]] std::optional<TlsInfo> read_peer_certificate(CURL* easy);

/// True when that connection speaks HTTP/2, as its handshake agreed. The same holds for when it may be
/// called.
[[nodiscard]] bool speaks_http2(CURL* easy) noexcept;

/// Has a new connection's certificate noted in `into` while it is verified: after a failure no callback
/// sees the connection, and when a certificate expired is just what people want to know. `into` must
/// live as long as the connections that `easy` may open. For CURLOPT_SSL_CTX_FUNCTION.
CURLcode note_certificate(CURL* easy, void* ssl_context, void* into) noexcept;

}  // namespace linktender::http
