#include "support/certificate_authority.hpp"

#include <memory>
#include <string>
#include <vector>

#include "client.hpp"
#include "support/catch.hpp"
#include "support/scripted_server.hpp"
#include "support/temp_dir.hpp"

namespace linktender::test {
namespace {

struct SecureServer {
    std::shared_ptr<CertificateAuthority> authority = std::make_shared<CertificateAuthority>();
    ScriptedServer server;

    explicit SecureServer(ServerOptions options = {}) : server(with_tls(std::move(options))) {}

    ServerOptions with_tls(ServerOptions options) const {
        if (!options.handler)
            options.handler = [](const ReceivedRequest& r) { return text(r.host + " here"); };
        options.tls = authority;
        return options;
    }
    TlsResult get(const std::string& host) const {
        return tls_get(server.port(), host, authority->certificate_file().string());
    }
};

TEST_CASE("support: every name gets a certificate that its authority vouches for", "[support][tls]") {
    const SecureServer secure;

    for (const auto* host : {"a.test", "deep.er.b.test", "xn--fiq228c.example"}) {
        CAPTURE(host);
        const auto result = secure.get(host);
        CHECK(result.connected);
        CHECK(result.error == "");
        CHECK(result.protocol == "http/1.1");
        CHECK(result.answer.find(std::string(host) + " here") != std::string::npos);
        CHECK_FALSE(result.truncated);
    }
    CHECK(secure.server.requests().at(0).tls);
    CHECK(secure.server.connect_to("a.test").find("a.test:443:127.0.0.1:") == 0);
}

TEST_CASE("support: a certificate has the fault that was asked for, and no other", "[support][tls]") {
    struct Row {
        CertificateFault fault;
        std::string error;  ///< the start of OpenSSL's words, which differ a little between its versions
    };
    const auto row = GENERATE(values<Row>({
        {CertificateFault::none, ""},
        {CertificateFault::expiring, ""},
        {CertificateFault::expired, "certificate has expired"},
        {CertificateFault::not_yet_valid, "certificate is not yet valid"},
        {CertificateFault::wrong_name, "hostname mismatch"},
        {CertificateFault::self_signed, "self-signed certificate"},
        {CertificateFault::unknown_ca, "unable to "},
    }));
    CAPTURE(row.error);
    const SecureServer secure;
    secure.authority->set_fault("bad.test", row.fault);

    const auto error = secure.get("bad.test").error;
    CHECK(error.substr(0, row.error.size()) == row.error);
    CHECK(error.empty() == row.error.empty());
    CHECK(secure.get("good.test").error == "");
}

TEST_CASE("support: a fault set later replaces the certificate given out before", "[support][tls]") {
    const SecureServer secure;
    REQUIRE(secure.get("a.test").error == "");

    secure.authority->set_fault("a.test", CertificateFault::expired);

    CHECK(secure.get("a.test").error == "certificate has expired");
}

TEST_CASE("support: a host without a certificate ends the handshake with an alert", "[support][tls]") {
    const SecureServer secure;
    secure.authority->set_fault("bad.test", CertificateFault::handshake_alert);

    const auto result = secure.get("bad.test");

    CHECK_FALSE(result.connected);
    CHECK(result.alert.find("alert") != std::string::npos);
}

TEST_CASE("support: a dropped TLS connection looks truncated, a closed one does not", "[support][tls]") {
    ServerOptions options;
    options.handler = [](const ReceivedRequest& request) {
        std::vector<Step> script{step::Send{"HTTP/1.1 200 OK\r\n\r\nhalf"}};
        if (request.host == "drop.test") script.emplace_back(step::Drop{});
        script.emplace_back(step::Close{});
        return raw(std::move(script));
    };
    const SecureServer secure(std::move(options));

    CHECK(secure.get("drop.test").truncated);
    CHECK_FALSE(secure.get("close.test").truncated);
    CHECK(secure.get("drop.test").answer == "HTTP/1.1 200 OK\r\n\r\nhalf");
}

TEST_CASE("support: a greeting comes before the handshake", "[support][tls]") {
    ServerOptions options;
    options.on_connect = [](std::uint64_t) {
        return std::vector<Step>{step::Send{"HTTP/1.1 400 Bad Request\r\n\r\n"}, step::Close{}};
    };
    const SecureServer secure(std::move(options));

    CHECK_FALSE(secure.get("a.test").connected);
}

TEST_CASE("support: the authority's file holds its certificate and goes with it", "[support][tls]") {
    auto authority = std::make_unique<CertificateAuthority>();
    const auto file = authority->certificate_file();
    REQUIRE(read_file(file) == authority->pem());

    authority.reset();

    CHECK_FALSE(std::filesystem::exists(file));
}

}  // namespace
}  // namespace linktender::test
