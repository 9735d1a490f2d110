#include "linktender/app/publish.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <ostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/temp_dir.hpp"

using namespace linktender;
using app::Publication;

namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void put(const fs::path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
}

/// Publishes the report of a day in November 2026; its text is the day.
fs::path publish(const fs::path& folder, unsigned day, std::size_t keep = 30, std::string name = "weekly") {
    using namespace std::chrono;
    const Publication publication{.directory = folder,
                                  .name = std::move(name),
                                  .day = year{2026} / November / std::chrono::day{day},
                                  .keep = keep};
    return app::publish_report(publication, [&](std::ostream& out) { out << day; });
}

/// The files that a reader sees, in order.
std::vector<std::string> listed(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) {
        std::string name = entry.path().filename().string();
        if (!name.starts_with('.')) names.push_back(std::move(name));
    }
    std::sort(names.begin(), names.end());
    return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("publish: a report gets its date, and the latest one the same name every time", "[app]") {
    const test::TempDir dir;
    const fs::path folder = dir.path() / "made" / "here";

    CHECK(publish(folder, 3) == folder / "weekly-2026-11-03.html");
    publish(folder, 4);

    CHECK(listed(folder) == Names{"latest.html", "weekly-2026-11-03.html", "weekly-2026-11-04.html"});
    CHECK(content_of(folder / "latest.html") == "4");
    CHECK(content_of(folder / "weekly-2026-11-03.html") == "3");
}

TEST_CASE("publish: a second report of one day replaces the first", "[app]") {
    const test::TempDir dir;
    publish(dir.path(), 3);
    put(dir.path() / "weekly-2026-11-03.html", "edited");

    publish(dir.path(), 3);

    CHECK(listed(dir.path()) == Names{"latest.html", "weekly-2026-11-03.html"});
    CHECK(content_of(dir.path() / "weekly-2026-11-03.html") == "3");
}

TEST_CASE("publish: the last N dated reports stay", "[app]") {
    const test::TempDir dir;
    for (unsigned day = 1; day <= 12; ++day) publish(dir.path(), day, 3);

    CHECK(listed(dir.path()) ==
          Names{"latest.html", "weekly-2026-11-10.html", "weekly-2026-11-11.html", "weekly-2026-11-12.html"});
}

TEST_CASE("publish: the report just written stays, whatever its date and however few are kept", "[app]") {
    const test::TempDir dir;
    publish(dir.path(), 20, 1);

    publish(dir.path(), 5, 0);

    CHECK(fs::exists(dir.path() / "weekly-2026-11-05.html"));
    CHECK(content_of(dir.path() / "latest.html") == "5");
}

TEST_CASE("publish: files of another hand are neither removed nor replaced", "[app]") {
    const test::TempDir dir;
    const Names others{"notes.html", "weekly-2020-01-01.html", "weekly-2020-01-01.md",
                       "weekly-special-2020-01-01.html"};
    for (const std::string& name : others) put(dir.path() / name, "theirs");

    for (unsigned day = 1; day <= 3; ++day) publish(dir.path(), day, 1);

    for (const std::string& name : others) {
        CAPTURE(name);
        CHECK(content_of(dir.path() / name) == "theirs");
    }
}

TEST_CASE("publish: two archives in one directory keep their own reports", "[app]") {
    const test::TempDir dir;
    publish(dir.path(), 1, 1, "week");
    publish(dir.path(), 2, 1, "week-end");

    publish(dir.path(), 3, 1, "week");

    CHECK(listed(dir.path()) == Names{"latest.html", "week-2026-11-03.html", "week-end-2026-11-02.html"});
}

TEST_CASE("publish: a name that another hand has taken is refused, and said", "[app]") {
    const auto name = GENERATE(std::string("latest.html"), std::string("weekly-2026-11-03.html"));
    const test::TempDir dir;
    put(dir.path() / name, "theirs");

    CHECK_THROWS_AS(publish(dir.path(), 3), std::runtime_error);

    CHECK(content_of(dir.path() / name) == "theirs");
}

TEST_CASE("publish: a report that fails leaves the former one", "[app]") {
    const test::TempDir dir;
    publish(dir.path(), 3);
    const Publication publication{
        .directory = dir.path(), .name = "weekly", .day = std::chrono::year{2026} / 11 / 4};

    CHECK_THROWS_AS(app::publish_report(publication,
                                        [](std::ostream& out) {
                                            out << "half";
                                            throw std::logic_error("no more");
                                        }),
                    std::logic_error);

    CHECK(listed(dir.path()) == Names{"latest.html", "weekly-2026-11-03.html"});
    CHECK(content_of(dir.path() / "latest.html") == "3");
}

TEST_CASE("publish: a list that names a file elsewhere removes nothing there", "[app]") {
    const test::TempDir dir;
    const fs::path folder = dir.path() / "reports";
    publish(folder, 1);
    put(dir.path() / "weekly-2020-01-01.html", "theirs");
    put(folder / ".linktender-reports", "../weekly-2020-01-01.html\nlatest.html\nweekly-2026-11-01.html\n");

    publish(folder, 2, 1);

    CHECK(content_of(dir.path() / "weekly-2020-01-01.html") == "theirs");
}
