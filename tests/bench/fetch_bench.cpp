// Fetches many pages from one server under many host names and prints the processor time of each.
//
//   bench_fetch URL_TEMPLATE [requests [hosts [concurrency [http1|any [ca file]]]]]
//
// In the template `{host}` becomes a number below `hosts` and `{n}` the request's own. The names must lead
// to 127.0.0.1, at the template's port: they are resolved so here.
#include <fmt/core.h>
#include <sys/resource.h>

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdlib>
#include <string>
#include <string_view>

#include "linktender/http/curl_fetcher.hpp"

namespace {

using namespace linktender;

std::string filled(std::string text, std::string_view mark, int number) {
    if (const std::size_t at = text.find(mark); at != std::string::npos) {
        text.replace(at, mark.size(), std::to_string(number));
    }
    return text;
}

double cpu_seconds() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

struct Plan {
    std::string url_template;
    int requests = 10'000;
    int hosts = 200;
    int concurrency = 64;
    http::Version version = http::Version::any;
};

/// Keeps `concurrency` fetches open until all are done.
class Run {
public:
    Run(http::Fetcher& fetcher, Plan plan) : fetcher_(fetcher), plan_(std::move(plan)) {
        for (int i = 0; i < plan_.concurrency; ++i) next();
    }
    void report(double cpu, double wall) const {
        fmt::print(
            "{} of {} good, {:.1f} MB, {:.2f} s, {:.0f} requests/s, {:.1f} us of processor a request\n",
            good_, plan_.requests, static_cast<double>(bytes_) / 1e6, wall, plan_.requests / wall,
            cpu * 1e6 / plan_.requests);
    }

private:
    void next() {
        if (started_ == plan_.requests) return;
        const int number = started_++;
        http::Request request;
        request.url =
            url::parse(filled(filled(plan_.url_template, "{host}", number % plan_.hosts), "{n}", number))
                .value();
        request.version = plan_.version;
        fetcher_.fetch(std::move(request), [this](const http::Response& response) {
            good_ += response.status == 200 && !response.error ? 1 : 0;
            if (response.error && failures_++ == 0)
                fmt::print("first failure: {}\n", response.error->message);
            bytes_ += response.body.size();
            next();
        });
    }

    http::Fetcher& fetcher_;
    Plan plan_;
    int started_ = 0;
    int good_ = 0;
    int failures_ = 0;
    std::size_t bytes_ = 0;
};

}  // namespace

int main(int argc, char* argv[]) {
    if (argc < 2) {
        fmt::print(
            stderr,
            "usage: bench_fetch URL_TEMPLATE [requests [hosts [concurrency [http1|any [ca file]]]]]\n");
        return 3;
    }
    Plan plan{.url_template = argv[1]};
    if (argc > 2) plan.requests = std::atoi(argv[2]);
    if (argc > 3) plan.hosts = std::atoi(argv[3]);
    if (argc > 4) plan.concurrency = std::atoi(argv[4]);
    if (argc > 5 && std::string_view(argv[5]) == "http1") plan.version = http::Version::http1_only;
    http::FetcherOptions options;
    options.user_agent = "linktender-bench";
    options.guard = http::AddressGuard::create({"127.0.0.0/8"}).value();
    options.resolve = {"*:*:127.0.0.1"};
    if (argc > 6) options.ca_file = argv[6];
    boost::asio::io_context io(1);
    auto fetcher = http::CurlFetcher::create(io, std::move(options));
    if (!fetcher) {
        fmt::print(stderr, "{}\n", fetcher.error());
        return 1;
    }
    const double cpu_before = cpu_seconds();
    const auto before = std::chrono::steady_clock::now();
    Run run(**fetcher, plan);
    io.run();
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - before;
    run.report(cpu_seconds() - cpu_before, wall.count());
    return 0;
}
