// The functions that libcurl calls during a transfer. They note and return: none throws, none calls
// back into the multi handle.
#pragma once

#include <curl/curl.h>

#include <cstddef>

namespace linktender::http {

std::size_t on_header(char* line, std::size_t size, std::size_t count, void* transfer) noexcept;
std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* transfer) noexcept;
/// Notes which version of HTTP the connection speaks, before the request is sent. Breaks off with
/// CURLE_ABORTED_BY_CALLBACK instead of asking over HTTP/2 once more.
int on_connected(void* transfer, char* remote, char* local, int remote_port, int local_port) noexcept;
/// Asks the address guard once more, about the address that is really connected to.
curl_socket_t on_open_socket(void* transfer, curlsocktype purpose, curl_sockaddr* address) noexcept;
int on_close_socket(void* poller, curl_socket_t socket) noexcept;
/// libcurl must not ask for names by itself: an answer of its own would not have been judged.
int on_resolver_start(void* resolver_state, void* reserved, void* data) noexcept;

}  // namespace linktender::http
