#include "linktender/app/settings.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::app;
using namespace std::chrono_literals;

namespace {

std::optional<std::string> set(Settings& settings, std::string_view name, std::string_view value) {
    for (const Setting& setting : all_settings()) {
        if (setting.name == name) return setting.apply(settings, value);
    }
    return "no such setting";
}

}  // namespace

TEST_CASE("app: no two settings share a name, and each says what it does", "[app]") {
    std::set<std::string_view> names;
    for (const Setting& setting : all_settings()) {
        CAPTURE(setting.name);
        CHECK(names.insert(setting.name).second);
        CHECK_FALSE(setting.help.empty());
        CHECK((setting.kind == Setting::Kind::flag) == setting.value_name.empty());
    }
}

TEST_CASE("app: status codes to accept are read one by one and as ranges", "[app]") {
    struct Row {
        std::string_view text;
        std::vector<int> codes;
    };
    const auto row = GENERATE(values<Row>({{"429", {429}},
                                           {"403,429", {403, 429}},
                                           {"500..503", {500, 501, 502}},
                                           {"500..=502, 999", {500, 501, 502, 999}},
                                           {"999..1000", {999}}}));
    Settings settings;

    REQUIRE_FALSE(set(settings, "accept", row.text));

    CHECK(settings.accept == row.codes);
}

TEST_CASE("app: a value that makes no sense is refused and changes nothing", "[app]") {
    struct Row {
        std::string_view name;
        std::string_view value;
    };
    const auto row = GENERATE(values<Row>({{"accept", "99"},
                                           {"accept", "2xx"},
                                           {"accept", "200..=1000"},
                                           {"accept", ""},
                                           {"timeout", "0"},
                                           {"max-retries", "-1"},
                                           {"max-retries", "3 "},
                                           {"method", "post"},
                                           {"header", ": value"},
                                           {"header", "A: b\r\nC: d"},
                                           {"user-agent", "a\nb"},
                                           {"base-url", "ftp://site.example/"},
                                           {"strict", "yes"}}));
    CAPTURE(row.name, row.value);
    Settings settings;

    CHECK(set(settings, row.name, row.value));

    CHECK(settings.accept.empty());
    CHECK(settings.timeout == 60s);
    CHECK(settings.max_retries == 2);
    CHECK(settings.header.empty());
    CHECK(settings.user_agent.empty());
}

TEST_CASE("app: a canary of one's own replaces those that ship, and none means none", "[app]") {
    Settings settings;
    REQUIRE(settings.canary.size() == 3);

    REQUIRE_FALSE(set(settings, "canary", "https://a.example/"));
    REQUIRE_FALSE(set(settings, "canary", "https://b.example"));
    CHECK(settings.canary == std::vector<std::string>{"https://a.example/", "https://b.example/"});

    Settings silent;
    REQUIRE_FALSE(set(silent, "canary", "none"));
    CHECK(silent.canary.empty());
}
