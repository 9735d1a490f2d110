#include "linktender/app/config_file.hpp"

#include "support/catch.hpp"
#include "support/temp_dir.hpp"

using namespace linktender::app;
using namespace std::chrono_literals;

TEST_CASE("app: a configuration file sets scalars, lists and switches by the names of the flags", "[app]") {
    const linktender::test::TempDir folder;
    const auto file = folder.write("c.toml",
                                   "timeout = \"20s\"\nmax_concurrency = 7\ninsecure = true\n"
                                   "exclude = ['\\.test/', 'x']\naccept = [\"429\", 503]\n");
    Settings settings;

    apply_config_file(file, settings);

    CHECK(settings.timeout == 20s);
    CHECK(settings.max_concurrency == 7);
    CHECK(settings.insecure);
    CHECK(settings.exclude == std::vector<std::string>{"\\.test/", "x"});
    CHECK(settings.accept == std::vector<int>{429, 503});
}

TEST_CASE("app: an empty configuration file changes nothing", "[app]") {
    const linktender::test::TempDir folder;
    Settings settings;

    apply_config_file(folder.write("c.toml", ""), settings);

    CHECK(settings.max_concurrency == 128);
}

TEST_CASE("app: the shipped configuration file is valid", "[app]") {
    Settings settings;

    apply_config_file(LINKTENDER_TEST_DATA "/../../config/linktender.toml", settings);

    CHECK(settings.max_concurrency == 128);
    CHECK(settings.obey_robots);
}

TEST_CASE("app: a configuration switches each second look, and names one that does not exist", "[app]") {
    const linktender::test::TempDir folder;
    Settings settings;

    apply_config_file(
        folder.write("c.toml", "[second_looks]\nyoutube = false\ncrossref = false\ngithub = true\n"),
        settings);

    CHECK_FALSE(settings.second_looks.youtube);
    CHECK_FALSE(settings.second_looks.crossref);
    CHECK(settings.second_looks.doi);
    CHECK(settings.second_looks.arxiv);
    CHECK(settings.second_looks.bilibili);
    CHECK(settings.github_look == true);
    CHECK_FALSE(Settings().github_look);
    const auto refused = [&](const std::string& text) {
        try {
            apply_config_file(folder.write("d.toml", text), settings);
        } catch (const ConfigError& error) {
            return std::string(error.what());
        }
        return std::string();
    };
    CHECK(refused("[second_looks]\ntiktok = true\n").find(":2: second_looks.tiktok: no such look") !=
          std::string::npos);
    CHECK(refused("[second_looks]\ndoi = \"yes\"\n").find(":2: second_looks.doi: true or false") !=
          std::string::npos);
    CHECK(refused("second_looks = 3\n").find("second_looks: a table is needed") != std::string::npos);
}
