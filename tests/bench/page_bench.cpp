// What analysing and judging a page costs, beside what gumbo's parse of the same page costs.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <string_view>

#include "linktender/page/document.hpp"
#include "linktender/page/facts.hpp"
#include "linktender/verdict/judge.hpp"
#include "linktender/verdict/rules.hpp"

using namespace linktender;

namespace {

struct Sample {
    std::string_view name;
    std::string_view url;
    std::string html;
};

/// Metadata, scripts and styles, as much as an ordinary site has: about 10 KB.
std::string head() {
    std::string html =
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<title>Loops in practice - Example Notes</title>\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"description\" content=\"How loops are written, read &amp; measured in practice.\">\n"
        "<meta name=\"author\" content=\"Ada Example\">\n"
        "<meta property=\"og:title\" content=\"Loops in practice\">\n"
        "<meta property=\"og:type\" content=\"article\">\n"
        "<meta property=\"og:site_name\" content=\"Example Notes\">\n"
        "<meta property=\"og:image\" content=\"https://example.org/img/cover-1200.png\">\n"
        "<meta property=\"og:description\" content=\"How loops are written and measured.\">\n"
        "<meta property=\"article:published_time\" content=\"2019-07-15T08:00:00+00:00\">\n"
        "<meta name=\"twitter:card\" content=\"summary_large_image\">\n"
        "<meta name=\"theme-color\" content=\"#20304f\">\n"
        "<link rel=\"canonical\" href=\"https://example.org/2019/loops\">\n"
        "<link rel=\"alternate\" type=\"application/rss+xml\" href=\"/feed.xml\" title=\"Feed\">\n";
    for (int i = 0; i < 12; ++i) {
        const std::string number = std::to_string(16 * (i + 1));
        html += "<link rel=\"icon\" type=\"image/png\" sizes=\"" + number + "x" + number +
                "\" href=\"/assets/icons/icon-" + number + ".png\">\n";
    }
    html +=
        "<script type=\"application/ld+json\">{\"@context\": \"https://schema.org\", \"@type\": "
        "\"BlogPosting\", \"headline\": \"Loops in practice\", \"datePublished\": \"2019-07-15\", "
        "\"author\": {\"@type\": \"Person\", \"name\": \"Ada Example\"}}</script>\n<style>\n";
    for (int i = 0; i < 40; ++i)
        html += ".block-" + std::to_string(i) + " > p:first-child { margin: 0 auto 1em; color: #333; }\n";
    html += "</style>\n<script>\nvar settings = {};\n";
    for (int i = 0; html.size() < 10'000; ++i)
        html +=
            "settings['option" + std::to_string(i) + "'] = {shown: i < 3 && !closed, text: \"<b>on</b>\"};\n";
    return html + "</script>\n</head>\n";
}

/// A menu, then paragraphs and lists: about 20 KB.
std::string body() {
    std::string html = "<body class=\"post\">\n<nav><ul>\n";
    for (int i = 0; i < 30; ++i) {
        const std::string number = std::to_string(i);
        html += "<li class=\"menu-item item-" + number + "\"><a href=\"/section/" + number +
                "?from=menu&amp;x=1\">Section " + number + "</a></li>\n";
    }
    html += "</ul></nav>\n<article>\n<h1>Loops in practice</h1>\n";
    for (int i = 0; html.size() < 19'500; ++i) {
        html +=
            "<p class=\"block-" + std::to_string(i) +
            "\">This paragraph goes on for a while, as articles do, with <b>bold</b> words, a <a "
            "href=\"https://example.org/\">link</a> &mdash; and more &ldquo;quoted&rdquo; text. 中文内容，"
            "也有一些句子。 What a loop does is easy to see when it is short.</p>\n";
        if (i % 4 == 3)
            html +=
                "<ul>\n<li>the first thing to know,</li>\n<li>the second, which is longer,</li>\n"
                "<li style=\"margin-top: 4px\">the third.</li>\n</ul>\n";
    }
    return html + "</article>\n<footer><p>Example Notes, 2019</p></footer>\n</body>\n</html>\n";
}

/// An article on a host whose rules look at elements, so that the whole tree is wanted.
std::string wechat_article() {
    std::string html = head();
    html +=
        "<body id=\"activity-detail\"><div id=\"img-content\" class=\"rich_media_wrp\">\n"
        "<h1 class=\"rich_media_title\" id=\"activity-name\">循环的写法</h1>\n"
        "<div class=\"rich_media_content\" id=\"js_content\" style=\"visibility: hidden;\">\n";
    while (html.size() < 30'000)
        html +=
            "<section style=\"margin: 0px 8px; line-height: 1.75em;\"><span style=\"font-size: 15px; color: "
            "rgb(63, 63, 63);\">这一段文字说的是循环，写得短的时候容易看明白。</span></section>\n";
    return html + "</div></div></body></html>\n";
}

double cpu_microseconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

/// The best of some rounds, in CPU time: other work on the machine only ever adds.
template <class Work>
double microseconds_each(Work work) {
    constexpr int k_rounds = 25;
    constexpr int k_repeats = 20;
    double best = 1e9;
    for (int round = 0; round < k_rounds; ++round) {
        const double start = cpu_microseconds();
        for (int i = 0; i < k_repeats; ++i) work();
        best = std::min(best, (cpu_microseconds() - start) / k_repeats);
    }
    return best;
}

verdict::Evidence evidence_of(const Sample& sample) {
    verdict::Evidence evidence;
    evidence.url = *url::parse(sample.url);
    evidence.final_url = sample.url;
    evidence.status = 200;
    evidence.headers.add("content-type", "text/html");
    return evidence;
}

std::size_t g_seen = 0;  // keeps the compiler from leaving the work out

void measure(const Sample& sample, const verdict::RuleSet& rules) {
    const std::string_view html = sample.html;
    const std::string_view head = html.substr(0, html.find("</head>"));
    verdict::Evidence evidence = evidence_of(sample);
    const page::PageInput input{.body = html, .content_type = "text/html", .url = sample.url};
    const auto judge = [&] { g_seen += verdict::judge(evidence, rules).reason.size(); };

    const double whole = microseconds_each([&] { g_seen += page::Document::parse(html) ? 1U : 0U; });
    const double head_alone = microseconds_each([&] { g_seen += page::Document::parse(head) ? 1U : 0U; });
    const double analysed = microseconds_each([&] { g_seen += page::analyse(input).visible_length; });
    const double both = microseconds_each([&] {
        evidence.page = page::analyse(input);
        judge();
    });
    const auto line = [&](const char* what, double us) {
        std::printf("  %-28s %8.1f us %6.2f x\n", what, us, us / whole);
    };
    std::printf("%.*s, %zu bytes (head %zu)\n", static_cast<int>(sample.name.size()), sample.name.data(),
                html.size(), head.size());
    line("gumbo, whole page", whole);
    line("gumbo, head", head_alone);
    line("analyse", analysed);
    line("analyse and judge", both);
}

/// For a profiler: the first page, analysed and judged so many times.
void repeat(const Sample& sample, const verdict::RuleSet& rules, int times) {
    verdict::Evidence evidence = evidence_of(sample);
    for (int i = 0; i < times; ++i) {
        evidence.page = page::analyse({.body = sample.html, .content_type = "text/html", .url = sample.url});
        g_seen += verdict::judge(evidence, rules).reason.size();
    }
}

}  // namespace

int main(int argc, char** argv) {
    const verdict::RuleSet rules = verdict::builtin_rules();
    const Sample article{"article", "https://example.org/2019/loops", head() + body()};
    const Sample wechat{"page whose rules want elements", "https://mp.weixin.qq.com/s/abcdefghijklmnopqrstuv",
                        wechat_article()};
    if (argc > 1) {
        repeat(article, rules, std::max(1, std::atoi(argv[1])));
    } else {
        measure(article, rules);
        measure(wechat, rules);
    }
    std::printf("(%zu)\n", g_seen);
    return 0;
}
