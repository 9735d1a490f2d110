#include "linktender/verdict/protocol.hpp"

#include <string>

#include "evidence.hpp"
#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::verdict;

TEST_CASE("verdict: every status has an outcome and a reason that names it", "[verdict]") {
    struct Row {
        int status;
        Outcome outcome;
    };
    const auto row = GENERATE(values<Row>({
        {100, Outcome::protocol_error},
        {101, Outcome::protocol_error},
        {199, Outcome::protocol_error},
        {200, Outcome::ok},
        {201, Outcome::ok},
        {202, Outcome::ok},
        {203, Outcome::ok},
        {204, Outcome::ok},
        {205, Outcome::ok},
        {206, Outcome::ok},
        {299, Outcome::ok},
        {300, Outcome::ok},
        {301, Outcome::redirect_error},
        {302, Outcome::redirect_error},
        {304, Outcome::ok},
        {305, Outcome::redirect_error},
        {308, Outcome::redirect_error},
        {399, Outcome::redirect_error},
        {400, Outcome::client_error},
        {401, Outcome::blocked},
        {402, Outcome::client_error},
        {403, Outcome::blocked},
        {404, Outcome::not_found},
        {405, Outcome::client_error},
        {407, Outcome::blocked},
        {408, Outcome::client_error},
        {410, Outcome::gone},
        {412, Outcome::client_error},
        {418, Outcome::blocked},
        {425, Outcome::client_error},
        {429, Outcome::blocked},
        {451, Outcome::legal},
        {468, Outcome::blocked},
        {499, Outcome::client_error},
        {500, Outcome::server_error},
        {503, Outcome::server_error},
        {521, Outcome::server_error},
        {599, Outcome::server_error},
        {600, Outcome::protocol_error},
        {999, Outcome::blocked},
    }));
    CAPTURE(row.status);

    const Verdict verdict = by_status(row.status, "https://a.example/x");

    CHECK(to_string(verdict.outcome) == to_string(row.outcome));
    CHECK(verdict.reason == "http-" + std::to_string(row.status));
    CHECK(verdict.evidence.find(std::to_string(row.status)) != std::string::npos);
    CHECK(verdict.evidence.find("https://a.example/x") != std::string::npos);
}

TEST_CASE("verdict: an answer without a status is no HTTP", "[verdict]") {
    const Verdict verdict = by_status(0, "https://a.example/");

    CHECK(verdict.outcome == Outcome::protocol_error);
    CHECK(verdict.reason == "no-response");
}

TEST_CASE("verdict: success without content is success of low confidence", "[verdict]") {
    CHECK(by_status(204, "https://a.example/").confidence == Confidence::low);
    CHECK(by_status(205, "https://a.example/").confidence == Confidence::low);
    CHECK(by_status(206, "https://a.example/").confidence == Confidence::high);
    CHECK_FALSE(is_page_status(204));
    CHECK(is_page_status(200));
    CHECK(is_page_status(202));
    CHECK_FALSE(is_page_status(304));
}

TEST_CASE("verdict: an accepted status is ok and says that it was accepted", "[verdict]") {
    const Verdict verdict = by_status(404, "https://a.example/", {403, 404});

    CHECK(verdict.outcome == Outcome::ok);
    CHECK(verdict.reason == "http-404");
    CHECK(verdict.evidence.find("counts as success") != std::string::npos);
    CHECK(by_status(410, "https://a.example/", {403, 404}).outcome == Outcome::gone);
}

TEST_CASE("verdict: a transport error gives the outcome of its kind, with its own slug", "[verdict]") {
    using Kind = http::TransportErrorKind;
    struct Row {
        Kind kind;
        Outcome outcome;
        std::string_view reason;
    };
    const auto row = GENERATE(values<Row>({
        {Kind::dns_not_found, Outcome::dns_not_found, "dns-not-found"},
        {Kind::dns_error, Outcome::dns_error, "dns-error"},
        {Kind::connect, Outcome::connect_error, "connect-failed"},
        {Kind::tls, Outcome::tls_error, "tls-failed"},
        {Kind::timeout, Outcome::timeout, "timeout"},
        {Kind::protocol, Outcome::protocol_error, "protocol-error"},
        {Kind::unsafe_address, Outcome::unsafe, "unsafe-address"},
        {Kind::local, Outcome::skipped, "local-error"},
        {Kind::cancelled, Outcome::skipped, "cancelled"},
    }));
    CAPTURE(row.reason);
    http::TransportError error;
    error.kind = row.kind;

    CHECK(to_string(by_error(error, "https://a.example/").outcome) == to_string(row.outcome));
    CHECK(by_error(error, "https://a.example/").reason == row.reason);

    error.reason = "certificate-expired";
    error.message = "the certificate ended in May";

    CHECK(by_error(error, "https://a.example/").reason == "certificate-expired");
    CHECK(by_error(error, "https://a.example/").evidence ==
          "https://a.example/: the certificate ended in May");
}

TEST_CASE("verdict: evidence is one line that a terminal cannot obey", "[verdict]") {
    http::TransportError error;
    error.message = "bad\x1b[31m\nline";

    const std::string evidence = by_error(error, "https://a.example/\x1b[2J").evidence;

    CHECK(evidence.find('\x1b') == std::string::npos);
    CHECK(evidence.find('\n') == std::string::npos);
}

TEST_CASE("verdict: a redirect that leads nowhere says how", "[verdict]") {
    struct Row {
        RedirectFault fault;
        std::string_view reason;
    };
    const auto row = GENERATE(values<Row>({
        {RedirectFault::loop, "redirect-loop"},
        {RedirectFault::too_many, "too-many-redirects"},
        {RedirectFault::missing_location, "redirect-without-target"},
        {RedirectFault::bad_location, "redirect-bad-target"},
        {RedirectFault::forbidden_scheme, "redirect-forbidden-scheme"},
    }));
    CAPTURE(row.reason);
    Evidence evidence = visit("https://a.example/x", 302);
    evidence.redirect_fault = row.fault;
    evidence.redirect_target = "javascript:alert(1)";

    const Verdict verdict = by_redirect_fault(evidence);

    CHECK(verdict.outcome == Outcome::redirect_error);
    CHECK(verdict.reason == row.reason);
    CHECK(verdict.evidence.find("https://a.example/x") == 0);
}

TEST_CASE("verdict: only a leading run of 301 and 308 moves a link, to the run's last hop", "[verdict]") {
    struct Row {
        std::vector<Hop> hops;
        std::string_view target;
    };
    const auto row = GENERATE(values<Row>({
        {{}, ""},
        {{{301, "https://b.example/x"}}, "https://b.example/x"},
        {{{308, "https://b.example/x"}}, "https://b.example/x"},
        {{{301, "https://b.example/x"}, {308, "https://c.example/x"}}, "https://c.example/x"},
        {{{301, "https://b.example/x"}, {302, "https://c.example/x"}}, "https://b.example/x"},
        {{{301, "https://b.example/x"}, {302, "https://c.example/x"}, {301, "https://d.example/x"}},
         "https://b.example/x"},
        {{{302, "https://b.example/x"}}, ""},
        {{{307, "https://b.example/x"}, {301, "https://c.example/x"}}, ""},
        {{{303, "https://b.example/x"}}, ""},
        {{{301, "http://a.example/x#part"}}, ""},
        {{{301, "https://a.example/x"}, {301, "http://a.example/x"}}, ""},
        {{{301, "https://a.example/x"}}, "https://a.example/x"},
    }));
    Evidence evidence = visit("http://a.example/x#here", 200);
    evidence.hops = row.hops;

    CHECK(moved_target(evidence) == row.target);
}
