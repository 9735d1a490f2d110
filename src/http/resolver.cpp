#include "resolver.hpp"

#include <ares.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <cstring>

#include "resolver_words.hpp"

namespace linktender::http {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t k_most_in_flight = 64;  // names at once; more make servers drop packets
constexpr std::size_t k_most_addresses = 16;  // of one name, per family
constexpr int k_first_wait_ms = 2'000;        // doubled for the second try: 6 s in all with one server
constexpr int k_tries = 2;
constexpr auto k_tick = 100ms;
constexpr auto k_silence = 30s;  // a resolver silent for so long is taken for unreachable

bool is_or_is_under(std::string_view name, std::string_view domain) noexcept {
    if (name.ends_with('.')) name.remove_suffix(1);
    if (!name.ends_with(domain)) return false;
    return name.size() == domain.size() || name[name.size() - domain.size() - 1] == '.';
}

std::string address_text(const sockaddr* address) {
    char text[INET6_ADDRSTRLEN] = {};
    if (address->sa_family == AF_INET) {
        sockaddr_in four{};
        std::memcpy(&four, address, sizeof four);
        ::inet_ntop(AF_INET, &four.sin_addr, text, sizeof text);
    } else if (address->sa_family == AF_INET6) {
        sockaddr_in6 six{};
        std::memcpy(&six, address, sizeof six);
        ::inet_ntop(AF_INET6, &six.sin6_addr, text, sizeof text);
    }
    return text;
}

long long resolv_conf_changed_ns() {
    struct stat status {};
    if (::stat("/etc/resolv.conf", &status) != 0) return -1;
    return status.st_mtim.tv_sec * 1'000'000'000LL + status.st_mtim.tv_nsec;
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

// One question of a lookup: c-ares hands it back to the callback.
struct Question {
    Resolver* resolver = nullptr;
    void* lookup = nullptr;
    int family = AF_UNSPEC;
};

struct Resolver::Lookup {
    std::string name;
    std::vector<Done> waiting;
    Question questions[2];
    int open_questions = 0;
    int status[2] = {ARES_SUCCESS, ARES_SUCCESS};  // A, AAAA
    std::vector<std::string> addresses[2];
    std::chrono::seconds ttl = 1h;  // of the address that goes first
};

Expected<std::unique_ptr<Resolver>, std::string> Resolver::create(boost::asio::io_context& io,
                                                                  SocketPoller& poller,
                                                                  const std::vector<std::string>& servers) {
    std::string joined;
    for (const std::string& server : servers) joined += (joined.empty() ? "" : ",") + server;
    if (ares_library_init(ARES_LIB_INIT_ALL) != ARES_SUCCESS) {
        return unexpected(std::string("the DNS library did not start"));
    }
    std::unique_ptr<Resolver> resolver(new Resolver(io, poller, std::move(joined)));
    if (!resolver->open_channel()) {
        return unexpected(resolver->servers_.empty()
                              ? std::string("the system's DNS configuration cannot be read")
                              : "`" + resolver->servers_ + "` is no list of name servers");
    }
    return resolver;
}

Resolver::Resolver(boost::asio::io_context& io, SocketPoller& poller, std::string servers)
    : io_(io), poller_(poller), servers_(std::move(servers)), timer_(io) {
    poller_.on_event(SocketPoller::Owner::resolver, [this](const SocketPoller::Event& event) {
        ares_process_fd(channel_, event.readable || event.failed ? event.socket : ARES_SOCKET_BAD,
                        event.writable ? event.socket : ARES_SOCKET_BAD);
    });
}

Resolver::~Resolver() {
    *alive_ = false;
    abandoning_ = true;
    if (channel_ != nullptr) ares_destroy(channel_);
}

bool Resolver::open_channel() {
    ares_options options{};
    // Without NOCHECKRESP a SERVFAIL or REFUSED would come out as "connection refused".
    options.flags = ARES_FLAG_NOSEARCH | ARES_FLAG_NOCHECKRESP;
    options.timeout = k_first_wait_ms;
    options.tries = k_tries;
    char lookups[] = "b";  // name servers only: the hosts file is read here
    options.lookups = lookups;
    options.sock_state_cb_data = this;
    options.sock_state_cb = [](void* self, ares_socket_t socket, int readable, int writable) {
        SocketPoller& poller = static_cast<Resolver*>(self)->poller_;
        if (readable == 0 && writable == 0) return poller.forget(socket);
        poller.watch(socket, SocketPoller::Owner::resolver, {readable != 0, writable != 0});
    };
    const int mask =
        ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_LOOKUPS | ARES_OPT_SOCK_STATE_CB;
    configuration_changed_ns_ = resolv_conf_changed_ns();
    if (ares_init_options(&channel_, &options, mask) != ARES_SUCCESS) {
        channel_ = nullptr;
        return false;
    }
    return servers_.empty() || ares_set_servers_ports_csv(channel_, servers_.c_str()) == ARES_SUCCESS;
}

// A machine that changes networks gets other name servers; a daemon lives through that.
void Resolver::reopen_if_configuration_changed() {
    if (in_flight_ != 0 || !servers_.empty() || resolv_conf_changed_ns() == configuration_changed_ns_) return;
    ares_channeldata* const old = channel_;
    if (open_channel()) {
        ares_destroy(old);
    } else {
        channel_ = old;
    }
}

std::optional<Resolution> Resolver::answer_at_once(const std::string& name) {
    if (is_loopback_name(name)) return Resolution{{"127.0.0.1", "::1"}, std::nullopt};
    if (is_or_is_under(name, "invalid")) return Resolution{{}, name_not_found(name)};
    if (is_or_is_under(name, "onion")) return Resolution{{}, onion_name(name)};
    if (const auto* listed = hosts_.find(name)) return Resolution{*listed, std::nullopt};
    return cache_.get(name, SteadyClock::now());
}

void Resolver::resolve(const std::string& name, Done done) {
    if (auto known = answer_at_once(name)) {
        boost::asio::post(io_, [alive = alive_, done = std::move(done), known = std::move(*known)] {
            if (*alive) done(known);
        });
        return;
    }
    std::unique_ptr<Lookup>& slot = lookups_[name];
    if (!slot) {
        slot = std::make_unique<Lookup>();
        slot->name = name;
        queue_.push_back(slot.get());
    }
    slot->waiting.push_back(std::move(done));
    start_waiting_lookups();
}

void Resolver::start_waiting_lookups() {
    if (queue_.empty()) return;
    reopen_if_configuration_changed();
    while (!queue_.empty() && in_flight_ < k_most_in_flight) {
        Lookup& next = *queue_.front();
        queue_.pop_front();
        begin(next);
    }
    keep_ticking();
}

void Resolver::begin(Lookup& lookup) {
    ++in_flight_;
    lookup.open_questions = 2;
    constexpr int k_families[] = {AF_INET, AF_INET6};
    for (std::size_t i = 0; i < 2; ++i) {
        lookup.questions[i] = {this, &lookup, k_families[i]};
        ares_addrinfo_hints hints{};
        hints.ai_family = k_families[i];
        hints.ai_socktype = SOCK_STREAM;
        hints.ai_flags = ARES_AI_NOSORT;
        // The answer may come before this returns, e.g. when no server can be reached.
        ares_getaddrinfo(
            channel_, lookup.name.c_str(), nullptr, &hints,
            [](void* argument, int status, int, ares_addrinfo* answer) {
                const auto* question = static_cast<Question*>(argument);
                question->resolver->note(*static_cast<Lookup*>(question->lookup), question->family, status,
                                         answer);
            },
            &lookup.questions[i]);
    }
}

void Resolver::note(Lookup& lookup, int family, int status, void* answer) noexcept {
    const std::unique_ptr<ares_addrinfo, decltype(&ares_freeaddrinfo)> info(
        static_cast<ares_addrinfo*>(answer), &ares_freeaddrinfo);
    if (abandoning_) return;
    const std::size_t which = family == AF_INET ? 0 : 1;
    lookup.status[which] = status;
    if (status == ARES_SUCCESS && info) {
        for (const ares_addrinfo_node* node = info->nodes; node != nullptr; node = node->ai_next) {
            if (lookup.addresses[which].size() >= k_most_addresses) break;
            lookup.addresses[which].push_back(address_text(node->ai_addr));
            lookup.ttl = std::min(lookup.ttl, std::chrono::seconds(std::max(node->ai_ttl, 0)));
        }
    }
    if (--lookup.open_questions > 0) return;
    finished_.push_back(&lookup);
    finish_soon();
}

void Resolver::finish_soon() {
    if (finish_posted_) return;
    finish_posted_ = true;
    boost::asio::post(io_, [this, alive = alive_] {
        if (*alive) finish_lookups();
    });
}

void Resolver::finish_lookups() {
    finish_posted_ = false;
    const auto alive = alive_;
    // Out of the table first: a callback may abandon the others.
    std::vector<std::unique_ptr<Lookup>> finished;
    for (const Lookup* lookup : finished_)
        finished.push_back(std::move(lookups_.extract(lookup->name).mapped()));
    finished_.clear();
    in_flight_ -= finished.size();
    for (const auto& lookup : finished) {
        const Resolution resolution = conclude(*lookup);
        cache_.put(lookup->name, resolution, lookup->ttl, SteadyClock::now());
        for (const Done& done : lookup->waiting) {
            done(resolution);
            if (!*alive) return;
        }
    }
    start_waiting_lookups();
}

void Resolver::abandon() {
    abandoning_ = true;
    ares_cancel(channel_);  // calls back for every open question
    abandoning_ = false;
    queue_.clear();
    finished_.clear();
    lookups_.clear();
    in_flight_ = 0;
    timer_.cancel();
}

Resolution Resolver::conclude(const Lookup& lookup) {
    const auto now = SteadyClock::now();
    for (const int status : lookup.status) {
        if (is_server_answer(status)) last_answer_ = now;
    }
    Resolution resolution;
    for (const auto& addresses : lookup.addresses) {
        resolution.addresses.insert(resolution.addresses.end(), addresses.begin(), addresses.end());
    }
    if (!resolution.addresses.empty()) return resolution;
    LookupFailure failure{lookup.name, lookup.status[0], lookup.status[1]};
    failure.resolver_silent = !last_answer_ || now - *last_answer_ > k_silence;
    failure.out_of_descriptors =
        std::max(lookup.status[0], lookup.status[1]) > ARES_ENODATA && out_of_descriptors();
    resolution.error = describe_lookup_failure(failure);
    return resolution;
}

// c-ares counts its timeouts only when it is called. A coarse tick costs less than a timer per question.
void Resolver::keep_ticking() {
    if (ticking_ || in_flight_ == 0) return;
    ticking_ = true;
    timer_.expires_after(k_tick);
    timer_.async_wait([this, alive = alive_](const boost::system::error_code& error) {
        if (!*alive) return;
        ticking_ = false;
        if (error) return keep_ticking();
        ares_process_fd(channel_, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
        keep_ticking();
    });
}

}  // namespace linktender::http
