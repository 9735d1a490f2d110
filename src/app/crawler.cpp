#include "linktender/app/crawler.hpp"

#include <malloc.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <random>
#include <thread>

#include "linktender/app/config_file.hpp"
#include "linktender/app/exit_code.hpp"
#include "linktender/app/host_settings.hpp"
#include "linktender/app/progress.hpp"
#include "linktender/core/log.hpp"
#include "linktender/core/text.hpp"
#include "linktender/http/curl_fetcher.hpp"

namespace linktender::app {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds k_progress_interval{200};
constexpr int k_kept_by_malloc = 64 << 20;
/// How robots.txt files call us: the product of our User-Agent.
constexpr std::string_view k_product_token = "linktender";

http::FetcherOptions fetcher_options(const Settings& settings) {
    auto guard = http::AddressGuard::create(settings.allow_address);
    if (!guard) throw ConfigError("--allow-address: " + guard.error());
    http::FetcherOptions options;
    options.user_agent = settings.user_agent.empty() ? default_user_agent() : settings.user_agent;
    options.accept_language = settings.accept_language;
    options.headers = settings.header;
    options.ca_file = settings.cacert;
    options.insecure = settings.insecure;
    options.resolve = settings.resolve;
    options.connect_to = settings.connect_to;
    options.proxy = settings.proxy;
    options.guard = *std::move(guard);
    return options;
}

/// GITHUB_TOKEN goes into a header: what cannot stand there is no token. It is not shown.
std::string github_token() {
    const char* value = std::getenv("GITHUB_TOKEN");
    const std::string token(core::trim(value != nullptr ? value : ""));
    const auto is_graphic = [](char c) { return c > ' ' && c < '\x7f'; };
    if (!std::all_of(token.begin(), token.end(), is_graphic))
        throw ConfigError("GITHUB_TOKEN has characters that a token cannot have");
    return token;
}

crawl::SecondLookOptions second_looks(const Settings& settings) {
    crawl::SecondLookOptions looks = settings.second_looks;
    if (!settings.github_look.value_or(true)) return looks;
    looks.github_token = github_token();
    looks.github = settings.github_look.value_or(!looks.github_token.empty());
    return looks;
}

crawl::PipelineOptions pipeline_options(const Settings& settings) {
    crawl::PipelineOptions options;
    options.limits = {.max_in_flight = settings.max_concurrency,
                      .host_concurrency = settings.host_concurrency.value_or(k_host_concurrency),
                      .host_interval = settings.host_request_interval.value_or(k_host_request_interval),
                      .seed = std::random_device()()};
    options.hosts = host_profiles(settings);
    if (settings.obey_robots) options.robots_token = k_product_token;
    options.second_looks = second_looks(settings);
    options.check.method = settings.method;
    options.check.max_redirects = settings.max_redirects;
    options.check.max_retries = settings.max_retries;
    options.check.retry_wait = settings.retry_wait_time;
    options.check.limits.total_timeout = settings.timeout;
    options.check.limits.connect_timeout = std::min(settings.connect_timeout, settings.timeout);
    options.check.limits.first_byte_timeout =
        std::min(options.check.limits.first_byte_timeout, settings.timeout);
    options.accept = settings.accept;
    options.include_fragments = settings.include_fragments;
    options.workers = std::max(1U, std::thread::hardware_concurrency());
    for (const std::string& canary : settings.canary) options.canaries.push_back(*url::parse(canary));
    return options;
}

/// The first signal ends the run in order, the second one at once.
class Signals {
public:
    Signals(asio::io_context& io, crawl::Pipeline& pipeline) : signals_(io, SIGINT, SIGTERM) {
        signals_.async_wait([this, &pipeline](const boost::system::error_code& error, int) {
            if (error) return;
            core::log::warn("ending: what was checked is kept; once more to end at once");
            pipeline.stop();
            signals_.async_wait([](const boost::system::error_code& again, int) {
                if (!again) std::_Exit(static_cast<int>(ExitCode::failed));
            });
        });
    }

private:
    asio::signal_set signals_;
};

/// Tells somebody of the pipeline while it is there, however the run ends.
class Announced {
public:
    Announced(const std::function<void(crawl::Pipeline*)>& crawling, crawl::Pipeline& pipeline)
        : crawling_(crawling) {
        if (crawling_) crawling_(&pipeline);
    }
    ~Announced() {
        if (crawling_) crawling_(nullptr);
    }
    Announced(const Announced&) = delete;
    Announced& operator=(const Announced&) = delete;

private:
    const std::function<void(crawl::Pipeline*)>& crawling_;
};

/// Shows the progress line again and again.
class Ticker {
public:
    Ticker(asio::io_context& io, const crawl::Pipeline& pipeline, bool shown)
        : timer_(io), pipeline_(pipeline), line_(shown) {
        if (shown) tick();
    }

private:
    void tick() {
        line_.show(pipeline_.progress());
        timer_.expires_after(k_progress_interval);
        timer_.async_wait([this](const boost::system::error_code& error) {
            if (!error) tick();
        });
    }

    asio::steady_timer timer_;
    const crawl::Pipeline& pipeline_;
    ProgressLine line_;
};

}  // namespace

verdict::RuleSet load_rules(const Settings& settings) {
    if (settings.rules.empty()) return verdict::builtin_rules();
    auto rules = verdict::RuleSet::load(settings.rules);
    if (!rules) throw ConfigError(verdict::describe(rules.error()));
    return *std::move(rules);
}

CrawlResult crawl_links(const Settings& settings, const verdict::RuleSet& rules, const crawl::LinkList& links,
                        crawl::Memory& memory, const crawl::Pipeline::Sink& sink, bool show_progress,
                        const std::vector<bool>& passed_over) {
    asio::io_context io(1);
    std::optional<Signals> signals;
    std::optional<Ticker> ticker;
    const auto crawling = [&](crawl::Pipeline* pipeline) {
        ticker.reset();
        signals.reset();
        if (pipeline == nullptr) return;
        signals.emplace(io, *pipeline);
        ticker.emplace(io, *pipeline, show_progress);
    };
    return crawl_links_on(io, settings, rules, links, memory, sink, crawling, passed_over);
}

CrawlResult crawl_links_on(asio::io_context& io, const Settings& settings, const verdict::RuleSet& rules,
                           const crawl::LinkList& links, crawl::Memory& memory,
                           const crawl::Pipeline::Sink& sink,
                           const std::function<void(crawl::Pipeline*)>& crawling,
                           const std::vector<bool>& passed_over) {
    // Bodies come and go by the thousand; giving their pages back to the system each time costs a third of
    // the fetch.
    mallopt(M_TRIM_THRESHOLD, k_kept_by_malloc);
    // A connection takes a descriptor; where the limit cannot be raised, running out is said and blames no
    // link.
    (void)http::raise_descriptor_limit();
    auto fetcher = http::CurlFetcher::create(io, fetcher_options(settings));
    if (!fetcher) throw ConfigError(fetcher.error());
    const core::RealClock clock;
    crawl::Pipeline pipeline(io, **fetcher, clock, rules, memory, pipeline_options(settings), sink);
    const Announced announced(crawling, pipeline);
    const crawl::RunEnd end = pipeline.run(links, passed_over);
    return {end, pipeline.progress()};
}

std::string_view word_for(crawl::RunEnd end) noexcept {
    switch (end) {
        case crawl::RunEnd::complete: return "complete";
        case crawl::RunEnd::interrupted: return "interrupted";
        case crawl::RunEnd::network_down: return "network-down";
    }
    return "failed";
}

}  // namespace linktender::app
