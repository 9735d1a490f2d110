#include "linktender/notify/ticket.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hash.hpp"
#include "linktender/core/text.hpp"
#include "linktender/notify/message.hpp"
#include "ticket_api.hpp"

namespace linktender::notify {

namespace {

// GitHub refuses more than 65,536 characters; the others take no less.
constexpr std::size_t k_text_bytes = 60'000;
constexpr std::size_t k_comment_bytes = 20'000;

/// Invisible to readers. The names are ours and hold nothing that could end the comment.
std::string marker_of(const Digest& digest, const TicketOptions& options) {
    return fmt::format("<!-- linktender {} -->", short_hash(digest.archive + "\n" + options.target));
}

Failure not_understood() {
    return {"the answer is not that of such a service; is the address right?", false, std::nullopt};
}

/// One pass: what is there, what it should be, the requests between the two.
class Pass {
public:
    Pass(const Digest& digest, const TicketOptions& options, TicketMemory& memory, const Exchange& exchange,
         core::TimePoint now)
        : digest_(digest),
          options_(options),
          memory_(memory),
          exchange_(exchange),
          now_(now),
          api_(options) {}

    [[nodiscard]] std::optional<Failure> run() {
        if (digest_.test) return find();
        const std::string marker = marker_of(digest_, options_);
        const bool open = digest_.standing.all > 0;
        change_.open = open;
        change_.text = standing_of(digest_, Markup::markdown,
                                   {options_.language, k_text_bytes, false, options_.report_url}) +
                       "\n\n" + marker + "\n";
        const std::string state = short_hash(change_.text) + (open ? "+" : "-");
        if (!memory_.id.empty() && memory_.text == state) return std::nullopt;
        if (memory_.id.empty() && !open && memory_.text == state) return std::nullopt;
        if (auto failure = bring_about()) return failure;
        if (open && digest_.since && digest_.broken.all > 0) {
            if (auto failure = comment()) return failure;
        }
        memory_.text = state;
        return std::nullopt;
    }

private:
    /// The known ticket; else the one with our marker; else a new one.
    std::optional<Failure> bring_about() {
        if (!memory_.id.empty()) {
            bool gone = false;
            if (auto failure = update(gone); failure || !gone) return failure;
            memory_ = {};
        }
        if (auto failure = find()) return failure;
        if (!memory_.id.empty()) {
            bool gone = false;
            return update(gone);
        }
        return *change_.open ? create() : std::nullopt;
    }

    std::optional<Failure> update(bool& gone) {
        const http::Response response = exchange_(api_.update(memory_.id, change_));
        gone = !response.error && (response.status == 404 || response.status == 410);
        return gone ? std::nullopt : failure_of(response, now_);
    }

    std::optional<Failure> find() {
        const http::Response response = exchange_(api_.list());
        if (auto failure = failure_of(response, now_)) return failure;
        const auto found = api_.read_list(response.body);
        if (!found) return not_understood();
        const std::string marker = marker_of(digest_, options_);
        // The oldest: whoever copies the marker comes later.
        const auto ours = std::ranges::find_if(
            *found, [&](const FoundTicket& ticket) { return ticket.text.find(marker) != std::string::npos; });
        if (ours != found->end() && !digest_.test) memory_ = {ours->id, {}};
        return std::nullopt;
    }

    std::optional<Failure> create() {
        TicketChange change = change_;
        const report::Words words(options_.language);
        change.title = fmt::format("{}{}{}", words("digest.ticket_title"), words("mark.colon"),
                                   core::escape_control(digest_.archive));
        const http::Response response = exchange_(api_.create(change));
        if (auto failure = failure_of(response, now_)) return failure;
        const auto id = api_.read_id(response.body);
        if (!id) return not_understood();
        memory_.id = *id;
        created_ = true;
        return std::nullopt;
    }

    std::optional<Failure> comment() {
        if (created_) return std::nullopt;  // its text says it
        const std::string text =
            message_of(digest_, Markup::markdown, {options_.language, k_comment_bytes, false, {}});
        return failure_of(exchange_(api_.comment(memory_.id, text)), now_);
    }

    const Digest& digest_;
    const TicketOptions& options_;
    TicketMemory& memory_;
    const Exchange& exchange_;
    core::TimePoint now_;
    TicketApi api_;
    TicketChange change_;
    bool created_ = false;
};

}  // namespace

std::string to_string(const TicketMemory& memory) {
    return memory.id + " " + memory.text;
}

TicketMemory ticket_memory_from(std::string_view text) {
    const std::size_t space = text.find(' ');
    const std::string_view id = text.substr(0, space);
    if (!std::ranges::all_of(id, core::is_ascii_alnum)) return {};
    TicketMemory memory{std::string(id), {}};
    if (space != std::string_view::npos) memory.text = text.substr(space + 1);
    return memory;
}

std::optional<Failure> tend_ticket(const Digest& digest, const TicketOptions& options, TicketMemory& memory,
                                   const Exchange& exchange, core::TimePoint now) {
    return Pass(digest, options, memory, exchange, now).run();
}

}  // namespace linktender::notify
