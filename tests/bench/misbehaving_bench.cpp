// All kinds of misbehaving servers at once, with the limits that users have.
//
//   misbehaving_bench [LINKS]     needs a network of its own: unshare -rn, loopback up
//
// Prints how long the run took, its peak memory, and every link whose outcome is not that of
// docs/outcomes.md. Exit code 1 when one is wrong, when it took longer than 120 s or more than 200 MB.
#include <fmt/format.h>
#include <sys/resource.h>

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <map>
#include <mutex>
#include <string>

#include "integration/crawl/misbehaving_web.hpp"
#include "linktender/crawl/pipeline.hpp"
#include "linktender/verdict/rules.hpp"

using namespace linktender;

namespace {

std::map<std::string, std::string> documented_outcomes() {
    std::ifstream file(LINKTENDER_DOCS "/outcomes.md");
    std::map<std::string, std::string> outcomes;
    for (std::string line; std::getline(file, line);) {
        const auto cells = core::split(line, '|');
        if (cells.size() < 6) continue;
        const auto outcome = core::split(cells[2], '`');
        if (outcome.size() == 3)
            outcomes.emplace(core::trim(cells[1]), outcome[1].substr(0, outcome[1].find(',')));
    }
    return outcomes;
}

long peak_megabytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

}  // namespace

int main(int argc, char** argv) {
    const std::size_t wanted = argc > 1 ? std::stoul(argv[1]) : 500;
    const auto expected = documented_outcomes();
    test::MisbehavingWeb web(static_cast<int>(wanted / expected.size() + 1));
    boost::asio::io_context io(1);
    auto fetcher = http::CurlFetcher::create(io, web.fetcher_options());
    if (!fetcher) throw std::runtime_error(fetcher.error());
    const core::RealClock clock;
    const verdict::RuleSet rules = verdict::builtin_rules();
    crawl::Memory memory;
    crawl::PipelineOptions options;
    options.robots_token = "linktender";
    crawl::LinkList links;
    std::map<std::string, std::string> answers;  // by URL
    web.for_each([&](const std::string& answer, const test::Behaviour& behaviour, const std::string& text,
                     const std::string& host) {
        const auto url = url::parse(text);
        if (links.size() >= wanted || !links.add(url->without_fragment())) return;
        if (behaviour.head) options.hosts.add(host, {.method = http::Method::head});
        answers[std::string(url::without_credentials(*url).without_fragment())] = answer;
    });

    std::mutex mutex;
    std::size_t wrong = 0;
    std::size_t judged = 0;
    const auto started = std::chrono::steady_clock::now();
    crawl::Pipeline pipeline(io, **fetcher, clock, rules, memory, options,
                             [&](const store::CheckRecord& record) {
                                 const std::lock_guard lock(mutex);
                                 ++judged;
                                 const std::string& answer = answers.at(record.url);
                                 const std::string outcome(verdict::to_string(record.verdict.outcome));
                                 if (expected.at(answer) == outcome) return;
                                 ++wrong;
                                 fmt::print("wrong: {}: {} ({}), not {}\n", answer, outcome,
                                            record.verdict.reason, expected.at(answer));
                             });
    (void)pipeline.run(links);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
    const long megabytes = peak_megabytes();
    fmt::print(
        "{} links, {} judged, {} wrong, {:.1f} s (limit 120), peak {} MB (limit 200, servers included)\n",
        links.size(), judged, wrong, took.count(), megabytes);
    return wrong == 0 && judged == links.size() && took.count() <= 120 && megabytes <= 200 ? EXIT_SUCCESS
                                                                                           : EXIT_FAILURE;
}
