#include "resolver.hpp"

#include <ares.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <cerrno>

#include "resolver_words.hpp"

namespace linktender::http {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t k_most_in_flight = 64;  // names at once; more make servers drop packets
constexpr auto k_tick = 100ms;
constexpr auto k_patience = 300ms;  // for the other family when one has addresses, as RFC 8305 3 has it
constexpr auto k_silence = 30s;     // a resolver silent for so long is taken for unreachable

constexpr std::array<int, 2> k_families = {AF_INET, AF_INET6};

bool is_or_is_under(std::string_view name, std::string_view domain) noexcept {
    if (name.ends_with('.')) name.remove_suffix(1);
    if (!name.ends_with(domain)) return false;
    return name.size() == domain.size() || name[name.size() - domain.size() - 1] == '.';
}

// c-ares reports a failed socket() as a refused connection; this machine's own limits must not pass
// for a network that is down.
bool out_of_descriptors() {
    const int probe = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (probe < 0) return errno == EMFILE || errno == ENFILE;
    ::close(probe);
    return false;
}

}  // namespace

bool is_loopback_name(std::string_view name) noexcept {
    return is_or_is_under(name, "localhost");
}

struct Resolver::Lookup {
    std::string name;
    std::vector<Done> waiting;
    std::array<DnsChannel::Answer, k_families.size()> answers;
    std::size_t open_questions = k_families.size();
    std::optional<SteadyClock::time_point> useful_since;  // one family has addresses, the other is open
    bool finished = false;
};

Expected<std::unique_ptr<Resolver>, std::string> Resolver::create(boost::asio::io_context& io,
                                                                  SocketPoller& poller,
                                                                  const std::vector<std::string>& servers) {
    auto channel = DnsChannel::create(poller, servers);
    if (!channel) return unexpected(std::move(channel.error()));
    return std::unique_ptr<Resolver>(new Resolver(io, std::move(*channel)));
}

Resolver::Resolver(boost::asio::io_context& io, std::unique_ptr<DnsChannel> channel)
    : io_(io), channel_(std::move(channel)), timer_(io) {}

Resolver::~Resolver() {
    *alive_ = false;
}

std::optional<Resolution> Resolver::answer_at_once(const std::string& name) {
    if (is_loopback_name(name)) return Resolution{{"127.0.0.1", "::1"}, std::nullopt};
    if (is_or_is_under(name, "invalid")) return Resolution{{}, name_not_found(name)};
    if (is_or_is_under(name, "onion")) return Resolution{{}, onion_name(name)};
    if (const auto* listed = hosts_.find(name)) return Resolution{*listed, std::nullopt};
    return cache_.get(name, SteadyClock::now());
}

void Resolver::resolve(const std::string& name, Done done) {
    LookupPointer& lookup = lookups_[name];
    if (!lookup) {
        lookup = std::make_shared<Lookup>();
        lookup->name = name;
        queue_.push_back(lookup);
    }
    lookup->waiting.push_back(std::move(done));
    start_waiting_lookups();
}

void Resolver::start_waiting_lookups() {
    if (queue_.empty()) return;
    if (in_flight_ == 0) channel_->follow_configuration();
    while (!queue_.empty() && in_flight_ < k_most_in_flight) {
        const LookupPointer next = std::move(queue_.front());
        queue_.pop_front();
        begin(next);
    }
    keep_ticking();
}

void Resolver::begin(const LookupPointer& lookup) {
    ++in_flight_;
    for (std::size_t i = 0; i < k_families.size(); ++i) {
        channel_->ask(lookup->name, k_families[i],
                      [this, lookup, i](DnsChannel::Answer answer) { note(lookup, i, std::move(answer)); });
    }
}

void Resolver::note(const LookupPointer& lookup, std::size_t question, DnsChannel::Answer answer) noexcept {
    if (is_server_answer(answer.status)) last_answer_ = SteadyClock::now();
    const bool useful = !answer.addresses.empty();
    lookup->answers[question] = std::move(answer);
    if (--lookup->open_questions == 0) {
        --in_flight_;
        finish(lookup);
    } else if (useful) {
        lookup->useful_since = SteadyClock::now();
    }
}

void Resolver::finish(const LookupPointer& lookup) {
    if (!std::exchange(lookup->finished, true)) finished_.push_back(lookup);
    finish_soon();  // in any case: a place in flight may be free
}

void Resolver::finish_soon() {
    if (std::exchange(finish_posted_, true)) return;
    boost::asio::post(io_, [this, alive = alive_] {
        if (*alive) deliver();
    });
}

void Resolver::deliver() {
    finish_posted_ = false;
    const auto alive = alive_;
    std::vector<LookupPointer> finished;
    finished.swap(finished_);
    for (const LookupPointer& lookup : finished) lookups_.erase(lookup->name);
    for (const LookupPointer& lookup : finished) {
        const Resolution resolution = conclude(*lookup);
        std::chrono::seconds ttl = 1h;
        for (const DnsChannel::Answer& answer : lookup->answers) {
            if (!answer.addresses.empty()) ttl = std::min(ttl, answer.ttl);
        }
        cache_.put(lookup->name, resolution, ttl, SteadyClock::now());
        for (const Done& done : std::exchange(lookup->waiting, {})) {
            done(resolution);
            if (!*alive) return;
        }
    }
    start_waiting_lookups();
}

Resolution Resolver::conclude(const Lookup& lookup) {
    Resolution resolution;
    for (const DnsChannel::Answer& answer : lookup.answers) {
        resolution.addresses.insert(resolution.addresses.end(), answer.addresses.begin(),
                                    answer.addresses.end());
    }
    if (!resolution.addresses.empty()) return resolution;
    LookupFailure failure{lookup.name, lookup.answers[0].status, lookup.answers[1].status};
    failure.resolver_silent = !last_answer_ || SteadyClock::now() - *last_answer_ > k_silence;
    failure.out_of_descriptors =
        (failure.a_status == ARES_ECONNREFUSED || failure.aaaa_status == ARES_ECONNREFUSED) &&
        out_of_descriptors();
    resolution.error = describe_lookup_failure(failure);
    return resolution;
}

void Resolver::abandon() {
    channel_->cancel_all();
    queue_.clear();
    finished_.clear();
    lookups_.clear();
    in_flight_ = 0;
    timer_.cancel();
}

// c-ares looks at its timeouts only when it is called. A coarse tick costs less than a timer a question.
void Resolver::keep_ticking() {
    if (in_flight_ == 0 || std::exchange(ticking_, true)) return;
    timer_.expires_after(k_tick);
    timer_.async_wait([this, alive = alive_](const boost::system::error_code& error) {
        if (!*alive) return;
        ticking_ = false;
        if (!error) {
            channel_->tick();
            pass_over_stragglers();
        }
        keep_ticking();
    });
}

// Some name servers never answer for AAAA. Who has an IPv4 address need not wait for that.
void Resolver::pass_over_stragglers() {
    const auto now = SteadyClock::now();
    for (const auto& [name, lookup] : lookups_) {
        if (lookup->useful_since && now - *lookup->useful_since > k_patience) finish(lookup);
    }
}

}  // namespace linktender::http
