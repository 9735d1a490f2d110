#include "response_reader.hpp"

#include <algorithm>
#include <charconv>

#include "linktender/core/text.hpp"
#include "transport_error.hpp"

namespace linktender::http {
namespace {

constexpr std::size_t k_opaque_body_bytes = 64 * 1024;    // enough for a PDF's own metadata
constexpr std::size_t k_media_body_bytes = 4 * 1024;      // enough for a signature
constexpr std::size_t k_small_rest_bytes = 64 * 1024;     // cheaper to read than a new connection
constexpr std::size_t k_first_reserve_bytes = 64 * 1024;  // an announced length is a stranger's claim

std::string essence_of(std::string_view content_type) {
    return core::to_ascii_lower(core::trim(content_type.substr(0, content_type.find(';'))));
}

// Bodies that a title or a message can be read from. Without a type anything may be inside.
bool is_textual(std::string_view type) {
    return type.empty() || type.starts_with("text/") || type.find("html") != std::string::npos ||
           type.ends_with("xml") || type.ends_with("json");
}

// Bodies that nothing is read from.
bool is_media(std::string_view type) {
    return type.starts_with("image/") || type.starts_with("audio/") || type.starts_with("video/") ||
           type.starts_with("font/");
}

std::size_t needed_bytes(std::string_view content_type, std::size_t limit) {
    const std::string type = essence_of(content_type);
    if (is_textual(type)) return limit;
    return std::min(limit, is_media(type) ? k_media_body_bytes : k_opaque_body_bytes);
}

}  // namespace

void ResponseReader::start(const Limits& limits) {
    *this = ResponseReader{};
    limits_ = limits;
    body_limit_ = limits.body_bytes;
}

ResponseReader::Next ResponseReader::fail(TransportError error) {
    error_ = std::move(error);
    return Next::stop;
}

ResponseReader::Next ResponseReader::on_header_line(std::string_view line) {
    header_bytes_ += line.size();  // of interim answers and trailers too: neither may go on for ever
    if (header_bytes_ > limits_.header_bytes) return fail(headers_too_large());
    if (!in_headers_) return Next::go_on;
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
    if (line.empty()) return end_headers();
    if (line.starts_with("HTTP/")) {
        read_status_line(line);
    } else if (line.front() == ' ' || line.front() == '\t') {
        response_.headers.extend_last(line);
    } else if (const std::size_t colon = line.find(':'); colon != std::string_view::npos) {
        response_.headers.add(core::trim(line.substr(0, colon)), line.substr(colon + 1));
    }
    return Next::go_on;
}

void ResponseReader::read_status_line(std::string_view line) {
    response_.headers.clear();
    status_ = 0;
    const std::size_t space = line.find(' ');
    response_.http_version = line.substr(5, space == std::string_view::npos ? space : space - 5);
    if (space == std::string_view::npos) return;
    const std::string_view rest = core::trim(line.substr(space));
    std::from_chars(rest.data(), rest.data() + rest.size(), status_);
    if (status_ >= 200) response_.status = status_;
}

ResponseReader::Next ResponseReader::end_headers() {
    if (status_ == 101) return fail(protocol_switched());
    if (status_ < 200) {  // interim: the answer is still to come
        response_.headers.clear();
        return Next::go_on;
    }
    in_headers_ = false;
    for (const Header& header : response_.headers.all()) {
        if (header.name == "content-encoding" && !decoder_.add(header.value)) unknown_coding_ = true;
    }
    const std::string* type = response_.headers.find("content-type");
    if (type != nullptr) body_limit_ = needed_bytes(*type, body_limit_);
    return Next::go_on;
}

bool ResponseReader::append(std::string_view bytes) {
    std::string& body = response_.body;
    const std::size_t room = body_limit_ - std::min(body.size(), body_limit_);
    body.append(bytes.substr(0, room));
    response_.body_truncated = bytes.size() > room;
    return !response_.body_truncated;
}

ResponseReader::Next ResponseReader::decode(std::string_view bytes) {
    if (unknown_coding_) return fail(unknown_coding());
    using Result = ContentDecoder::Result;
    const auto result = decoder_.decode(bytes, limits_.expansion_ratio,
                                        [this](std::string_view decoded) { return append(decoded); });
    if (result == Result::bomb) return fail(decompression_bomb());
    if (result == Result::broken) return fail(undecodable_body());
    // A coding may go on for ever and give nothing out.
    if (!decoder_.is_identity() && body_bytes_ > body_limit_) response_.body_truncated = true;
    return Next::go_on;
}

ResponseReader::Next ResponseReader::on_body(std::string_view bytes, std::optional<std::uint64_t> announced) {
    body_bytes_ += bytes.size();
    if (response_.body.empty() && announced) {
        response_.body.reserve(
            std::min<std::uint64_t>(*announced, std::min(body_limit_, k_first_reserve_bytes)));
    }
    if (!response_.body_truncated && decode(bytes) == Next::stop) return Next::stop;
    if (!response_.body_truncated) return Next::go_on;
    const bool small_rest =
        announced && *announced >= body_bytes_ && *announced - body_bytes_ <= k_small_rest_bytes;
    return small_rest ? Next::go_on : Next::stop;  // passed over, and the connection stays usable
}

}  // namespace linktender::http
