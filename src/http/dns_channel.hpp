// Questions to the name servers: c-ares on the poller.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "linktender/core/expected.hpp"
#include "socket_poller.hpp"

struct ares_channeldata;

namespace linktender::http {

/// Asks for the addresses of a name in one family. Loop thread only.
class DnsChannel {
public:
    struct Answer {
        int status = 0;  ///< of c-ares; its ARES_SUCCESS also with no addresses
        std::vector<std::string> addresses;
        std::chrono::seconds ttl{0};  ///< of the address that goes first
    };
    using Done = std::function<void(Answer)>;

    /// `servers`: `ADDRESS[:PORT]`, none for the system's. The error is for people.
    [[nodiscard]] static Expected<std::unique_ptr<DnsChannel>, std::string> create(
        SocketPoller& poller, const std::vector<std::string>& servers);
    DnsChannel(const DnsChannel&) = delete;
    DnsChannel& operator=(const DnsChannel&) = delete;
    ~DnsChannel();

    /// `done` is called once, perhaps from inside, e.g. when no server can be reached; not at all after
    /// `cancel_all` or the end of the channel. It must not throw, and must not ask.
    void ask(const std::string& name, int family, Done done);
    void cancel_all();
    /// Looks after timeouts; to be called every so often while questions are open.
    void tick();
    /// Takes the system's configuration anew when it has changed. Only while no question is open.
    void follow_configuration();

private:
    struct Question;
    DnsChannel(SocketPoller& poller, std::string servers) : poller_(poller), servers_(std::move(servers)) {}
    [[nodiscard]] ares_channeldata* open();

    SocketPoller& poller_;
    std::string servers_;
    ares_channeldata* channel_ = nullptr;
    long long configuration_changed_ns_ = -1;
    bool cancelling_ = false;
};

}  // namespace linktender::http
