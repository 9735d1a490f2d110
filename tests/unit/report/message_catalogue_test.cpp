#include "linktender/report/message_catalogue.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <regex>
#include <set>
#include <string>

#include "golden.hpp"
#include "linktender/core/time.hpp"
#include "support/catch.hpp"

using namespace linktender;
using report::Language;
using report::Words;
using verdict::Outcome;
using verdict::State;

namespace {

/// `{}`, `{0}` ... of a message, in order; those of its first form when there are two.
std::multiset<std::string> places_in(std::string_view text) {
    const std::string form(text.substr(0, text.find('|')));
    std::multiset<std::string> places;
    const std::regex place("\\{[0-9]?\\}");
    for (std::sregex_iterator at(form.begin(), form.end(), place), end; at != end; ++at)
        places.insert(at->str());
    return places;
}

}  // namespace

TEST_CASE("catalogue: every outcome has a sentence and a label in every language", "[report]") {
    for (const Language language : report::k_languages) {
        const auto keys = report::message_keys(language);
        for (int i = 0; i <= static_cast<int>(Outcome::skipped); ++i) {
            const std::string word(verdict::to_string(static_cast<Outcome>(i)));
            CAPTURE(word);
            CHECK(std::find(keys.begin(), keys.end(), "outcome." + word) != keys.end());
            CHECK(std::find(keys.begin(), keys.end(), "label." + word) != keys.end());
            CHECK_FALSE(Words(language).describe(static_cast<Outcome>(i), "").empty());
        }
    }
}

TEST_CASE("catalogue: every state has a word in every language", "[report]") {
    for (const Language language : report::k_languages) {
        const auto keys = report::message_keys(language);
        for (int i = 0; i <= static_cast<int>(State::unchecked); ++i) {
            const std::string word(verdict::to_string(static_cast<State>(i)));
            CAPTURE(word);
            CHECK(std::find(keys.begin(), keys.end(), "state." + word) != keys.end());
        }
    }
}

TEST_CASE("catalogue: all languages have the same keys, none of them twice, none without words", "[report]") {
    const auto first = report::message_keys(report::k_languages[0]);
    CHECK(std::is_sorted(first.begin(), first.end()));
    CHECK(std::adjacent_find(first.begin(), first.end()) == first.end());
    for (const Language language : report::k_languages) {
        CHECK(report::message_keys(language) == first);
        for (const std::string_view key : first) {
            CAPTURE(key);
            CHECK_FALSE(Words(language)(key).empty());
        }
    }
}

TEST_CASE("catalogue: the reason decides the sentence where it is known, the outcome where it is not",
          "[report]") {
    const Words words(Language::en);

    CHECK(words.describe(Outcome::soft_404, "wechat-author-deleted") ==
          "the author deleted the WeChat article");
    CHECK(words.describe(Outcome::soft_404, "a-reason-of-tomorrow") == words("outcome.soft_404"));
    CHECK(words.describe(Outcome::timeout, "") == words("outcome.timeout"));
}

TEST_CASE("catalogue: a reason that is a status adds it, whatever looks like one does not", "[report]") {
    const Words words(Language::en);

    CHECK(words.describe(Outcome::not_found, "http-404") == "page not found (HTTP 404)");
    CHECK(words.describe(Outcome::ok, "http-200") == "alive");
    CHECK(words.describe(Outcome::ok, "http-204") == "alive (HTTP 204)");
    CHECK(words.describe(Outcome::not_found, "http-4o4") == "page not found");
    CHECK(words.describe(Outcome::not_found, "http-40400") == "page not found");
    CHECK(words.describe(Outcome::not_found, "http-") == "page not found");
}

TEST_CASE("catalogue: one has a form of its own, where the language knows plurals", "[report]") {
    const Words words(Language::en);

    CHECK(words.count("count.links", 0) == "0 links");
    CHECK(words.count("count.links", 1) == "1 link");
    CHECK(words.count("count.links", 2) == "2 links");
    CHECK(Words(Language::zh).count("count.links", 1) == "1 条链接");
    CHECK(Words(Language::zh).count("count.links", 2) == "2 条链接");
    for (const Language language : report::k_languages) {
        for (const std::string_view key : report::message_keys(language)) {
            if (!key.starts_with("count.")) continue;
            CAPTURE(key);
            CHECK(Words(language).count(key, 1).find('1') != std::string::npos);
            CHECK(Words(language).count(key, 5).find('5') != std::string::npos);
        }
    }
}

TEST_CASE("catalogue: a translation has the places of the original, no more and no fewer", "[report]") {
    for (const Language language : report::k_languages) {
        for (const std::string_view key : report::message_keys(language)) {
            CAPTURE(key);
            CHECK(places_in(Words(language)(key)) == places_in(Words(Language::en)(key)));
        }
    }
}

TEST_CASE("catalogue: every key that the sources name is there, and every key is named", "[report]") {
    const std::string sources = report::test::all_sources();
    const auto keys = report::message_keys(Language::en);
    // Keys that are put together from an outcome, a state, a flag or a rule's reason.
    const std::set<std::string, std::less<>> families{"advice", "outcome", "label",
                                                      "state",  "flag",    "reason"};

    for (const std::string_view key : keys) {
        const std::string family(key.substr(0, key.find('.')));
        CAPTURE(key);
        if (families.contains(family)) continue;
        CHECK(sources.find("\"" + std::string(key) + "\"") != std::string::npos);
    }
    const std::regex named(
        R"re("((?:advice|check|editor|change|count|digest|heading|hint|mark|phrase|picture|problem|run|suggestion|word)\.[a-z0-9_-]+)")re");
    for (std::sregex_iterator at(sources.begin(), sources.end(), named), end; at != end; ++at) {
        const std::string key = (*at)[1];
        // The name of a header.
        if (key.ends_with(".hpp")) continue;
        CAPTURE(key);
        CHECK(std::find(keys.begin(), keys.end(), key) != keys.end());
    }
}

TEST_CASE("catalogue: every reason with a sentence is one that a rule or the judge can give", "[report]") {
    const std::string sources = report::test::all_sources();
    for (const std::string_view key : report::message_keys(Language::en)) {
        if (!key.starts_with("reason.")) continue;
        CAPTURE(key);
        const std::string quoted = "\"" + std::string(key.substr(7)) + "\"";
        CHECK(sources.find(quoted) != std::string::npos);
    }
}

TEST_CASE("catalogue: Chinese has Chinese punctuation, and a space beside Latin letters and digits",
          "[report]") {
    for (const std::string_view key : report::message_keys(Language::zh)) {
        const std::string text(Words(Language::zh)(key));
        CAPTURE(key);
        CHECK_FALSE(std::regex_search(text, std::regex("[,;:!?()]")));
        CHECK_FALSE(std::regex_search(text, std::regex("[\xE4-\xE9][\x80-\xBF]{2}[A-Za-z0-9-]")));
        CHECK_FALSE(std::regex_search(text, std::regex("[A-Za-z0-9%][\xE4-\xE9]")));
        CHECK_FALSE(text.ends_with("."));
    }
}

TEST_CASE("catalogue: what fills a place stands apart from Chinese characters where it has to", "[report]") {
    const Words zh(Language::zh);
    const std::string_view number = "12";
    const std::string_view word = "正文";

    CHECK(zh.fill("phrase.line", 12) == "第 12 行");
    CHECK(zh.fill("phrase.since", "2026 年 11 月 4 日") == "自 2026 年 11 月 4 日起");
    CHECK(zh.share("state.alive", 12) == "正常 12 条");
    CHECK(zh.fill_text("从{}到{}。", std::array{number, word}) == "从 12 到正文。");
    CHECK(zh.fill_text("（{}）{1}", std::array{number, word}) == "（12）正文");
    CHECK(Words(Language::en).fill_text("{}{}", std::array{word, number}) == "正文12");
}

TEST_CASE("catalogue: numbers and dates are written as the language writes them", "[report]") {
    const Words en(Language::en);
    const Words zh(Language::zh);

    CHECK(en.number(0) == "0");
    CHECK(en.number(999) == "999");
    CHECK(en.number(1'386) == "1,386");
    CHECK(en.number(12'345'678) == "12,345,678");
    CHECK(zh.number(1'386) == "1386");
    CHECK(zh.number(13'860) == "13,860");
    CHECK(en.date(core::parse_date("2026-11-04").value()) == "2026-11-04");
    CHECK(zh.date(core::parse_date("2026-11-04").value()) == "2026 年 11 月 4 日");
}

TEST_CASE("catalogue: a language is found by its tag, in any case, with or without a region", "[report]") {
    for (const char* tag : {"zh", "zh-CN", "ZH_cn.UTF-8", "zh-Hans"}) {
        CAPTURE(tag);
        CHECK(report::language_from(tag) == Language::zh);
    }
    CHECK(report::language_from("en_GB") == Language::en);
    for (const char* tag : {"", "z", "zhx", "de", "C"}) {
        CAPTURE(tag);
        CHECK_FALSE(report::language_from(tag));
    }
}

TEST_CASE("catalogue: a flag that is not known is shown as it is", "[report]") {
    CHECK(Words(Language::en).flag("archived") == "the repository is archived");
    CHECK(Words(Language::en).flag("new-flag") == "new-flag");
}
