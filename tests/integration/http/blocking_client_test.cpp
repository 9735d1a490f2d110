#include "linktender/http/blocking_client.hpp"

#include <chrono>
#include <string>

#include "linktender/http/hmac.hpp"
#include "support/catch.hpp"
#include "support/scripted_server.hpp"

using namespace linktender;
using namespace linktender::http;
using linktender::test::ReceivedRequest;
using linktender::test::ScriptedServer;

namespace {

std::unique_ptr<BlockingClient> client() {
    FetcherOptions options;
    options.user_agent = "linktender test";
    options.guard = AddressGuard::create({"127.0.0.0/8"}).value();
    return BlockingClient::create(std::move(options)).value();
}

Request request_to(const std::string& url, Method method, std::string body) {
    Request request;
    request.url = url::parse(url).value();
    request.method = method;
    request.headers = {{"content-type", "application/json"}};
    request.body = std::move(body);
    return request;
}

bool never() {
    return false;
}

}  // namespace

TEST_CASE("blocking client: POST, PUT and PATCH send their bodies as they are", "[http]") {
    ScriptedServer server([](const ReceivedRequest&) { return linktender::test::text("done", 201); });
    const auto sender = client();
    std::string body("{\"a\":\"\0\xff", 8);
    body.append(300'000, 'x');

    for (const auto& [method, name] : {std::pair{Method::post, "POST"}, std::pair{Method::put, "PUT"},
                                       std::pair{Method::patch, "PATCH"}}) {
        const Response response =
            sender->send(request_to(server.origin() + "/hook?key=1", method, body), never);

        CHECK(response.status == 201);
        CHECK(response.body == "done");
        const auto received = server.requests().back();
        CHECK(received.method == name);
        CHECK(received.target == "/hook?key=1");
        CHECK(received.body == body);
        CHECK(received.header("content-type") == "application/json");
    }
    // A GET afterwards, on the same handle, has none of it.
    CHECK(sender->send(request_to(server.origin() + "/", Method::get, ""), never).status == 201);
    CHECK(server.requests().back().method == "GET");
    CHECK(server.requests().back().body.empty());
}

TEST_CASE("blocking client: an empty body is sent as one", "[http]") {
    ScriptedServer server([](const ReceivedRequest&) { return linktender::test::text("done"); });

    CHECK(client()->send(request_to(server.origin() + "/", Method::post, ""), never).status == 200);
    CHECK(server.requests().back().header("content-length") == "0");
}

TEST_CASE("blocking client: a redirect is an answer, not a way to go", "[http]") {
    ScriptedServer other([](const ReceivedRequest&) { return linktender::test::text("stolen"); });
    ScriptedServer server(
        [&](const ReceivedRequest&) { return linktender::test::redirect(307, other.origin() + "/"); });

    const Response response = client()->send(request_to(server.origin() + "/", Method::post, "{}"), never);

    CHECK(response.status == 307);
    CHECK(other.requests().empty());
}

TEST_CASE("blocking client: it ends soon after it shall", "[http]") {
    ScriptedServer server([](const ReceivedRequest&) { return linktender::test::silence(); });
    const auto sender = client();
    const auto start = std::chrono::steady_clock::now();

    const Response response = sender->send(request_to(server.origin() + "/", Method::post, "{}"),
                                           [&] { return server.counts().requests > 0; });

    REQUIRE(response.error);
    CHECK(response.error->kind == TransportErrorKind::cancelled);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
    ScriptedServer well([](const ReceivedRequest&) { return linktender::test::text("fine"); });
    CHECK(sender->send(request_to(well.origin() + "/", Method::post, "{}"), never).status == 200);
}

TEST_CASE("hmac: the test vectors of RFC 4231 hold", "[http]") {
    const auto hex = [](const std::string& bytes) {
        std::string out;
        for (const char c : bytes) {
            constexpr const char* k_digits = "0123456789abcdef";
            out += k_digits[static_cast<unsigned char>(c) >> 4];
            out += k_digits[static_cast<unsigned char>(c) & 15];
        }
        return out;
    };
    CHECK(hex(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(hex(hmac_sha256("", "")) == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}
