#include "linktender/report/message_catalogue.hpp"

#include <algorithm>
#include <string>

#include "support/catch.hpp"

using namespace linktender;
using report::Language;
using report::Words;
using verdict::Outcome;
using verdict::State;

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

TEST_CASE("catalogue: one has a form of its own", "[report]") {
    const Words words(Language::en);

    CHECK(words.count("count.links", 0) == "0 links");
    CHECK(words.count("count.links", 1) == "1 link");
    CHECK(words.count("count.links", 2) == "2 links");
    for (const std::string_view key : report::message_keys(Language::en)) {
        if (!key.starts_with("count.")) continue;
        CAPTURE(key);
        CHECK(words.count(key, 1).starts_with(key.starts_with("count.more") ? "and 1" : "1"));
        CHECK(words.count(key, 5).find('5') != std::string::npos);
    }
}

TEST_CASE("catalogue: a flag that is not known is shown as it is", "[report]") {
    CHECK(Words(Language::en).flag("archived") == "the repository is archived");
    CHECK(Words(Language::en).flag("new-flag") == "new-flag");
}
