#include "linktender/source/walk.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <thread>

#include "linktender/source/extract.hpp"
#include "support/catch.hpp"

using namespace linktender::source;
namespace fs = std::filesystem;

namespace {

/// A folder of its own for a test, current while it lives.
class Sandbox {
public:
    Sandbox() : before_(fs::current_path()) {
        std::string name = (fs::temp_directory_path() / "linktender-walk-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        folder_ = name;
        fs::current_path(folder_);
    }
    Sandbox(const Sandbox&) = delete;
    Sandbox& operator=(const Sandbox&) = delete;
    ~Sandbox() {
        fs::current_path(before_);
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    static void write(const fs::path& path, std::string_view bytes = "x") {
        if (path.has_parent_path()) fs::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << bytes;
    }

private:
    fs::path before_;
    fs::path folder_;
};

using Names = std::vector<std::string>;

Names names(const WalkResult& result) {
    Names out;
    for (const InputFile& file : result.files) out.push_back(file.name);
    return out;
}

void write_archive() {
    for (const char* path : {"issues/b.md", "issues/a.MD", "issues/2019/c.html", "issues/2019/d.txt",
                             "issues/2019/e.png", "issues/.git/f.md", "issues/node_modules/g.md",
                             "issues/.hidden.md", "feed.rss", "odd[1].md", "notes.rst"})
        Sandbox::write(path);
}

}  // namespace

TEST_CASE("source: a folder gives the files below it that are read, sorted, hidden ones left out",
          "[source]") {
    const Sandbox sandbox;
    write_archive();

    CHECK(names(walk({"issues"})) ==
          Names{"issues/2019/c.html", "issues/2019/d.txt", "issues/a.MD", "issues/b.md"});
    CHECK(names(walk({"./issues/"})) == names(walk({"issues"})));
    CHECK(names(walk({"."})).back() == "odd[1].md");
}

TEST_CASE("source: a glob gives the files it matches", "[source]") {
    struct Row {
        std::string glob;
        Names names;
    };
    const Row row = GENERATE(values<Row>({
        {"issues/*.md", {"issues/b.md"}},
        {"issues/*", {"issues/a.MD", "issues/b.md"}},
        {"issues/**", {"issues/2019/c.html", "issues/2019/d.txt", "issues/a.MD", "issues/b.md"}},
        {"**/*.html", {"issues/2019/c.html"}},
        {"issues/20[0-2]9/?.*t*", {"issues/2019/c.html", "issues/2019/d.txt"}},
        {"issues/[!a].md", {"issues/b.md"}},
        {"*.rst", {"notes.rst"}},
        {"odd[1].md", {"odd[1].md"}},
    }));
    CAPTURE(row.glob);
    const Sandbox sandbox;
    write_archive();

    const WalkResult result = walk({row.glob});

    CHECK(names(result) == row.names);
    CHECK(result.problems.empty());
}

TEST_CASE("source: each file is given once, however often it is named", "[source]") {
    const Sandbox sandbox;
    write_archive();
    fs::create_symlink("b.md", "issues/link.md");
    fs::create_directory_symlink("..", "issues/2019/loop");

    const WalkResult result = walk({"issues/b.md", "issues", "issues/*.md", "-", "-"});

    CHECK(names(result) ==
          Names{"issues/b.md", "issues/2019/c.html", "issues/2019/d.txt", "issues/a.MD", "-"});
    CHECK(result.problems.empty());
}

TEST_CASE("source: excluded paths are left out, whole folders too", "[source]") {
    const Sandbox sandbox;
    write_archive();

    CHECK(names(walk({"issues"}, {.exclude_path = {"2019", "*.MD"}})) == Names{"issues/b.md"});
    CHECK(names(walk({"issues"}, {.exclude_path = {"issues/20*"}})) == Names{"issues/a.MD", "issues/b.md"});
    CHECK(names(walk({"issues"}, {.exclude_path = {"issues/**/c.html"}})).size() == 3);
    CHECK(walk({"issues"}, {.exclude_path = {"issues/**"}}).problems.empty());
}

TEST_CASE("source: an input that cannot be used is a problem, and the others are read", "[source]") {
    const std::string input =
        GENERATE(values<std::string>({"missing.md", "empty", "*.nothing", "feed.rss", "https://x.example/"}));
    CAPTURE(input);
    const Sandbox sandbox;
    write_archive();
    fs::create_directory("empty");

    const WalkResult result = walk({input, "issues/b.md"});

    CHECK(names(result) == Names{"issues/b.md"});
    REQUIRE(result.problems.size() == 1);
    CHECK(result.problems[0].input == input);
    CHECK(!result.problems[0].message.empty());
}

TEST_CASE("source: a folder that may not be read is a problem", "[source]") {
    if (::geteuid() == 0) return;  // nothing is closed to the superuser
    const Sandbox sandbox;
    write_archive();
    fs::permissions("issues/2019", fs::perms::none);

    const WalkResult result = walk({"issues"});
    fs::permissions("issues/2019", fs::perms::owner_all);

    CHECK(names(result) == Names{"issues/a.MD", "issues/b.md"});
    REQUIRE(result.problems.size() == 1);
    CHECK(result.problems[0].input == "issues/2019");
}

TEST_CASE("source: a file is read whole, up to the limit", "[source]") {
    const Sandbox sandbox;
    const std::string bytes(200'000, 'x');
    Sandbox::write("x.md", bytes);

    CHECK(read_file({"x.md", "x.md"}, bytes.size()) == bytes);
    CHECK(!read_file({"x.md", "x.md"}, bytes.size() - 1));
    CHECK(read_file({"/proc/self/stat", "/proc/self/stat"}, 4096).has_value());
}

TEST_CASE("source: a pipe is read to its end, and no further than the limit", "[source]") {
    const Sandbox sandbox;
    REQUIRE(::mkfifo("pipe", 0600) == 0);
    const std::string bytes(100'000, 'x');
    std::thread writer([&] { std::ofstream("pipe", std::ios::binary) << bytes; });

    const auto read = read_file({"pipe", "pipe"}, bytes.size());
    writer.join();

    CHECK(read == bytes);
    CHECK(!read_file({"/dev/zero", "/dev/zero"}, 1000));
    CHECK(read_file({"/dev/null", "/dev/null"}, 1000) == "");
}

TEST_CASE("source: a file that cannot be read is a problem in words", "[source]") {
    const Sandbox sandbox;
    fs::create_directory("folder.md");
    fs::create_symlink("nowhere", "link.md");

    for (const std::string name : {"missing.md", "folder.md", "link.md"}) {
        const auto read = read_file({name, name}, 1000);
        REQUIRE(!read);
        CHECK(read.error().input == name);
        CHECK(!read.error().message.empty());
    }
}

TEST_CASE("source: the ending of a file's name tells its format", "[source]") {
    CHECK(format_of("a/b.md") == Format::markdown);
    CHECK(format_of("B.MARKDOWN") == Format::markdown);
    CHECK(format_of("b.htm") == Format::html);
    CHECK(format_of("b.html") == Format::html);
    CHECK(format_of("b.txt") == Format::text);
    CHECK(format_of("md") == Format::text);
    CHECK(format_of("-") == Format::markdown);
}
