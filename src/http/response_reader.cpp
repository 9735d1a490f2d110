#include "response_reader.hpp"

#include <algorithm>
#include <charconv>

#include "linktender/core/text.hpp"
#include "transport_error.hpp"

namespace linktender::http {
namespace {

constexpr std::size_t k_opaque_body_bytes = 64 * 1024;    // enough for a signature or a file's own metadata
constexpr std::size_t k_small_rest_bytes = 32 * 1024;     // cheaper to read than a new connection
constexpr std::size_t k_first_reserve_bytes = 64 * 1024;  // an announced length is a stranger's claim
constexpr std::uint64_t k_ratio_from_bytes = std::uint64_t{1} << 20U;
// With chunks libcurl counts a buffer only after it was decoded.
constexpr std::uint64_t k_uncounted_bytes = 16 * 1024;

// Bodies that a title or a message can be read from. Without a type anything may be inside.
bool is_textual(std::string_view content_type) {
    const std::string type = core::to_ascii_lower(core::trim(content_type.substr(0, content_type.find(';'))));
    return type.empty() || type.starts_with("text/") || type.find("html") != std::string::npos ||
           type.ends_with("xml") || type.ends_with("json");
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
    const std::string* type = response_.headers.find("content-type");
    if (type != nullptr && !is_textual(*type)) body_limit_ = std::min(body_limit_, k_opaque_body_bytes);
    chunked_ = response_.headers.find("transfer-encoding") != nullptr;
    return Next::go_on;
}

bool ResponseReader::is_bomb(std::uint64_t received) const noexcept {
    if (decoded_bytes_ <= k_ratio_from_bytes) return false;
    const std::uint64_t counted = std::max<std::uint64_t>(received, 1) + (chunked_ ? k_uncounted_bytes : 0);
    return decoded_bytes_ / counted >= limits_.expansion_ratio;
}

ResponseReader::Next ResponseReader::on_body(std::string_view bytes, const BodyProgress& progress) {
    decoded_bytes_ += bytes.size();
    if (is_bomb(progress.received)) return fail(decompression_bomb());
    std::string& body = response_.body;
    if (body.empty() && progress.announced) {
        body.reserve(
            std::min<std::uint64_t>(*progress.announced, std::min(body_limit_, k_first_reserve_bytes)));
    }
    const std::size_t room = body_limit_ - std::min(body.size(), body_limit_);
    body.append(bytes.substr(0, room));
    if (bytes.size() <= room && !response_.body_truncated) return Next::go_on;
    response_.body_truncated = true;
    const bool small_rest = progress.announced && *progress.announced >= progress.received &&
                            *progress.announced - progress.received <= k_small_rest_bytes;
    if (small_rest) return Next::go_on;  // passed over, and the connection stays usable
    return Next::stop;
}

}  // namespace linktender::http
