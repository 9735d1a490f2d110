// The second question to the address guard, about the address that is really connected to.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <unistd.h>

#include <cstring>

#include "http/transfer.hpp"
#include "http/transfer_callbacks.hpp"
#include "linktender/http/curl_fetcher.hpp"
#include "support/catch.hpp"

namespace linktender::http {
namespace {

curl_sockaddr address_of(const char* text) {
    sockaddr_in four{};
    four.sin_family = AF_INET;
    REQUIRE(::inet_pton(AF_INET, text, &four.sin_addr) == 1);
    curl_sockaddr address{};
    address.family = AF_INET;
    address.socktype = SOCK_STREAM;
    address.protocol = IPPROTO_TCP;
    address.addrlen = sizeof four;
    std::memcpy(&address.addr, &four, sizeof four);
    return address;
}

}  // namespace

TEST_CASE("connect guard: no socket is made for an address that the guard refuses", "[http]") {
    FetcherOptions options;
    TransferEnvironment environment;
    environment.options = &options;
    Transfer transfer;
    transfer.environment = &environment;
    curl_sockaddr inside = address_of("10.0.0.1");
    curl_sockaddr outside = address_of("93.184.216.34");

    CHECK(on_open_socket(&transfer, CURLSOCKTYPE_IPCXN, &inside) == CURL_SOCKET_BAD);
    CHECK(transfer.refused_address == "10.0.0.1");

    const curl_socket_t opened = on_open_socket(&transfer, CURLSOCKTYPE_IPCXN, &outside);
    REQUIRE(opened != CURL_SOCKET_BAD);
    ::close(opened);

    options.proxy = "http://10.0.0.1:3128";  // named by the operator
    const curl_socket_t to_proxy = on_open_socket(&transfer, CURLSOCKTYPE_IPCXN, &inside);
    REQUIRE(to_proxy != CURL_SOCKET_BAD);
    ::close(to_proxy);
}

}  // namespace linktender::http
