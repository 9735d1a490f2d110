#include "linktender/app/git_pull.hpp"

#include <csignal>
#include <cstdlib>
#include <string>

#include "support/catch.hpp"
#include "support/run_program.hpp"
#include "support/temp_dir.hpp"

using namespace linktender::app;
using namespace linktender::test;
using namespace std::chrono_literals;

namespace {

void git(const std::filesystem::path& folder, std::vector<std::string> arguments) {
    const std::vector<std::string> who{
        "git", "-c", "user.name=a", "-c", "user.email=a@a.example", "-c", "init.defaultBranch=main"};
    arguments.insert(arguments.begin(), who.begin(), who.end());
    const auto result = run_program({.arguments = arguments, .directory = folder});
    if (result.exit_code != 0) throw std::runtime_error(result.err);
}

/// A bare repository with one issue, and a clone of it that lags behind by another.
struct Repositories {
    TempDir folder;
    std::filesystem::path bare = folder / "bare";
    std::filesystem::path clone = folder / "clone";

    Repositories() {
        const auto desk = folder / "desk";
        std::filesystem::create_directory(desk);
        git(desk, {"init", "-q"});
        add("1.md");
        git(folder.path(), {"clone", "-q", "--bare", desk.string(), bare.string()});
        git(folder.path(), {"clone", "-q", bare.string(), clone.string()});
        git(desk, {"remote", "add", "origin", bare.string()});
        add("2.md");
        git(desk, {"push", "-q", "origin", "main"});
    }
    void add(const std::string& name) {
        folder.write("desk/" + name, "text");
        git(folder / "desk", {"add", name});
        git(folder / "desk", {"commit", "-q", "-m", name});
    }
};

/// A program named git that does what the script says, first in PATH while this lives.
class StandIn {
public:
    explicit StandIn(const std::string& script) {
        std::filesystem::permissions(folder_.write("git", "#!/bin/sh\n" + script),
                                     std::filesystem::perms::owner_all);
        ::setenv("PATH", (folder_.path().string() + ":" + before_).c_str(), 1);
    }
    ~StandIn() { ::setenv("PATH", before_.c_str(), 1); }
    StandIn(const StandIn&) = delete;
    StandIn& operator=(const StandIn&) = delete;
    [[nodiscard]] std::filesystem::path operator/(std::string_view name) const { return folder_ / name; }

private:
    TempDir folder_;
    std::string before_ = std::getenv("PATH");
};

}  // namespace

TEST_CASE("app: a pull brings the issues that were added since", "[app]") {
    const Repositories repositories;
    REQUIRE_FALSE(std::filesystem::exists(repositories.clone / "2.md"));

    const auto problem = pull({.folder = repositories.clone});

    CAPTURE(problem.value_or(""));
    CHECK_FALSE(problem);
    CHECK(std::filesystem::exists(repositories.clone / "2.md"));
}

TEST_CASE("app: a pull that cannot be done says why and leaves the old files", "[app]") {
    const Repositories repositories;
    SECTION("the remote is gone") {
        std::filesystem::remove_all(repositories.bare);
    }
    SECTION("the clone has commits of its own") {
        repositories.folder.write("clone/own.md", "text");
        git(repositories.clone, {"add", "own.md"});
        git(repositories.clone, {"commit", "-q", "-m", "own"});
    }

    const auto problem = pull({.folder = repositories.clone});

    REQUIRE(problem);
    CAPTURE(*problem);
    CHECK(problem->starts_with("git pull in " + repositories.clone.string() + ": "));
    CHECK(problem->find("fatal") != std::string::npos);
    CHECK(problem->find('\n') == std::string::npos);
    CHECK(std::filesystem::exists(repositories.clone / "1.md"));
}

TEST_CASE("app: a folder without a repository is no place to pull", "[app]") {
    const TempDir folder;

    CHECK(pull({.folder = folder.path()}));
    CHECK(pull({.folder = folder / "absent"}));
}

TEST_CASE("app: no hook of the repository runs on a pull", "[app]") {
    const Repositories repositories;
    const auto trace = repositories.folder / "trace";
    std::filesystem::permissions(
        repositories.folder.write("clone/.git/hooks/post-merge", "#!/bin/sh\ntouch " + trace.string() + "\n"),
        std::filesystem::perms::owner_all);

    CHECK_FALSE(pull({.folder = repositories.clone}));

    CHECK_FALSE(std::filesystem::exists(trace));
}

TEST_CASE("app: a pull that hangs is ended with all it started", "[app]") {
    const TempDir folder;
    const StandIn git("trap '' TERM\nsleep 600 &\necho $! >" + (folder / "pid").string() + "\nwait; wait\n");
    SECTION("at its timeout") {
        const auto problem = pull({.folder = folder.path(), .timeout = 1s});
        REQUIRE(problem);
        CHECK(problem->find("not done after 1s") != std::string::npos);
    }
    SECTION("when the daemon ends") {
        const auto pid_is_there = [&] { return std::filesystem::exists(folder / "pid"); };
        const auto problem = pull({.folder = folder.path(), .timeout = 10min}, pid_is_there);
        REQUIRE(problem);
        CHECK(problem->find("the daemon ends") != std::string::npos);
    }

    const int left = std::stoi(read_file(folder / "pid"));
    // A zombie that nobody waits for is as good as gone.
    bool alive = true;
    for (int i = 0; i < 1000 && alive; ++i) {
        std::ifstream stat("/proc/" + std::to_string(left) + "/stat");
        const std::string text{std::istreambuf_iterator<char>(stat), {}};
        alive = !text.empty() && text.find(") Z") == std::string::npos;
    }
    CHECK_FALSE(alive);
}

TEST_CASE("app: what git says is shown on one line, without credentials and control characters", "[app]") {
    const TempDir folder;
    const StandIn git("printf 'fatal: https://me:s3cret@git.example/a.git\\n\\033[31mno\\n' >&2; exit 1\n");

    const auto problem = pull({.folder = folder.path()});

    REQUIRE(problem);
    CAPTURE(*problem);
    CHECK(problem->find("s3cret") == std::string::npos);
    CHECK(problem->find("https://git.example/a.git") != std::string::npos);
    CHECK(problem->find('\x1b') == std::string::npos);
}

TEST_CASE("app: git is told that nobody answers its questions", "[app]") {
    const TempDir folder;
    const StandIn git("echo \"$GIT_TERMINAL_PROMPT|$LC_ALL|$*\" >&2; exit 1\n");

    const auto problem = pull({.folder = folder.path()});

    REQUIRE(problem);
    CHECK(problem->find("0|C|-c core.hooksPath=/dev/null -C " + folder.path().string() + " pull --ff-only") !=
          std::string::npos);
}
