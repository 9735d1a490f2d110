#include "linktender/page/fragments.hpp"

#include <chrono>
#include <string>

#include "support/catch.hpp"

using namespace linktender;
using page::FragmentPresence;
using Kind = page::PageFacts::Kind;

namespace {

constexpr auto k_present = FragmentPresence::present;
constexpr auto k_absent = FragmentPresence::absent;
constexpr auto k_unknowable = FragmentPresence::unknowable;

struct Row {
    std::string html;
    std::string fragment;
    FragmentPresence presence;
};

FragmentPresence find(const std::string& html, const std::string& fragment,
                      const std::string& host = "example.org") {
    const page::PageFacts facts = page::analyse(
        {.body = html, .content_type = "text/html; charset=utf-8", .url = "https://" + host + "/"});
    return page::find_fragment({.kind = facts.kind,
                                .body = facts.decoded,
                                .visible_text = facts.visible_text,
                                .visible_length = facts.visible_length,
                                .host = host,
                                .fragment = fragment});
}

/// A page with more ids than a shell has.
std::string page_with(const std::string& html) {
    std::string all = html;
    for (int i = 0; i < 20; ++i) all += "<p id=p" + std::to_string(i) + ">text</p>";
    return all;
}

}  // namespace

TEST_CASE("page: a fragment is an id or a name, as written or decoded", "[page]") {
    const auto row = GENERATE(values<Row>({
        {"<h2 id=intro>", "intro", k_present},
        {"<H2 ID='intro'>", "intro", k_present},
        {"<h2 id=Intro>", "intro", k_absent},
        {"<a name=intro>", "intro", k_present},
        {"<map name=intro>", "intro", k_absent},
        {"<a href=#intro>", "intro", k_absent},
        {"<h2 id='编译器'>", "编译器", k_present},
        {"<h2 id='编译器'>", "%E7%BC%96%E8%AF%91%E5%99%A8", k_present},
        {"<h2 id='%E7%BC%96'>", "%E7%BC%96", k_present},
        {"<h2 id='a b'>", "a%20b", k_present},
        {"<h2 id='a&amp;b'>", "a&b", k_present},
        {"<h2 id='100%'>", "100%", k_present},
        {"<h2 id='a\uFFFD'>", "a%FF", k_present},
        {"<h2 id=intro2>", "intro", k_absent},
        {"<!-- <h2 id=intro> -->", "intro", k_absent},
        {"<script>x = '<h2 id=intro>'</script>", "intro", k_absent},
        {"<textarea><h2 id=intro></textarea>", "intro", k_absent},
        {"<p>x", "", k_present},
        {"<p>x", "top", k_present},
        {"<p>x", "TOP", k_present},
        {"<p>x", "intro", k_absent},
    }));
    CAPTURE(row.html, row.fragment);

    CHECK(find(row.html, row.fragment) == row.presence);
    CHECK(find(page_with(row.html), row.fragment) == row.presence);
}

TEST_CASE("page: GitHub's anchors are found behind their prefix, in tags and in data", "[page]") {
    const std::string data =
        page_with(R"(<script type="application/json">{"x":"\u003ch2 id=\"user-content-usage\""}</script>)");

    CHECK(find(page_with("<h2 id=user-content-usage>"), "usage") == k_present);
    CHECK(find(page_with("<a id=user-content-usage>"), "Usage") == k_present);
    CHECK(find(page_with("<h2 id='user-content-编译'>"), "%E7%BC%96%E8%AF%91") == k_present);
    CHECK(find(page_with("<h2 id=user-content-usage-2>"), "usage") == k_absent);
    CHECK(find(data, "usage") == k_present);
    CHECK(find(data, "usag") == k_absent);
}

TEST_CASE("page: lines of code are there, or not, or made by a script", "[page]") {
    const std::string code = page_with("<td id=L1></td><td id=L2></td><td id=L10></td><td id=L20></td>");
    const auto row = GENERATE_COPY(values<Row>({
        {code, "L10", k_present},
        {code, "L11", k_absent},
        {code, "L10-L20", k_present},
        {code, "L10-20", k_present},
        {code, "L10C3-L20C5", k_present},
        {code, "L10-L30", k_absent},
        {code, "L5-L20", k_absent},
        {code, "L10-", k_absent},
        {code, "L10x", k_absent},
        {code, "Lx", k_absent},
        {page_with("<p>x"), "L10", k_unknowable},
        {page_with("<p>x"), "L10-L20", k_unknowable},
        {page_with("<p id=L10-L20>"), "L10-L20", k_present},
        {page_with("<p>x"), "Lambda", k_absent},
    }));
    CAPTURE(row.fragment);

    CHECK(find(row.html, row.fragment) == row.presence);
}

TEST_CASE("page: what scripts make of a fragment cannot be known", "[page]") {
    const std::string program = "<script>" + std::string(30'000, 'x') + "</script>";
    const std::string shell = "<div id=app></div><script src=/app.js></script>";
    std::string words;
    for (int i = 0; i < 200; ++i) words += "words to read ";
    const auto row = GENERATE_COPY(values<Row>({
        {"<p>x", "/docs/intro", k_unknowable},
        {"<p>x", "!intro", k_unknowable},
        {"<p>x", "t=90", k_unknowable},
        {"<p id='a=b'>", "a=b", k_present},
        {shell, "intro", k_unknowable},
        {shell + "<p id=intro>", "intro", k_present},
        {shell + words, "intro", k_absent},
        {program + words, "intro", k_unknowable},
        {page_with(program), "intro", k_absent},
        {page_with(shell), "intro", k_absent},
        {page_with("<script src=//cdn.example.org/anchor.min.js></script>"), "intro", k_unknowable},
    }));
    CAPTURE(row.fragment);

    CHECK(find(row.html, row.fragment) == row.presence);
}

TEST_CASE("page: WeChat's marks point to nothing and miss nothing", "[page]") {
    CHECK(find("<p>x", "wechat_redirect") == k_present);
    CHECK(find("<p>x", "rd", "mp.weixin.qq.com") == k_present);
    CHECK(find("<p>x", "rd") == k_absent);
}

TEST_CASE("page: a page that was cut does not tell what it lacks", "[page]") {
    const std::string html = page_with("<p id=intro>");

    CHECK(page::find_fragment({.body = html, .fragment = "intro", .truncated = true}) == k_present);
    CHECK(page::find_fragment({.body = html, .fragment = "later", .truncated = true}) == k_unknowable);
    CHECK(page::find_fragment(
              {.body = html, .visible_text = "a", .fragment = ":~:text=b", .truncated = true}) ==
          k_unknowable);
}

TEST_CASE("page: a text fragment is looked for in what is seen", "[page]") {
    const std::string html = page_with(
        "<title>hidden title</title><p>The quick <b>brown</b> fox\n jumps.</p><p>The quick red fox. "
        "我们今天发布新的版本。"
        "</p><p>A Straße, a NAÏVE one.</p><p hidden>secret</p>");
    const auto row = GENERATE(values<std::pair<std::string, FragmentPresence>>({
        {"quick%20brown", k_present},
        {"QUICK%20BROWN%20FOX%20JUMPS", k_present},
        {"quick%20brown%20%20fox", k_present},
        {"quic", k_absent},
        {"uick", k_absent},
        {"green", k_absent},
        {"secret", k_absent},
        {"hidden%20title", k_absent},
        {"%E5%8F%91%E5%B8%83", k_present},
        {"今天", k_present},
        {"na%C3%AFve", k_present},
        {"quick,jumps", k_present},
        {"jumps,brown", k_absent},
        {"quick,green", k_absent},
        {"The-,quick%20red", k_present},
        {"he-,quick%20red", k_absent},
        {"A-,quick%20red", k_absent},
        {"quick%20red,-fox", k_present},
        {"quick%20red,-fo", k_absent},
        {"quick%20red,-jumps", k_absent},
        {"The-,quick,fox,-jumps", k_present},
        {"The-,quick,jumps,-The", k_absent},
        {"jumps.-,The,fox,-.", k_present},
        {"green&text=brown", k_present},
        {"green&text=blue", k_absent},
        {"", k_unknowable},
        {"a,b,c,d,e", k_unknowable},
        {"-,", k_unknowable},
    }));
    CAPTURE(row.first);

    CHECK(find(html, ":~:text=" + row.first) == row.second);
}

TEST_CASE("page: without its text a fragment falls back to its element", "[page]") {
    const std::string html = page_with("<p id=intro>brown fox");

    CHECK(find(html, "nowhere:~:text=brown") == k_present);
    CHECK(find(html, "intro:~:text=green") == k_present);
    CHECK(find(html, "nowhere:~:text=green") == k_absent);
    CHECK(find(html, "intro:~:other=x") == k_present);
    CHECK(find(html, ":~:other=x") == k_unknowable);
}

TEST_CASE("page: text beyond what is kept cannot be known", "[page]") {
    CHECK(page::find_fragment({.visible_text = "brown", .visible_length = 5, .fragment = ":~:text=green"}) ==
          k_absent);
    CHECK(page::find_fragment({.visible_text = "brown", .visible_length = 6, .fragment = ":~:text=green"}) ==
          k_unknowable);
}

TEST_CASE("page: a page number is in a PDF or behind its end", "[page]") {
    struct PdfRow {
        std::string objects;
        std::string fragment;
        FragmentPresence presence;
    };
    const std::string tree =
        "1 0 obj << /Type /Pages /Kids [2 0 R] /Count 12 >> endobj\n"
        "2 0 obj << /Type /Pages /Parent 1 0 R /Count 5 /Kids [3 0 R] >> endobj\n"
        "3 0 obj << /Type /Page /Parent 2 0 R /Count 99 >> endobj\n";
    const auto row = GENERATE_COPY(values<PdfRow>({
        {tree, "page=12", k_present},
        {tree, "page=1&zoom=50", k_present},
        {tree, "zoom=50&page=13", k_absent},
        {tree, "page=0", k_absent},
        {tree, "page=x", k_unknowable},
        {tree, "page=", k_unknowable},
        {tree, "page=99999999999", k_unknowable},
        {tree, "nameddest=intro", k_unknowable},
        {tree, "intro", k_unknowable},
        {tree, "", k_present},
        {tree + "1 0 obj << /Count 14 /Type /Pages >> endobj", "page=13", k_present},
        {"1 0 obj << /Type /Catalog >> endobj", "page=1", k_unknowable},
        {"4 0 obj << /Type /ObjStm >> stream \x01\x02 endstream endobj", "page=1", k_unknowable},
        {"", "page=1", k_unknowable},
    }));
    CAPTURE(row.objects, row.fragment);

    CHECK(page::find_fragment(
              {.kind = Kind::pdf, .body = "%PDF-1.4\n" + row.objects, .fragment = row.fragment}) ==
          row.presence);
}

TEST_CASE("page: text has lines of text and no anchors, a picture has neither", "[page]") {
    CHECK(page::find_fragment({.kind = Kind::text,
                               .visible_text = "brown fox",
                               .visible_length = 9,
                               .fragment = ":~:text=fox"}) == k_present);
    CHECK(page::find_fragment({.kind = Kind::text, .fragment = "intro"}) == k_unknowable);
    CHECK(page::find_fragment({.kind = Kind::image, .fragment = "xywh=1,2,3,4"}) == k_unknowable);
    CHECK(page::find_fragment({.kind = Kind::image, .fragment = ""}) == k_present);
}

TEST_CASE("page: hostile fragments and pages cost what their length costs", "[page]") {
    std::string text(64 * 1024, 'a');
    for (std::size_t i = 0; i < text.size(); i += 2) text[i] = ' ';
    std::string ids;
    for (int i = 0; i < 100'000; ++i) ids += "<a id=&abc;>";
    const std::string term = "a%20a%20a%20a%20a%20a%20a%20a";
    const auto start = std::chrono::steady_clock::now();

    CHECK(page::find_fragment({.body = ids,
                               .visible_text = text,
                               .visible_length = text.size(),
                               .fragment = ":~:text=b-," + term + "," + term + ",-b&text=" + term + ",-b"}) ==
          k_absent);
    CHECK(page::find_fragment({.body = ids, .fragment = "x"}) == k_absent);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(2));
}
