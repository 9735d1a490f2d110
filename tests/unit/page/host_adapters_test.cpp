#include "page/host_adapters.hpp"

#include <chrono>
#include <string>

#include "support/catch.hpp"

using namespace linktender;
using page::Claim;
using page::ClaimFrom;

namespace {

std::string claims_of(const std::string& address, const std::string& html,
                      const std::vector<Claim>& claims = {}) {
    const auto url = url::parse(address);
    REQUIRE(url);
    std::string all;
    for (const Claim& claim : page::host_claims(*url, html, claims)) {
        CHECK(claim.from == ClaimFrom::host);
        if (!all.empty()) all += " | ";
        all.append(claim.key).append("=").append(claim.value);
    }
    return all;
}

const std::string k_wechat = "https://mp.weixin.qq.com/s/abcdefghijklmnopqrstuv";

std::string script(const std::string& text) {
    return "<p>x</p><script nonce=\"1\">\n" + text + "\n</script><p>y</p>";
}

}  // namespace

TEST_CASE("page: WeChat says in scripts what its head leaves out", "[page]") {
    struct Row {
        std::string script;
        std::string claims;
    };
    const auto row = GENERATE(values<Row>({
        {"var ct = \"1762747210\";", "published=1762747210"},
        {"var ct=\"1762747210\";", "published=1762747210"},
        {"window.x = { ori_create_time: '1762747210' * 1 };", "published=1762747210"},
        {"var createTime = '2025-11-10 12:13';", "published=2025-11-10 12:13 +08:00"},
        {"var publish_time = \"2018-06-20\" || \"\";", "published=2018-06-20"},
        {"var ct = \"\";\nvar createTime = '2025-11-10 12:13';", "published=2025-11-10 12:13 +08:00"},
        {"var nickname = htmlDecode(\"编译器 &amp; 周报\");", "site=编译器 & 周报"},
        {"cgi = { nick_name: JsDecode('\\x26lt;周报\\x26gt;') };", "site=<周报>"},
        {"var msg_title = '第十二期\\x26quot;'.html(false);", "title=第十二期\""},
        {"cgi = { title: JsDecode('第十二期') };", "title=第十二期"},
        {"menu = { title: '分享' };", ""},
        {"var msg_cdn_url = \"https://mmbiz.qpic.cn/a/0?wx_fmt=jpeg\";",
         "image=https://mmbiz.qpic.cn/a/0?wx_fmt=jpeg"},
        {"var msg_title = '';\nvar msg_title = 'it\\'s';", "title=it's"},
        {"var ct = 5;", ""},
        {"var ct = \"1762747210", ""},
        {"var ctx = \"1762747210\";", ""},
        {"myvar ct = \"1762747210\";", ""},
        {"var ct", ""},
        {"", ""},
    }));
    CAPTURE(row.script);

    CHECK(claims_of(k_wechat, script(row.script)) == row.claims);
}

TEST_CASE("page: an article of WeChat that shows such a script is not its own script", "[page]") {
    CHECK(claims_of(k_wechat, "<p>var ct = \"1262747210\";</p>" + script("var ct = \"1762747210\";")) ==
          "published=1762747210");
    CHECK(claims_of(k_wechat, "<p>var ct = \"1262747210\";</p>").empty());
}

TEST_CASE("page: WeChat's account stands in the page where no script has it", "[page]") {
    CHECK(claims_of(k_wechat, "<a href=\"javascript:void(0);\" id=\"js_name\">\n  编译器周报 </a>") ==
          "site=\n  编译器周报 ");
    CHECK(claims_of(k_wechat, "<a id=\"js_name\"><b>x</b></a>").empty());
    CHECK(claims_of(k_wechat, "<a id=\"js_name\"").empty());
}

TEST_CASE("page: WeChat's title for sharing comes before the one in its script", "[page]") {
    const std::string html = script("var msg_title = 'script';");

    CHECK(claims_of(k_wechat, html, {{ClaimFrom::meta, "og:title", "shared"}}).empty());
    CHECK(claims_of(k_wechat, html, {{ClaimFrom::meta, "og:title", " "}}) == "title=script");
}

TEST_CASE("page: the scripts of one host mean nothing on another", "[page]") {
    CHECK(claims_of("https://example.org/s/a", script("var ct = \"1762747210\";")).empty());
    CHECK(claims_of("https://notzhihu.com/p/1", "js-initialData\"1\":{\"created\":1552011021}").empty());
}

TEST_CASE("page: hostile scripts cost what their length costs", "[page]") {
    const auto piece =
        GENERATE(values<std::string>({"var ct", "var ct=", "title: JsDecode(\"", "var ct = \"x\";",
                                      "var ct = \"\";", "createTime='", "<script", "id=\"js_name\""}));
    CAPTURE(piece);
    std::string block;
    while (block.size() < 6'000) block += piece;
    block += std::string(16'000, ' ');
    std::string html = "<script>";
    while (html.size() < 2'000'000) html += block;
    const auto start = std::chrono::steady_clock::now();

    CHECK(claims_of(k_wechat, html).size() < 20'000);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(2));
}

TEST_CASE("page: Zhihu keeps the date and author under the number of the page", "[page]") {
    const std::string state =
        R"(<script id="js-initialData" type="text/json">{"initialState":{"entities":{"users":{"u":{"created":1}},)"
        R"("articles":{"51563760":{"id":51563760,"column":{"created":2},"author":{"name":"黎\u660e","x":{"name":"y"}},)"
        R"("created":1552011021,"updated":1552011999}}}}}</script>)";

    CHECK(claims_of("https://zhuanlan.zhihu.com/p/51563760", state) == "author=黎明 | published=1552011021");
    CHECK(claims_of("https://zhuanlan.zhihu.com/p/1", state).empty());
    CHECK(claims_of("https://www.zhihu.com/question/5/answer/7",
                    R"(<script id="js-initialData">{"answers":{"7":{"createdTime":1552011021}}}</script>)") ==
          "published=1552011021");
    CHECK(claims_of("https://zhuanlan.zhihu.com/p/7", "js-initialData \"7\":{\"created\"").empty());
}

TEST_CASE("page: what a host puts in front of every title is no part of it", "[page]") {
    struct Row {
        std::string title;
        std::string host;
        std::string work;
    };
    const auto row = GENERATE(values<Row>({
        {"GitHub - ada/loops: On loops", "github.com", "ada/loops: On loops"},
        {"GitHub - ada/loops", "example.org", "GitHub - ada/loops"},
        {"[1812.00332] On Loops", "arxiv.org", "On Loops"},
        {"[2101.00001v2] On Loops", "export.arxiv.org", "On Loops"},
        {"[cs/0501001] On Loops", "arxiv.org", "On Loops"},
        {"[Note] On Loops", "arxiv.org", "[Note] On Loops"},
        {"[1812.00332] On Loops", "example.org", "[1812.00332] On Loops"},
        {"[", "arxiv.org", "["},
        {"", "", ""},
    }));
    CAPTURE(row.title, row.host);

    CHECK(page::without_host_prefix(row.title, row.host) == row.work);
}
