// Names to addresses, by c-ares, with the reason when there are none.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "hosts_file.hpp"
#include "linktender/core/expected.hpp"
#include "linktender/http/message.hpp"
#include "resolution_cache.hpp"
#include "socket_poller.hpp"

struct ares_channeldata;

namespace linktender::http {

/// `localhost` and what is under it, RFC 6761 6.3.
[[nodiscard]] bool is_loopback_name(std::string_view name) noexcept;

/// `localhost` and what is under it is loopback (RFC 6761 6.3), `invalid` does not exist (6.4), `onion`
/// is never asked for (RFC 7686); then the hosts file; then the name servers, A and AAAA each on its
/// own, so that the failure of one is not taken for the absence of both. Answers are kept for their time
/// to live. Loop thread only.
class Resolver {
public:
    using Done = std::function<void(const Resolution&)>;

    /// `servers`: `ADDRESS[:PORT]`, none for the system's.
    [[nodiscard]] static Expected<std::unique_ptr<Resolver>, std::string> create(
        boost::asio::io_context& io, SocketPoller& poller, const std::vector<std::string>& servers);
    Resolver(const Resolver&) = delete;
    Resolver& operator=(const Resolver&) = delete;
    ~Resolver();

    /// `done` is called from the loop, never from inside, or not at all when the resolver dies first.
    /// `name` is lower-case ASCII as a URL has it.
    void resolve(const std::string& name, Done done);
    /// Forgets everybody who waits, and ends what is being asked.
    void abandon();
    /// What `resolve` would answer without asking anybody.
    [[nodiscard]] std::optional<Resolution> answer_at_once(const std::string& name);

private:
    using SteadyClock = std::chrono::steady_clock;
    struct Lookup;  // one name being asked for
    Resolver(boost::asio::io_context& io, SocketPoller& poller, std::string servers);

    [[nodiscard]] bool open_channel();
    void reopen_if_configuration_changed();
    void start_waiting_lookups();
    void begin(Lookup& lookup);
    void note(Lookup& lookup, int family, int status, void* answer) noexcept;
    void finish_soon();
    void finish_lookups();
    [[nodiscard]] Resolution conclude(const Lookup& lookup);
    void keep_ticking();

    boost::asio::io_context& io_;
    SocketPoller& poller_;
    std::string servers_;
    boost::asio::steady_timer timer_;
    HostsFile hosts_;
    ares_channeldata* channel_ = nullptr;
    long long configuration_changed_ns_ = -1;
    std::unordered_map<std::string, std::unique_ptr<Lookup>> lookups_;
    std::deque<Lookup*> queue_;  // not asked yet
    std::vector<Lookup*> finished_;
    std::size_t in_flight_ = 0;
    bool finish_posted_ = false;
    bool ticking_ = false;
    bool abandoning_ = false;
    std::optional<SteadyClock::time_point> last_answer_;
    ResolutionCache cache_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace linktender::http
