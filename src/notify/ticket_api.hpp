// How each service wants to be asked: addresses, names of fields, the token's place.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "linktender/notify/ticket.hpp"

namespace linktender::notify {

/// What a ticket is to be. Empty texts are left as they are.
struct TicketChange {
    std::string title;
    std::string text;
    std::optional<bool> open;
};

/// A ticket as a list names it.
struct FoundTicket {
    std::string id;
    std::string text;
    bool open = false;
};

class TicketApi {
public:
    explicit TicketApi(const TicketOptions& options) : options_(options) {}

    [[nodiscard]] http::Request list() const;  ///< those with the label, the oldest first
    [[nodiscard]] http::Request create(const TicketChange& change) const;
    [[nodiscard]] http::Request update(std::string_view id, const TicketChange& change) const;
    [[nodiscard]] http::Request comment(std::string_view id, const std::string& text) const;

    /// What the answers say; nothing when they are none of this service's.
    [[nodiscard]] std::optional<std::vector<FoundTicket>> read_list(std::string_view body) const;
    [[nodiscard]] std::optional<std::string> read_id(std::string_view body) const;

private:
    [[nodiscard]] http::Request request(http::Method method, const std::string& path,
                                        const std::string& body = {}) const;
    [[nodiscard]] std::string tickets() const;
    [[nodiscard]] const char* text_field() const noexcept;
    [[nodiscard]] const char* id_field() const noexcept;

    const TicketOptions& options_;
};

}  // namespace linktender::notify
