#include "ticket_api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iterator>

#include "digest_json.hpp"
#include "linktender/core/text.hpp"

namespace linktender::notify {

namespace {

using http::Method;

constexpr std::size_t k_answer_bytes = std::size_t{4} << 20U;  // a list has the texts of its tickets
constexpr std::size_t k_id_bytes = 40;

std::string in_percent(std::string_view text, std::string_view safe = "") {
    std::string out;
    for (const char c : text) {
        if (core::is_ascii_alnum(c) || c == '-' || c == '_' || c == '.' ||
            safe.find(c) != std::string_view::npos)
            out += c;
        else
            fmt::format_to(std::back_inserter(out), "%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

/// A number, or Gitee's letters and digits: what can go into an address.
std::optional<std::string> id_of(const Json& ticket, const char* field) {
    const auto member = ticket.find(field);
    if (member == ticket.end()) return std::nullopt;
    std::string id;
    if (member->is_number_unsigned()) id = std::to_string(member->get<std::uint64_t>());
    if (member->is_string()) id = member->get<std::string>();
    const bool plain = std::ranges::all_of(id, core::is_ascii_alnum);
    return id.empty() || id.size() > k_id_bytes || !plain ? std::nullopt : std::optional(id);
}

std::string text_of(const Json& ticket, const char* field) {
    const auto member = ticket.find(field);
    return member != ticket.end() && member->is_string() ? member->get<std::string>() : std::string();
}

}  // namespace

const char* TicketApi::text_field() const noexcept {
    return options_.service == TicketService::gitlab ? "description" : "body";
}

const char* TicketApi::id_field() const noexcept {
    return options_.service == TicketService::gitlab ? "iid" : "number";
}

std::string TicketApi::tickets() const {
    if (options_.service == TicketService::gitlab)
        return fmt::format("/projects/{}/issues", in_percent(options_.repository));
    return fmt::format("/repos/{}/issues", in_percent(options_.repository, "/"));
}

http::Request TicketApi::request(Method method, const std::string& path, const std::string& body) const {
    http::Request request;
    std::string_view base = options_.base.without_fragment();
    while (base.ends_with('/')) base.remove_suffix(1);
    if (auto url = url::parse(std::string(base) + path)) request.url = *std::move(url);
    request.method = method;
    request.version = http::Version::http1_only;
    request.headers.push_back({"accept", "application/json"});
    if (options_.service == TicketService::gitlab)
        request.headers.push_back({"private-token", options_.token});
    else
        request.headers.push_back({"authorization", "Bearer " + options_.token});
    if (!body.empty()) request.headers.push_back({"content-type", "application/json; charset=utf-8"});
    request.body = body;
    request.limits.total_timeout = std::chrono::seconds(30);
    request.limits.body_bytes = k_answer_bytes;
    return request;
}

http::Request TicketApi::list() const {
    const std::string label = in_percent(options_.label);
    switch (options_.service) {
        case TicketService::github:
        case TicketService::gitee:
            return request(Method::get,
                           fmt::format("{}?labels={}&state=all&sort=created&direction=asc&per_page=50",
                                       tickets(), label));
        case TicketService::gitlab: break;
    }
    return request(Method::get,
                   fmt::format("{}?labels={}&order_by=created_at&sort=asc&per_page=50", tickets(), label));
}

http::Request TicketApi::create(const TicketChange& change) const {
    Json body{{"title", change.title}, {text_field(), change.text}};
    switch (options_.service) {
        case TicketService::github: body["labels"] = Json::array({options_.label}); break;
        case TicketService::gitlab: body["labels"] = options_.label; break;
        case TicketService::gitee: {
            // Here the owner is in the address and the name in the body.
            const std::size_t slash = options_.repository.find('/');
            body["repo"] = options_.repository.substr(slash + 1);
            body["labels"] = options_.label;
            const std::string owner = in_percent(options_.repository.substr(0, slash));
            return request(Method::post, fmt::format("/repos/{}/issues", owner), to_text(body));
        }
    }
    return request(Method::post, tickets(), to_text(body));
}

http::Request TicketApi::update(std::string_view id, const TicketChange& change) const {
    Json body = Json::object();
    if (!change.text.empty()) body[text_field()] = change.text;
    switch (options_.service) {
        case TicketService::github:
            if (change.open) body["state"] = *change.open ? "open" : "closed";
            break;
        case TicketService::gitlab:
            if (change.open) body["state_event"] = *change.open ? "reopen" : "close";
            return request(Method::put, fmt::format("{}/{}", tickets(), id), to_text(body));
        case TicketService::gitee: {
            if (change.open) body["state"] = *change.open ? "open" : "closed";
            const std::size_t slash = options_.repository.find('/');
            body["repo"] = options_.repository.substr(slash + 1);
            const std::string owner = in_percent(options_.repository.substr(0, slash));
            return request(Method::patch, fmt::format("/repos/{}/issues/{}", owner, id), to_text(body));
        }
    }
    return request(Method::patch, fmt::format("{}/{}", tickets(), id), to_text(body));
}

http::Request TicketApi::comment(std::string_view id, const std::string& text) const {
    const char* const name = options_.service == TicketService::gitlab ? "notes" : "comments";
    return request(Method::post, fmt::format("{}/{}/{}", tickets(), id, name), to_text(Json{{"body", text}}));
}

std::optional<std::vector<FoundTicket>> TicketApi::read_list(std::string_view body) const {
    const Json answer = Json::parse(body, nullptr, false);
    if (!answer.is_array()) return std::nullopt;
    std::vector<FoundTicket> found;
    for (const Json& ticket : answer) {
        if (!ticket.is_object()) continue;
        const auto id = id_of(ticket, id_field());
        const std::string state = text_of(ticket, "state");
        if (id)
            found.push_back({*id, text_of(ticket, text_field()), state != "closed" && state != "rejected"});
    }
    return found;
}

std::optional<std::string> TicketApi::read_id(std::string_view body) const {
    const Json answer = Json::parse(body, nullptr, false);
    return answer.is_object() ? id_of(answer, id_field()) : std::nullopt;
}

}  // namespace linktender::notify
