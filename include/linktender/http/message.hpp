// Requests and responses as values. One request is one hop: redirects are for the caller to walk.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "linktender/core/time.hpp"
#include "linktender/url/url.hpp"

namespace linktender::http {

/// The last three send a body: messages to interfaces, never to pages.
enum class Method : std::uint8_t { get, head, post, put, patch };
[[nodiscard]] constexpr bool sends_body(Method method) noexcept {
    return method != Method::get && method != Method::head;
}
enum class Version : std::uint8_t { any, http1_only };

struct Header {
    std::string name;   ///< lower case
    std::string value;  ///< trimmed; bytes as received
};

/// Header fields in the order received. A handful a message, so a vector.
class Headers {
public:
    void add(std::string_view name, std::string_view value);
    /// Appends a folded line (obs-fold, RFC 9112 5.2) to the last field.
    void extend_last(std::string_view more);
    /// The first field of that lower-case name, or nullptr.
    [[nodiscard]] const std::string* find(std::string_view name) const noexcept;
    [[nodiscard]] const std::vector<Header>& all() const noexcept { return fields_; }
    void clear() noexcept { fields_.clear(); }

private:
    std::vector<Header> fields_;
};

/// What one hop may cost.
struct Limits {
    core::Milliseconds connect_timeout{10'000};
    core::Milliseconds first_byte_timeout{20'000};  ///< also the longest time in which next to nothing comes
    core::Milliseconds total_timeout{60'000};
    std::size_t header_bytes = 256 * 1024;
    std::size_t body_bytes = std::size_t{2} << 20U;  ///< decoded; the body is cut there
    std::size_t expansion_ratio = 100;               ///< decoded bytes a byte received, beyond 1 MiB
};

struct Request {
    url::Url url;
    Method method = Method::get;
    Version version = Version::any;
    std::vector<Header> headers;  ///< beside those of the fetcher's options
    std::string body;             ///< with a method that sends one; `headers` says what it is
    Limits limits;
    bool verify_tls = true;
    bool keep_connection = true;  ///< false: nothing more will be asked of this host soon
};

/// Why there is no complete response.
enum class TransportErrorKind : std::uint8_t {
    dns_not_found,  ///< NXDOMAIN, or a name without addresses
    dns_error,      ///< SERVFAIL, no answer
    connect,        ///< refused, unreachable
    tls,            ///< handshake or certificate
    timeout,
    protocol,        ///< not HTTP, truncated, undecodable, over a limit
    unsafe_address,  ///< the address guard refused
    local,           ///< this machine's fault: descriptors, memory; never blamed on the link
    cancelled,
};

struct TransportError {
    TransportErrorKind kind = TransportErrorKind::protocol;
    std::string reason;                ///< stable slug: `connection-refused`, `certificate-expired`
    std::string message;               ///< for people, one line
    bool network_unreachable = false;  ///< no route at all: may be our own network
};

/// The first three are the length of their own phase, 0 where it did not happen (a reused connection);
/// the last two count from the start of the fetch.
struct Timing {
    core::Milliseconds dns{0};
    core::Milliseconds connect{0};
    core::Milliseconds tls{0};
    core::Milliseconds first_byte{0};
    core::Milliseconds total{0};
};

struct TlsInfo {
    std::optional<core::TimePoint> expires_at;  ///< of the leaf certificate
    std::string subject;
    std::string issuer;
};

struct Response {
    int status = 0;  ///< 0 when no status line came
    Headers headers;
    std::string body;             ///< decoded from its content codings
    bool body_truncated = false;  ///< cut at a cap, or ended early because no more was needed
    std::uint64_t bytes = 0;      ///< received on the wire, body only
    std::string http_version;     ///< `1.1`, `2`
    bool http2_failed = false;  ///< the answer came by HTTP/1.1, after HTTP/2 had broken off or fallen silent
    std::string remote_address;
    Timing timing;
    std::optional<TlsInfo> tls;
    std::optional<TransportError> error;  ///< may stand beside a status: the body broke off
};

}  // namespace linktender::http
