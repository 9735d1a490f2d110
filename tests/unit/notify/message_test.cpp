#include "linktender/notify/message.hpp"

#include <nlohmann/json.hpp>
#include <string>

#include "linktender/core/text.hpp"
#include "samples.hpp"
#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::notify;
using namespace linktender::notify::test;

namespace {

constexpr Markup k_all[] = {Markup::plain, Markup::markdown, Markup::html,
                            Markup::slack, Markup::chat,     Markup::feishu};

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("message: the subject counts what happened", "[notify]") {
    CHECK(subject_of(sample_digest(), report::Language::en) ==
          "weekly: 3 newly broken, 1 recovered, 1 newly moved, 1 certificate about to expire");
    CHECK(subject_of(sample_digest(), report::Language::zh) ==
          "weekly：3 条新失效、1 条已恢复、1 条新迁移、1 个证书即将到期");
}

TEST_CASE("message: plain text names link, finding, place and replacement", "[notify]") {
    const std::string text =
        message_of(sample_digest(), Markup::plain, {.report_url = "https://reports.example/latest.html"});

    CHECK(
        text ==
        "Links: weekly\n"
        "3 newly broken, 1 recovered, 1 newly moved, 1 certificate about to expire. 7 links are broken now.\n"
        "Hosts whose links began to fail together: down.example\n"
        "\nNewly broken (3)\n"
        "- https://one.example/a?b=c&d=e\n"
        "  page not found (HTTP 404) · 首个链接 · issues/2026-11-17.md, line 15\n"
        "  archived copy https://copies.example/1\n"
        "- https://two.example/\n"
        "  the author deleted the WeChat article · two · issues/2026-11-17.md, line 20\n"
        "- https://three.example/\n"
        "  the host name does not exist · issues/2026-11-17.md, line 31\n"
        "\nRecovered (1)\n"
        "- https://back.example/\n"
        "  back · issues/2026-11-17.md, line 3\n"
        "\nNewly moved (1)\n"
        "- https://old.example/\n"
        "  old · issues/2026-11-17.md, line 4\n"
        "  moved to https://new.example/\n"
        "\nCertificates about to expire (1)\n"
        "- cert.example: certificate until 2026-11-20, 4 links\n"
        "Full report: https://reports.example/latest.html");
}

TEST_CASE("message: Markdown, Slack and chat have links and weight of their own", "[notify]") {
    const Digest digest = sample_digest();

    const std::string markdown = message_of(digest, Markup::markdown, {});
    CHECK(has(markdown, "## Links: weekly\n\n"));
    CHECK(has(markdown,
              "- <https://one.example/a?b=c&d=e>\n  - **page not found (HTTP 404)** · 首个链接 · "
              "`issues/2026-11-17.md`, line 15\n"));
    const std::string slack = message_of(digest, Markup::slack, {});
    CHECK(has(slack, "• <https://one.example/a?b=c&amp;d=e>\n  *page not found (HTTP 404)* · 首个链接"));
    const std::string chat = message_of(digest, Markup::chat, {.language = report::Language::zh});
    CHECK(has(chat, "- [https://one.example/a?b=c&d=e](https://one.example/a?b=c&d=e)\n"));
    CHECK(has(chat, "### 新失效（3）"));
    const std::string html = message_of(digest, Markup::html, {});
    CHECK(has(html, "<a href=\"https://one.example/a?b=c&amp;d=e\">https://one.example/a?b=c&amp;d=e</a>"));
}

TEST_CASE("message: foreign text starts no markup, mention, line or escape sequence in any form",
          "[notify]") {
    const Digest digest = hostile_digest();
    for (const Markup markup : k_all) {
        CAPTURE(static_cast<int>(markup));
        for (const std::string& text : {message_of(digest, markup, {}), standing_of(digest, markup, {})}) {
            CHECK(core::is_valid_utf8(text));
            CHECK_FALSE(has(text, "\r"));
            CHECK_FALSE(has(text, "\x1b"));
            CHECK_FALSE(has(text, "\xe2\x80\xae"));
            CHECK_FALSE(has(text, "\nQUIT"));
            CHECK_FALSE(has(text, "\nBcc"));
            CHECK_FALSE(has(text, "\nSubject"));
        }
    }
    const std::string html = message_of(digest, Markup::html, {});
    CHECK_FALSE(has(html, "<script"));
    CHECK_FALSE(has(html, "javascript:alert(1)\""));
    const std::string slack = message_of(digest, Markup::slack, {});
    CHECK_FALSE(has(slack, "<!"));
    CHECK_FALSE(has(slack, "<@"));
    const std::string chat = message_of(digest, Markup::chat, {});
    CHECK_FALSE(has(chat, "<"));
    CHECK_FALSE(has(chat, "@all"));
    CHECK_FALSE(has(chat, "](https://phish"));
    CHECK_FALSE(has(chat, "](y"));
    const std::string markdown = message_of(digest, Markup::markdown, {});
    CHECK_FALSE(has(markdown, " [x](https"));
    CHECK_FALSE(has(markdown, " <!everyone>"));
    CHECK_FALSE(has(markdown, "<javascript"));
}

TEST_CASE("message: the paragraphs for Feishu are JSON with text and links only", "[notify]") {
    const auto paragraphs =
        nlohmann::json::parse("[" + message_of(hostile_digest(), Markup::feishu, {}) + "]");
    std::size_t links = 0;
    for (const auto& paragraph : paragraphs) {
        for (const auto& element : paragraph) {
            const std::string tag = element.at("tag");
            CHECK((tag == "text" || tag == "a"));
            if (tag != "a") continue;
            ++links;
            CHECK(element.at("href").get<std::string>().starts_with("https://evil.example/"));
        }
    }
    CHECK(links == 1);
}

TEST_CASE("message: what does not fit is left out and counted", "[notify]") {
    const Digest digest = large_digest(2'000);
    for (const Markup markup : k_all) {
        for (const bool inside_json : {false, true}) {
            const auto limit = GENERATE(values<std::size_t>({k_least_message, 4'000, 20'000}));
            CAPTURE(static_cast<int>(markup), limit, inside_json);

            const std::string text =
                message_of(digest, markup, {.max_bytes = limit, .inside_json = inside_json});

            const std::size_t size = inside_json ? nlohmann::json(text).dump().size() - 2 : text.size();
            CHECK(size <= limit);
            CHECK(size > limit / 2);
            CHECK(has(text, "more"));
        }
    }
    CHECK(has(message_of(digest, Markup::plain, {.max_bytes = 100'000}), "\n- and 1,"));
}

TEST_CASE("message: the text of a ticket depends on what is broken alone", "[notify]") {
    Digest today = sample_digest();
    Digest tomorrow = sample_digest();
    tomorrow.run = 99;
    tomorrow.at += std::chrono::days(1);
    tomorrow.since = today.at;
    tomorrow.broken = {};
    tomorrow.host_incidents.clear();

    CHECK(standing_of(today, Markup::markdown, {}) == standing_of(tomorrow, Markup::markdown, {}));
    tomorrow.standing = {};
    CHECK(has(standing_of(tomorrow, Markup::markdown, {}), "**Nothing is broken.**"));
}

TEST_CASE("message: a test says that it is one", "[notify]") {
    const Digest digest = test_digest("weekly", night(1));

    CHECK(has(subject_of(digest, report::Language::en), "test message"));
    CHECK(has(message_of(digest, Markup::plain, {}), "Nothing happened to any link."));
}
