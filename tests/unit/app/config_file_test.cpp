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
