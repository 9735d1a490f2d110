#include "linktender/crawl/second_look.hpp"

#include <algorithm>

#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::crawl;
using verdict::Confidence;
using verdict::Outcome;

namespace {

store::CheckRecord record_of(std::string_view url, Outcome outcome, int status, std::string final_url = {}) {
    store::CheckRecord record;
    record.url = url;
    record.final_url = final_url.empty() ? std::string(url) : std::move(final_url);
    record.status = status;
    record.verdict.outcome = outcome;
    record.verdict.reason = "before";
    record.verdict.evidence = "what the page said";
    return record;
}

SecondLookOptions all_on() {
    SecondLookOptions options;
    options.github = true;
    return options;
}

http::Response answer(int status, std::string body = {}) {
    http::Response response;
    response.status = status;
    response.body = std::move(body);
    return response;
}

bool has(const std::vector<std::string>& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

bool mentions(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("crawl: a second look is planned where an interface knows more than the page says", "[crawl]") {
    struct Row {
        std::string_view url;
        Outcome outcome;
        int status;
        std::string_view asked;
    };
    const auto row = GENERATE(values<Row>({
        {"https://www.youtube.com/watch?t=4&v=abcdefghij_", Outcome::ok, 200,
         "https://www.youtube.com/oembed?url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3Dabcdefghij_&format="
         "json"},
        {"https://youtu.be/abcdefghij-?t=3", Outcome::blocked, 429,
         "https://www.youtube.com/oembed?url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3Dabcdefghij-&format="
         "json"},
        {"https://m.youtube.com/shorts/abcdefghijk", Outcome::login, 200,
         "https://www.youtube.com/oembed?url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3Dabcdefghijk&format="
         "json"},
        {"https://www.youtube.com/embed/videoseries?list=x", Outcome::ok, 200, ""},
        {"https://www.youtube.com/@somebody", Outcome::ok, 200, ""},
        {"https://www.youtube.com/watch?v=a%22b", Outcome::ok, 200, ""},
        {"https://www.youtube.com/watch?v=abcdefghijk", Outcome::ok, 304, ""},
        {"https://www.youtube.com/watch?v=abcdefghijk", Outcome::timeout, 0, ""},
        {"https://www.sciencedirect.example/doi/full/10.5555/abc.1/pdf", Outcome::blocked, 403,
         "https://doi.org/api/handles/10.5555/abc.1"},
        {"https://doi.org/10.5555/abc/full", Outcome::blocked, 403,
         "https://doi.org/api/handles/10.5555/abc/full"},
        {"https://publisher.example/article/7", Outcome::blocked, 403, ""},
        {"https://publisher.example/10.5555/abc", Outcome::ok, 200, ""},
        {"https://publisher.example/10.5555/abc", Outcome::not_found, 404, ""},
        {"https://arxiv.org/pdf/1901.00001v2.pdf", Outcome::blocked, 403,
         "https://export.arxiv.org/api/query?id_list=1901.00001v2&max_results=1"},
        {"https://arxiv.org/abs/cs/0112017", Outcome::blocked, 429,
         "https://export.arxiv.org/api/query?id_list=cs/0112017&max_results=1"},
        {"https://arxiv.org/list/cs/new", Outcome::blocked, 429, ""},
        {"https://arxiv.org/abs/1901.00001", Outcome::ok, 200, ""},
        {"https://github.com/ana/walls.git", Outcome::blocked, 429, "https://api.github.com/repos/ana/walls"},
        {"https://github.com/ana/walls/blob/master/x.md", Outcome::blocked, 429,
         "https://api.github.com/repos/ana/walls"},
        {"https://github.com/topics/walls", Outcome::blocked, 429, ""},
        {"https://github.com/ana", Outcome::blocked, 429, ""},
        {"https://github.com/ana/walls", Outcome::not_found, 404, ""},
        {"https://www.bilibili.com/video/BV1xx411c7mD/", Outcome::blocked, 412,
         "https://api.bilibili.com/x/web-interface/view?bvid=BV1xx411c7mD"},
        {"https://www.bilibili.com/video/av170001", Outcome::blocked, 412,
         "https://api.bilibili.com/x/web-interface/view?aid=170001"},
        {"https://www.bilibili.com/video/BV1;rm", Outcome::blocked, 412, ""},
    }));
    CAPTURE(row.url, row.status);

    const auto look = plan_second_look(record_of(row.url, row.outcome, row.status), all_on());

    CHECK(look.has_value() == !row.asked.empty());
    if (look) CHECK(look->request.url.href() == row.asked);
}

TEST_CASE("crawl: each look can be switched off, and a rule that saw the page needs none", "[crawl]") {
    SecondLookOptions off = all_on();
    off.youtube = off.doi = off.crossref = off.arxiv = off.github = off.bilibili = false;
    for (const std::string_view url :
         {"https://youtu.be/abcdefghijk", "https://doi.org/10.5555/a", "https://arxiv.org/abs/1901.00001",
          "https://github.com/ana/walls", "https://www.bilibili.com/video/av1"}) {
        CAPTURE(url);
        CHECK(plan_second_look(record_of(url, Outcome::blocked, 403), all_on()));
        CHECK_FALSE(plan_second_look(record_of(url, Outcome::blocked, 403), off));
    }

    auto seen = record_of("https://youtu.be/abcdefghijk", Outcome::ok, 200);
    seen.verdict.rule = "youtube-playable";
    CHECK_FALSE(plan_second_look(seen, all_on()));
    CHECK_FALSE(plan_second_look(record_of("https://github.com/a/b", Outcome::blocked, 429), {}));
}

TEST_CASE("crawl: a link that leads to a video through a shortener is looked up as the video", "[crawl]") {
    auto record =
        record_of("https://short.example/1", Outcome::blocked, 200, "https://consent.youtube.com/m");
    record.hops = {{302, "https://youtu.be/abcdefghijk"}, {302, "https://consent.youtube.com/m"}};

    const auto look = plan_second_look(record, {});

    REQUIRE(look);
    CHECK(look->subject == "abcdefghijk");
}

TEST_CASE("crawl: an interface's answer decides what the page left open", "[crawl]") {
    struct Row {
        std::string_view url;
        Outcome before;
        int page_status;
        int status;
        std::string_view body;
        Outcome after;
        std::string_view reason;
        bool answered;
    };
    const auto row = GENERATE(values<Row>({
        {"https://youtu.be/abcdefghijk", Outcome::ok, 200, 200, R"({"title":"A wall"})", Outcome::ok,
         "youtube-oembed-found", true},
        {"https://youtu.be/abcdefghijk", Outcome::blocked, 200, 200, R"({"title":"A wall"})", Outcome::ok,
         "youtube-oembed-found", true},
        {"https://youtu.be/abcdefghijk", Outcome::moved, 200, 200, R"({"title":"A wall"})", Outcome::moved,
         "before", true},
        {"https://youtu.be/abcdefghijk", Outcome::ok, 200, 404, "Not Found", Outcome::soft_404,
         "youtube-oembed-gone", true},
        {"https://youtu.be/abcdefghijk", Outcome::blocked, 429, 400, "Bad Request", Outcome::not_found,
         "youtube-oembed-gone", true},
        {"https://youtu.be/abcdefghijk", Outcome::ok, 200, 403, "Forbidden", Outcome::login,
         "youtube-oembed-refused", true},
        {"https://youtu.be/abcdefghijk", Outcome::ok, 200, 200, "<html>", Outcome::ok, "before", false},
        {"https://youtu.be/abcdefghijk", Outcome::ok, 200, 429, "", Outcome::ok, "before", false},
        {"https://doi.org/10.5555/a", Outcome::blocked, 403, 200, R"({"responseCode":1})", Outcome::ok,
         "doi-registered", true},
        {"https://doi.org/10.5555/a", Outcome::blocked, 403, 404, R"({"responseCode":100})",
         Outcome::not_found, "doi-not-registered", true},
        {"https://p.example/doi/10.5555/a", Outcome::blocked, 403, 404, R"({"responseCode":100})",
         Outcome::blocked, "before", true},
        {"https://doi.org/10.5555/a", Outcome::blocked, 403, 500, R"({"responseCode":2})", Outcome::blocked,
         "before", false},
        {"https://arxiv.org/abs/1901.00001", Outcome::blocked, 403, 200,
         "<feed><entry><id>http://arxiv.org/abs/1901.00001v1</id><title>T</title></entry></feed>",
         Outcome::ok, "arxiv-api-found", true},
        {"https://arxiv.org/abs/1901.99999", Outcome::blocked, 403, 200, "<feed></feed>", Outcome::not_found,
         "arxiv-api-not-found", true},
        {"https://arxiv.org/abs/1901.00001", Outcome::blocked, 403, 503, "busy", Outcome::blocked, "before",
         false},
        {"https://github.com/ana/walls", Outcome::blocked, 429, 200,
         R"({"full_name":"Ana/Walls","html_url":"https://github.com/Ana/Walls"})", Outcome::ok,
         "github-api-found", true},
        {"https://github.com/ana/walls/issues/1", Outcome::blocked, 429, 200, R"({"full_name":"ana/walls"})",
         Outcome::blocked, "before", true},
        {"https://github.com/ana/walls/issues/1", Outcome::blocked, 429, 404, "{}", Outcome::not_found,
         "github-api-not-found", true},
        {"https://github.com/ana/walls", Outcome::blocked, 429, 451, "{}", Outcome::legal, "github-api-legal",
         true},
        {"https://github.com/ana/walls", Outcome::blocked, 429, 403, "rate limit", Outcome::blocked, "before",
         false},
        {"https://www.bilibili.com/video/av1", Outcome::blocked, 412, 200,
         R"({"code":0,"data":{"title":"T"}})", Outcome::ok, "bilibili-api-found", true},
        {"https://www.bilibili.com/video/av1", Outcome::blocked, 412, 200, R"({"code":-404})",
         Outcome::not_found, "bilibili-api-gone", true},
        {"https://www.bilibili.com/video/av1", Outcome::blocked, 412, 200, R"({"code":62002})",
         Outcome::not_found, "bilibili-api-gone", true},
        {"https://www.bilibili.com/video/av1", Outcome::blocked, 412, 200, R"({"code":-412})",
         Outcome::blocked, "before", false},
    }));
    CAPTURE(row.url, row.status, row.body);
    store::CheckRecord record = record_of(row.url, row.before, row.page_status);
    const auto look = plan_second_look(record, all_on());
    REQUIRE(look);

    const Looked looked =
        apply_second_look(*look, answer(row.status, std::string(row.body)), all_on(), record);

    CHECK(looked.answered == row.answered);
    CHECK(record.verdict.outcome == row.after);
    CHECK(record.verdict.reason == row.reason);
    CHECK(mentions(record.verdict.evidence, "what the page said"));
    CHECK(record.verdict.evidence.size() > std::string_view("what the page said").size());
    CHECK(record.status == row.page_status);
}

TEST_CASE("crawl: a look without an answer leaves the record as it was, with a word", "[crawl]") {
    store::CheckRecord record = record_of("https://youtu.be/abcdefghijk", Outcome::blocked, 429);
    const auto look = plan_second_look(record, {});
    REQUIRE(look);
    http::Response silence;
    silence.error = http::TransportError{http::TransportErrorKind::timeout, "timeout", "", false};

    CHECK_FALSE(apply_second_look(*look, silence, {}, record).answered);

    CHECK(record.verdict.outcome == Outcome::blocked);
    CHECK(record.verdict.evidence == "what the page said; YouTube's oEmbed gave no answer");
}

TEST_CASE("crawl: a registered DOI vouches for itself more than for a publisher's page", "[crawl]") {
    for (const bool resolver : {true, false}) {
        store::CheckRecord record =
            record_of(resolver ? "https://doi.org/10.5555/a" : "https://p.example/doi/10.5555/a",
                      Outcome::blocked, 403);
        const auto look = plan_second_look(record, {});
        REQUIRE(look);

        const Looked looked = apply_second_look(*look, answer(200, R"({"responseCode":1})"), {}, record);

        CHECK(record.verdict.confidence == (resolver ? Confidence::high : Confidence::low));
        REQUIRE(looked.next);
        CHECK(looked.next->request.url.href() == "https://api.crossref.org/works/10.5555/a");
    }
}

TEST_CASE("crawl: Crossref's record of the DOI that was asked for becomes the metadata", "[crawl]") {
    SecondLookOptions options;
    options.doi = false;
    store::CheckRecord record = record_of("https://doi.org/10.5555/A", Outcome::blocked, 403);
    const auto look = plan_second_look(record, options);
    REQUIRE(look);
    REQUIRE(look->kind == LookKind::crossref);
    store::CheckRecord other = record;

    (void)apply_second_look(
        *look, answer(200, R"({"message":{"DOI":"10.5555/a","title":["Ice"],"author":[{"family":"Ito"}]}})"),
        options, record);
    (void)apply_second_look(*look, answer(200, R"({"message":{"DOI":"10.5555/b","title":["Ice"]}})"), options,
                            other);

    REQUIRE(record.metadata);
    CHECK(record.metadata->title == "Ice");
    CHECK(record.metadata->sources.title == "crossref");
    CHECK(record.verdict.outcome == Outcome::blocked);
    CHECK_FALSE(other.metadata);
}

TEST_CASE("crawl: a renamed repository is moved, an archived one says so", "[crawl]") {
    SecondLookOptions options = all_on();
    options.github_token = "t0ken";
    store::CheckRecord record = record_of("https://github.com/ana/walls", Outcome::blocked, 429);
    const auto look = plan_second_look(record, options);
    REQUIRE(look);
    CHECK(look->request.headers.at(0).value == "Bearer t0ken");
    http::Response renamed = answer(301);
    renamed.headers.add("location", "https://api.github.com/repositories/7");

    const Looked first = apply_second_look(*look, renamed, options, record);
    REQUIRE(first.next);
    CHECK(first.next->request.url.href() == "https://api.github.com/repositories/7");
    CHECK(first.next->request.headers.at(0).value == "Bearer t0ken");
    const Looked second = apply_second_look(
        *first.next,
        answer(
            200,
            R"({"full_name":"ana/ice","html_url":"https://github.com/ana/ice","archived":true,"description":"Cold"})"),
        options, record);

    CHECK(second.answered);
    CHECK(record.verdict.outcome == Outcome::moved);
    CHECK(record.verdict.moved_to == "https://github.com/ana/ice");
    CHECK(has(record.flags, "archived"));
    CHECK(record.metadata->description == "Cold");
    CHECK_FALSE(mentions(record.verdict.evidence, "t0ken"));
}

TEST_CASE("crawl: a token follows no redirect to another host, and no second one", "[crawl]") {
    SecondLookOptions options = all_on();
    options.github_token = "t0ken";
    for (const std::string_view target :
         {"https://evil.example/repositories/7", "http://api.github.com/repositories/7",
          "https://api.github.com:444/repositories/7", "https://api.github.com@evil.example/"}) {
        CAPTURE(target);
        store::CheckRecord record = record_of("https://github.com/ana/walls", Outcome::blocked, 429);
        const auto look = plan_second_look(record, options);
        REQUIRE(look);
        http::Response redirect = answer(301);
        redirect.headers.add("location", target);

        CHECK_FALSE(apply_second_look(*look, redirect, options, record).next);
    }
}

TEST_CASE("crawl: what an interface says cannot drive a terminal", "[crawl]") {
    store::CheckRecord record = record_of("https://github.com/ana/walls", Outcome::blocked, 429);
    const auto look = plan_second_look(record, all_on());
    REQUIRE(look);

    (void)apply_second_look(*look, answer(200, R"({"full_name":"a/b\u001b[2J\u202e"})"), all_on(), record);

    CHECK_FALSE(mentions(record.verdict.evidence, "\x1b"));
}
