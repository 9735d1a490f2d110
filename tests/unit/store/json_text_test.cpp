#include "store/json_text.hpp"

#include <SQLiteCpp/Database.h>

#include <string>
#include <vector>

#include "store/columns.hpp"
#include "support/catch.hpp"

using namespace linktender::store;
using linktender::verdict::Hop;

TEST_CASE("store: hops are written as readable JSON without passwords", "[store]") {
    const std::vector<Hop> hops{{301, "https://u:p@example.org/a"}, {302, "https://example.org/\"b\""}};

    CHECK(
        to_json(hops) ==
        R"([{"status":301,"url":"https://example.org/a"},{"status":302,"url":"https://example.org/\"b\""}])");
    CHECK(to_json(std::vector<Hop>{}) == "[]");
}

TEST_CASE("store: lists of any bytes come back as they were, but for bytes that are not UTF-8", "[store]") {
    SQLite::Database database(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    JsonLists lists(database);
    const std::vector<std::string> list{"plain", "", "\"\\/\b\n\t\x01", "中文", "\xF0\x9F\x98\x80", "a\xFFz"};

    const std::vector<std::string> read = lists.strings(to_json(list));

    CHECK(read == std::vector<std::string>{"plain", "", "\"\\/\b\n\t\x01", "中文", "\xF0\x9F\x98\x80",
                                           "a\xEF\xBF\xBDz"});
}

TEST_CASE("store: hops come back as they were", "[store]") {
    SQLite::Database database(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    JsonLists lists(database);

    const std::vector<Hop> read = lists.hops(to_json(std::vector<Hop>{{308, "https://example.org/a\"b"}}));

    REQUIRE(read.size() == 1);
    CHECK(read[0].status == 308);
    CHECK(read[0].url == "https://example.org/a\"b");
}
