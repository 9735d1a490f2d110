#include "linktender/page/facts.hpp"

#include <string>

#include "support/catch.hpp"

using namespace linktender;
using page::PageFacts;

namespace {

PageFacts analyse(std::string_view html, std::string_view url = "https://blog.example.org/2019/a.html") {
    return page::analyse({.body = html, .content_type = "text/html; charset=utf-8", .url = url});
}

}  // namespace

TEST_CASE("page: an article in Chinese tells its title, author, date and site", "[page]") {
    const PageFacts facts = analyse(R"(<!doctype html>
<html lang="zh_CN"><head>
<title> 编译器周报
  第十二期 - 示例网 </title>
<meta name="author" content="作者：张三、李四">
<meta property="og:site_name" content="示例网">
<meta property="og:description" content="本期介绍 &quot;自动调优&quot;。">
<meta property="article:published_time" content="2019年7月5日">
<meta property="og:image" content="/img/cover.png">
<link rel="shortcut canonical" href="a.html?x=1">
</head><body><p>正文</p></body></html>)");

    CHECK(facts.kind == PageFacts::Kind::html);
    CHECK(facts.encoding == "UTF-8");
    CHECK(facts.html_title == "编译器周报 第十二期 - 示例网");
    CHECK(facts.metadata.title == "编译器周报 第十二期");
    CHECK(facts.metadata.authors == std::vector<std::string>{"张三", "李四"});
    CHECK(facts.metadata.published == "2019-07-05");
    CHECK(facts.metadata.site == "示例网");
    CHECK(facts.metadata.description == "本期介绍 \"自动调优\"。");
    CHECK(facts.metadata.language == "zh-CN");
    CHECK(facts.metadata.image == "https://blog.example.org/img/cover.png");
    CHECK(facts.metadata.canonical == "https://blog.example.org/2019/a.html?x=1");
    CHECK(facts.visible_text == "正文");
    CHECK(facts.visible_length == 2);
    CHECK_FALSE(facts.cut);
}

TEST_CASE("page: a paper is known by what it says for those who cite it", "[page]") {
    const PageFacts facts = analyse(R"(<title>Whatever</title>
<meta property="og:title" content="Read our exciting paper!">
<meta name="citation_title" content="On Loops">
<meta name="citation_author" content="Hopper, Grace">
<meta name="citation_author" content="Li, Wei">
<meta name="citation_author" content="Hopper, Grace">
<meta name="citation_publication_date" content="2020/03/09">
<meta name="citation_journal_title" content="Journal of Loops">
<meta name="citation_doi" content="https://doi.org/10.1000/loops.42">)");

    CHECK(facts.metadata.title == "On Loops");
    CHECK(facts.metadata.authors == std::vector<std::string>{"Grace Hopper", "Wei Li"});
    CHECK(facts.metadata.published == "2020-03-09");
    CHECK(facts.metadata.site == "Journal of Loops");
    CHECK(facts.metadata.doi == "10.1000/loops.42");
}

TEST_CASE("page: titles are taken in order of trust, empty and broken ones passed over", "[page]") {
    struct Row {
        std::string html;
        std::string title;
    };
    const auto row = GENERATE(values<Row>({
        {"<title>T</title>", "T"},
        {"<title>T</title><meta property=og:title content=OG>", "OG"},
        {"<title>T</title><meta name=og:title content=' '>", "T"},
        {"<title>T</title><meta name=twitter:title content=TW><meta name=DC.Title content=DC>", "TW"},
        {"<title>T</title><meta name='dc:title' content=DC>", "DC"},
        {"<title>T</title><h1 itemprop=headline>H <b>L</b></h1>", "H L"},
        {"<h1>Only heading</h1>", "Only heading"},
        {"<h1>One</h1><h1>Two</h1>", ""},
        {"<title>\uFFFD\uFFFD</title><h1>Good</h1>", "Good"},
        {"<svg><title>icon</title></svg><title>T</title>", "T"},
        {"<title>A - Site</title><meta property=og:site_name content=site>", "A"},
        {"<title>A_Site</title><meta name=application-name content=Site>", "A"},
        {"<title>Site</title><meta name=application-name content=Site>", "Site"},
        {"<title>a&#10;b\tc&nbsp; d\u202E</title>", "a b c d"},
        {"<script>document.write('<title>no</title>')</script>", ""},
        {"<template><title>no</title></template>", ""},
    }));
    CAPTURE(row.html);

    CHECK(analyse(row.html).metadata.title == row.title);
}

TEST_CASE("page: a title is cut at a character and says so", "[page]") {
    std::string name;
    for (int i = 0; i < 400; ++i) name += "长";

    const PageFacts facts = analyse("<title>" + name + "</title>");

    CHECK(facts.metadata.title.size() <= 512);
    CHECK(facts.metadata.title.ends_with("长…"));
}

TEST_CASE("page: the site is the one the title names, or else the domain", "[page]") {
    CHECK(analyse("<title>Work | My Site</title><meta property=og:title content=Work>").metadata.site ==
          "My Site");
    CHECK(analyse("<title>Work</title>", "https://a.blog.example.co.uk/x").metadata.site == "example.co.uk");
    CHECK(analyse("<title>Work</title>", "").metadata.site.empty());
}

TEST_CASE("page: a canonical address is believed only within its own site, else it is the page's", "[page]") {
    struct Row {
        std::string link;
        std::string canonical;
    };
    const std::string own = "https://blog.example.org/2019/a.html";
    const auto row = GENERATE_COPY(values<Row>({
        {"https://example.org/a", "https://example.org/a"},
        {"//www.example.org/a", "https://www.example.org/a"},
        {"https://other.example.com/a", own},
        {"/", own},
        {"https://example.org/login?next=a", own},
        {"javascript:void(0)", own},
        {"http://[", own},
    }));
    CAPTURE(row.link);

    CHECK(analyse("<link rel=canonical href='" + row.link + "'>").metadata.canonical == row.canonical);
}

TEST_CASE("page: relative addresses refer to the base element", "[page]") {
    const PageFacts facts =
        analyse("<base href='/docs/'><link rel=canonical href=b><meta property=og:image content=i.png>");

    CHECK(facts.metadata.canonical == "https://blog.example.org/docs/b");
    CHECK(facts.metadata.image == "https://blog.example.org/docs/i.png");
}

TEST_CASE("page: pictures that are logos or no web addresses are passed over", "[page]") {
    CHECK(analyse("<meta property=og:image content=/site-logo.png><meta name=twitter:image content=/p.jpg>")
              .metadata.image == "https://blog.example.org/p.jpg");
    CHECK(analyse("<meta property=og:image content='data:image/png;base64,AA'>").metadata.image.empty());
}

TEST_CASE("page: authors come from the first source that has any", "[page]") {
    struct Row {
        std::string html;
        std::vector<std::string> authors;
    };
    const auto row = GENERATE(values<Row>({
        {"<meta name=author content='By Ada'>", {"Ada"}},
        {"<meta name=author content='A; B；C'>", {"A", "B", "C"}},
        {"<meta property=article:author content='https://example.com/ada'><a rel=author>Ada</a>", {"Ada"}},
        {"<meta name=author content=''><meta property=og:article:author content=王五>", {"王五"}},
        {"<span itemprop=author><b>Ada</b> L.</span><a rel=author>x</a>", {"Ada L."}},
        {"<meta name=twitter:creator content=@ada>", {"@ada"}},
        {"<meta name=author content='\uFFFD'>", {}},
        {"<p>", {}},
    }));
    CAPTURE(row.html);

    CHECK(analyse(row.html).metadata.authors == row.authors);
}

TEST_CASE("page: the date of publication stands in many places", "[page]") {
    CHECK(analyse("<meta itemprop=datePublished content='2019-07-15T10:00:00Z'>").metadata.published ==
          "2019-07-15T10:00:00Z");
    CHECK(analyse("<time datetime=2018-01-01></time><article><time datetime=2019-02-03>x</time></article>")
              .metadata.published == "2019-02-03");
    CHECK(analyse("<article></article><time datetime=2018-01-01></time>").metadata.published.empty());
    CHECK(analyse("<meta name=dc.date content=soon><meta name=parsely-pub-date content=2019-02-03>")
              .metadata.published == "2019-02-03");
}

TEST_CASE("page: the writing overrules a template's English", "[page]") {
    std::string chinese;
    for (int i = 0; i < 10; ++i) chinese += "我们今天发布新的版本";

    CHECK(analyse("<html lang=en><p>" + chinese).metadata.language == "zh");
    CHECK(analyse("<p>" + chinese).metadata.language == "zh");
    CHECK(analyse("<html lang=fr><p>" + chinese).metadata.language == "fr");
    CHECK(analyse("<html lang=en><p>plain English text of some length").metadata.language == "en");
    CHECK(analyse("<p>これは日本語の文章です。新しい版を公開しました。").metadata.language == "ja");
    CHECK(analyse("<p>안녕하세요 새로운 버전을 발표했습니다 감사합니다 여러분").metadata.language == "ko");
    CHECK(analyse("<meta property=og:locale content=de_DE>").metadata.language == "de-DE");
    CHECK(analyse("<html lang='javascript:alert(1)'>").metadata.language.empty());
}

TEST_CASE("page: an arXiv page has the DOI of its number", "[page]") {
    CHECK(analyse("<p>", "https://arxiv.org/abs/1812.00332v2").metadata.doi == "10.48550/arXiv.1812.00332");
    CHECK(analyse("<p>", "https://arxiv.org/list/cs.LG").metadata.doi.empty());
}

TEST_CASE("page: what a reader does not see is not visible text", "[page]") {
    struct Row {
        std::string html;
        std::string text;
    };
    const auto row = GENERATE(values<Row>({
        {"<p>a<p hidden>b<p>c", "a c"},
        {"a<span style='display:none'>b</span>c", "ac"},
        {"a<span style='color:red; DISPLAY : None !important'>b</span>c", "ac"},
        {"a<span style='visibility:hidden'>b</span>c", "abc"},
        {"a<div hidden=until-found>b</div>c", "a b c"},
        {"<title>t</title>a<script>b</script><style>c</style><template>d</template>", "a"},
        {"<noscript>Please enable JavaScript</noscript>", "Please enable JavaScript"},
        {"<body style='display:none'>a", "a"},
        {"<frameset><frame>", ""},
    }));
    CAPTURE(row.html);

    CHECK(analyse(row.html).visible_text == row.text);
}

TEST_CASE("page: visible text is capped, its length is not", "[page]") {
    std::string html = "<p>";
    for (int i = 0; i < 50'000; ++i) html += "字字 ";

    const PageFacts facts = analyse(html);

    CHECK(facts.visible_text.size() <= 64 * 1024);
    CHECK(facts.visible_text.ends_with("字"));
    CHECK(facts.visible_length == 149'999);
}

TEST_CASE("page: the first refresh of a page gives its target and delay", "[page]") {
    const PageFacts facts = analyse(
        "<base href=/b/><meta http-equiv=Refresh content=' 3; URL = \"next\"'><meta http-equiv=refresh "
        "content='0;x'>");

    CHECK(facts.meta_refresh_url == "https://blog.example.org/b/next");
    CHECK(facts.meta_refresh_delay == 3);
}

TEST_CASE("page: a page in GBK reads like one in UTF-8", "[page]") {
    const PageFacts facts = page::analyse({.body = "<meta charset=gb2312><title>\xD0\xC2\xCE\xC5</title>",
                                           .content_type = "text/html",
                                           .url = "https://news.example.cn/"});

    CHECK(facts.encoding == "GBK");
    CHECK(facts.metadata.title == "新闻");
    CHECK(facts.decoded == "<meta charset=gb2312><title>新闻</title>");
}

TEST_CASE("page: what is not HTML is not parsed", "[page]") {
    struct Row {
        std::string body;
        std::string content_type;
        PageFacts::Kind kind;
        std::string text;
    };
    const auto row = GENERATE(values<Row>({
        {"", "text/html", PageFacts::Kind::none, ""},
        {"%PDF-1.5", "application/pdf", PageFacts::Kind::pdf, ""},
        {"a\n <b>", "text/plain", PageFacts::Kind::text, "a <b>"},
        {"{\"a\": 1}", "application/json; charset=utf-8", PageFacts::Kind::text, "{\"a\": 1}"},
        {"\x89PNG", "image/png", PageFacts::Kind::image, ""},
        {"PK", "application/zip", PageFacts::Kind::other, ""},
    }));
    CAPTURE(row.content_type);

    const PageFacts facts = page::analyse({.body = row.body, .content_type = row.content_type, .url = {}});

    CHECK(facts.kind == row.kind);
    CHECK(facts.visible_text == row.text);
    CHECK(facts.metadata.title.empty());
}
