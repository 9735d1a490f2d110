// Builds a Response out of header lines and body bytes, and says when enough has come. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "linktender/http/message.hpp"

namespace linktender::http {

/// What the connection has seen when a piece of the body arrives.
struct BodyProgress {
    std::uint64_t received = 0;              ///< body bytes on the wire so far
    std::optional<std::uint64_t> announced;  ///< Content-Length
};

/// One answer, from its first byte to its end or to where we stop reading.
class ResponseReader {
public:
    enum class Next : std::uint8_t { go_on, stop };

    void start(const Limits& limits);
    /// One line with its line end, the status line and the empty line included. Interim (1xx) answers
    /// are passed over.
    [[nodiscard]] Next on_header_line(std::string_view line);
    /// Decoded bytes of the body. A body that cannot be a page (an image, an archive) is cut at 64 KiB.
    [[nodiscard]] Next on_body(std::string_view bytes, const BodyProgress& progress);
    /// Stops for a reason found elsewhere.
    Next fail(TransportError error);

    [[nodiscard]] bool got_bytes() const noexcept { return header_bytes_ > 0; }
    [[nodiscard]] bool in_headers() const noexcept { return in_headers_; }
    /// True when the body is as long as wanted: what happens to the connection afterwards is no matter.
    [[nodiscard]] bool has_enough() const noexcept { return response_.body_truncated && !error_; }
    [[nodiscard]] const std::optional<TransportError>& error() const noexcept { return error_; }
    [[nodiscard]] Response& response() noexcept { return response_; }

private:
    void read_status_line(std::string_view line);
    [[nodiscard]] Next end_headers();
    [[nodiscard]] bool is_bomb(std::uint64_t received) const noexcept;

    Limits limits_;
    Response response_;
    std::optional<TransportError> error_;
    int status_ = 0;  // of interim answers too
    std::size_t header_bytes_ = 0;
    std::size_t body_limit_ = 0;
    std::uint64_t decoded_bytes_ = 0;
    bool in_headers_ = true;
    bool chunked_ = false;
};

}  // namespace linktender::http
