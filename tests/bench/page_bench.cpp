// What analysing a page costs, and how much of that is gumbo's.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>

#include "linktender/page/document.hpp"
#include "linktender/page/facts.hpp"

using namespace linktender;

namespace {

/// An article of about 30 KB as sites build them: a head full of metadata, scripts, a menu, text.
std::string article() {
    std::string html =
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Loops in practice - "
        "Example</title>"
        "<meta property=\"og:title\" content=\"Loops in practice\"><meta name=\"author\" content=\"Ada "
        "Example\">"
        "<meta property=\"og:image\" content=\"/cover.png\"><link rel=\"canonical\" href=\"/2019/loops\">"
        "<script>var state = {\"a\": [1, 2, 3], \"b\": \"</div>\"};</script><style>p { margin: 1em "
        "}</style></head><body>";
    for (int i = 0; i < 40; ++i) {
        const std::string number = std::to_string(i);
        html += "<li class=\"menu-item item-" + number + "\"><a href=\"/section/" + number +
                "?from=menu&amp;x=1\">Section " + number + "</a></li>\n";
    }
    for (int i = 0; html.size() < 30'000; ++i)
        html +=
            "<div class=\"block\" style=\"margin-top: 4px\"><p>Paragraph " + std::to_string(i) +
            " of the text, with <b>bold</b> words, a <a href=\"https://example.org/\">link</a> &mdash; and "
            "中文内容。 It goes on for a while, as articles do, until there is enough of it.</p></div>\n";
    return html + "</body></html>";
}

/// The best of some rounds: other work on the machine only ever adds.
template <class Work>
double microseconds_each(Work work) {
    constexpr int k_rounds = 15;
    constexpr int k_repeats = 20;
    double best = 1e9;
    for (int round = 0; round < k_rounds; ++round) {
        const auto start = std::chrono::steady_clock::now();
        for (int i = 0; i < k_repeats; ++i) work();
        const std::chrono::duration<double, std::micro> taken = std::chrono::steady_clock::now() - start;
        best = std::min(best, taken.count() / k_repeats);
    }
    return best;
}

}  // namespace

int main() {
    const std::string html = article();
    const page::PageInput input{
        .body = html, .content_type = "text/html", .url = "https://example.org/2019/loops"};
    std::size_t seen = 0;  // keeps the compiler from leaving the work out

    const auto parse = [&] {
        if (page::Document::parse(html)) ++seen;
    };
    const auto analyse = [&] { seen += page::analyse(input).visible_length; };
    const double parse_us = microseconds_each(parse);
    const double analyse_us = microseconds_each(analyse);

    std::printf("page of %zu bytes\nparse    %8.1f us\nanalyse  %8.1f us\nratio    %8.2f\n(%zu)\n",
                html.size(), parse_us, analyse_us, analyse_us / parse_us, seen);
    return 0;
}
