#include "linktender/http/robots.hpp"

#include <ctime>
#include <string>

#include "support/catch.hpp"

namespace linktender::http {
namespace {

struct Row {
    const char* what;
    const char* file;
    const char* path;
    bool allowed;
};

void check_row(const Row& row) {
    CAPTURE(row.what, row.file, row.path);

    const Robots robots = Robots::parse(row.file, "linktender");
    const Robots again = Robots::parse(robots.text(), "linktender");

    CHECK(robots.allows(row.path) == row.allowed);
    CHECK(again.allows(row.path) == row.allowed);
    CHECK(again.text() == robots.text());
}

double cpu_seconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

}  // namespace

TEST_CASE("robots: the group is chosen as RFC 9309 2.2.1 says", "[http][robots]") {
    check_row(GENERATE(values<Row>({
        {"our group", "User-agent: linktender\nDisallow: /p\n", "/p", false},
        {"the name in any case", "user-AGENT: LinkTender\nDisallow: /p\n", "/p", false},
        {"a version is not compared", "User-agent: linktender/0.9\nDisallow: /p\n", "/p", false},
        {"a longer name is another", "User-agent: linktender-news\nDisallow: /p\n", "/p", true},
        {"a shorter name is another", "User-agent: link\nDisallow: /p\n", "/p", true},
        {"no group, no rules", "User-agent: other\nDisallow: /\n", "/p", true},
        {"the star where nothing names us", "User-agent: x\nAllow: /\n\nUser-agent: *\nDisallow: /p\n", "/p",
         false},
        {"our group instead of the star, which comes first",
         "User-agent: *\nDisallow: /\n\nUser-agent: linktender\nDisallow: /p\n", "/q", true},
        {"our group instead of the star, which comes last",
         "User-agent: linktender\nDisallow: /p\n\nUser-agent: *\nDisallow: /\n", "/q", true},
        {"our group without rules instead of the star",
         "User-agent: *\nDisallow: /\n\nUser-agent: linktender\n", "/q", true},
        {"several names for one group",
         "User-agent: a\nUser-agent: linktender\nUser-agent: b\nDisallow: /p\n", "/p", false},
        {"a name and the star for one group", "User-agent: a\nUser-agent: *\nDisallow: /p\n", "/p", false},
        {"groups of one name are one: the first counts",
         "User-agent: linktender\nDisallow: /p\n\nUser-agent: x\nDisallow: /\n\nUser-agent: linktender\n"
         "Disallow: /q\n",
         "/p", false},
        {"groups of one name are one: the second counts",
         "User-agent: linktender\nDisallow: /p\n\nUser-agent: x\nDisallow: /\n\nUser-agent: linktender\n"
         "Disallow: /q\n",
         "/q", false},
        {"groups of the star are one", "User-agent: *\nDisallow: /p\n\nUser-agent: *\nDisallow: /q\n", "/p",
         false},
        {"the longest match over merged groups",
         "User-agent: linktender\nDisallow: /a\n\nUser-agent: linktender\nAllow: /a/b\n", "/a/b", true},
        {"a rule ends the names", "User-agent: linktender\nDisallow: /p\nUser-agent: x\nDisallow: /q\n", "/q",
         true},
        {"an empty rule ends the names", "User-agent: linktender\nDisallow:\nUser-agent: x\nDisallow: /q\n",
         "/q", true},
        {"rules before any name belong to nobody", "Disallow: /p\nUser-agent: *\nDisallow: /q\n", "/p", true},
        {"an empty line ends nothing", "User-agent: linktender\n\nDisallow: /a\n\nDisallow: /p\n", "/p",
         false},
        {"a sitemap ends nothing between names",
         "User-agent: linktender\nSitemap: https://a.example/s.xml\nUser-agent: x\nDisallow: /p\n", "/p",
         false},
        {"a sitemap ends nothing between rules",
         "User-agent: linktender\nDisallow: /a\nSitemap: https://a.example/s.xml\nDisallow: /p\n", "/p",
         false},
        {"an unknown record ends nothing", "User-agent: linktender\nHost: a.example\nx\nDisallow: /p\n", "/p",
         false},
        {"a name of nothing", "User-agent:\nDisallow: /p\n", "/p", true},
    })));
}

TEST_CASE("robots: the most specific rule decides as RFC 9309 2.2.2 says", "[http][robots]") {
    check_row(GENERATE(values<Row>({
        {"a rule matches from the start", "User-agent: *\nDisallow: /fish\n", "/fish/salmon.html", false},
        {"a rule does not match in the middle", "User-agent: *\nDisallow: /fish\n", "/cat/fish", true},
        {"the case of the path counts", "User-agent: *\nDisallow: /Fish\n", "/fish", true},
        {"the query is compared", "User-agent: *\nDisallow: /a?b=1\n", "/a?b=12", false},
        {"the query is more than the path", "User-agent: *\nDisallow: /a?b=1\n", "/a", true},
        {"the longer Allow", "User-agent: *\nDisallow: /a\nAllow: /a/b\n", "/a/b/c", true},
        {"the longer Disallow", "User-agent: *\nAllow: /a\nDisallow: /a/b\n", "/a/b/c", false},
        {"the order does not count", "User-agent: *\nAllow: /a/b\nDisallow: /a\n", "/a/b/c", true},
        {"Allow wins a tie", "User-agent: *\nDisallow: /a\nAllow: /a\n", "/a", true},
        {"Allow wins a tie of other patterns", "User-agent: *\nDisallow: /*a\nAllow: /ba\n", "/ba", true},
        {"no rule matches", "User-agent: *\nDisallow: /a\n", "/b", true},
        {"an empty Disallow", "User-agent: *\nDisallow:\n", "/b", true},
        {"an empty Disallow beside a rule", "User-agent: *\nDisallow: /b\nDisallow:\n", "/b", false},
        {"everything", "User-agent: *\nDisallow: /\n", "/", false},
        {"everything but one", "User-agent: *\nDisallow: /\nAllow: /$\n", "/", true},
        {"robots.txt itself", "User-agent: *\nDisallow: /\n", "/robots.txt", true},
        {"robots.txt with a query", "User-agent: *\nDisallow: /\n", "/robots.txt?x", true},
        {"what only begins like robots.txt", "User-agent: *\nDisallow: /\n", "/robots.txt.bak", false},
        {"no path at all", "User-agent: *\nDisallow: /\n", "", false},
        {"a pattern that begins elsewhere", "User-agent: *\nDisallow: a\nDisallow: $\n", "/a", true},
    })));
}

TEST_CASE("robots: octets are compared as RFC 9309 2.2.2 says", "[http][robots]") {
    check_row(GENERATE(values<Row>({
        {"a bare rule, an encoded path", "User-agent: *\nDisallow: /\xE3\x83\x84\n", "/%E3%83%84", false},
        {"an encoded rule, a bare path", "User-agent: *\nDisallow: /%E3%83%84\n", "/\xE3\x83\x84", false},
        {"hexadecimal digits in any case", "User-agent: *\nDisallow: /%e3%83%84\n", "/%E3%83%84", false},
        {"an unreserved octet encoded in the path", "User-agent: *\nDisallow: /baz\n", "/%62%61%7A", false},
        {"an unreserved octet encoded in the rule", "User-agent: *\nDisallow: /%62%61%7a\n", "/baz", false},
        {"a tilde", "User-agent: *\nDisallow: /%7Ejoe\n", "/~joe", false},
        {"a slash in a path is no %2F", "User-agent: *\nDisallow: /a/b\n", "/a%2Fb", true},
        {"%2F in a path is no slash", "User-agent: *\nDisallow: /a%2fb\n", "/a/b", true},
        {"%2F is %2F", "User-agent: *\nDisallow: /a%2fb\n", "/a%2Fb", false},
        {"%3F is no query", "User-agent: *\nDisallow: /a?b\n", "/a%3Fb", true},
        {"a URL in a query, bare rule", "User-agent: *\nDisallow: /r?u=https://b.example\n",
         "/r?u=https%3A%2F%2Fb.example", false},
        {"a URL in a query, encoded rule", "User-agent: *\nDisallow: /r?u=https%3A%2F%2Fb.example\n",
         "/r?u=https://b.example", false},
        {"%2F in a query and a rule without one", "User-agent: *\nDisallow: /*%2Fx\n", "/r?u=a%2Fx", false},
        {"a separator of a query is no data", "User-agent: *\nDisallow: /r?a&b\n", "/r?a%26b", true},
        {"a space", "User-agent: *\nDisallow: /a b\n", "/a%20b", false},
        {"octets that are no UTF-8", "User-agent: *\nDisallow: /\xFF\n", "/%FF", false},
        {"a percent sign alone", "User-agent: *\nDisallow: /100%\n", "/100%25", false},
        {"a percent sign before letters", "User-agent: *\nDisallow: /100%zz\n", "/100%zz", false},
        {"an encoded percent sign is decoded once", "User-agent: *\nDisallow: /%2561\n", "/a", true},
    })));
}

TEST_CASE("robots: special characters mean what RFC 9309 2.2.3 says", "[http][robots]") {
    check_row(GENERATE(values<Row>({
        {"a comment ends a rule", "User-agent: *\nDisallow: /p # not /q\n", "/p", false},
        {"a comment ends a name", "User-agent: linktender # us\nDisallow: /p\n", "/p", false},
        {"a comment without a space", "User-agent: *\nDisallow: /p#q\n", "/px", false},
        {"a line of comment in a group", "User-agent: *\n# Allow: /\nDisallow: /p\n", "/p", false},
        {"an encoded # is a character", "User-agent: *\nDisallow: /p%23q\n", "/p", true},
        {"a star for some", "User-agent: *\nDisallow: /a/*/c\n", "/a/b/c", false},
        {"a star for nothing", "User-agent: *\nDisallow: /a*c\n", "/ac", false},
        {"a star over slashes", "User-agent: *\nDisallow: /a/*/c\n", "/a/b/d/c", false},
        {"a star needs what follows it", "User-agent: *\nDisallow: /a/*/c\n", "/a/b/d", true},
        {"a star at the start", "User-agent: *\nDisallow: *.php\n", "/x/y.php5", false},
        {"a star at the end changes nothing", "User-agent: *\nDisallow: /p*\n", "/p", false},
        {"stars side by side", "User-agent: *\nDisallow: /a***c\n", "/abbc", false},
        {"a star alone", "User-agent: *\nDisallow: *\n", "/p", false},
        {"pieces may not overlap", "User-agent: *\nDisallow: /*aba*ba$\n", "/aba", true},
        {"a star finds a later place", "User-agent: *\nDisallow: /*ab$\n", "/abxab", false},
        {"a dollar ends the path", "User-agent: *\nDisallow: /p$\n", "/p", false},
        {"a dollar refuses more", "User-agent: *\nDisallow: /p$\n", "/p/", true},
        {"a dollar refuses a query", "User-agent: *\nDisallow: /*.php$\n", "/a.php?b", true},
        {"a star before a dollar", "User-agent: *\nDisallow: /*$\n", "/p/q?r", false},
        {"a dollar elsewhere is a character", "User-agent: *\nDisallow: /a$b\n", "/a$bc", false},
        {"two dollars", "User-agent: *\nDisallow: /a$$\n", "/a$", false},
        {"an encoded dollar is a character", "User-agent: *\nDisallow: /a%24\n", "/a$b", false},
        {"an encoded star is a character", "User-agent: *\nDisallow: /a%2Ac\n", "/a*c", false},
        {"an encoded star stands for nothing else", "User-agent: *\nDisallow: /a%2Ac\n", "/abc", true},
        {"a star in a path is a character", "User-agent: *\nDisallow: /abc\n", "/*", true},
    })));
}

TEST_CASE("robots: lines are read as RFC 9309 2.2 says", "[http][robots]") {
    check_row(GENERATE(values<Row>({
        {"nothing", "", "/p", true},
        {"CR alone", "User-agent: *\rDisallow: /p\r", "/p", false},
        {"CR LF", "User-agent: *\r\nDisallow: /p\r\n", "/p/", false},
        {"no end of the last line", "User-agent: *\nDisallow: /p", "/p", false},
        {"a byte order mark", "\xEF\xBB\xBFUser-agent: *\nDisallow: /p\n", "/p", false},
        {"blanks around everything", " \tUser-agent \t: \t* \t\n\tDisallow : /p \t\n", "/p", false},
        {"no blanks", "user-agent:*\ndisallow:/p\n", "/p", false},
        {"no colon", "User-agent *\nDisallow /p\n", "/p", true},
        {"a page of HTML", "<!doctype html>\n<title>User-agent: *</title>\n<p>Disallow: /\n", "/p", true},
        {"a colon in the pattern", "User-agent: *\nDisallow: /a:b\n", "/a:b", false},
    })));
}

TEST_CASE("robots: a token of nothing is named by no line", "[http][robots]") {
    const Robots robots = Robots::parse("User-agent:\nDisallow: /p\nUser-agent: 1\nDisallow: /q\n", "");

    CHECK(robots.allows("/p"));
    CHECK(robots.allows("/q"));
}

TEST_CASE("robots: our token is compared without its version", "[http][robots]") {
    CHECK_FALSE(Robots::parse("User-agent: linktender\nDisallow: /p\n", "linktender/0.1 (+x)").allows("/p"));
}

TEST_CASE("robots: without an answer everything but robots.txt is refused", "[http][robots]") {
    const Robots robots = Robots::disallow_all();

    CHECK_FALSE(robots.allows("/"));
    CHECK_FALSE(robots.allows("/a?b"));
    CHECK(robots.allows("/robots.txt"));
    CHECK(robots.text() == "User-agent: *\nDisallow: /\n");
}

TEST_CASE("robots: where there is no file everything is allowed", "[http][robots]") {
    CHECK(Robots::allow_all().allows("/"));
    CHECK(Robots::allow_all().text().empty());
}

TEST_CASE("robots: the canonical text is sorted, merged and free of doubles", "[http][robots]") {
    const Robots robots = Robots::parse(
        "User-agent: *\nDisallow: /\n\nUser-agent: LinkTender\nDisallow: /b%7ec\nAllow: /b~c\nDisallow: "
        "/b~c\n"
        "Crawl-delay: 1.50\n\nUser-agent: linktender\nDisallow: /longer/x y$ # why\n",
        "linktender");

    CHECK(robots.text() ==
          "User-agent: *\nDisallow: /longer/x%20y$\nAllow: /b~c\nDisallow: /b~c\nCrawl-delay: 1.5\n");
}

TEST_CASE("robots: a Crawl-delay is read in decimal seconds", "[http][robots]") {
    struct DelayRow {
        const char* file;
        long long milliseconds;  // -1 for none
    };
    const auto row = GENERATE(values<DelayRow>({
        {"User-agent: *\nCrawl-delay: 10\n", 10'000},
        {"User-agent: *\nCRAWL-DELAY:0.5 # s\n", 500},
        {"User-agent: *\nCrawl-delay: .25\n", 250},
        {"User-agent: *\nCrawl-delay: 2.\n", 2'000},
        {"User-agent: *\nCrawl-delay: 1.0019\n", 1'001},
        {"User-agent: *\nCrawl-delay: 0\n", 0},
        {"User-agent: *\nCrawl-delay: -1\n", -1},
        {"User-agent: *\nCrawl-delay: 5s\n", -1},
        {"User-agent: *\nCrawl-delay: 1.2.3\n", -1},
        {"User-agent: *\nCrawl-delay: .\n", -1},
        {"User-agent: *\nCrawl-delay:\n", -1},
        {"User-agent: *\nCrawl-delay: 99999999999999999999999\n", 2'592'000'000},
        {"User-agent: *\nCrawl-delay: 3\nCrawl-delay: 7\nCrawl-delay: 5\n", 7'000},
        {"User-agent: *\nDisallow: /x\nCrawl-delay: 3\n", 3'000},
        {"Crawl-delay: 3\nUser-agent: *\nDisallow: /x\n", -1},
        {"User-agent: x\nCrawl-delay: 3\n", -1},
        {"User-agent: *\nCrawl-delay: 3\n\nUser-agent: linktender\nDisallow: /x\n", -1},
        {"User-agent: x\nCrawl-delay: 3\n\nUser-agent: linktender\nDisallow: /x\n", -1},
    }));
    CAPTURE(row.file);
    const Robots robots = Robots::parse(row.file, "linktender");

    const auto delay = robots.crawl_delay();

    if (row.milliseconds == -1) {
        CHECK_FALSE(delay.has_value());
    } else {
        REQUIRE(delay.has_value());
        CHECK(delay->count() == row.milliseconds);
        CHECK(Robots::parse(robots.text(), "linktender").crawl_delay() == delay);
    }
}

TEST_CASE("robots: 500 KiB are read to the last rule", "[http][robots]") {
    const std::string last = "Disallow: /the-last-one\n";
    std::string file = "User-agent: *\n";
    for (int line = 0; file.size() + 40 + last.size() < Robots::k_body_bytes; ++line) {
        file += "Disallow: /\xE3\x83\x84/" + std::to_string(line) + '\n';
    }
    file.append(Robots::k_body_bytes - file.size() - last.size() - 1, '#');
    file += '\n' + last;
    REQUIRE(file.size() == Robots::k_body_bytes);

    const Robots robots = Robots::parse(file, "linktender");

    CHECK_FALSE(robots.allows("/the-last-one"));
    CHECK_FALSE(robots.allows("/%E3%83%84/0"));
    CHECK_FALSE(Robots::parse(robots.text(), "linktender").allows("/the-last-one"));
}

TEST_CASE("robots: what is over the limit is cut at a line", "[http][robots]") {
    std::string file = "User-agent: *\nDisallow: /first\n";
    file.append(Robots::k_text_bytes - file.size() - 12, '\n');
    file += "Disallow: /half-a-rule\nDisallow: /after\n";

    const Robots robots = Robots::parse(file, "linktender");

    CHECK_FALSE(robots.allows("/first"));
    CHECK(robots.allows("/h"));
    CHECK(robots.allows("/after"));
}

TEST_CASE("robots: the half rule at the end of a cut body is dropped", "[http][robots]") {
    const std::string file = "User-agent: *\nDisallow: /first\nDisallow: /";

    CHECK_FALSE(Robots::parse(file, "linktender", true).allows("/first"));
    CHECK(Robots::parse(file, "linktender", true).allows("/second"));
    CHECK_FALSE(Robots::parse(file, "linktender", false).allows("/second"));
}

TEST_CASE("robots: no file and no path makes comparing slow", "[http][robots]") {
    std::string many_stars = "User-agent: *\nDisallow: /";
    while (many_stars.size() < Robots::k_body_bytes - 2) many_stars += "*a";
    many_stars += "b";
    std::string many_rules = "User-agent: *\n";
    for (int rule = 0; many_rules.size() < Robots::k_body_bytes; ++rule) {
        many_rules += "Allow:*a" + std::to_string(rule) + '\n';
    }
    const std::string long_path = '/' + std::string(256 * 1024, 'a');
    const double started = cpu_seconds();

    for (const std::string& file : {many_stars, many_rules}) {
        const Robots robots = Robots::parse(file, "linktender");
        (void)robots.allows(long_path);
    }

    CHECK(cpu_seconds() - started < 2.0);  // some 0.1 s, without a bound many minutes
}

TEST_CASE("robots: a robots.txt that asks for absurdly much comparing allows nothing", "[http][robots]") {
    std::string file = "User-agent: *\nAllow: /\n";
    for (int rule = 0; rule < 2'000; ++rule) file += "Allow: *b" + std::to_string(rule) + '\n';
    const Robots robots = Robots::parse(file, "linktender");

    CHECK(robots.allows('/' + std::string(8 * 1024, 'a')));
    CHECK_FALSE(robots.allows('/' + std::string(128 * 1024, 'a')));
}

}  // namespace linktender::http
