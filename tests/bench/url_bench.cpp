// How many URLs a second url::parse reads on one core, by kind of URL.
//
//   bench_url [ROUNDS]      the best of five passes is shown
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <limits>
#include <string_view>
#include <vector>

#include "linktender/url/url.hpp"

namespace {

using linktender::url::parse;
using linktender::url::Url;
using Clock = std::chrono::steady_clock;

struct Kind {
    std::string_view name;
    std::vector<std::string_view> urls;
};

const std::vector<Kind>& kinds() {
    static const std::vector<Kind> all = {
        {"typical",
         {"https://mp.weixin.qq.com/s/lTQglawCjFGJKzidPfXgNw",
          "https://github.com/tensorflow/tpu/tree/master/models", "https://arxiv.org/abs/1905.02244",
          "https://zhuanlan.zhihu.com/p/58709976",
          "https://example.com/news/2019/12/17/edge-inference?utm_source=letter&page=2#results"}},
        {"relative to a base",
         {"../images/board.png", "/docs/install.html", "?page=2", "#results", "a/b/c.md"}},
        {"to be encoded", {"https://example.com/a b/<c>?q=\"d e\"#`f`", "http://example.com/{id}/^x?'y'"}},
        {"Chinese path", {"https://example.com/嵌入式/人工智能/第五十七期?标题=端侧推理"}},
        {"Chinese host", {"https://例子.测试/", "http://新闻.例子.中国/p/1"}},
        {"IP address", {"http://192.0.2.17/", "http://[2001:db8::8:800:200c:417a]:8080/x"}},
    };
    return all;
}

/// Parses each URL of `kind` `rounds` times. Returns nanoseconds a URL.
double measure(const Kind& kind, const Url& base, std::size_t rounds) {
    std::size_t bytes = 0;
    const auto start = Clock::now();
    for (std::size_t round = 0; round < rounds; ++round) {
        for (const std::string_view text : kind.urls) {
            const auto url = parse(text, &base);
            bytes += url ? url->href().size() : 0;
        }
    }
    const std::chrono::duration<double, std::nano> spent = Clock::now() - start;
    if (bytes == 0) fmt::print(stderr, "{}: nothing parsed\n", kind.name);
    return spent.count() / static_cast<double>(rounds * kind.urls.size());
}

}  // namespace

int main(int argc, char** argv) {
    const std::size_t rounds = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 20'000;
    const auto base = parse("https://example.org/issues/2019/index.html");
    for (const Kind& kind : kinds()) {
        double best = std::numeric_limits<double>::max();
        for (int pass = 0; pass < 5; ++pass)
            best = std::min(best, measure(kind, *base, std::max<std::size_t>(rounds, 1)));
        fmt::print("{:<20} {:>8.1f} ns/URL {:>8.2f} M URLs/s\n", kind.name, best, 1e3 / best);
    }
    return 0;
}
