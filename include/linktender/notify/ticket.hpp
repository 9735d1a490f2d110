// One ticket for each archive that says what is broken: opened, kept up to date, closed, opened again.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "linktender/core/time.hpp"
#include "linktender/http/message.hpp"
#include "linktender/notify/delivery.hpp"
#include "linktender/notify/digest.hpp"
#include "linktender/report/message_catalogue.hpp"
#include "linktender/url/url.hpp"

namespace linktender::notify {

enum class TicketService : std::uint8_t { github, gitee, gitlab };

struct TicketOptions {
    TicketService service = TicketService::github;
    url::Url base;           ///< of the interface: `https://api.github.com`, `https://gitlab.example/api/v4`
    std::string repository;  ///< `owner/name`; with GitLab also deeper groups
    std::string token;
    /// Put on the ticket, which is looked for by it when its number is lost.
    std::string label = "linktender";
    report::Language language = report::Language::en;
    std::string report_url;
    std::string target;  ///< name of the target: each has a ticket of its own
};

/// One request and its answer, redirects not followed.
using Exchange = std::function<http::Response(http::Request)>;

/// What is remembered of a ticket from one run to the next.
struct TicketMemory {
    std::string id;    ///< the number as the service has it; empty: there is none that we know of
    std::string text;  ///< short hash of what stands in it, and whether it is open; empty: unknown
};

/// `id text` and back: how a database keeps it. What cannot be read is forgotten.
[[nodiscard]] std::string to_string(const TicketMemory& memory);
[[nodiscard]] TicketMemory ticket_memory_from(std::string_view text);

/// Brings the ticket in line with `digest.standing`: one request when the text changed, none when it did
/// not; a comment when links broke newly. A ticket that is gone, or whose number is not known, is looked for
/// by label and marker before a new one is opened, so that trying again after a lost answer opens no second
/// one. `memory` is brought up to date as far as it came. A test digest only asks whether the token may read
/// the tickets.
[[nodiscard]] std::optional<Failure> tend_ticket(const Digest& digest, const TicketOptions& options,
                                                 TicketMemory& memory, const Exchange& exchange,
                                                 core::TimePoint now);

}  // namespace linktender::notify
