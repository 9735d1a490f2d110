// The table of docs/outcomes.md, row by row, over real sockets.
#include <fmt/format.h>

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

#include "linktender/core/text.hpp"
#include "linktender/crawl/pipeline.hpp"
#include "linktender/verdict/rules.hpp"
#include "misbehaving_web.hpp"
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
