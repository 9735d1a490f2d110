#include "linktender/app/inputs.hpp"

#include "support/catch.hpp"
#include "support/temp_dir.hpp"

using namespace linktender;
using namespace linktender::app;

TEST_CASE("app: a list of inputs has one a line, with comments and empty lines between", "[app]") {
    const test::TempDir folder;
    const auto file = folder.write("list", "# issues\n a.md \n\nb folder\r\n");

    CHECK(read_input_list(file.string()) == std::vector<std::string>{"a.md", "b folder"});
}

TEST_CASE("app: a list that is not there is named", "[app]") {
    const test::TempDir folder;

    CHECK_THROWS_AS(read_input_list((folder / "absent").string()), std::runtime_error);
}

TEST_CASE("app: relative links are resolved against the base URL of the settings", "[app]") {
    const test::TempDir folder;
    folder.write("a.md", "[a](../b)\n");
    Settings settings;
    settings.base_url = "https://site.example/x/y/";
    std::vector<std::string> urls;

    const std::size_t problems = for_each_issue(
        {(folder / "a.md").string(), (folder / "absent.md").string()}, settings,
        [](source::Issue issue) { return issue; },
        [&](const source::Issue& issue) {
            for (const auto& occurrence : issue.occurrences) urls.emplace_back(occurrence.url->href());
        });

    CHECK(problems == 1);
    CHECK(urls == std::vector<std::string>{"https://site.example/x/b"});
}
