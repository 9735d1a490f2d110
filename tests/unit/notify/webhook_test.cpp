#include "linktender/notify/webhook.hpp"

#include <nlohmann/json.hpp>
#include <string>

#include "linktender/core/text.hpp"
#include "samples.hpp"
#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::notify;
using namespace linktender::notify::test;
using nlohmann::json;

namespace {

constexpr HookForm k_forms[] = {HookForm::json, HookForm::slack, HookForm::feishu, HookForm::dingtalk,
                                HookForm::wecom};

HookOptions options_of(HookForm form) {
    HookOptions options;
    options.form = form;
    options.url = url::parse("https://hooks.example/send?key=k1").value();
    return options;
}

json body_of(const Digest& digest, const HookOptions& options) {
    return json::parse(hook_request(digest, options, night(12)).body);
}

http::Response answer(std::string body, int status = 200) {
    http::Response response;
    response.status = status;
    response.body = std::move(body);
    return response;
}

std::string header_of(const http::Request& request, std::string_view name) {
    for (const auto& header : request.headers)
        if (header.name == name) return header.value;
    return {};
}

}  // namespace

TEST_CASE("webhook: a message is one POST of JSON to the address", "[notify]") {
    for (const HookForm form : k_forms) {
        const http::Request request = hook_request(sample_digest(), options_of(form), night(12));

        CAPTURE(static_cast<int>(form));
        CHECK(request.method == http::Method::post);
        CHECK(request.url.href() == "https://hooks.example/send?key=k1");
        CHECK(header_of(request, "content-type") == "application/json; charset=utf-8");
        CHECK(json::parse(request.body).is_object());
    }
}

TEST_CASE("webhook: each service gets its own shape", "[notify]") {
    const Digest digest = sample_digest();

    CHECK(body_of(digest, options_of(HookForm::slack))
              .at("text")
              .get<std::string>()
              .starts_with("*Links: weekly*\n"));
    const json dingtalk = body_of(digest, options_of(HookForm::dingtalk));
    CHECK(dingtalk.at("msgtype") == "markdown");
    CHECK(dingtalk.at("markdown").at("title").get<std::string>().starts_with("weekly: 3 newly broken"));
    CHECK(dingtalk.at("markdown").at("text").get<std::string>().starts_with("## Links: weekly\n"));
    const json wecom = body_of(digest, options_of(HookForm::wecom));
    CHECK(wecom.at("msgtype") == "markdown");
    CHECK(wecom.at("markdown").at("content").get<std::string>().starts_with("## Links: weekly\n"));
    HookOptions chinese = options_of(HookForm::feishu);
    chinese.language = report::Language::zh;
    const json feishu = body_of(digest, chinese);
    CHECK(feishu.at("msg_type") == "post");
    CHECK(feishu.at("content").at("post").at("zh_cn").at("content").at(0).at(0).at("text") == "链接：");
    CHECK_FALSE(feishu.contains("sign"));
}

TEST_CASE("webhook: the generic form holds the digest as docs/notify.md says", "[notify]") {
    HookOptions options = options_of(HookForm::json);
    options.token = "sesame";
    options.report_url = "https://reports.example/latest.html";

    const http::Request request = hook_request(sample_digest(), options, night(12));

    CHECK(header_of(request, "authorization") == "Bearer sesame");
    const json expected = json::parse(R"json({
        "schema": "linktender.digest/1", "archive": "weekly", "test": false,
        "run": {"id": 12, "started_at": "2026-11-12T02:30:00Z"}, "since": "2026-11-11T02:30:00Z",
        "text": "weekly: 3 newly broken, 1 recovered, 1 newly moved, 1 certificate about to expire",
        "report_url": "https://reports.example/latest.html", "incident": null,
        "host_incidents": ["down.example"],
        "summary": {"broken": 7, "newly_broken": 3, "recovered": 1, "newly_moved": 1, "expiring": 1},
        "newly_broken": [
            {"url": "https://one.example/a?b=c&d=e", "outcome": "not_found", "reason": "http-404",
             "finding": "page not found (HTTP 404)", "text": "首个链接", "file": "issues/2026-11-17.md", "line": 15,
             "more_places": 0, "suggestion": {"kind": "archive", "url": "https://copies.example/1"}},
            {"url": "https://two.example/", "outcome": "soft_404", "reason": "wechat-author-deleted",
             "finding": "the author deleted the WeChat article", "text": "two", "file": "issues/2026-11-17.md",
             "line": 20, "more_places": 0, "suggestion": null},
            {"url": "https://three.example/", "outcome": "dns_not_found", "reason": "dns-nxdomain",
             "finding": "the host name does not exist", "text": "", "file": "issues/2026-11-17.md", "line": 31,
             "more_places": 0, "suggestion": null}],
        "recovered": [
            {"url": "https://back.example/", "outcome": "ok", "reason": "", "finding": "alive", "text": "back",
             "file": "issues/2026-11-17.md", "line": 3, "more_places": 0, "suggestion": null}],
        "newly_moved": [
            {"url": "https://old.example/", "outcome": "moved", "reason": "moved-permanently",
             "finding": "moved for good", "text": "old", "file": "issues/2026-11-17.md", "line": 4,
             "more_places": 0, "suggestion": {"kind": "moved", "url": "https://new.example/"}}],
        "expiring": [{"host": "cert.example", "expires_at": "2026-11-20T02:30:00Z", "links": 4}],
        "left_out": {"newly_broken": 0, "recovered": 0, "newly_moved": 0, "expiring": 0}})json");
    CHECK(json::parse(request.body) == expected);
}

TEST_CASE("webhook: Feishu and DingTalk are signed as they ask", "[notify]") {
    HookOptions feishu = options_of(HookForm::feishu);
    feishu.secret = "sesame";
    const json body = body_of(sample_digest(), feishu);
    CHECK(body.at("timestamp") == "1794450600");
    CHECK(body.at("sign") == "Dz4ACKp50ma0n13bKk7TGYO2vEFShTic3Fc3TVg1AC0=");

    HookOptions dingtalk = options_of(HookForm::dingtalk);
    dingtalk.secret = "sesame";
    const http::Request request = hook_request(sample_digest(), dingtalk, night(12));
    CHECK(request.url.href() ==
          "https://hooks.example/"
          "send?key=k1&timestamp=1794450600000&sign=QpTJZhUHu5sIUU1xXQUpV4nhcEI2BEzeR3MpIw%2Bx46c%3D");
    CHECK(request.body.find("sesame") == std::string::npos);
}

TEST_CASE("webhook: bodies keep within what each service takes, whatever is in them", "[notify]") {
    for (const Digest& digest : {large_digest(3'000), hostile_digest()}) {
        for (const auto language : report::k_languages) {
            const auto size = [&](HookForm form) {
                HookOptions options = options_of(form);
                options.language = language;
                const http::Request request = hook_request(digest, options, night(12));
                CHECK(core::is_valid_utf8(request.body));
                return request.body.size();
            };
            CHECK(size(HookForm::feishu) <= 20'000);
            CHECK(size(HookForm::dingtalk) <= 20'000);
            CHECK(size(HookForm::json) <= 512 * 1024);
            CHECK(size(HookForm::slack) <= 16'000);
            CHECK(body_of(digest, options_of(HookForm::wecom))
                      .at("markdown")
                      .at("content")
                      .get<std::string>()
                      .size() <= 4'096);
            CHECK(body_of(digest, options_of(HookForm::slack)).at("text").get<std::string>().size() <= 4'000);
        }
    }
    const json cut = body_of(large_digest(3'000), options_of(HookForm::json));
    CHECK(cut.at("newly_broken").size() + cut.at("left_out").at("newly_broken").get<std::size_t>() == 3'000);
}

TEST_CASE("webhook: a no inside of a 200 is a failure", "[notify]") {
    struct Row {
        HookForm form;
        const char* body;
        bool failed;
        bool temporary;
    };
    const auto row = GENERATE(values<Row>({
        {HookForm::json, "", false, false},
        {HookForm::slack, "ok", false, false},
        {HookForm::feishu, R"({"code":0,"msg":"success","data":{}})", false, false},
        {HookForm::feishu, R"({"code":19021,"msg":"bad signature"})", true, false},
        {HookForm::feishu, R"({"code":11232,"msg":"slower"})", true, true},
        {HookForm::feishu, "<html>", true, false},
        {HookForm::dingtalk, R"({"errcode":0,"errmsg":"ok"})", false, false},
        {HookForm::dingtalk, R"({"errcode":310000,"errmsg":"bad signature"})", true, false},
        {HookForm::dingtalk, R"({"errcode":130101,"errmsg":"slower"})", true, true},
        {HookForm::wecom, R"({"errcode":0,"errmsg":"ok"})", false, false},
        {HookForm::wecom, R"({"errcode":93000,"errmsg":"no such robot"})", true, false},
        {HookForm::wecom, R"({"errcode":45009,"errmsg":"slower"})", true, true},
        {HookForm::wecom, R"({"errcode":"x"})", true, false},
        {HookForm::wecom, "[]", true, false},
    }));
    CAPTURE(row.body);

    const auto failure = hook_failure(row.form, answer(row.body), night(1));

    CHECK(failure.has_value() == row.failed);
    if (failure) CHECK(failure->temporary == row.temporary);
}

TEST_CASE("webhook: what a service says is shown in one harmless line", "[notify]") {
    const auto failure =
        hook_failure(HookForm::wecom, answer("{\"errcode\":1,\"errmsg\":\"a\\n\\u001b[31mb\"}"), night(1));

    REQUIRE(failure);
    CHECK(failure->message == "errcode 1: a\\x0a\\x1b[31mb");
}
