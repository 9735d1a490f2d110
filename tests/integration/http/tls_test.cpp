// Certificates: what is wrong with one, and what a good one says.
#include <openssl/ssl.h>
#include <time.h>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <string>

#include "fetch_fixture.hpp"
#include "support/certificate_authority.hpp"
#include "support/scripted_server.hpp"
#include "support/temp_dir.hpp"

namespace linktender::test {
namespace {

using http::TransportErrorKind;

struct TlsFixture {
    std::shared_ptr<CertificateAuthority> authority = std::make_shared<CertificateAuthority>();
    ScriptedServer server{
        ServerOptions{.handler = [](const ReceivedRequest&) { return html("secret"); }, .tls = authority}};

    [[nodiscard]] http::FetcherOptions options() const {
        http::FetcherOptions options = local_options();
        options.ca_file = authority->certificate_file().string();
        options.connect_to = {"::127.0.0.1:" + std::to_string(server.port())};
        return options;
    }
};

struct CertificateRow {
    CertificateFault fault;
    const char* reason;
    int expires_in_days;  // 0: not looked at
    const char* words = "";
};

int days_until(const core::TimePoint& time) {
    return static_cast<int>(std::chrono::floor<std::chrono::days>(time - core::RealClock().now()).count());
}

double thread_cpu_ms() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

}  // namespace

TEST_CASE_METHOD(TlsFixture, "http: a page over TLS tells about the certificate", "[http]") {
    Client client(options());

    const http::Response response = client.get("https://some.test/");

    CHECK(reason_of(response) == "none");
    CHECK(response.body == "secret");
    REQUIRE(response.tls);
    REQUIRE(response.tls->expires_at);
    CHECK(*response.tls->expires_at > core::RealClock().now());
    CHECK(response.tls->subject == "CN=linktender test host");
    CHECK(response.tls->issuer == "CN=linktender test authority");
    CHECK(response.timing.tls <= response.timing.total);
}

TEST_CASE_METHOD(TlsFixture, "http: a second request on the connection tells about the certificate too",
                 "[http]") {
    Client client(options());

    const http::Response first = client.get("https://some.test/1");
    const http::Response second = client.get("https://some.test/2");

    CHECK(server.counts().accepted == 1);
    REQUIRE(second.tls);
    CHECK(second.tls->expires_at == first.tls->expires_at);
    CHECK(second.timing.tls == core::Milliseconds(0));
}

TEST_CASE_METHOD(TlsFixture, "http: each flaw of a certificate has its reason, and its end is known",
                 "[http]") {
    const auto row = GENERATE(values<CertificateRow>({
        {CertificateFault::expired, "certificate-expired", -30, "has expired"},
        {CertificateFault::not_yet_valid, "certificate-not-yet-valid", 120, "not valid yet"},
        {CertificateFault::wrong_name, "certificate-name-mismatch", 90, "for another name"},
        {CertificateFault::self_signed, "certificate-self-signed", 90, "signed by itself"},
        {CertificateFault::unknown_ca, "certificate-unknown-ca", 90, "not trusted"},
        {CertificateFault::handshake_alert, "tls-handshake", 0, "handshake failed"},
        {CertificateFault::expiring, "none", 5},
    }));
    CAPTURE(row.reason);
    authority->set_fault("some.test", row.fault);
    Client client(options());

    const http::Response response = client.get("https://some.test/");

    CHECK(reason_of(response) == row.reason);
    if (response.error) {
        INFO(response.error->message);
        CHECK(response.error->kind == TransportErrorKind::tls);
        CHECK(response.error->message.find(row.words) != std::string::npos);
        CHECK(response.status == 0);
        CHECK(response.body.empty());
    }
    if (row.expires_in_days != 0) {
        REQUIRE(response.tls);
        REQUIRE(response.tls->expires_at);
        CHECK(std::abs(days_until(*response.tls->expires_at) - row.expires_in_days) <= 2);
    }
    CHECK(server.requests().size() == (response.error ? 0U : 1U));
}

TEST_CASE_METHOD(TlsFixture, "http: a bad certificate is no matter where the options or the request say so",
                 "[http]") {
    authority->set_fault("some.test", CertificateFault::self_signed);
    http::FetcherOptions insecure = options();
    insecure.insecure = true;
    Client trusting(insecure);
    Client strict(options());
    http::Request request = Client::request("https://some.test/");
    request.verify_tls = false;

    CHECK(trusting.get("https://some.test/").status == 200);
    CHECK(strict.get(request).status == 200);
    // A connection that was not verified must not serve a request that wants it so.
    CHECK(reason_of(strict.get("https://some.test/")) == "certificate-self-signed");
}

TEST_CASE_METHOD(TlsFixture, "http: the system's certificates are used when none are named", "[http]") {
    http::FetcherOptions system = options();
    system.ca_file.clear();
    Client client(system);

    CHECK(reason_of(client.get("https://some.test/")) == "certificate-unknown-ca");
}

TEST_CASE("http: a TLS connection cut without a farewell ends a body only where nothing else does",
          "[http]") {
    struct Row {
        const char* headers;
        const char* reason;
    };
    const auto row = GENERATE(values<Row>({
        {"Content-Length: 100\r\n", "truncated-body"},
        {"Transfer-Encoding: chunked\r\n", "truncated-body"},
        {"Connection: close\r\n", "none"},  // browsers take it for the end
    }));
    CAPTURE(row.headers);
    const bool chunked = std::string(row.headers).find("chunked") != std::string::npos;
    const auto authority = std::make_shared<CertificateAuthority>();
    ScriptedServer server(
        ServerOptions{.handler =
                          [&](const ReceivedRequest&) {
                              return raw({step::Send{std::string("HTTP/1.1 200 OK\r\n") + row.headers +
                                                     "\r\n" + (chunked ? "5\r\nhello\r\n" : "hello")},
                                          step::Drop{}});
                          },
                      .tls = authority});
    http::FetcherOptions options = local_options();
    options.ca_file = authority->certificate_file().string();
    Client client(options);

    const http::Response response = client.get("https://127.0.0.1:" + std::to_string(server.port()) + "/");

    CHECK(reason_of(response) == row.reason);
    CHECK(response.status == 200);
    CHECK(response.body == "hello");
}

TEST_CASE("http: a server that speaks only an old TLS is told apart, in words", "[http]") {
    const auto authority = std::make_shared<CertificateAuthority>();
    const int newest = GENERATE(TLS1_VERSION, TLS1_1_VERSION);
    ScriptedServer server(ServerOptions{
        .handler = [](const ReceivedRequest&) { return html("x"); }, .tls = authority, .newest_tls = newest});
    http::FetcherOptions options = local_options();
    options.ca_file = authority->certificate_file().string();
    Client client(options);

    const http::Response response = client.get("https://127.0.0.1:" + std::to_string(server.port()) + "/");

    REQUIRE(response.error);
    CAPTURE(response.error->message);
    CHECK(response.error->kind == TransportErrorKind::tls);
    CHECK(response.error->reason == "tls-too-old");
    CHECK(response.error->message.find("old version") != std::string::npos);
    CHECK(server.counts().accepted == 1);
}

TEST_CASE("http: a server without TLS on a TLS port is told apart", "[http]") {
    ScriptedServer server([](const ReceivedRequest&) { return html("x"); });
    ScriptedServer talking(ServerOptions{.on_connect = [](std::uint64_t) {
        return std::vector<Step>{step::Send{"220 mail ready\r\n"}, step::Silence{}};
    }});
    ScriptedServer closing(
        ServerOptions{.on_connect = [](std::uint64_t) { return std::vector<Step>{step::Close{}}; }});
    ScriptedServer resetting(
        ServerOptions{.on_connect = [](std::uint64_t) { return std::vector<Step>{step::Reset{}}; }});
    Client client;
    const auto reason = [&](const ScriptedServer& where) {
        return reason_of(client.get("https://127.0.0.1:" + std::to_string(where.port()) + "/"));
    };

    CHECK(reason(talking) == "tls-not-spoken");
    CHECK(reason(closing) == "tls-handshake");
    CHECK(reason(resetting) == "connection-reset");
}

TEST_CASE_METHOD(TlsFixture, "http: new TLS connections do not parse the whole bundle each", "[http]") {
    // As many authorities as a system has. Parsing them takes 20 ms, a handshake alone about one.
    const TempDir folder;
    std::string bundle = authority->pem();
    for (int i = 0; i < 140; ++i) bundle += CertificateAuthority().pem();
    http::FetcherOptions wide = options();
    wide.ca_file = folder.write("bundle.pem", bundle).string();
    Client client(wide);
    constexpr int k_hosts = 50;
    int good = 0;
    int answers = 0;
    const double before = thread_cpu_ms();

    for (int i = 0; i < k_hosts; ++i) {
        client.fetcher->fetch(Client::request("https://host" + std::to_string(i) + ".test/"),
                              [&](const http::Response& response) {
                                  ++answers;
                                  good += response.status == 200 ? 1 : 0;
                              });
    }
    client.run_until([&] { return answers == k_hosts; });

    const double cpu_ms = (thread_cpu_ms() - before) / k_hosts;
    CAPTURE(cpu_ms);
    CHECK(good == k_hosts);
    CHECK(server.counts().accepted == k_hosts);
    CHECK(cpu_ms < 10);
}

}  // namespace linktender::test
