#include <array>
#include <ctime>
#include <thread>

#include "helpers.hpp"
#include "linktender/core/text.hpp"

using namespace linktender::source;

namespace {

std::string repeat(std::string_view text, std::size_t times) {
    std::string out;
    out.reserve(text.size() * times);
    for (std::size_t i = 0; i < times; ++i) out += text;
    return out;
}

}  // namespace

TEST_CASE("source: no input makes extraction take long or use much memory", "[source]") {
    constexpr std::size_t k_times = 20'000;
    struct Row {
        std::string_view name;
        std::string bytes;
    };
    const Row row = GENERATE_COPY(values<Row>({
        {"brackets", repeat("[", k_times)},
        {"links cut short", repeat("[a](", k_times)},
        {"titles cut short", repeat("[a](b \"", k_times) + repeat("[a](b '", k_times)},
        {"links in links", repeat("[", k_times) + repeat("](u)", k_times)},
        {"images in images", repeat("![a ", k_times) + repeat("](u)", k_times)},
        {"backticks", repeat("` `` ``` ", k_times)},
        {"quotes", repeat(">", k_times)},
        {"processing instructions", repeat("x<?", k_times)},
        {"declarations", repeat("x<!A ", k_times)},
        {"CDATA", repeat("x<![CDATA[", k_times)},
        {"a wide table", repeat("|", k_times) + "\n" + repeat("|-", k_times) + "\n" + repeat("a\n", k_times)},
        {"definitions", repeat("[a]: b\n", k_times)},
        {"definitions that are none", repeat("[a\n", k_times) + "]:\n"},
        {"definitions in lists", repeat("- [a]: b\n", k_times) + "[a]"},
        {"footnotes cut short", repeat("[^", k_times) + "]:"},
        {"footnotes", repeat("[^a]: b\n\n", k_times)},
        {"tags cut short", repeat("<a href=\"", k_times)},
        {"comments cut short", repeat("<!--", k_times)},
        {"entities", repeat("[a](&x;)", k_times)},
        {"addresses in brackets", repeat("http://a.example/(", k_times)},
        {"addresses that end in references",
         "http://a.example/" + repeat("&amp;", k_times) + repeat(";", k_times)},
        {"front matter without end", "---\n" + repeat("a: b\n", k_times)},
        {"attributes", "<a " + repeat("a=b ", k_times) + "href=c>"},
    }));
    CAPTURE(row.name);
    const Format format = GENERATE(values<Format>({Format::markdown, Format::html, Format::text}));

    const std::clock_t start = std::clock();
    const auto issue = extract("x.md", row.bytes, {.format = format});
    const std::clock_t took = std::clock() - start;

    // A tree that costs too much is refused, all else must come to an end by itself: in well under
    // two seconds, but sanitizers take their share.
    CHECK(took < 30 * CLOCKS_PER_SEC);
    if (!issue) CHECK(issue.error() == ExtractError::too_complex);
}

TEST_CASE("source: Markdown that would take gigabytes is refused", "[source]") {
    const std::size_t width = 3'000;
    const std::string table = repeat("|a", width) + "\n" + repeat("|-", width) + "\n" + repeat("b\n", width);

    const auto refused = extract("x.md", table, {});
    const auto next = extract("x.md", "[a](b)", {});

    REQUIRE(!refused.has_value());
    CHECK(refused.error() == ExtractError::too_complex);
    CHECK(next->occurrences.size() == 1);
}

TEST_CASE("source: threads that extract at once find what one finds alone", "[source]") {
    const std::string markdown =
        repeat("- ~~[a](b \"c\")~~ <http://d.example> `e` https://f.example\n\n| g |\n|---|\n| [h][i] |\n\n",
               200) +
        "[i]: j\n";
    const std::size_t expected = extract_ok(markdown).occurrences.size();
    std::array<std::size_t, 4> found{};

    std::vector<std::thread> threads;
    for (std::size_t& count : found)
        threads.emplace_back([&markdown, &count] {
            if (const auto issue = extract("x.md", markdown, {})) count = issue->occurrences.size();
        });
    for (std::thread& thread : threads) thread.join();

    CHECK(expected == 800);
    for (const std::size_t count : found) CHECK(count == expected);
}

TEST_CASE("source: a long text of a link is cut between characters", "[source]") {
    const Issue issue = extract_ok("[" + repeat("骁龙", 2000) + "](x)");

    CHECK(issue.occurrences[0].text.size() <= 1024 + 3);
    CHECK(issue.occurrences[0].text.ends_with("…"));
}

TEST_CASE("source: the text of a link is valid UTF-8 even where a footnote's name runs over lines",
          "[source]") {
    // GB18030, with a name that opens inside the link's text and never closes as one.
    const std::string_view bytes =
        "^)[[^\r------\xfe\xfd-.---](---:\x12\r^\x87\xd7S^\f-^^^\r-](---^)[S^\f-^^\n=";

    const auto issue = extract("a.md", bytes, {});

    REQUIRE(issue);
    REQUIRE(issue->occurrences.size() == 1);
    CHECK(issue->occurrences.front().raw == "---^");
    CHECK(linktender::core::is_valid_utf8(issue->occurrences.front().text));
}
