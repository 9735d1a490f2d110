// A mail server for tests: takes mails, or refuses, drops and falls silent where it is told to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "support/certificate_authority.hpp"

namespace linktender::test {

struct SmtpOptions {
    std::shared_ptr<CertificateAuthority> tls = nullptr;  ///< null: neither STARTTLS nor TLS
    bool implicit = false;                                ///< TLS from the first byte, instead of STARTTLS
    std::string host = "mail.test";                       ///< that its certificate is made out to
    std::string user = {};  ///< AUTH PLAIN is offered under TLS, and demanded, when not empty
    std::string password = {};
    /// Replies in place of its own, by the start of the line they answer: `MAIL`, `RCPT TO:<b@x.test>`; `.`
    /// is the end of a message.
    std::map<std::string, std::string> replies = {};
    std::string drop_at = {};    ///< the connection ends at a line that starts so
    std::string silent_at = {};  ///< nothing is said from then on
};

struct ReceivedMail {
    std::string from;  ///< with its angle brackets
    std::vector<std::string> to;
    std::string data;  ///< dots unstuffed, without the last one
    bool tls = false;
    bool authenticated = false;
};

/// Listens on a free port of 127.0.0.1, on a thread of its own; one connection after the other. Its methods
/// may be called from any thread.
class SmtpServer {
public:
    explicit SmtpServer(SmtpOptions options = {});
    ~SmtpServer();
    SmtpServer(const SmtpServer&) = delete;
    SmtpServer& operator=(const SmtpServer&) = delete;

    [[nodiscard]] std::uint16_t port() const noexcept;
    /// In curl's form `HOST:PORT:ADDR`.
    [[nodiscard]] std::string resolve(std::string_view host) const;
    [[nodiscard]] std::vector<ReceivedMail> mails() const;
    [[nodiscard]] std::vector<std::string> lines() const;  ///< commands as they came, without message lines

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace linktender::test
