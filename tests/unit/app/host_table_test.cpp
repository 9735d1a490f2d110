#include <string>

#include "linktender/app/config_file.hpp"
#include "linktender/app/host_settings.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

using namespace linktender;
using namespace linktender::app;
using namespace std::chrono_literals;
using linktender::test::TempDir;

namespace {

Settings settings_from(const std::string& text) {
    const TempDir folder;
    Settings settings;
    apply_config_file(folder.write("c.toml", text), settings);
    return settings;
}

}  // namespace

TEST_CASE("app: a configuration sets what is to hold for single hosts", "[app]") {
    const Settings settings = settings_from(
        "[hosts.\"a.example\"]\ninterval = \"8s\"\nconcurrency = 1\ntimeout = \"90s\"\nbody_limit = 1000\n"
        "headers = [\"Accept: text/html\"]\naccept = [\"403\", \"429\"]\nmethod = \"head\"\nrobots = "
        "\"ignore\"\n");

    const crawl::HostProfile profile = host_profiles(settings).find("a.example");

    CHECK(profile.interval == 8s);
    CHECK(profile.concurrency == std::size_t{1});
    CHECK(profile.timeout == 90s);
    CHECK(profile.body_bytes == std::size_t{1000});
    REQUIRE(profile.headers.size() == 1);
    CHECK(profile.headers[0].name == "accept");
    CHECK(profile.headers[0].value == "text/html");
    CHECK(profile.accept == std::vector<int>{403, 429});
    CHECK(profile.method == http::Method::head);
    CHECK(profile.ignore_robots == true);
}

TEST_CASE("app: hosts that challenge the hasty have a slow profile from the start", "[app]") {
    const crawl::HostProfiles profiles = host_profiles(Settings());

    CHECK(profiles.find("mp.weixin.qq.com").interval == 8s);
    CHECK(profiles.find("mp.weixin.qq.com").concurrency == std::size_t{1});
    CHECK(profiles.find("mp.weixin.qq.com").body_bytes == std::size_t{5} << 20U);
    CHECK(profiles.find("zhuanlan.zhihu.com").interval.has_value());
    CHECK_FALSE(profiles.find("a.example").interval);
}

TEST_CASE("app: a pace set for all wins over shipped profiles, one set for a host over both", "[app]") {
    Settings settings = settings_from("[hosts.\"=arxiv.org\"]\ninterval = \"9s\"\n");
    settings.host_request_interval = 0ms;

    const crawl::HostProfiles profiles = host_profiles(settings);

    CHECK_FALSE(profiles.find("mp.weixin.qq.com").interval);
    CHECK(profiles.find("mp.weixin.qq.com").concurrency == std::size_t{1});
    CHECK(profiles.find("export.arxiv.org").interval == 9s);
}

TEST_CASE("app: a host setting that makes no sense names its place", "[app]") {
    struct Row {
        std::string_view text;
        std::string_view place;
    };
    const auto row = GENERATE(values<Row>({
        {"[hosts.\"a.example\"]\ninterval = 8\n", ":2: hosts.\"a.example\".interval: "},
        {"[hosts.\"a.example\"]\nspeed = 8\n", ":2: hosts.\"a.example\".speed: "},
        {"[hosts.\"https://a.example\"]\ninterval = \"8s\"\n", ":1: hosts.\"https://a.example\""},
        {"[hosts.\"a.example\"]\nconcurrency = 0\n", ":2: hosts.\"a.example\".concurrency: "},
        {"[hosts.\"a.example\"]\nheaders = [\"nonsense\"]\n", ":2: hosts.\"a.example\".headers: "},
        {"[hosts.\"a.example\"]\naccept = [true]\n", ":2: hosts.\"a.example\".accept: "},
        {"hosts = 3\n", ":1: hosts: "},
        {"[hosts]\n\"a.example\" = 3\n", ":2: hosts.\"a.example\""},
    }));
    CAPTURE(row.text);
    std::string message;

    try {
        (void)settings_from(std::string(row.text));
    } catch (const ConfigError& error) {
        message = error.what();
    }

    CAPTURE(message);
    CHECK(message.find(row.place) != std::string::npos);
}
