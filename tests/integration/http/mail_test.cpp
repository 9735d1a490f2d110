#include "linktender/http/mail.hpp"

#include <atomic>
#include <chrono>
#include <memory>
#include <string>

#include "support/catch.hpp"
#include "support/scripted_server.hpp"
#include "support/smtp_server.hpp"

using namespace linktender;
using namespace linktender::http;
using linktender::test::SmtpOptions;
using linktender::test::SmtpServer;

namespace {

using Authority = linktender::test::CertificateAuthority;

MailServer server_for(const SmtpServer& server, const Authority* authority = nullptr) {
    MailServer options;
    options.host = "mail.test";
    options.port = server.port();
    options.resolve = {server.resolve("mail.test")};
    options.security = authority == nullptr ? MailSecurity::none : MailSecurity::starttls;
    if (authority != nullptr) options.ca_file = authority->certificate_file().string();
    options.guard = AddressGuard::create({"127.0.0.0/8"}).value();
    options.total_timeout = std::chrono::seconds(20);
    return options;
}

Mail mail() {
    return {"links@news.test",
            {"ada@news.test", "bob@news.test"},
            "Subject: x\r\n\r\n.a line with a dot\r\n..\r\nlast\r\n"};
}

bool never() {
    return false;
}

}  // namespace

TEST_CASE("mail: a message reaches the server byte by byte, with its envelope", "[http]") {
    SmtpServer server;

    CHECK_FALSE(send_mail(server_for(server), mail(), never));

    REQUIRE(server.mails().size() == 1);
    const auto received = server.mails()[0];
    CHECK(received.from == "<links@news.test>");
    CHECK(received.to == std::vector<std::string>{"<ada@news.test>", "<bob@news.test>"});
    CHECK(received.data == mail().message);
    CHECK_FALSE(received.tls);
}

TEST_CASE("mail: STARTTLS comes before anything that matters, and without it nothing is sent", "[http]") {
    const auto authority = std::make_shared<Authority>();
    SmtpServer secure({.tls = authority, .user = "links", .password = "sesame"});
    MailServer options = server_for(secure, authority.get());
    options.user = "links";
    options.password = "sesame";

    CHECK_FALSE(send_mail(options, mail(), never));
    REQUIRE(secure.mails().size() == 1);
    CHECK(secure.mails()[0].tls);
    CHECK(secure.mails()[0].authenticated);

    SmtpServer clear;
    options.port = clear.port();
    options.resolve = {clear.resolve("mail.test")};
    const auto error = send_mail(options, mail(), never);
    REQUIRE(error);
    CHECK_FALSE(error->temporary);
    CHECK(clear.mails().empty());
    for (const std::string& line : clear.lines()) CHECK_FALSE(line.starts_with("AUTH"));
}

TEST_CASE("mail: TLS from the first byte works as well", "[http]") {
    const auto authority = std::make_shared<Authority>();
    SmtpServer server({.tls = authority, .implicit = true});
    MailServer options = server_for(server, authority.get());
    options.security = MailSecurity::implicit;

    CHECK_FALSE(send_mail(options, mail(), never));
    REQUIRE(server.mails().size() == 1);
    CHECK(server.mails()[0].tls);
}

TEST_CASE("mail: a certificate that does not hold ends it", "[http]") {
    const auto authority = std::make_shared<Authority>();
    const auto fault = GENERATE(
        values({linktender::test::CertificateFault::wrong_name, linktender::test::CertificateFault::expired,
                linktender::test::CertificateFault::unknown_ca}));
    authority->set_fault("mail.test", fault);
    SmtpServer server({.tls = authority});

    const auto error = send_mail(server_for(server, authority.get()), mail(), never);

    REQUIRE(error);
    CHECK_FALSE(error->temporary);
    CHECK(server.mails().empty());
}

TEST_CASE("mail: what the server refuses is told in its own words, in one harmless line", "[http]") {
    struct Row {
        const char* at;
        const char* reply;
        bool temporary;
        const char* said;
    };
    const auto row = GENERATE(values<Row>({
        {"CONNECT", "421 4.3.2 closing", true, "421 4.3.2 closing"},
        {"MAIL", "451 4.7.1 come back \x1b[31mlater", true, "come back \\x1b[31mlater"},
        {"RCPT TO:<bob@news.test>", "550 5.1.1 nobody of that name", false, "nobody of that name"},
        {"DATA", "554 5.7.1 no", false, "554 5.7.1 no"},
        {".", "552 5.3.4 too large", false, "552"},
    }));
    CAPTURE(row.at);
    SmtpServer server({.replies = {{row.at, row.reply}}});

    const auto error = send_mail(server_for(server), mail(), never);

    REQUIRE(error);
    CHECK(error->temporary == row.temporary);
    CAPTURE(error->message);
    CHECK(error->message.find(row.said) != std::string::npos);
    CHECK(server.mails().empty());
}

TEST_CASE("mail: a wrong password is said without the password", "[http]") {
    const auto authority = std::make_shared<Authority>();
    SmtpServer server({.tls = authority, .user = "links", .password = "sesame"});
    MailServer options = server_for(server, authority.get());
    options.user = "links";
    options.password = "open barley";

    const auto error = send_mail(options, mail(), never);

    REQUIRE(error);
    CHECK_FALSE(error->temporary);
    CHECK(error->message.find("barley") == std::string::npos);
}

TEST_CASE("mail: a connection that breaks off or a server that is not there is worth another try", "[http]") {
    const auto at = GENERATE(values<std::string>({"CONNECT", "EHLO", "RCPT", "DATA last"}));
    CAPTURE(at);
    SmtpServer server({.drop_at = at});

    const auto error = send_mail(server_for(server), mail(), never);

    REQUIRE(error);
    CHECK(error->temporary);
    CHECK(server.mails().empty());

    const linktender::test::RefusedPort nobody;
    MailServer options = server_for(server);
    options.port = nobody.port();
    options.resolve = {"mail.test:" + std::to_string(nobody.port()) + ":127.0.0.1"};
    CHECK(send_mail(options, mail(), never)->temporary);
}

TEST_CASE("mail: a silent server is left, in time, and at once when the program ends", "[http]") {
    SmtpServer server({.silent_at = "MAIL"});
    MailServer options = server_for(server);
    options.reply_timeout = std::chrono::seconds(1);

    const auto error = send_mail(options, mail(), never);
    REQUIRE(error);
    CHECK(error->temporary);

    options.reply_timeout = std::chrono::seconds(60);
    options.total_timeout = std::chrono::seconds(60);
    const auto start = std::chrono::steady_clock::now();
    std::atomic<int> asked{0};
    const auto ended = send_mail(options, mail(), [&] { return ++asked > 1; });
    REQUIRE(ended);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
}

TEST_CASE("mail: an address that nobody allowed is not connected to", "[http]") {
    SmtpServer server;
    MailServer options = server_for(server);
    options.guard = {};

    const auto error = send_mail(options, mail(), never);

    REQUIRE(error);
    CHECK_FALSE(error->temporary);
    CHECK(error->message.find("allow_address") != std::string::npos);
    CHECK(server.lines().empty());
}

TEST_CASE("mail: addresses that could add lines or recipients are none", "[http]") {
    CHECK(is_mail_address("a.b+c@news.example"));
    for (const char* bad : {"", "a", "@b", "a@", "a b@c", "a@b\r\nRCPT TO:<x@y>", "<a@b>", "a@b,c@d", "a\"@b",
                            "\xe6\x9e\x97@b"}) {
        CAPTURE(bad);
        CHECK_FALSE(is_mail_address(bad));
        SmtpServer server;
        Mail message = mail();
        message.to = {bad};
        CHECK(send_mail(server_for(server), message, never));
        CHECK(server.lines().empty());
    }
}
