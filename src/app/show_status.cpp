// `linktender status`: the asking side.
#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <string_view>

#include "instance.hpp"
#include "linktender/app/status.hpp"
#include "linktender/core/log.hpp"
#include "linktender/core/text.hpp"
#include "linktender/store/reader.hpp"

namespace linktender::app {

namespace {

constexpr std::size_t k_longest_answer = 1 << 20;
constexpr std::chrono::seconds k_patience{10};
/// Where the service has it (RuntimeDirectory= of linktender.service).
constexpr const char* k_service_socket = "/run/linktender/linktender.sock";

class Socket {
public:
    Socket() : descriptor_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
    ~Socket() { ::close(descriptor_); }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;

    bool connect(const std::string& path) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        if (path.size() >= sizeof address.sun_path) return false;
        std::memcpy(address.sun_path, path.data(), path.size());
        return ::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    }
    void send(std::string_view text) {
        // A request of some bytes fits into the socket's buffer.
        (void)!::send(descriptor_, text.data(), text.size(), MSG_NOSIGNAL);
    }
    /// All until the end; nullopt when that takes too long or is too much.
    std::optional<std::string> receive() {
        const auto deadline = std::chrono::steady_clock::now() + k_patience;
        std::string text;
        std::array<char, 4096> buffer{};
        while (text.size() <= k_longest_answer) {
            const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
                deadline - std::chrono::steady_clock::now());
            pollfd look{descriptor_, POLLIN, 0};
            if (left.count() <= 0 || ::poll(&look, 1, static_cast<int>(left.count())) <= 0)
                return std::nullopt;
            const ssize_t size = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
            if (size == 0) return text;
            if (size < 0) return std::nullopt;
            text.append(buffer.data(), static_cast<std::size_t>(size));
        }
        return std::nullopt;
    }

private:
    int descriptor_;
};

/// The body of the daemon's answer.
std::optional<std::string> ask(const std::string& socket_path, bool json) {
    Socket socket;
    if (!socket.connect(socket_path)) {
        if (errno == EACCES)
            core::log::error("{}: permission denied; members of the service's group may ask",
                             core::escape_control(socket_path));
        return std::nullopt;
    }
    socket.send(fmt::format("GET /status.{} HTTP/1.1\r\nHost: localhost\r\n\r\n", json ? "json" : "txt"));
    const auto answer = socket.receive();
    const std::size_t end = answer ? answer->find("\r\n\r\n") : std::string::npos;
    if (end == std::string::npos || !answer->starts_with("HTTP/1.1 200 ")) {
        core::log::error("{}: the daemon gives no answer", core::escape_control(socket_path));
        return std::nullopt;
    }
    return answer->substr(end + 4);
}

std::optional<std::string> ask_any(const Settings& settings, const std::filesystem::path& database,
                                   bool json) {
    // Where its folder may not be looked into, asking says so.
    const bool is_there = ::access(k_service_socket, F_OK) == 0 || errno == EACCES;
    if (settings.database.empty() && is_there) return ask(k_service_socket, json);
    const auto holder = core::FileLock::look(instance_file(database));
    return holder && !holder->note.empty() ? ask(holder->note, json) : std::nullopt;
}

Status from_database(const std::filesystem::path& database, const std::vector<Archive>& archives) {
    Status status;
    status.now = core::RealClock().now();
    status.database = database;
    try {
        const store::Reader reader(database);
        for (const Archive& archive : archives)
            status.archives.push_back({archive.name, reader.latest_run(archive.name), {}, {}});
        const auto latest = reader.latest_run();
        if (archives.empty() && latest) status.archives.push_back({latest->archive, latest, {}, {}});
    } catch (const store::StoreError& error) {
        core::log::error("{}", error.what());
    }
    return status;
}

}  // namespace

ExitCode show_status(const Settings& settings, const std::vector<Archive>& archives, bool json) {
    const auto database = database_of(settings);
    if (const auto answer = ask_any(settings, database, json)) {
        fmt::print("{}", *answer);
        return ExitCode::ok;
    }
    const Status status = from_database(database, archives);
    fmt::print("{}", json ? status_json(status) : status_text(status));
    return ExitCode::failed;
}

}  // namespace linktender::app
