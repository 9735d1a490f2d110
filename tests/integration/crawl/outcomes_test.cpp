// The table of docs/outcomes.md, row by row, over real sockets.
#include <fmt/format.h>

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "behaviours.hpp"
#include "linktender/core/text.hpp"
#include "linktender/crawl/pipeline.hpp"
#include "linktender/http/curl_fetcher.hpp"
#include "linktender/verdict/rules.hpp"
#include "support/catch.hpp"

namespace linktender::test {
namespace {

using namespace std::chrono_literals;

/// What a row promises, or what came of it.
struct Row {
    std::string outcome;
    std::string reason;
    std::string requests;  ///< for the page, as far as any arrived

    friend bool operator==(const Row&, const Row&) = default;
    friend std::ostream& operator<<(std::ostream& out, const Row& row) {
        return out << row.outcome << " | " << row.reason << " | " << row.requests;
    }
};

std::string host_of(const std::string& answer) {
    std::string host;
    for (const char c : answer) {
        if (core::is_ascii_alnum(c))
            host += core::ascii_lower(c);
        else if (!host.empty() && host.back() != '-')
            host += '-';
    }
    while (host.size() > 60 || host.back() == '-') host.pop_back();
    return host + ".test";
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
    return text;
}

/// Plain and TLS servers on which every behaviour has a host, and the name server that knows them.
class MisbehavingWeb {
public:
    MisbehavingWeb() {
        for (auto& [answer, behaviour] : behaviours()) {
            const std::string host = host_of(answer);
            if (!sites_.emplace(host, std::make_unique<Site>(answer, std::move(behaviour))).second)
                FAIL("two behaviours at " << host);
            authority_->set_fault(host, sites_.at(host)->behaviour.certificate);
        }
        const auto handler = [this](const ReceivedRequest& request) { return answer(request); };
        secure_ = std::make_unique<ScriptedServer>(ServerOptions{.handler = handler, .tls = authority_});
        plain_ = std::make_unique<ScriptedServer>(ServerOptions{.handler = handler});
        names_ = std::make_unique<DnsServer>(
            [this](const std::string& name, int type) { return resolve(name, type); });
    }

    [[nodiscard]] http::FetcherOptions fetcher_options() const {
        http::FetcherOptions options;
        options.user_agent = "linktender-test";
        options.ca_file = authority_->certificate_file().string();
        options.name_servers = {names_->address()};
        options.guard = http::AddressGuard::create({"127.0.0.1", "127.0.0.9"}).value();
        return options;
    }

    void for_each(const std::function<void(const std::string& answer, const Behaviour&,
                                           const std::string& url, const std::string& host)>& each) const {
        for (const auto& [host, site] : sites_) {
            const Behaviour& behaviour = site->behaviour;
            const std::string url = !behaviour.url.empty()
                                        ? with_port(replaced(behaviour.url, "HOST", host))
                                        : (behaviour.tls ? *secure_ : *plain_).origin(host) + "/page";
            each(site->answer, behaviour, url, host);
        }
    }

    /// Requests for the page that arrived from the one who asked for `host`.
    [[nodiscard]] int visits(const std::string& host) const { return sites_.at(host)->visits; }

private:
    struct Site {
        Site(std::string the_answer, Behaviour the_behaviour)
            : answer(std::move(the_answer)), behaviour(std::move(the_behaviour)) {}
        std::string answer;
        Behaviour behaviour;
        std::atomic<int> visits{0};
    };

    [[nodiscard]] std::string with_port(std::string text) const {
        return replaced(std::move(text), "PORT", std::to_string(plain_->port()));
    }

    Site* site_of(std::string host) {
        if (host.ends_with('.')) host.pop_back();
        if (host.starts_with("under_score.")) host.erase(0, 12);
        const auto found = sites_.find(host);
        return found == sites_.end() ? nullptr : found->second.get();
    }

    Reply answer(const ReceivedRequest& request) {
        Site* site = site_of(request.host);
        // Where redirects lead.
        if (site == nullptr) return request.path() == "/robots.txt" ? text("", 404) : html("<p>Another page");
        const Behaviour& behaviour = site->behaviour;
        if (request.path() == "/robots.txt")
            return behaviour.robots.empty() ? text("", 404) : text(behaviour.robots, behaviour.robots_status);
        Reply reply = behaviour.reply(request, ++site->visits);
        for (Header& header : reply.headers)
            if (header.name == "Location") header.value = with_port(header.value);
        return reply;
    }

    DnsAnswer resolve(const std::string& name, int type) {
        if (type != DnsServer::k_a) {
            Site* site = site_of(name);
            return site && site->behaviour.dns.code != 0 ? site->behaviour.dns : DnsAnswer{};
        }
        if (name == "inside.test") return {.addresses = {"10.0.0.1"}};
        Site* site = site_of(name);
        if (site == nullptr) return {.addresses = {"127.0.0.1"}};
        return site->behaviour.dns;
    }

    std::map<std::string, std::unique_ptr<Site>> sites_;
    std::shared_ptr<CertificateAuthority> authority_ = std::make_shared<CertificateAuthority>();
    std::unique_ptr<ScriptedServer> secure_;
    std::unique_ptr<ScriptedServer> plain_;
    std::unique_ptr<DnsServer> names_;
};

/// The rows of the table by their first column.
std::map<std::string, Row> documented() {
    std::ifstream file(LINKTENDER_DOCS "/outcomes.md");
    std::map<std::string, Row> rows;
    for (std::string line; std::getline(file, line);) {
        const auto cells = core::split(line, '|');
        if (cells.size() < 6 || core::trim(cells[1]) == "answer" || core::trim(cells[1]).starts_with("---"))
            continue;
        const auto cell = [&](std::size_t i) {
            std::string_view text = core::trim(cells[i]);
            if (text.size() > 1 && text.front() == '`' && text.back() == '`')
                text = text.substr(1, text.size() - 2);
            return std::string(text);
        };
        if (!rows.emplace(cell(1), Row{cell(2), cell(3), cell(4)}).second) FAIL("two rows for " << cell(1));
    }
    return rows;
}

std::map<std::string, Row> observed() {
    MisbehavingWeb web;
    boost::asio::io_context io(1);
    auto fetcher = http::CurlFetcher::create(io, web.fetcher_options());
    REQUIRE(fetcher);
    const core::RealClock clock;
    const verdict::RuleSet rules = verdict::builtin_rules();
    crawl::Memory memory;
    crawl::PipelineOptions options{.limits = {.max_in_flight = 64, .host_interval = 0ms}};
    options.check.retry_wait = 1ms;
    options.check.limits.connect_timeout = 3s;
    options.check.limits.first_byte_timeout = 3s;
    options.check.limits.total_timeout = 6s;
    options.robots_token = "linktender";

    crawl::LinkList links;
    std::map<std::string, std::pair<std::string, std::string>> of_url;  // answer and host
    web.for_each([&](const std::string& answer, const Behaviour& behaviour, const std::string& url,
                     const std::string& host) {
        const auto parsed = url::parse(url);
        if (!parsed) FAIL("no URL: " << url);
        if (behaviour.head) options.hosts.add(host, {.method = http::Method::head});
        links.add(parsed->without_fragment());
        of_url[std::string(url::without_credentials(*parsed).without_fragment())] = {answer, host};
    });

    std::mutex mutex;
    std::map<std::string, Row> rows;
    crawl::Pipeline pipeline(io, **fetcher, clock, rules, memory, options, [&](store::CheckRecord record) {
        const std::lock_guard lock(mutex);
        const auto& [answer, host] = of_url.at(record.url);
        Row& row = rows[answer];
        row.outcome = verdict::to_string(record.verdict.outcome);
        for (const std::string& flag : record.flags) row.outcome += ", " + flag;
        row.reason = record.verdict.reason;
    });
    CHECK(pipeline.run(links) == crawl::RunEnd::complete);
    for (const auto& [url, what] : of_url)
        rows[what.first].requests = std::to_string(web.visits(what.second));
    return rows;
}

}  // namespace

TEST_CASE("outcomes: every kind of answer gets the outcome that its row in the documentation says",
          "[crawl]") {
    const std::map<std::string, Row> expected = documented();

    const std::map<std::string, Row> seen = observed();

    if (std::getenv("LINKTENDER_PRINT_OUTCOMES") != nullptr) {
        for (const auto& [answer, row] : seen)
            std::cout << fmt::format("| {} | `{}` | `{}` | {} |\n", answer, row.outcome, row.reason,
                                     row.requests);
    }
    for (const auto& [answer, row] : seen) {
        CAPTURE(answer);
        if (expected.count(answer) == 0) {
            FAIL_CHECK("not in the table: " << row);
            continue;
        }
        CHECK(expected.at(answer) == row);
    }
    for (const auto& [answer, row] : expected) {
        CAPTURE(answer);
        CHECK(seen.count(answer) == 1);
    }
}

}  // namespace linktender::test
