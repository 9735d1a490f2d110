#include <string>
#include <vector>

#include "linktender/page/document.hpp"
#include "linktender/page/facts.hpp"
#include "page/scan.hpp"
#include "support/catch.hpp"
#include "support/hostile_pages.hpp"

using namespace linktender;
using page::Document;
using page::DocumentError;
using test::fonts_reopened;
using test::Hostile;
using test::hostile_pages;
using test::repeat;
using test::run_on_small_stack;
using test::thread_cpu_seconds;

namespace {

constexpr double k_generous = 4;  // seconds of CPU for one page; catches what has no bound

}  // namespace

TEST_CASE("page: no page takes more time than the guard grants", "[page][hostile]") {
    for (const Hostile& hostile : hostile_pages()) {
        CAPTURE(hostile.name);
        const double before = thread_cpu_seconds();

        const auto document = Document::parse(hostile.html, {.cpu_time = std::chrono::milliseconds(100)});

        CHECK(thread_cpu_seconds() - before < k_generous);
        if (document) CHECK(document->root());
    }
}

TEST_CASE("page: a parse that allocates nothing is ended too", "[page][hostile]") {
    // 20,000 open elements are walked for each of two million characters: 20 seconds if let go on.
    const std::string html = repeat("<span>", 20'000) + "<b>" + std::string(2'000'000, 'x');

    const auto document = Document::parse(html, {.cpu_time = std::chrono::milliseconds(50)});

    REQUIRE_FALSE(document);
    CHECK(document.error() == DocumentError::out_of_time);
}

TEST_CASE("page: the next parse on a thread is not ended by the timer of the one before", "[page][hostile]") {
    const std::string html = repeat("<span>", 20'000) + "<b>" + std::string(2'000'000, 'x');
    REQUIRE_FALSE(Document::parse(html, {.cpu_time = std::chrono::milliseconds(20)}));

    const double before = thread_cpu_seconds();
    while (thread_cpu_seconds() - before < 0.1) {
        const auto document = Document::parse("<p>x");
        REQUIRE(document);
    }
}

TEST_CASE("page: 28 KB that would take 1.5 GB end at the byte budget", "[page][hostile]") {
    const auto document = Document::parse(fonts_reopened(4'000), {.memory_bytes = std::size_t{16} << 20U,
                                                                  .cpu_time = std::chrono::seconds(20)});

    REQUIRE_FALSE(document);
    CHECK(document.error() == DocumentError::out_of_memory_budget);
}

TEST_CASE("page: a budget too small for anything is an error, not a crash", "[page][hostile]") {
    const std::size_t budget = GENERATE(std::size_t{0}, std::size_t{1}, std::size_t{100}, std::size_t{1024});
    CAPTURE(budget);

    const auto document = Document::parse("<p>hello", {.memory_bytes = budget});

    REQUIRE_FALSE(document);
    CHECK(document.error() == DocumentError::out_of_memory_budget);
}

TEST_CASE("page: a tree of any depth is walked, read and dropped on a small stack", "[page][hostile]") {
    const std::string html = repeat("<span>", 200'000) + "deep";
    std::size_t elements = 0;
    std::string text;

    run_on_small_stack([&] {
        const auto document = Document::parse(html, {.cpu_time = std::chrono::seconds(20)});
        if (!document) return;
        for (page::Node node = document->root(); node; node = node.next_in(document->root()))
            if (node.name() == "span") ++elements;
        text = page::text_of(document->root());
    });

    CHECK(elements == 200'000);
    CHECK(text == "deep");
}

TEST_CASE("page: hostile pages are analysed on a small stack and keep their title", "[page][hostile]") {
    for (const Hostile& hostile : hostile_pages()) {
        CAPTURE(hostile.name);
        const std::string html =
            "<html lang=de><title>Titel</title>\n<meta name=author content='A. B.'>" + hostile.html;
        page::PageFacts facts;

        double seconds = 0;
        run_on_small_stack([&] {
            facts = page::analyse({.body = html, .content_type = "text/html", .url = {}});
            seconds = thread_cpu_seconds();
        });

        CHECK(seconds < k_generous);
        CHECK(facts.kind == page::PageFacts::Kind::html);
        CHECK(facts.html_title == "Titel");
        CHECK(facts.metadata.title == "Titel");
        CHECK(facts.metadata.language == "de");
        CHECK(facts.metadata.authors == std::vector<std::string>{"A. B."});
        CHECK(facts.cut == !facts.cut_reason.empty());
    }
}

TEST_CASE("page: a page that is too dear for a tree is read all the same", "[page][hostile]") {
    const std::string html =
        "<title>t</title><p>Hello &amp; welcome</p><script>no</script>" + fonts_reopened(4'000);

    const page::PageFacts facts = page::analyse({.body = html, .content_type = "text/html", .url = {}});

    CHECK_FALSE(facts.cut);
    CHECK(facts.visible_text.starts_with("Hello & welcome x x x"));
    CHECK(facts.visible_length > 4'000);
}

TEST_CASE("page: what the guard cut is said, and the head is still read", "[page][hostile]") {
    // Open font elements in each of many bylines, which the parser opens again in every later one.
    std::string html = "<title>t</title><meta name=author content=Ada>";
    for (int i = 0; i < 300; ++i) {
        html += "<i class=byline>";
        for (int j = 0; j < 40; ++j) html += "<font size=" + std::to_string(i * 40 + j) + ">";
        html += "</i><h1>x</h1>";
    }

    const page::PageFacts facts = page::analyse({.body = html, .content_type = "text/html", .url = {}});

    CHECK(facts.cut);
    CHECK((facts.cut_reason == "memory" || facts.cut_reason == "cpu-time"));
    CHECK(facts.html_title == "t");
    CHECK(facts.metadata.authors == std::vector<std::string>{"Ada"});
}

TEST_CASE("page: the walk over a page costs time in proportion to its length", "[page][hostile]") {
    constexpr std::size_t k_count = 400'000;
    const std::vector<Hostile> pages{
        {"end tags far below", repeat("<b>", 4'000) + repeat("</p>", k_count)},
        {"paragraphs in a table", "<p><table>" + repeat("<span>", 4'000) + repeat("<div>", k_count)},
        {"items", "<li>" + repeat("<div>", 4'000) + repeat("<li><div>", k_count)},
        {"unknown names", repeat("<x-a>", 4'000) + repeat("</x-b>", k_count)},
        {"unknown references", "<p>" + repeat("&abcdefghijklmnopqrstuvwxyzabcdefghi", k_count / 4)},
        {"many unknown references",
         [] {
             std::string html;
             for (std::size_t i = 0; i < 200'000; ++i) html += "&x" + std::to_string(i) + ";";
             return html;
         }()},
        {"tags of many attributes", repeat("<p " + repeat("a=b c=d ", 100) + ">", k_count / 200)},
        {"comments in a script", "<script>" + repeat("<!-- <script>", k_count)},
        {"dashes", "<!--" + repeat("--x", k_count)},
        {"bylines", repeat("<i class=byline>", k_count)},
        {"foreign elements", repeat("<svg><p>", k_count)},
        {"styles", repeat("<p style='a:b;c:d;e:f;g:h'>", k_count / 4)},
    };
    for (const Hostile& hostile : pages) {
        CAPTURE(hostile.name);
        double seconds = thread_cpu_seconds();

        run_on_small_stack([&] {
            seconds = thread_cpu_seconds();
            const page::Scan scan = page::scan(hostile.html, 64 * 1024);
            seconds = thread_cpu_seconds() - seconds;
            CHECK(scan.digest.size() < 300'000);
        });

        CHECK(seconds < k_generous);
    }
}

TEST_CASE("page: the byte behind a text is not read", "[page][hostile]") {
    const std::string html = "<p title=a&not";
    const std::vector<char> exact(html.begin(), html.end());  // nothing behind it, as AddressSanitizer knows

    CHECK(Document::parse(std::string_view(exact.data(), exact.size())));
}
