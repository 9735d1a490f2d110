#include "linktender/http/address_guard.hpp"

#include "linktender/url/url.hpp"
#include "support/catch.hpp"

namespace linktender::http {

struct AddressRow {
    const char* address;
    bool allowed;
};

TEST_CASE("address guard: only public unicast addresses pass, in whatever form they are written", "[http]") {
    const auto row = GENERATE(values<AddressRow>({
        // public
        {"1.1.1.1", true},
        {"8.8.8.8", true},
        {"93.184.216.34", true},
        {"223.255.255.255", true},
        {"2606:4700::1111", true},
        {"2001:4860:4860::8888", true},
        // IPv4, the edges of each range
        {"0.0.0.0", false},
        {"0.255.255.255", false},
        {"1.0.0.0", true},
        {"9.255.255.255", true},
        {"10.0.0.0", false},
        {"10.255.255.255", false},
        {"11.0.0.0", true},
        {"100.63.255.255", true},
        {"100.64.0.0", false},
        {"100.127.255.255", false},
        {"100.128.0.0", true},
        {"127.0.0.1", false},
        {"127.255.255.254", false},
        {"128.0.0.0", true},
        {"169.254.169.254", false},
        {"172.15.255.255", true},
        {"172.16.0.0", false},
        {"172.31.255.255", false},
        {"172.32.0.0", true},
        {"192.0.0.8", false},
        {"192.0.2.1", false},
        {"192.88.99.1", false},
        {"192.167.255.255", true},
        {"192.168.1.1", false},
        {"192.169.0.0", true},
        {"198.17.255.255", true},
        {"198.18.0.1", false},
        {"198.19.255.255", false},
        {"198.20.0.0", true},
        {"198.51.100.7", false},
        {"203.0.113.7", false},
        {"224.0.0.1", false},
        {"239.255.255.250", false},
        {"240.0.0.1", false},
        {"255.255.255.255", false},
        // IPv6 beside global unicast
        {"::", false},
        {"::1", false},
        {"100::1", false},
        {"4000::1", false},
        {"5f00::1", false},
        {"fc00::1", false},
        {"fd12:3456::1", false},
        {"fe80::1", false},
        {"fec0::1", false},
        {"ff02::1", false},
        // and inside it
        {"2001::1", false},
        {"2001:1ff:ffff::1", false},
        {"2001:200::1", true},
        {"2001:db8::1", false},
        {"2001:db9::1", true},
        {"3fff::1", false},
        {"3fff:1000::1", true},
        // IPv4 in IPv6
        {"::ffff:127.0.0.1", false},
        {"::ffff:10.1.2.3", false},
        {"::ffff:8.8.8.8", true},
        {"::127.0.0.1", false},
        {"::8.8.8.8", false},
        {"64:ff9b::127.0.0.1", false},
        {"64:ff9b::169.254.169.254", false},
        {"64:ff9b::8.8.8.8", true},
        {"64:ff9b:1::8.8.8.8", false},
        {"2002:7f00:1::1", false},
        {"2002:c0a8:101::1", false},
        {"2002:808:808::1", true},
        {"2001:0:808:808:0:0:f5ff:fffe", false},
        {"2606:4700::5efe:10.0.0.1", false},
        {"2606:4700::200:5efe:10.0.0.1", false},
        {"2606:4700::5efe:8.8.8.8", true},
        // no addresses
        {"", false},
        {"example.org", false},
        {"8.8.8.8 ", false},
        {"8.8.8", false},
        {"0x08.8.8.8", false},
        {"010.8.8.8", false},
        {"fe80::1%lo", false},
        {"[2606:4700::1111]", false},
    }));
    CAPTURE(row.address);

    CHECK(AddressGuard().allows(row.address) == row.allowed);
}

TEST_CASE("address guard: a number that browsers read as an address is judged as that address", "[http]") {
    const auto text = GENERATE(values<const char*>({
        "http://2130706433/",
        "http://0x7f.1/",
        "http://017700000001/",
        "http://127.1/",
        "http://0/",
        "http://%31%32%37.0.0.1/",
        "http://１２７.０.０.１/",
    }));
    CAPTURE(text);

    const auto parsed = url::parse(text);

    REQUIRE(parsed);
    CHECK(parsed->host_kind() == url::HostKind::ipv4);
    CHECK_FALSE(AddressGuard().allows(parsed->host()));
}

struct AllowRow {
    const char* prefix;
    const char* address;
    bool allowed;
};

TEST_CASE("address guard: an allowed prefix opens exactly itself", "[http]") {
    const auto row = GENERATE(values<AllowRow>({
        {"127.0.0.0/8", "127.0.0.1", true},
        {"127.0.0.0/8", "127.255.255.255", true},
        {"127.0.0.0/8", "128.0.0.1", true},  // public anyway
        {"127.0.0.0/8", "10.0.0.1", false},
        {"127.0.0.0/8", "::1", false},
        {"127.0.0.0/8", "::ffff:127.0.0.1", true},
        {"127.0.0.0/8", "64:ff9b::127.0.0.1", true},
        {"127.0.0.0/8", "64:ff9b::10.0.0.1", false},
        {"127.0.0.1", "127.0.0.1", true},
        {"127.0.0.1", "127.0.0.2", false},
        {"10.20.0.0/14", "10.19.255.255", false},
        {"10.20.0.0/14", "10.20.0.0", true},
        {"10.20.0.0/14", "10.23.255.255", true},
        {"10.20.0.0/14", "10.24.0.0", false},
        {"10.20.30.40/14", "10.21.0.1", true},  // host bits do not matter
        {"0.0.0.0/0", "192.168.1.1", true},
        {"0.0.0.0/0", "fd00::1", false},
        {"::1/128", "::1", true},
        {"::1", "::1", true},
        {"::1", "127.0.0.1", false},
        {"fd00::/8", "fd12::1", true},
        {"fd00::/8", "fc00::1", false},
        {"::/0", "fd12::1", true},
        {"::/0", "10.0.0.1", false},
        {"::ffff:10.0.0.0/104", "10.1.1.1", true},
    }));
    CAPTURE(row.prefix, row.address);

    const auto guard = AddressGuard::create({row.prefix});

    REQUIRE(guard);
    CHECK(guard->allows(row.address) == row.allowed);
}

TEST_CASE("address guard: a bad prefix is named in the error", "[http]") {
    const auto text =
        GENERATE(values<const char*>({"", "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8x",
                                      "10.0.0/8", "localhost", "/8", "10.0.0.0/8/8", "[::1]/128"}));
    CAPTURE(text);

    const auto guard = AddressGuard::create({"127.0.0.1", text});

    REQUIRE_FALSE(guard);
    CHECK(guard.error().find("`" + std::string(text) + "`") != std::string::npos);
}

}  // namespace linktender::http
