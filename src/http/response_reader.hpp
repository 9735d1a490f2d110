// Builds a Response out of header lines and body bytes, and says when enough has come. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "content_decoder.hpp"
#include "linktender/http/message.hpp"

namespace linktender::http {

/// One answer, from its first byte to its end or to where we stop reading.
class ResponseReader {
public:
    enum class Next : std::uint8_t { go_on, stop };

    void start(const Limits& limits);
    /// One line with its line end, the status line and the empty line included. Interim (1xx) answers
    /// are passed over.
    [[nodiscard]] Next on_header_line(std::string_view line);
    /// Bytes of the body as received; `announced` is the Content-Length. A body that cannot be a page is cut:
    /// an image or a film at 4 KiB, anything else, such as a PDF, at 64 KiB.
    [[nodiscard]] Next on_body(std::string_view bytes, std::optional<std::uint64_t> announced);
    /// Stops for a reason found elsewhere.
    Next fail(TransportError error);

    [[nodiscard]] bool got_bytes() const noexcept { return header_bytes_ > 0; }
    /// Of header and body, as received: grows while the server sends.
    [[nodiscard]] std::uint64_t seen_bytes() const noexcept { return header_bytes_ + body_bytes_; }
    [[nodiscard]] bool in_headers() const noexcept { return in_headers_; }
    /// True when the body's codings have come to their end, or nothing of it was needed any more.
    [[nodiscard]] bool is_decoded() const noexcept { return has_enough() || decoder_.is_complete(); }
    /// True when the body is as long as wanted: what happens to the connection afterwards is no matter.
    [[nodiscard]] bool has_enough() const noexcept { return response_.body_truncated && !error_; }
    [[nodiscard]] const std::optional<TransportError>& error() const noexcept { return error_; }
    [[nodiscard]] Response& response() noexcept { return response_; }

private:
    void read_status_line(std::string_view line);
    [[nodiscard]] Next end_headers();
    [[nodiscard]] Next decode(std::string_view bytes);
    [[nodiscard]] bool append(std::string_view bytes);

    Limits limits_;
    Response response_;
    std::optional<TransportError> error_;
    int status_ = 0;  // of interim answers too
    std::size_t header_bytes_ = 0;
    std::size_t body_limit_ = 0;
    std::uint64_t body_bytes_ = 0;  // on the wire
    ContentDecoder decoder_;
    bool unknown_coding_ = false;
    bool in_headers_ = true;
};

}  // namespace linktender::http
