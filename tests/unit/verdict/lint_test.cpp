#include "evidence.hpp"
#include "linktender/verdict/judge.hpp"
#include "support/catch.hpp"

using namespace linktender::verdict;

TEST_CASE("verdict: a scheme other than http and https is skipped without a request", "[verdict]") {
    const auto url =
        GENERATE(values<std::string_view>({"mailto:a@b.example", "ftp://a.example/x", "javascript:void(0)",
                                           "tel:+49123", "data:text/plain,x", "file:///etc/passwd"}));
    CAPTURE(url);

    const auto verdict = lint(url_of(url), RuleSet());

    REQUIRE(verdict);
    CHECK(verdict->outcome == Outcome::skipped);
    CHECK(verdict->reason == "scheme-not-checked");
}

TEST_CASE("verdict: a URL of which nothing is known is left to a request", "[verdict]") {
    CHECK_FALSE(lint(url_of("https://a.example/x"), RuleSet()));
    CHECK_FALSE(lint(url_of("https://a.example/x"), builtin_rules()));
}

TEST_CASE("verdict: a signed WeChat link is expired by design", "[verdict]") {
    const auto verdict = lint(url_of("http://mp.weixin.qq.com/"
                                     "s?timestamp=1560481692&src=3&ver=1&signature=yNVf1RZ*wfi5NY4v="),
                              builtin_rules());

    REQUIRE(verdict);
    CHECK(verdict->outcome == Outcome::soft_404);
    CHECK(verdict->reason == "wechat-expired-signed-link");
    CHECK(verdict->rule == "wechat-expired-signed-link");
    CHECK(verdict->flags == std::vector<std::string>{"expired_by_design"});
    CHECK_FALSE(verdict->evidence.empty());
}

TEST_CASE("verdict: lasting forms of WeChat links are not expired", "[verdict]") {
    const auto url = GENERATE(values<std::string_view>({
        "https://mp.weixin.qq.com/s/5uS9XKRaLwEDUYicy2Mi1Q",
        "https://mp.weixin.qq.com/s?__biz=MzI2MzY=&mid=2247483&idx=1&sn=0a1b",
        "https://mp.weixin.qq.com/s?__biz=MzI2MzY=&mid=2247483&idx=1&sn=0a1b&timestamp=1560481692",
        "https://other.example/s?timestamp=1560481692&src=3&ver=1&signature=abc",
    }));
    CAPTURE(url);

    CHECK_FALSE(lint(url_of(url), builtin_rules()));
}

TEST_CASE("verdict: rules of later stages have no say before a request", "[verdict]") {
    const RuleSet rules = rules_of(rule("late", "soft404", "host = \"a.example\"", 500, "response") +
                                   rule("page", "soft404", "host = \"a.example\"\ntitle = \"x\""));

    CHECK_FALSE(lint(url_of("https://a.example/x"), rules));
}
