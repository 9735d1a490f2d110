#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "golden.hpp"
#include "html_assets.hpp"
#include "linktender/core/text.hpp"
#include "linktender/report/render.hpp"
#include "samples.hpp"
#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::report::test;
using report::Model;
using report::RenderOptions;

namespace {

std::string html(const Model& model, const RenderOptions& options = {}) {
    std::ostringstream out;
    report::render_html(out, model, options);
    return out.str();
}

bool contains(std::string_view whole, std::string_view part) {
    return whole.find(part) != std::string_view::npos;
}

std::size_t count(const std::string& whole, const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = whole.find(part); at != std::string::npos; at = whole.find(part, at + part.size()))
        ++found;
    return found;
}

/// The page without style and script, which change for reasons of their own.
std::string skeleton(std::string page) {
    for (const std::string_view part : {report::html::k_style, report::html::k_report}) {
        const std::size_t at = page.find(part);
        REQUIRE(at != std::string::npos);
        page.replace(at, part.size(), "...");
    }
    for (const std::string_view hash : {report::html::k_style_hash, report::html::k_report_hash}) {
        page.replace(page.find(hash), hash.size(), "...");
    }
    return page;
}

/// The values of an attribute, in order. Templates put each in double quotes, which values cannot hold.
std::vector<std::string> attributes(const std::string& page, const std::string& name) {
    std::vector<std::string> values;
    const std::string start = " " + name + "=\"";
    for (std::size_t at = page.find(start); at != std::string::npos; at = page.find(start, at + 1)) {
        const std::size_t begin = at + start.size();
        values.push_back(page.substr(begin, page.find('"', begin) - begin));
    }
    return values;
}

}  // namespace

TEST_CASE("html: the sample is built as it was when it was last looked at", "[report]") {
    CHECK(difference_from_golden("report.html", skeleton(html(sample_model()))) == "");
}

TEST_CASE("html: the sample with a past is built, in Chinese, as it was when it was last looked at",
          "[report]") {
    const RenderOptions options{.language = report::Language::zh,
                                .base_path = "https://git.example/blob/main/"};

    CHECK(difference_from_golden("report.zh.html", skeleton(html(tended_model(), options))) == "");
}

TEST_CASE("html: every kind of verdict appears with its word", "[report]") {
    const std::string page = html(sample_model(), {.verbosity = 1});

    for (const char* word :
         {"alive",          "moved",          "not found",   "gone",          "soft 404",
          "parked",         "blocked",        "login",       "legal",         "client error",
          "server error",   "timeout",        "DNS failure", "no connection", "TLS failure",
          "protocol error", "redirect error", "unsafe",      "skipped",       "unchecked"}) {
        CAPTURE(word);
        CHECK(contains(page, std::string(">") + word + "<"));
    }
}

TEST_CASE("html: the page asks for nothing and lets nothing but its own script run", "[report]") {
    const std::string page = html(sample_model());

    CHECK(contains(page, "default-src 'none'; style-src 'sha256-"));
    CHECK(contains(page, "base-uri 'none'; form-action 'none'"));
    CHECK_FALSE(contains(page, "unsafe-inline"));
    CHECK(count(page, "<script") == 1);
    CHECK(count(page, "<style") == 1);
    CHECK(count(page, "<link ") == 1);
    CHECK_FALSE(std::regex_search(skeleton(page), std::regex(" (style|on[a-z]+)=\"")));
    CHECK(attributes(page, "src").empty());
}

TEST_CASE("html: links lead to web pages and within the page only", "[report]") {
    for (const Model& model : {sample_model(), hostile_model()}) {
        const std::string page = skeleton(html(model, {.verbosity = 1}));
        for (const std::string& href : attributes(page, "href")) {
            CAPTURE(href);
            CHECK((href.starts_with("https://") || href.starts_with("http://") || href.starts_with("#") ||
                   href.starts_with("data:image/svg+xml,")));
        }
    }
}

TEST_CASE("html: an address that we refuse to visit is no link", "[report]") {
    const std::string page = html(sample_model());

    CHECK(contains(page, "<bdi>http://192.168.1.10/wiki</bdi>"));
    CHECK_FALSE(contains(page, "href=\"http://192.168.1.10"));
}

TEST_CASE("html: every fragment that a link names is there once", "[report]") {
    const std::string page = skeleton(html(sample_model(), {.verbosity = 1}));
    const auto ids = attributes(page, "id");
    CHECK(std::set<std::string>(ids.begin(), ids.end()).size() == ids.size());

    for (const std::string& href : attributes(page, "href")) {
        if (!href.starts_with("#")) continue;
        CAPTURE(href);
        CHECK(std::count(ids.begin(), ids.end(), href.substr(1)) == 1);
    }
}

TEST_CASE("html: the newest issue comes first", "[report]") {
    const std::string page = html(sample_model());

    CHECK(page.find("issues/2026-04-30.md</bdi></span></span>") <
          page.find("issues/2026-01-15.md</bdi></span></span>"));
    CHECK(page.find("issues/2026-01-15.md</bdi></span></span>") <
          page.find("issues/extra.md</bdi></span></span>"));
}

TEST_CASE("html: a moved link brings the Markdown to paste", "[report]") {
    CHECK(contains(html(sample_model()),
                   "<code>[probe-kit](https://github.com/probe-kit/probe-kit#build)</code>"));
}

TEST_CASE("html: what changed is told only where there is an earlier report", "[report]") {
    CHECK_FALSE(contains(html(sample_model()), "id=\"changes\""));

    const std::string page = html(tended_model());

    CHECK(contains(page,
                   "<h2 id=\"changes-heading\">What changed <span class=\"total\">compared with "
                   "2026-11-23</span></h2>"));
    CHECK(contains(page, "<strong>3</strong> <span class=\"name\">new</span>"));
    CHECK(contains(page, "<section id=\"recovered\""));
    CHECK(contains(page, "<bdi>acknowledged: 作者要求撤下</bdi>"));
}

TEST_CASE("html: what is new leads to its entry", "[report]") {
    const std::string page = html(tended_model());
    const std::size_t list = page.find("id=\"news\"");
    REQUIRE(list != std::string::npos);
    const std::size_t href = page.find("href=\"#", list) + 7;

    const std::string row = page.substr(href, page.find('"', href) - href);

    CHECK(count(page, " id=\"" + row + "\"") == 1);
}

TEST_CASE("html: an entry keeps its name when lines move and other links come and go", "[report]") {
    const auto link = [](const char* url, unsigned line) {
        return at(checked(url, verdict::Outcome::not_found, "http-404", {}, 404), 0, line);
    };
    const auto ids_of = [](std::vector<report::Link> links) {
        return attributes(skeleton(html(report::assemble(complete_run(), {issue("a.md")}, std::move(links)))),
                          "id");
    };

    const auto before = ids_of({link("https://b.example/", 4)});
    const auto after = ids_of({link("https://a.example/", 2), link("https://b.example/", 9)});

    const auto row = std::find_if(before.begin(), before.end(),
                                  [](const std::string& id) { return id.size() == 17 && id.front() == 'l'; });
    REQUIRE(row != before.end());
    CHECK(std::count(after.begin(), after.end(), *row) == 1);
}

TEST_CASE("html: when nothing is broken the page says so, unless the run was cut short", "[report]") {
    Model model = fine_model();
    CHECK(contains(html(model), "<h1>Nothing is broken.</h1>"));

    model.run.ended = "network-down";

    CHECK_FALSE(contains(html(model), "Nothing is broken"));
    CHECK(contains(html(model), "role=\"alert\">The network was down"));
}

TEST_CASE("html: a report without any link is a page too", "[report]") {
    CHECK(contains(html(report::assemble(complete_run(), {}, {})), "0 links"));
}

TEST_CASE("html: many entries start folded, the newest open", "[report]") {
    const std::string page = html(large_model(20, 50));

    CHECK(count(page, "<details class=\"issue\"") == 20);
    CHECK(count(page, "\" open>\n  <summary>\n    <h3>") == 3);
}

TEST_CASE("html: a very long address is shown cut and leads where it led", "[report]") {
    const std::string url = "https://a.example/" + std::string(50'000, 'x');
    const Model model =
        report::assemble(complete_run(), {issue("a.md", std::string(5'000, 't'))},
                         {at(checked(url, verdict::Outcome::not_found, "http-404", {}, 404), 0, 1)});

    const std::string page = html(model);

    CHECK(count(page, url) == 1);
    CHECK(contains(page, "href=\"" + url + "\""));
    CHECK_FALSE(contains(page, std::string(400, 't')));
}

TEST_CASE("html: nothing foreign becomes markup, a template or a control character", "[report]") {
    const std::string page = html(hostile_model(), {.verbosity = 1, .base_path = "javascript:alert(1)//"});

    CHECK(core::is_valid_utf8(page));
    CHECK_FALSE(has_raw_controls(page));
    CHECK(count(page, "<script") == 1);
    CHECK(count(page, "</script>") == 1);
    CHECK(count(page, "</style>") == 1);
    CHECK_FALSE(contains(page, "<img"));
    CHECK(contains(page, "&lt;img src=x onerror=alert(1)&gt;"));
    CHECK(contains(page, "{{evidence}}"));
    CHECK(contains(page, "\\u202e"));
}
