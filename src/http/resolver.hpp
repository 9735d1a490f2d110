// Names to addresses, with the reason when there are none.
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

#include "dns_channel.hpp"
#include "hosts_file.hpp"
#include "linktender/core/expected.hpp"
#include "resolution_cache.hpp"
#include "socket_poller.hpp"

namespace linktender::http {

/// `localhost` and what is under it, RFC 6761 6.3.
[[nodiscard]] bool is_loopback_name(std::string_view name) noexcept;

/// `localhost` and what is under it is loopback (RFC 6761 6.3), `invalid` does not exist (6.4), `onion`
/// is never asked for (RFC 7686); then the hosts file; then the name servers, A and AAAA each on its
/// own, so that the failure of one is not taken for the absence of both. Loop thread only.
class Resolver {
public:
    using Done = std::function<void(const Resolution&)>;

    /// `servers`: `ADDRESS[:PORT]`, none for the system's.
    [[nodiscard]] static Expected<std::unique_ptr<Resolver>, std::string> create(
        boost::asio::io_context& io, SocketPoller& poller, const std::vector<std::string>& servers);
    Resolver(const Resolver&) = delete;
    Resolver& operator=(const Resolver&) = delete;
    ~Resolver();

    /// What is known of the name without asking anybody.
    [[nodiscard]] std::optional<Resolution> answer_at_once(const std::string& name);
    /// Asks. `done` is called from the loop, never from inside, and not at all when the resolver dies or
    /// is told to `abandon` first. `name` is lower-case ASCII as a URL has it.
    void resolve(const std::string& name, Done done);
    /// Forgets everybody who waits, and ends what is being asked.
    void abandon();

private:
    using SteadyClock = std::chrono::steady_clock;
    struct Lookup;  // one name being asked for
    using LookupPointer = std::shared_ptr<Lookup>;

    Resolver(boost::asio::io_context& io, std::unique_ptr<DnsChannel> channel);
    void start_waiting_lookups();
    void begin(const LookupPointer& lookup);
    void note(const LookupPointer& lookup, std::size_t question, DnsChannel::Answer answer) noexcept;
    void finish(const LookupPointer& lookup);
    void finish_soon();
    void deliver();
    [[nodiscard]] Resolution conclude(const Lookup& lookup);
    void keep_ticking();
    void pass_over_stragglers();

    boost::asio::io_context& io_;
    std::unique_ptr<DnsChannel> channel_;
    boost::asio::steady_timer timer_;
    HostsFile hosts_;
    ResolutionCache cache_;
    std::unordered_map<std::string, LookupPointer> lookups_;
    std::deque<LookupPointer> queue_;      // not asked yet
    std::vector<LookupPointer> finished_;  // not delivered yet
    std::size_t in_flight_ = 0;            // names with an open question
    bool finish_posted_ = false;
    bool ticking_ = false;
    std::optional<SteadyClock::time_point> last_answer_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace linktender::http
