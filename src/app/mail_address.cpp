#include "mail_address.hpp"

#include "linktender/core/text.hpp"
#include "linktender/url/url.hpp"

namespace linktender::app {

std::optional<MailAddress> read_mail_address(std::string_view url) {
    MailAddress address;
    std::string_view place;
    for (const std::string_view scheme : {"smtp://", "smtps://"}) {
        if (!core::starts_with_ignoring_ascii_case(url, scheme)) continue;
        place = url.substr(scheme.size());
        if (scheme == "smtps://") address.security = http::MailSecurity::implicit;
    }
    if (place.empty()) return std::nullopt;
    // Hosts and ports are read as those of the web are.
    const auto parsed = url::parse("https://" + std::string(place));
    if (!parsed || parsed->host().empty() || !parsed->username().empty() || !parsed->password().empty())
        return std::nullopt;
    if (parsed->path() != "/" || parsed->query() || parsed->fragment()) return std::nullopt;
    address.host = parsed->host();
    if (address.host.starts_with('[')) address.host = address.host.substr(1, address.host.size() - 2);
    // 443 would be left out as the scheme's own; no mail server listens there.
    address.port = parsed->port();
    return address;
}

}  // namespace linktender::app
