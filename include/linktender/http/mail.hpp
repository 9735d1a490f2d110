// One mail to one server, by SMTP.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "linktender/core/time.hpp"
#include "linktender/http/address_guard.hpp"

namespace linktender::http {

enum class MailSecurity : std::uint8_t {
    starttls,  ///< TLS after STARTTLS (RFC 3207), or nothing is sent
    implicit,  ///< TLS from the first byte (RFC 8314), usually port 465
    none,      ///< in clear: for a server on this machine
};

struct MailServer {
    std::string host;  ///< a name or an address, IPv6 without brackets
    std::uint16_t port = 587;
    MailSecurity security = MailSecurity::starttls;
    std::string user;  ///< empty: no AUTH
    std::string password;
    std::string ca_file;               ///< PEM; empty for the system's bundle
    std::vector<std::string> resolve;  ///< HOST:PORT:ADDR, as curl's --resolve
    AddressGuard guard;
    core::Milliseconds connect_timeout{10'000};
    core::Milliseconds reply_timeout{30'000};  ///< for one reply of the server
    core::Milliseconds total_timeout{60'000};
};

struct Mail {
    std::string from;  ///< of the envelope: an address alone, `a@b.example`
    std::vector<std::string> to;
    std::string message;  ///< header and body (RFC 5322), lines end in CRLF; at most k_mail_bytes
};
inline constexpr std::size_t k_mail_bytes = std::size_t{1} << 20U;

struct MailError {
    std::string message;     ///< for people, one line, with what the server said; never the password
    bool temporary = false;  ///< worth another try: no answer, or a 4yz reply (RFC 5321 4.2.1)
};

/// `a@b.example`: one that can stand in an envelope and a header as it is.
[[nodiscard]] bool is_mail_address(std::string_view text) noexcept;

/// Blocks until the server took the mail for all recipients, or did not for one of them: then nobody gets
/// it. Any thread. Ends within about a second after `ending` began to hold.
[[nodiscard]] std::optional<MailError> send_mail(const MailServer& server, const Mail& mail,
                                                 const std::function<bool()>& ending);

}  // namespace linktender::http
