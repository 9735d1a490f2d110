#include "linktender/http/curl_fetcher.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <utility>

#include "address_chooser.hpp"
#include "ca_bundle.hpp"
#include "curl_multi.hpp"
#include "linktender/core/text.hpp"
#include "option_check.hpp"
#include "resolver.hpp"
#include "transfer.hpp"
#include "transport_error.hpp"

namespace linktender::http {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

constexpr auto k_tick = 50ms;  // how late a first byte limit may strike

struct ShareDeleter {
    void operator()(CURLSH* share) const noexcept { curl_share_cleanup(share); }
};
using ShareHandle = std::unique_ptr<CURLSH, ShareDeleter>;

// Connections kept for later must leave descriptors for those in use and for the rest of the program.
std::size_t kept_connections(std::size_t wanted) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return wanted;
    return std::clamp<std::size_t>(limit.rlim_cur / 2, 1, std::max<std::size_t>(wanted, 1));
}

std::string without_brackets(const std::string& host) {
    return host.starts_with('[') ? host.substr(1, host.size() - 2) : host;
}

}  // namespace

class CurlFetcher::Impl {
public:
    Impl(boost::asio::io_context& io, FetcherOptions options)
        : io_(io), options_(std::move(options)), poller_(io), tick_timer_(io) {}
    ~Impl();

    [[nodiscard]] std::optional<std::string> open();
    void fetch(Request request, Done done);
    void cancel_all();

private:
    [[nodiscard]] Transfer* take_transfer();
    void choose_route(Transfer& transfer);
    void go_to(Transfer& transfer, const std::vector<std::string>& addresses, bool is_name);
    void exchange(Transfer& transfer, const std::vector<std::string>& addresses);
    void on_resolved(Transfer& transfer, const Resolution& resolution);
    void on_finished(CURL* easy, CURLcode code);
    [[nodiscard]] bool retry_over_http1(Transfer& transfer, CURLcode code);
    void finish(Transfer& transfer, Response response);
    void finish_later(Transfer& transfer, TransportError error);
    [[nodiscard]] std::pair<Done, Response> release(Transfer& transfer, Response response);
    void post_done(Done done, Response response);
    void keep_ticking();
    void check_limits();

    // Stopped and destroyed from the last to the first: a closing connection still tells the poller.
    boost::asio::io_context& io_;
    FetcherOptions options_;
    TransferEnvironment environment_;
    ResolveTable resolve_table_;
    ConnectTable connect_table_;
    AddressChooser chooser_;
    SocketPoller poller_;
    std::unique_ptr<Resolver> resolver_;
    ShareHandle share_;
    std::unique_ptr<CurlMulti> multi_;
    std::vector<std::unique_ptr<Transfer>> transfers_;  // all, idle ones too
    std::vector<Transfer*> idle_;
    std::vector<Transfer*> active_;
    boost::asio::steady_timer tick_timer_;
    bool ticking_ = false;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

CurlFetcher::Impl::~Impl() {
    *alive_ = false;
    for (Transfer* transfer : active_) {
        if (transfer->stage == Transfer::Stage::exchanging) multi_->remove(transfer->easy.get());
    }
}

std::optional<std::string> CurlFetcher::Impl::open() {
    if (!start_libcurl()) return "libcurl did not start";
    if (auto bad = find_bad_option(options_)) return bad;
    auto resolve_table = ResolveTable::parse(options_.resolve);
    if (!resolve_table) return resolve_table.error();
    resolve_table_ = std::move(*resolve_table);
    auto connect_table = ConnectTable::parse(options_.connect_to);
    if (!connect_table) return connect_table.error();
    connect_table_ = std::move(*connect_table);
    auto ca_file = find_ca_bundle(options_.ca_file);
    if (!ca_file && !options_.insecure) return ca_file.error();
    environment_ = {&options_, &poller_, ca_file ? std::move(*ca_file) : std::string()};
    const auto proxy_is = [&](std::string_view scheme) {
        return core::starts_with_ignoring_ascii_case(options_.proxy, scheme);
    };
    environment_.remote_names = !options_.proxy.empty() && !proxy_is("socks4://") && !proxy_is("socks5://");
    environment_.http_proxy = !options_.proxy.empty() && !proxy_is("socks");
    if (!poller_.is_open()) return "no descriptor left for the event loop";
    auto resolver = Resolver::create(io_, poller_, options_.name_servers);
    if (!resolver) return resolver.error();
    resolver_ = std::move(*resolver);
    share_.reset(curl_share_init());
    if (share_) curl_share_setopt(share_.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
    multi_ = std::make_unique<CurlMulti>(io_, poller_, kept_connections(options_.max_connections),
                                         [this](CURL* easy, CURLcode code) { on_finished(easy, code); });
    if (!share_ || !multi_->is_open()) return "no memory for libcurl";
    return std::nullopt;
}

Transfer* CurlFetcher::Impl::take_transfer() {
    if (idle_.empty()) {
        auto fresh = std::make_unique<Transfer>();
        fresh->environment = &environment_;
        fresh->easy.reset(curl_easy_init());
        if (!fresh->easy) return nullptr;
        curl_easy_setopt(fresh->easy.get(), CURLOPT_SHARE, share_.get());  // survives curl_easy_reset
        idle_.push_back(fresh.get());
        transfers_.push_back(std::move(fresh));
    }
    Transfer* const transfer = idle_.back();
    idle_.pop_back();
    ++transfer->generation;
    transfer->active_index = active_.size();
    active_.push_back(transfer);
    return transfer;
}

void CurlFetcher::Impl::fetch(Request request, Done done) {
    Transfer* const transfer = take_transfer();
    if (transfer == nullptr) {
        Response response;
        response.error = out_of_memory();
        return post_done(std::move(done), std::move(response));
    }
    transfer->request = std::move(request);
    transfer->done = std::move(done);
    transfer->stage = Transfer::Stage::resolving;
    transfer->started = SteadyClock::now();
    transfer->http1_retry = false;
    poller_.keep_waiting(true);
    keep_ticking();
    choose_route(*transfer);
}

void CurlFetcher::Impl::choose_route(Transfer& transfer) {
    const url::Url& url = transfer.request.url;
    if (!url.is_http()) return finish_later(transfer, scheme_refused());
    const Endpoint origin{std::string(url.host()), url.effective_port()};
    transfer.endpoint = connect_table_.map(origin);
    transfer.remapped = !(transfer.endpoint == origin);
    transfer.by_name =
        transfer.remapped && options_.proxy.empty() && !is_address(without_brackets(origin.host));
    const std::string host = without_brackets(transfer.endpoint.host);
    if (is_address(host)) return go_to(transfer, {host}, false);
    if (const auto* fixed = resolve_table_.find(transfer.endpoint)) return go_to(transfer, *fixed, true);
    // Other names may be the proxy's to resolve, onion names for instance.
    if (environment_.remote_names && !is_loopback_name(host)) return exchange(transfer, {});
    if (const auto known = resolver_->answer_at_once(host)) {
        if (known->error) return finish_later(transfer, *known->error);
        return go_to(transfer, known->addresses, true);
    }
    resolver_->resolve(
        host, [this, &transfer, generation = transfer.generation](const Resolution& resolution) {
            if (transfer.generation == generation && transfer.stage == Transfer::Stage::resolving) {
                on_resolved(transfer, resolution);
            }
        });
}

void CurlFetcher::Impl::on_resolved(Transfer& transfer, const Resolution& resolution) {
    if (resolution.error) return finish(transfer, conclude_with(transfer, *resolution.error));
    go_to(transfer, resolution.addresses, true);
}

void CurlFetcher::Impl::go_to(Transfer& transfer, const std::vector<std::string>& addresses, bool is_name) {
    const std::vector<std::string> chosen = chooser_.choose(addresses, options_.guard);
    if (chosen.empty())
        return finish_later(transfer, address_refused(addresses.empty() ? "" : addresses.front()));
    const bool pinned = (is_name || transfer.by_name) && !environment_.remote_names;
    exchange(transfer, pinned ? chosen : std::vector<std::string>{});
}

void CurlFetcher::Impl::exchange(Transfer& transfer, const std::vector<std::string>& addresses) {
    prepare(transfer, addresses);
    if (!transfer.http1_retry) {
        transfer.dns_time =
            std::chrono::duration_cast<core::Milliseconds>(transfer.exchange_started - transfer.started);
    }
    if (multi_->add(transfer.easy.get()) != CURLM_OK) return finish_later(transfer, out_of_memory());
    transfer.stage = Transfer::Stage::exchanging;
}

void CurlFetcher::Impl::on_finished(CURL* easy, CURLcode code) {
    char* owner = nullptr;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &owner);
    auto& transfer = *reinterpret_cast<Transfer*>(owner);
    transfer.stage = Transfer::Stage::idle;  // no longer libcurl's
    if (!retry_over_http1(transfer, code)) finish(transfer, conclude(transfer, code));
}

bool CurlFetcher::Impl::retry_over_http1(Transfer& transfer, CURLcode code) {
    if (!take_http1_retry(transfer, code)) return false;
    if (transfer.stage == Transfer::Stage::exchanging) multi_->remove(transfer.easy.get());
    transfer.stage = Transfer::Stage::resolving;
    choose_route(transfer);
    return true;
}

std::pair<CurlFetcher::Done, Response> CurlFetcher::Impl::release(Transfer& transfer, Response response) {
    if (transfer.stage == Transfer::Stage::exchanging) multi_->remove(transfer.easy.get());
    transfer.stage = Transfer::Stage::idle;
    ++transfer.generation;
    active_.back()->active_index = transfer.active_index;
    active_[transfer.active_index] = active_.back();
    active_.pop_back();
    idle_.push_back(&transfer);
    if (active_.empty()) {
        resolver_->abandon();
        poller_.keep_waiting(false);
        tick_timer_.cancel();
    }
    return {std::exchange(transfer.done, nullptr), std::move(response)};
}

// The last thing its caller does: `done` may destroy the fetcher.
void CurlFetcher::Impl::finish(Transfer& transfer, Response response) {
    auto [done, answer] = release(transfer, std::move(response));
    done(std::move(answer));
}

void CurlFetcher::Impl::finish_later(Transfer& transfer, TransportError error) {
    auto [done, response] = release(transfer, conclude_with(transfer, std::move(error)));
    post_done(std::move(done), std::move(response));
}

void CurlFetcher::Impl::post_done(Done done, Response response) {
    boost::asio::post(io_,
                      [alive = alive_, done = std::move(done), response = std::move(response)]() mutable {
                          if (*alive) done(std::move(response));
                      });
}

void CurlFetcher::Impl::cancel_all() {
    while (!active_.empty()) finish_later(*active_.back(), cancelled());
}

void CurlFetcher::Impl::keep_ticking() {
    if (ticking_ || active_.empty()) return;
    ticking_ = true;
    tick_timer_.expires_after(k_tick);
    tick_timer_.async_wait([this, alive = alive_](const boost::system::error_code&) {
        if (!*alive) return;
        ticking_ = false;
        check_limits();
        keep_ticking();
    });
}

void CurlFetcher::Impl::check_limits() {
    const auto now = SteadyClock::now();
    for (std::size_t i = active_.size(); i-- > 0;) {
        Transfer& transfer = *active_[i];
        if (auto silence = find_silence(transfer, now)) {
            if (!retry_over_http1(transfer, CURLE_OPERATION_TIMEDOUT)) finish_later(transfer, *silence);
        } else if (transfer.stage == Transfer::Stage::resolving &&
                   now - transfer.started > transfer.request.limits.total_timeout) {
            finish_later(transfer, lookup_timeout(transfer.endpoint.host));
        }
    }
}

CurlFetcher::CurlFetcher(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
CurlFetcher::~CurlFetcher() = default;

Expected<std::unique_ptr<CurlFetcher>, std::string> CurlFetcher::create(boost::asio::io_context& io,
                                                                        FetcherOptions options) {
    auto impl = std::make_unique<Impl>(io, std::move(options));
    if (auto bad = impl->open()) return unexpected(std::move(*bad));
    return std::unique_ptr<CurlFetcher>(new CurlFetcher(std::move(impl)));
}

void CurlFetcher::fetch(Request request, Done done) {
    impl_->fetch(std::move(request), std::move(done));
}

void CurlFetcher::cancel_all() {
    impl_->cancel_all();
}

}  // namespace linktender::http
