// The precedence of sources, from claims alone.
#include "page/metadata.hpp"

#include <chrono>
#include <string>
#include <vector>

#include "support/catch.hpp"

using namespace linktender;
using page::Claim;
using page::ClaimFrom;
using page::Metadata;

namespace {

constexpr core::TimePoint k_now = std::chrono::sys_days{std::chrono::year{2021} / 3 / 10};

Metadata build(const std::vector<Claim>& claims, const std::string& html = {},
               const std::string& address = "https://blog.example.org/a", const std::string& text = {}) {
    const auto url = url::parse(address);
    REQUIRE(url);
    return page::build_metadata(
        {.claims = claims, .url = &*url, .base = &*url, .visible_text = text, .html = html, .now = k_now});
}

std::string article(const std::string& members) {
    return R"(<script type="application/ld+json">{"@type":"Article",)" + members + "}</script>";
}

Claim meta(const std::string& key, const std::string& value) {
    return {ClaimFrom::meta, key, value};
}

/// One statement, the source it is known by, and the field that it gives.
struct Statement {
    Claim claim;
    std::string source;
};

/// Each statement must give the field while all behind it are there as well.
void check_order(std::vector<Statement> statements, std::string Metadata::*field,
                 std::string page::MetadataSources::*source) {
    while (!statements.empty()) {
        std::vector<Claim> claims;
        // The least trusted first: the order in the page must not decide.
        for (auto it = statements.rbegin(); it != statements.rend(); ++it) claims.push_back(it->claim);

        const Metadata metadata = build(claims);

        CAPTURE(statements.front().source);
        CHECK(metadata.*field == statements.front().claim.value);
        CHECK(metadata.sources.*source == statements.front().source);
        statements.erase(statements.begin());
    }
}

}  // namespace

TEST_CASE("page: the title comes from the most trusted source, which is remembered", "[page]") {
    check_order({{meta("citation_title", "A"), "citation_title"},
                 {meta("og:title", "B"), "og:title"},
                 {meta("twitter:title", "C"), "twitter:title"},
                 {meta("dc.title", "D"), "dc.title"},
                 {meta("dcterms.title", "E"), "dcterms.title"},
                 {{ClaimFrom::itemprop, "headline", "F"}, "itemprop headline"},
                 {{ClaimFrom::title, "", "G"}, "title"},
                 {{ClaimFrom::heading, "", "H"}, "h1"}},
                &Metadata::title, &page::MetadataSources::title);
}

TEST_CASE("page: the description comes from the most trusted source", "[page]") {
    check_order({{meta("og:description", "A"), "og:description"},
                 {meta("twitter:description", "B"), "twitter:description"},
                 {meta("description", "C"), "description"},
                 {meta("citation_abstract", "D"), "citation_abstract"},
                 {meta("dc.description", "E"), "dc.description"},
                 {{ClaimFrom::itemprop, "description", "F"}, "itemprop description"},
                 {{ClaimFrom::paragraph, "", "G"}, "text"}},
                &Metadata::description, &page::MetadataSources::description);
}

TEST_CASE("page: the date comes from the most trusted source", "[page]") {
    check_order({{meta("article:published_time", "2019-01-01"), "article:published_time"},
                 {meta("citation_publication_date", "2019-01-02"), "citation_publication_date"},
                 {meta("citation_date", "2019-01-03"), "citation_date"},
                 {meta("citation_online_date", "2019-01-04"), "citation_online_date"},
                 {{ClaimFrom::itemprop, "datepublished", "2019-01-05"}, "itemprop datepublished"},
                 {meta("dcterms.issued", "2019-01-06"), "dcterms.issued"},
                 {meta("dcterms.created", "2019-01-07"), "dcterms.created"},
                 {meta("dc.date", "2019-01-08"), "dc.date"},
                 {meta("parsely-pub-date", "2019-01-09"), "parsely-pub-date"},
                 {{ClaimFrom::time, "", "2019-01-10"}, "time"}},
                &Metadata::published, &page::MetadataSources::published);
}

TEST_CASE("page: the site comes from the most trusted source", "[page]") {
    check_order({{meta("og:site_name", "A"), "og:site_name"},
                 {meta("citation_journal_title", "B"), "citation_journal_title"},
                 {{ClaimFrom::itemprop, "publisher.name", "C"}, "itemprop publisher.name"},
                 {meta("application-name", "D"), "application-name"}},
                &Metadata::site, &page::MetadataSources::site);
}

TEST_CASE("page: the language, the picture and the DOI come from the most trusted source", "[page]") {
    check_order({{{ClaimFrom::html, "lang", "de"}, "html lang"},
                 {{ClaimFrom::pragma, "content-language", "fr"}, "http-equiv content-language"},
                 {meta("og:locale", "it"), "og:locale"}},
                &Metadata::language, &page::MetadataSources::language);
    check_order({{meta("og:image:secure_url", "https://a.org/1"), "og:image:secure_url"},
                 {meta("og:image", "https://a.org/2"), "og:image"},
                 {meta("twitter:image", "https://a.org/3"), "twitter:image"},
                 {{ClaimFrom::itemprop, "image", "https://a.org/4"}, "itemprop image"}},
                &Metadata::image, &page::MetadataSources::image);
    check_order({{meta("citation_doi", "10.1000/1"), "citation_doi"},
                 {meta("prism.doi", "10.1000/2"), "prism.doi"},
                 {meta("dc.identifier", "10.1000/3"), "dc.identifier"}},
                &Metadata::doi, &page::MetadataSources::doi);
}

TEST_CASE("page: authors come from the most trusted source that names anybody", "[page]") {
    std::vector<std::pair<Claim, std::string>> statements{
        {meta("citation_author", "A"), "citation_author"},
        {meta("author", "B"), "author"},
        {meta("article:author", "C"), "article:author"},
        {meta("og:article:author", "D"), "og:article:author"},
        {{ClaimFrom::itemprop, "author.name", "E"}, "itemprop author.name"},
        {{ClaimFrom::itemprop, "author", "F"}, "itemprop author"},
        {{ClaimFrom::rel, "author", "G"}, "rel=author"},
        {{ClaimFrom::byline, "", "By H"}, "byline"},
        {meta("twitter:creator", "@i"), "twitter:creator"}};
    while (!statements.empty()) {
        std::vector<Claim> claims{{ClaimFrom::byline, "", "August 5, 1999"},
                                  meta("author", "https://a.org/x")};
        for (auto it = statements.rbegin(); it != statements.rend(); ++it) claims.push_back(it->first);

        const Metadata metadata = build(claims);

        const std::string& value = statements.front().first.value;
        CHECK(metadata.authors == std::vector<std::string>{value == "By H" ? "H" : value});
        CHECK(metadata.sources.authors == statements.front().second);
        statements.erase(statements.begin());
    }
    CHECK(build({}).sources.authors.empty());
}

TEST_CASE("page: JSON-LD stands between what is for citing and what is for sharing", "[page]") {
    const std::string html =
        article(R"("headline":"H","description":"D","datePublished":"2019-07-15","inLanguage":"zh-CN",)"
                R"("author":[{"name":"张三"},{"name":"Li Si"}],"publisher":{"name":"P"},"image":"/i.png")");

    const Metadata alone = build({}, html);
    CHECK(alone.title == "H");
    CHECK(alone.description == "D");
    CHECK(alone.published == "2019-07-15");
    CHECK(alone.language == "zh-CN");
    CHECK(alone.authors == std::vector<std::string>{"张三", "Li Si"});
    CHECK(alone.site == "P");
    CHECK(alone.image == "https://blog.example.org/i.png");
    CHECK(alone.sources.title == "json-ld headline");
    CHECK(alone.sources.published == "json-ld datepublished");

    const Metadata cited =
        build({meta("citation_title", "C"), meta("citation_author", "Hopper, Grace")}, html);
    CHECK(cited.title == "C");
    CHECK(cited.authors == std::vector<std::string>{"Grace Hopper"});

    const Metadata shared =
        build({meta("og:title", "O"), meta("og:description", "OD"), meta("og:site_name", "S"),
               meta("article:published_time", "2018-01-01"), meta("author", "A")},
              html);
    CHECK(shared.title == "H");
    CHECK(shared.description == "OD");
    CHECK(shared.site == "S");
    CHECK(shared.published == "2019-07-15");
    CHECK(shared.authors == std::vector<std::string>{"张三", "Li Si"});
}

TEST_CASE("page: WeChat's article is known by its account, its author and its time", "[page]") {
    const Metadata metadata =
        build({meta("og:title", "第十二期"),
               meta("og:site_name", "微信公众平台"),
               meta("author", "李明"),
               meta("og:description", ""),
               {ClaimFrom::title, "", ""}},
              "<script>var nickname = htmlDecode(\"编译器周报\"); var ct = \"1562747210\";</script>",
              "https://mp.weixin.qq.com/s/abcdefghijklmnopqrstuv");

    CHECK(metadata.title == "第十二期");
    CHECK(metadata.site == "编译器周报");
    CHECK(metadata.authors == std::vector<std::string>{"李明"});
    CHECK(metadata.published == "2019-07-10T08:26:50Z");
    CHECK(metadata.sources.site == "script");
    CHECK(metadata.sources.published == "script");
}

TEST_CASE("page: a paper of arXiv and a repository of GitHub lose what stands before their titles",
          "[page]") {
    const Metadata paper =
        build({{ClaimFrom::title, "", "[1812.00332] On Loops"}}, "", "https://arxiv.org/abs/1812.00332v2");
    CHECK(paper.title == "On Loops");
    CHECK(paper.doi == "10.48550/arXiv.1812.00332");
    CHECK(paper.sources.doi == "url");
    CHECK(build({meta("og:title", "GitHub - ada/loops: On loops"), meta("og:site_name", "GitHub")}, "",
                "https://github.com/ada/loops")
              .title == "ada/loops: On loops");
}

TEST_CASE("page: a title without a known site is cut where the heading ends or the domain's name begins",
          "[page]") {
    struct Row {
        std::string title;
        std::string heading;
        std::string address;
        std::string work;
        std::string site;
    };
    const auto row = GENERATE(values<Row>({
        {"手机芯片的能效之争_示例科技_示例网", "手机芯片的能效之争", "https://tech.example.com.cn/1",
         "手机芯片的能效之争", "示例网"},
        {"Work | Our Blog", "Work", "https://example.org/1", "Work", "Our Blog"},
        {"Work | Example", "", "https://www.example.org/1", "Work", "Example"},
        {"移动端优化 - 知乎", "", "https://zhuanlan.zhihu.com/p/1", "移动端优化", "知乎"},
        {"Work - Part One", "", "https://example.org/1", "Work - Part One", "example.org"},
        {"Workshop", "Work", "https://example.org/1", "Workshop", "example.org"},
        {"端到端-深度学习", "", "https://example.org/1", "端到端-深度学习", "example.org"},
    }));
    CAPTURE(row.title);
    std::vector<Claim> claims{{ClaimFrom::title, "", row.title}};
    if (!row.heading.empty()) claims.push_back({ClaimFrom::heading, "", row.heading});

    const Metadata metadata = build(claims, "", row.address);

    CHECK(metadata.title == row.work);
    CHECK(metadata.site == row.site);
}

TEST_CASE("page: the day in the address is the last that is asked", "[page]") {
    const std::string address = "https://example.org/2019/07/15/work";

    CHECK(build({}, "", address).published == "2019-07-15");
    CHECK(build({}, "", address).sources.published == "url");
    CHECK(build({{ClaimFrom::time, "", "2019-07-16"}}, "", address).published == "2019-07-16");
    CHECK(build({{ClaimFrom::time, "", "2031-07-16"}}, "", address).published == "2019-07-15");
}

TEST_CASE("page: the writing overrules English and nothing else", "[page]") {
    std::string chinese;
    for (int i = 0; i < 10; ++i) chinese += "我们今天发布 new";

    const Metadata english = build({{ClaimFrom::html, "lang", "en-US"}}, "", "https://example.org/", chinese);
    CHECK(english.language == "zh");
    CHECK(english.sources.language == "text");
    CHECK(build({{ClaimFrom::html, "lang", "fr"}}, "", "https://example.org/", chinese).language == "fr");
    CHECK(build({{ClaimFrom::html, "lang", "enm"}}, "", "https://example.org/", chinese).language == "enm");
}

TEST_CASE("page: a field without a value has no source", "[page]") {
    const std::vector<Claim> claims{meta("og:title", "\uFFFD"), meta("og:image", "/logo.png")};
    const Metadata metadata = page::build_metadata({.claims = claims});

    CHECK(metadata.title.empty());
    CHECK(metadata.sources.title.empty());
    CHECK(metadata.sources.image.empty());
    CHECK(metadata.sources.site.empty());
    CHECK(metadata.sources.canonical.empty());
}
