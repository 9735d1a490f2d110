#include "support/http_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace linktender::test {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lowered(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), lower);
    return out;
}

bool same_name(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trim(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// The Host field without its port: `[::1]:80`, `example.test:8080`.
std::string host_of(std::string_view authority) {
    const auto bracket = authority.rfind(']');
    const auto colon = authority.rfind(':');
    if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket)) {
        authority = authority.substr(0, colon);
    }
    return lowered(authority);
}

std::string_view reason_phrase(int status) {
    struct Row {
        int status;
        std::string_view phrase;
    };
    static constexpr auto k_phrases = std::to_array<Row>({{200, "OK"},
                                                          {202, "Accepted"},
                                                          {204, "No Content"},
                                                          {206, "Partial Content"},
                                                          {301, "Moved Permanently"},
                                                          {302, "Found"},
                                                          {303, "See Other"},
                                                          {304, "Not Modified"},
                                                          {307, "Temporary Redirect"},
                                                          {308, "Permanent Redirect"},
                                                          {400, "Bad Request"},
                                                          {401, "Unauthorized"},
                                                          {403, "Forbidden"},
                                                          {404, "Not Found"},
                                                          {405, "Method Not Allowed"},
                                                          {410, "Gone"},
                                                          {429, "Too Many Requests"},
                                                          {451, "Unavailable For Legal Reasons"},
                                                          {500, "Internal Server Error"},
                                                          {502, "Bad Gateway"},
                                                          {503, "Service Unavailable"}});
    const auto row =
        std::find_if(k_phrases.begin(), k_phrases.end(), [&](const Row& r) { return r.status == status; });
    return row == k_phrases.end() ? "Unnamed" : row->phrase;
}

bool has_header(const std::vector<Header>& headers, std::string_view name) {
    return std::any_of(headers.begin(), headers.end(),
                       [&](const Header& h) { return same_name(h.name, name); });
}

bool never_has_body(int status) {
    return status == 204 || status == 304 || status < 200;
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
}

void append_chunked(std::string& out, std::string_view body) {
    constexpr std::size_t k_chunk = 4096;
    std::array<char, 16> size{};
    while (!body.empty()) {
        const auto piece = body.substr(0, k_chunk);
        const auto end = std::to_chars(size.data(), size.data() + size.size(), piece.size(), 16).ptr;
        out.append(size.data(), end).append("\r\n").append(piece).append("\r\n");
        body.remove_prefix(piece.size());
    }
    out.append("0\r\n\r\n");
}

/// Reads the request line and the fields. False when they are not HTTP/1.
bool parse_head(std::string_view head, ReceivedRequest& out) {
    const auto line_end = head.find("\r\n");
    const auto line = head.substr(0, line_end);
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || last == first) return false;
    const auto version = line.substr(last + 1);
    if (version != "HTTP/1.1" && version != "HTTP/1.0") return false;
    out.method = line.substr(0, first);
    out.target = line.substr(first + 1, last - first - 1);
    out.keep_alive = version == "HTTP/1.1";

    auto rest = line_end == std::string_view::npos ? std::string_view{} : head.substr(line_end + 2);
    while (!rest.empty()) {
        const auto end = std::min(rest.find("\r\n"), rest.size());
        const auto field = rest.substr(0, end);
        const auto colon = field.find(':');
        if (colon == std::string_view::npos || colon == 0) return false;
        out.headers.push_back(
            {std::string(field.substr(0, colon)), std::string(trim(field.substr(colon + 1)))});
        rest.remove_prefix(std::min(end + 2, rest.size()));
    }
    out.host = host_of(out.header("Host").value_or(""));
    if (const auto connection = out.header("Connection")) {
        if (same_name(*connection, "close")) out.keep_alive = false;
        if (same_name(*connection, "keep-alive")) out.keep_alive = true;
    }
    return true;
}

/// The length of the body; nullopt when it is not plainly given. Chunked requests are not served.
std::optional<std::size_t> body_length(const ReceivedRequest& request) {
    if (request.header("Transfer-Encoding")) return std::nullopt;
    const auto field = request.header("Content-Length");
    if (!field) return 0;
    std::size_t length = 0;
    const auto [end, error] = std::from_chars(field->data(), field->data() + field->size(), length);
    if (error != std::errc{} || end != field->data() + field->size()) return std::nullopt;
    return length;
}

}  // namespace

std::optional<std::string_view> ReceivedRequest::header(std::string_view name) const noexcept {
    for (const auto& field : headers) {
        if (same_name(field.name, name)) return field.value;
    }
    return std::nullopt;
}

std::string_view ReceivedRequest::path() const noexcept {
    return std::string_view(target).substr(0, target.find('?'));
}

Reply html(std::string body, int status) {
    Reply reply;
    reply.status = status;
    reply.headers.push_back({"Content-Type", "text/html; charset=utf-8"});
    reply.body = std::move(body);
    return reply;
}

Reply text(std::string body, int status) {
    Reply reply;
    reply.status = status;
    reply.headers.push_back({"Content-Type", "text/plain; charset=utf-8"});
    reply.body = std::move(body);
    return reply;
}

Reply redirect(int status, std::string location) {
    Reply reply;
    reply.status = status;
    reply.headers.push_back({"Location", std::move(location)});
    return reply;
}

Reply raw(std::vector<Step> script) {
    Reply reply;
    reply.script = std::move(script);
    return reply;
}

Reply raw(std::string bytes) {
    return raw(std::vector<Step>{step::Send{std::move(bytes)}, step::Close{}});
}

Reply silence() {
    return raw(std::vector<Step>{step::Silence{}});
}

Reply reset() {
    return raw(std::vector<Step>{step::Reset{}});
}

Reply drip(std::string_view bytes, std::chrono::milliseconds gap) {
    std::vector<Step> script;
    script.reserve(bytes.size() * 2 + 1);
    for (const char byte : bytes) {
        script.emplace_back(step::Send{std::string(1, byte)});
        script.emplace_back(step::Wait{gap});
    }
    script.emplace_back(step::Close{});
    return raw(std::move(script));
}

std::string serialise(const Reply& reply, bool head_only) {
    std::string out;
    out.reserve(reply.body.size() + 512);
    out.append("HTTP/1.1 ").append(std::to_string(reply.status)).append(" ");
    out.append(reason_phrase(reply.status)).append("\r\n");
    for (const auto& field : reply.headers) append_field(out, field.name, field.value);
    const bool framed =
        has_header(reply.headers, "Content-Length") || has_header(reply.headers, "Transfer-Encoding");
    const bool bodiless = never_has_body(reply.status);
    if (!framed && !bodiless) {
        if (reply.chunked) {
            append_field(out, "Transfer-Encoding", "chunked");
        } else {
            append_field(out, "Content-Length", std::to_string(reply.body.size()));
        }
    }
    if (reply.close) append_field(out, "Connection", "close");
    out.append("\r\n");
    if (head_only || bodiless) return out;
    if (reply.chunked) {
        append_chunked(out, reply.body);
    } else {
        out.append(reply.body);
    }
    return out;
}

std::vector<Step> to_script(Reply reply, const ReceivedRequest& request) {
    if (!reply.script.empty()) return std::move(reply.script);
    std::vector<Step> script;
    script.reserve(3);
    if (reply.delay.count() > 0) script.emplace_back(step::Wait{reply.delay});
    script.emplace_back(step::Send{serialise(reply, request.method == "HEAD")});
    if (reply.close) script.emplace_back(step::Close{});
    return script;
}

RequestReader::Status RequestReader::next(ReceivedRequest& out) {
    const auto head_end = buffer_.find("\r\n\r\n", searched_);
    if (head_end == std::string::npos) {
        if (buffer_.size() > k_max_head) return Status::malformed;
        searched_ = buffer_.size() < 3 ? 0 : buffer_.size() - 3;
        return Status::need_more;
    }
    searched_ = head_end;
    ReceivedRequest request;
    if (!parse_head(std::string_view(buffer_).substr(0, head_end), request)) return Status::malformed;
    const auto length = body_length(request);
    if (!length || *length > k_max_body) return Status::malformed;
    const auto body_start = head_end + 4;
    if (buffer_.size() - body_start < *length) return Status::need_more;
    request.body = buffer_.substr(body_start, *length);
    buffer_.erase(0, body_start + *length);
    searched_ = 0;
    out = std::move(request);
    return Status::complete;
}

}  // namespace linktender::test
