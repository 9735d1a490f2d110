// Each condition of a rule by itself: when it holds and when it does not.
#include <string>

#include "evidence.hpp"
#include "linktender/verdict/judge.hpp"
#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::verdict;

namespace {

bool fires(const std::string& condition, const Evidence& evidence, std::string_view stage = "body") {
    return !matching_rules(evidence, rules_of(rule("r", "blocked", condition, 500, stage))).empty();
}

const Page k_notice{
    R"(<!doctype html><html><head><title>A &ndash; Site</title></head><body><h2 class="msg big">)"
    R"(Deleted by the author</h2><p>Call us.</p><script>var chl="_CF_opt";</script></body></html>)",
    "A \u2013 Site", "Deleted by the author Call us."};

Evidence notice() {
    return visit("https://www.a.example/s/1", 200, k_notice);
}

}  // namespace

TEST_CASE("verdict: a host matches exactly, below a name, or by its registrable domain", "[verdict]") {
    CHECK(fires("host = \"www.a.example\"\nraw_any = \"html\"", notice()));
    CHECK_FALSE(fires("host = \"a.example\"\nraw_any = \"html\"", notice()));
    CHECK(fires("host = \"*.a.example\"\nraw_any = \"html\"", notice()));
    CHECK_FALSE(fires("host = \"*.www.a.example\"\nraw_any = \"html\"", notice()));
    CHECK_FALSE(fires("host = \"*.ww.a.example\"\nraw_any = \"html\"", notice()));
    CHECK(fires("host = \"=a.example\"\nraw_any = \"html\"", notice()));
    CHECK(fires("host = [\"b.example\", \"=a.example\"]\nraw_any = \"html\"", notice()));
}

TEST_CASE("verdict: a host is that of the request or of the last hop, a final host of the last hop alone",
          "[verdict]") {
    Evidence evidence = notice();
    evidence.final_url = "https://wall.b.example/check?x=1";

    CHECK(fires("host = \"www.a.example\"", evidence, "response"));
    CHECK(fires("host = \"wall.b.example\"", evidence, "response"));
    CHECK(fires("final_host = \"=b.example\"", evidence, "response"));
    CHECK_FALSE(fires("final_host = \"www.a.example\"", evidence, "response"));
    CHECK(fires("final_url = '/check\\?'", evidence, "response"));
    CHECK_FALSE(fires("final_url = '/s/1'", evidence, "response"));
    CHECK(fires("url = ['a\\.EXAMPLE', '/s/[0-9]$']", evidence, "response"));
    CHECK_FALSE(fires("url = ['a\\.example', '/t/']", evidence, "response"));
    CHECK_FALSE(fires("url = '/s/'\nunless_url = '^https:'", evidence, "response"));
}

TEST_CASE("verdict: a status is one of the listed ranges", "[verdict]") {
    CHECK(fires("status = 200", notice(), "response"));
    CHECK(fires("status = \"404, 200-204\"", notice(), "response"));
    CHECK(fires("status = [503, \"100-200\"]", notice(), "response"));
    CHECK_FALSE(fires("status = \"201-299\"", notice(), "response"));
}

TEST_CASE("verdict: a header pattern holds when one field of that name matches, all patterns have to",
          "[verdict]") {
    Evidence evidence = notice();
    evidence.headers.add("set-cookie", "a=1");
    evidence.headers.add("set-cookie", "__jsluid_s=2");
    evidence.headers.add("server", "nginx");

    CHECK(fires("header = { Set-Cookie = '__JSLUID' }", evidence, "response"));
    CHECK(fires("header = { set-cookie = '^a=', server = 'nginx' }", evidence, "response"));
    CHECK_FALSE(fires("header = { set-cookie = '^a=', server = 'apache' }", evidence, "response"));
    CHECK_FALSE(fires("header = { via = '.' }", evidence, "response"));
}

TEST_CASE("verdict: a title pattern sees the folded title, a title part the whole of an outer part",
          "[verdict]") {
    struct Row {
        std::string_view title;
        bool matches;
    };
    const auto row = GENERATE(values<Row>({
        {"Page not found", true},
        {"PAGE NOT FOUND – My Site", true},
        {"My Site | Page not found", true},
        {"Page not found | News | My Site", true},
        {"My Site_Page not found", true},
        {"My Site » Page Not Found", true},
        {"Page not found-百度", true},
        {"页面-Page not found", true},
        {"Page not found: how we lost it", false},
        {"News | Page not found | My Site", false},
        {"A page not found", false},
        {"Page not found-ish", false},
        {"My-page not found", false},
        {"Café-page not found", false},
        {"", false},
    }));
    CAPTURE(row.title);
    Evidence evidence = notice();
    evidence.page.html_title = row.title;

    CHECK(fires("title_part = 'page not found'", evidence) == row.matches);
}

TEST_CASE("verdict: an empty title can be asked for", "[verdict]") {
    Evidence evidence = notice();
    evidence.page.html_title.clear();

    CHECK(fires("title = '^$'", evidence));
    CHECK_FALSE(fires("title = '^$'", notice()));
}

TEST_CASE("verdict: text is looked for in the visible text, or in the elements of a selector", "[verdict]") {
    CHECK(fires("text_any = [\"x\", \"DELETED by the  author\"]", notice()));
    CHECK_FALSE(fires("text_any = \"_CF_opt\"", notice()));
    CHECK(fires("selector = \".msg\"\ntext_any = \"deleted by\"", notice()));
    CHECK_FALSE(fires("selector = \"p\"\ntext_any = \"deleted by\"", notice()));
    CHECK(fires("selector = \"p, .msg\"\ntext = '^deleted by the \\w+$'", notice()));
    CHECK(fires("selector = \"script\"\ntext_any = \"_CF_opt\"", notice()));
    CHECK(fires("selector = \".big\"", notice()));
    CHECK_FALSE(fires("selector = \"p.big\"", notice()));
    CHECK(fires("text = 'author call'", notice()));
    CHECK(fires("text_any = \"call us\"\nhead_window = 40", notice()));
    CHECK_FALSE(fires("text_any = \"call us\"\nhead_window = 10", notice()));
}

TEST_CASE("verdict: raw strings are looked for in the whole source, ignoring case", "[verdict]") {
    CHECK(fires("raw_any = [\"nope\", \"_cf_OPT\"]", notice()));
    CHECK_FALSE(fires("raw_any = [\"nope\"]", notice()));
    CHECK(fires("raw_all = [\"_cf_opt\", \"class=\"]", notice()));
    CHECK_FALSE(fires("raw_all = [\"_cf_opt\", \"nope\"]", notice()));
}

TEST_CASE("verdict: limits on text, bytes and prose are inclusive", "[verdict]") {
    const std::size_t text = notice().page.visible_length;
    const std::size_t bytes = k_notice.html.size();

    CHECK(fires("raw_any = \"html\"\nmax_text = " + std::to_string(text), notice()));
    CHECK_FALSE(fires("raw_any = \"html\"\nmax_text = " + std::to_string(text - 1), notice()));
    CHECK(fires("max_bytes = " + std::to_string(bytes), notice()));
    CHECK_FALSE(fires("max_bytes = " + std::to_string(bytes - 1), notice()));
    const Page story{"<p>A sentence that is long enough to be counted as one.</p>", "", "x"};
    CHECK(fires("max_prose = 52", visit("https://a.example/", 200, story)));
    CHECK_FALSE(fires("max_prose = 51", visit("https://a.example/", 200, story)));
}

TEST_CASE("verdict: an element can forbid a rule", "[verdict]") {
    CHECK_FALSE(fires("raw_any = \"html\"\nunless_selector = [\"#none\", \"h2.msg\"]", notice()));
    CHECK(fires("raw_any = \"html\"\nunless_selector = [\"#none\", \"h3.msg\"]", notice()));
}

TEST_CASE("verdict: rules on the page want a page of markup", "[verdict]") {
    Evidence evidence = notice();
    evidence.page.kind = page::PageFacts::Kind::text;

    CHECK_FALSE(fires("raw_any = \"_cf_opt\"", evidence));
    evidence.headers.add("content-type", "application/json");
    CHECK_FALSE(fires("raw_any = \"_cf_opt\"", evidence));
    CHECK(fires("raw_any = \"_cf_opt\"\nheader = { content-type = 'json' }", evidence));
    evidence.page.kind = page::PageFacts::Kind::pdf;
    CHECK_FALSE(fires("max_bytes = 9999", evidence));
}

TEST_CASE("verdict: a page whose tree is too dear is spared, never condemned", "[verdict]") {
    Page hostile{"", "", "deleted"};
    hostile.html = "<h1 class='msg'>deleted</h1>";
    for (int i = 0; i < 60'000; ++i) hostile.html += "<div>";
    const Evidence evidence = visit("https://a.example/", 200, hostile);

    CHECK_FALSE(fires("selector = \".msg\"", evidence));
    CHECK_FALSE(fires("selector = \".msg\"\ntext_any = \"deleted\"", evidence));
    CHECK_FALSE(fires("text_any = \"deleted\"\nmax_prose = 900", evidence));
    CHECK_FALSE(fires("text_any = \"deleted\"\nunless_selector = \".msg\"", evidence));
    CHECK(fires("text_any = \"deleted\"\nunless_selector = \".other\"", evidence));
    const RuleSet alive = rules_of(rule("r", "alive", "selector = \".msg\""));
    CHECK(matching_rules(evidence, alive).size() == 1);
}
