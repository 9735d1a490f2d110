// The service manager's end of sd_notify(3), for tests.
#pragma once

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace linktender::test {

/// Listens at a path and keeps what it is told. One thread.
class NotifySocket {
public:
    explicit NotifySocket(const std::filesystem::path& path)
        : path_(path), descriptor_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, path_.c_str(), sizeof address.sun_path - 1);
        if (::bind(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error("cannot listen at " + path_.string());
    }
    ~NotifySocket() {
        ::close(descriptor_);
        ::unlink(path_.c_str());
    }
    NotifySocket(const NotifySocket&) = delete;
    NotifySocket& operator=(const NotifySocket&) = delete;

    /// For the program's environment.
    [[nodiscard]] std::string variable() const { return "NOTIFY_SOCKET=" + path_.string(); }

    /// Reads messages until one has `text`; false when the time is over first. Those before are passed over.
    [[nodiscard]] bool wait_for(std::string_view text,
                                std::chrono::milliseconds timeout = std::chrono::seconds{30}) {
        const auto deadline = std::chrono::steady_clock::now() + timeout;
        while (true) {
            const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
                deadline - std::chrono::steady_clock::now());
            pollfd look{descriptor_, POLLIN, 0};
            if (left.count() <= 0 || ::poll(&look, 1, static_cast<int>(left.count())) <= 0) return false;
            std::array<char, 4096> buffer{};
            const ssize_t size = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
            if (size < 0) return false;
            messages_.emplace_back(buffer.data(), static_cast<std::size_t>(size));
            if (messages_.back().find(text) != std::string::npos) return true;
        }
    }
    [[nodiscard]] const std::vector<std::string>& messages() const noexcept { return messages_; }

private:
    std::filesystem::path path_;
    int descriptor_;
    std::vector<std::string> messages_;
};

}  // namespace linktender::test
