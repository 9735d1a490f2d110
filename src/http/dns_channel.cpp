#include "dns_channel.hpp"

#include <ares.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace linktender::http {
namespace {

constexpr std::size_t k_most_addresses = 16;  // of one name, per family
constexpr int k_first_wait_ms = 2'000;        // doubled for the second try: 6 s in all with one server
constexpr int k_tries = 2;

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

DnsChannel::Answer read_answer(int status, const ares_addrinfo* info) {
    DnsChannel::Answer answer;
    answer.status = status;
    if (status != ARES_SUCCESS || info == nullptr) return answer;
    answer.ttl = std::chrono::hours(24);
    for (const ares_addrinfo_node* node = info->nodes; node != nullptr; node = node->ai_next) {
        if (answer.addresses.size() >= k_most_addresses) break;
        answer.addresses.push_back(address_text(node->ai_addr));
        answer.ttl = std::min(answer.ttl, std::chrono::seconds(std::max(node->ai_ttl, 0)));
    }
    return answer;
}

}  // namespace

// Handed to c-ares, which hands it back exactly once.
struct DnsChannel::Question {
    DnsChannel* channel;
    Done done;

    static void on_answer(void* self, int status, int /*timeouts*/, ares_addrinfo* raw) noexcept {
        const std::unique_ptr<Question> question(static_cast<Question*>(self));
        const std::unique_ptr<ares_addrinfo, decltype(&ares_freeaddrinfo)> info(raw, &ares_freeaddrinfo);
        if (!question->channel->cancelling_) question->done(read_answer(status, info.get()));
    }
};

Expected<std::unique_ptr<DnsChannel>, std::string> DnsChannel::create(
    SocketPoller& poller, const std::vector<std::string>& servers) {
    if (ares_library_init(ARES_LIB_INIT_ALL) != ARES_SUCCESS) {
        return unexpected(std::string("the DNS library did not start"));
    }
    std::string joined;
    for (const std::string& server : servers) joined += (joined.empty() ? "" : ",") + server;
    std::unique_ptr<DnsChannel> channel(new DnsChannel(poller, std::move(joined)));
    channel->channel_ = channel->open();
    if (channel->channel_ != nullptr) return channel;
    if (servers.empty()) return unexpected(std::string("the system's DNS configuration cannot be read"));
    return unexpected("`" + channel->servers_ + "` is no list of name servers");
}

DnsChannel::~DnsChannel() {
    cancelling_ = true;
    if (channel_ != nullptr) ares_destroy(channel_);
}

ares_channeldata* DnsChannel::open() {
    ares_options options{};
    // Without NOCHECKRESP a SERVFAIL or REFUSED would come out as "connection refused".
    options.flags = ARES_FLAG_NOSEARCH | ARES_FLAG_NOCHECKRESP;
    options.timeout = k_first_wait_ms;
    options.tries = k_tries;
    char lookups[] = "b";  // name servers only: the hosts file is the resolver's
    options.lookups = lookups;
    options.sock_state_cb_data = &poller_;
    options.sock_state_cb = [](void* self, ares_socket_t socket, int readable, int writable) {
        auto& poller = *static_cast<SocketPoller*>(self);
        if (readable == 0 && writable == 0) return poller.forget(socket);
        poller.watch(socket, SocketPoller::Owner::resolver, {readable != 0, writable != 0});
    };
    const int mask =
        ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_LOOKUPS | ARES_OPT_SOCK_STATE_CB;
    configuration_changed_ns_ = resolv_conf_changed_ns();
    ares_channeldata* opened = nullptr;
    if (ares_init_options(&opened, &options, mask) != ARES_SUCCESS) return nullptr;
    if (!servers_.empty() && ares_set_servers_ports_csv(opened, servers_.c_str()) != ARES_SUCCESS) {
        ares_destroy(opened);
        return nullptr;
    }
    poller_.on_event(SocketPoller::Owner::resolver, [this](const SocketPoller::Event& event) {
        ares_process_fd(channel_, event.readable || event.failed ? event.socket : ARES_SOCKET_BAD,
                        event.writable ? event.socket : ARES_SOCKET_BAD);
    });
    return opened;
}

// A machine that changes networks gets other name servers, and a daemon lives through that.
void DnsChannel::follow_configuration() {
    if (!servers_.empty() || resolv_conf_changed_ns() == configuration_changed_ns_) return;
    if (ares_channeldata* const fresh = open()) ares_destroy(std::exchange(channel_, fresh));
}

void DnsChannel::ask(const std::string& name, int family, Done done) {
    ares_addrinfo_hints hints{};
    hints.ai_family = family;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = ARES_AI_NOSORT;
    auto question = std::make_unique<Question>(Question{this, std::move(done)});
    ares_getaddrinfo(channel_, name.c_str(), nullptr, &hints, &Question::on_answer, question.release());
}

void DnsChannel::cancel_all() {
    cancelling_ = true;
    ares_cancel(channel_);  // calls back for every open question
    cancelling_ = false;
}

void DnsChannel::tick() {
    ares_process_fd(channel_, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
}

}  // namespace linktender::http
