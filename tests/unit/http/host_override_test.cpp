#include "http/host_override.hpp"

#include "support/catch.hpp"

namespace linktender::http {

using Addresses = std::vector<std::string>;

TEST_CASE("resolve table: an entry speaks of its host and port", "[http]") {
    const auto table =
        ResolveTable::parse({"A.test:80:127.0.0.1", "a.test:443:127.0.0.2,[::1], 127.0.0.3",
                             "b.test::127.0.0.4", "[::2]:80:127.0.0.5", "bücher.test:80:127.0.0.6"});
    REQUIRE(table);

    const auto find = [&](const char* host, std::uint16_t port) {
        const Addresses* found = table->find({host, port});
        return found == nullptr ? Addresses{} : *found;
    };
    CHECK(find("a.test", 80) == Addresses{"127.0.0.1"});
    CHECK(find("a.test", 443) == Addresses{"127.0.0.2", "::1", "127.0.0.3"});
    CHECK(find("a.test", 81).empty());
    CHECK(find("b.test", 9999) == Addresses{"127.0.0.4"});
    CHECK(find("[::2]", 80) == Addresses{"127.0.0.5"});
    CHECK(find("xn--bcher-kva.test", 80) == Addresses{"127.0.0.6"});
    CHECK(find("c.test", 80).empty());
}

TEST_CASE("resolve table: an exact entry wins over a wildcard before it, and of equals the first", "[http]") {
    const auto table = ResolveTable::parse(
        {"*:80:127.0.0.1", "a.test:80:127.0.0.2", "a.test:80:127.0.0.3", "::127.0.0.4", "*:*:127.0.0.5"});
    REQUIRE(table);

    CHECK(*table->find({"a.test", 80}) == Addresses{"127.0.0.2"});
    CHECK(*table->find({"b.test", 80}) == Addresses{"127.0.0.1"});
    CHECK(*table->find({"b.test", 81}) == Addresses{"127.0.0.4"});
}

TEST_CASE("resolve table: an entry that cannot be read is named with the reason", "[http]") {
    const auto entry = GENERATE(values<const char*>(
        {"", "a.test", "a.test:80", "a.test:80:", "a.test:80:host", "a.test:80:127.0.0.1,",
         "a.test:0:127.0.0.1", "a.test:65536:127.0.0.1", "a.test:x:127.0.0.1", "a b:80:127.0.0.1",
         "a.test/x:80:127.0.0.1", "u@a.test:80:127.0.0.1", "[::1:80:127.0.0.1", "a.test:80:127.1",
         "a.test:80:[127.0.0.1"}));
    CAPTURE(entry);

    const auto table = ResolveTable::parse({"ok.test:80:127.0.0.1", entry});

    REQUIRE_FALSE(table);
    CHECK(table.error().find("--resolve `" + std::string(entry) + "`: ") == 0);
}

TEST_CASE("connect table: the first entry that matches decides, empty parts keep or match any", "[http]") {
    const auto table = ConnectTable::parse(
        {"a.test:443:b.test:8443", "a.test::c.test:", ":81::8081", "[::1]:80:[::2]:90", "*:82:127.0.0.1:"});
    REQUIRE(table);

    CHECK(table->map({"a.test", 443}) == Endpoint{"b.test", 8443});
    CHECK(table->map({"a.test", 80}) == Endpoint{"c.test", 80});
    CHECK(table->map({"x.test", 81}) == Endpoint{"x.test", 8081});
    CHECK(table->map({"[::1]", 80}) == Endpoint{"[::2]", 90});
    CHECK(table->map({"y.test", 82}) == Endpoint{"127.0.0.1", 82});
    CHECK(table->map({"y.test", 83}) == Endpoint{"y.test", 83});
}

TEST_CASE("connect table: an entry that cannot be read is named with the reason", "[http]") {
    const auto entry = GENERATE(values<const char*>(
        {"", "a", "a:1", "a:1:b", "a:1:b:x", "a:1:b:65536", "a:-1:b:1", "a b:1:c:1", "a:1:[::1:80"}));
    CAPTURE(entry);

    const auto table = ConnectTable::parse({entry});

    REQUIRE_FALSE(table);
    CHECK(table.error().find("--connect-to `" + std::string(entry) + "`: ") == 0);
}

}  // namespace linktender::http
