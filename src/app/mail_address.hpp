// `smtp://HOST[:PORT]`: where a target's mail goes. Private to the room.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "linktender/http/mail.hpp"

namespace linktender::app {

struct MailAddress {
    http::MailSecurity security = http::MailSecurity::starttls;  ///< implicit with `smtps://`
    std::string host;
    std::optional<std::uint16_t> port;
};

[[nodiscard]] std::optional<MailAddress> read_mail_address(std::string_view url);

}  // namespace linktender::app
