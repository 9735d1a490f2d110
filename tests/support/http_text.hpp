// HTTP/1.1 as text, as far as the scripted server needs it. Pure functions; any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace linktender::test {

struct Header {
    std::string name;
    std::string value;
};

/// One request as it arrived.
struct ReceivedRequest {
    std::string method;
    std::string target;  ///< as sent, with its query
    std::string host;    ///< of the Host field, in lower case, without the port
    std::vector<Header> headers;
    std::string body;
    bool keep_alive = true;        ///< what the client wants of the connection afterwards
    bool tls = false;              ///< arrived at a TLS listener
    std::uint64_t connection = 0;  ///< from 1, in the order of acceptance
    std::chrono::steady_clock::time_point received{};

    /// The first field of this name, case-insensitively.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const noexcept;
    /// The target without its query.
    [[nodiscard]] std::string_view path() const noexcept;
};

/// What a script can do with a connection, in order. After the last step the connection serves its next
/// request, unless the client asked for its end.
namespace step {
struct Send {
    std::string bytes;
};
/// The same bytes again and again: bodies larger than anyone wants to hold.
struct Repeat {
    std::string bytes;
    std::size_t times = 1;
};
struct Wait {
    std::chrono::milliseconds time{0};
};
struct Close {};    ///< orderly end; TLS says close_notify first
struct Drop {};     ///< FIN without close_notify: a truncation where TLS is used
struct Reset {};    ///< RST (SO_LINGER 0)
struct Silence {};  ///< reads what comes, answers nothing, until the client leaves or the server stops
}  // namespace step
using Step =
    std::variant<step::Send, step::Repeat, step::Wait, step::Close, step::Drop, step::Reset, step::Silence>;

/// An answer: structured, or a script that replaces everything else.
struct Reply {
    int status = 200;
    std::vector<Header> headers{};  ///< Content-Length is added unless this list frames the body itself
    std::string body{};
    std::chrono::milliseconds delay{0};  ///< before the first byte
    bool chunked = false;                ///< Transfer-Encoding: chunked in place of Content-Length
    bool close = false;                  ///< Connection: close, and the end of the connection
    std::vector<Step> script{};          ///< when not empty, nothing above counts
};

[[nodiscard]] Reply html(std::string body, int status = 200);
[[nodiscard]] Reply text(std::string body, int status = 200);
[[nodiscard]] Reply redirect(int status, std::string location);
[[nodiscard]] Reply raw(std::vector<Step> script);
/// Raw bytes, then an orderly end.
[[nodiscard]] Reply raw(std::string bytes);
[[nodiscard]] Reply silence();
[[nodiscard]] Reply reset();
/// One byte at a time.
[[nodiscard]] Reply drip(std::string_view bytes, std::chrono::milliseconds gap);

/// The whole answer on the wire. `head_only` leaves the body out, as HEAD demands.
[[nodiscard]] std::string serialise(const Reply& reply, bool head_only = false);

/// A structured reply as the script that carries it out; a script as it is.
[[nodiscard]] std::vector<Step> to_script(Reply reply, const ReceivedRequest& request);

/// Cuts requests from the bytes of one connection.
class RequestReader {
public:
    static constexpr std::size_t k_max_head = 64 * 1024;
    static constexpr std::size_t k_max_body = 4 * 1024 * 1024;

    void append(std::string_view bytes) { buffer_.append(bytes); }

    enum class Status { need_more, complete, malformed };
    /// On `complete` the request is in `out`, and later requests may still wait in the buffer.
    [[nodiscard]] Status next(ReceivedRequest& out);

private:
    std::string buffer_;
    std::size_t searched_ = 0;  ///< no end of the head starts before this
};

}  // namespace linktender::test
