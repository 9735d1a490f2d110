// scripts/quickstart.sh around a real demo web and a stand-in for everything that takes minutes.
#include <signal.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/run_program.hpp"
#include "support/temp_dir.hpp"

namespace linktender::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* k_nothing = "#!/bin/sh\nexit 0\n";
/// Notes its arguments, writes the report it is told to, keeps the demo web's port file, ends with
/// $STUB_EXIT.
constexpr const char* k_program =
    "#!/bin/sh\n"
    "printf '%s\\n' \"$@\" >\"$STUB_FOLDER/arguments\"\n"
    "while [ $# -gt 0 ]; do\n"
    "  [ \"$1\" != -o ] || echo '<p>report</p>' >\"$2\"\n"
    "  [ \"$1\" != --cacert ] || cp \"$(dirname \"$2\")/ports\" \"$STUB_FOLDER/ports\"\n"
    "  shift\n"
    "done\n"
    "echo 'text report'\n"
    "exit \"$STUB_EXIT\"\n";

/// A checkout in which nothing is installed or built.
struct Checkout {
    TempDir folder;
    fs::path root = folder.path() / "check out";

    Checkout() {
        executable("check out/scripts/install-deps.sh", k_nothing);
        executable("bin/cmake", k_nothing);
        executable("check out/build/release/src/cli/linktender", k_program);
        fs::create_directories(root / "build/release/tests/support");
        fs::create_symlink(LINKTENDER_DEMO_WEB, root / "build/release/tests/support/linktender-demo-web");
        fs::copy_file(LINKTENDER_SOURCE "/scripts/quickstart.sh", root / "scripts/quickstart.sh");
    }
    void executable(const std::string& name, const char* text) const {
        fs::permissions(folder.write(name, text), fs::perms::owner_all);
    }
    /// Runs the script from a folder elsewhere.
    [[nodiscard]] ProgramResult run(const std::vector<std::string>& arguments, int audit_exit) const {
        ProgramCall call{.arguments = {(root / "scripts/quickstart.sh").string()}};
        call.arguments.insert(call.arguments.end(), arguments.begin(), arguments.end());
        call.environment = {"PATH=" + (folder / "bin").string() + ":" + std::getenv("PATH"),
                            "STUB_FOLDER=" + folder.path().string(),
                            "STUB_EXIT=" + std::to_string(audit_exit), "TMPDIR=" + (folder / "tmp").string()};
        call.directory = "/";
        fs::create_directories(folder / "tmp");
        return run_program(std::move(call));
    }
    [[nodiscard]] std::string audit_arguments() const { return read_file(folder / "arguments"); }
    [[nodiscard]] bool demo_web_runs() const {
        const auto ports = read_file(folder / "ports");
        const auto at = ports.find("pid=");
        return ::kill(static_cast<pid_t>(std::stol(ports.substr(at + 4))), 0) == 0;
    }
};

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

TEST_CASE("quickstart: broken links in the sample archive are success, and nothing stays behind",
          "[quickstart]") {
    const Checkout checkout;

    const auto result = checkout.run({}, 2);

    CAPTURE(result.err);
    CHECK(result.exit_code == 0);
    CHECK(result.out == "text report\n");
    CHECK(contains(result.err, "quickstart: the report: file://"));
    CHECK(fs::exists(checkout.root / "build/quickstart/report.html"));
    CHECK_FALSE(checkout.demo_web_runs());
    CHECK(fs::is_empty(checkout.folder / "tmp"));
}

TEST_CASE("quickstart: the sample archive's hosts are led to the demo web one by one", "[quickstart]") {
    const Checkout checkout;

    REQUIRE(checkout.run({}, 2).exit_code == 0);

    const auto arguments = checkout.audit_arguments();
    CHECK(arguments.find("audit\ntests/data/archive\n") == 0);
    CHECK(contains(arguments, "\n--connect-to\nmp.weixin.qq.com:443:127.0.0.1:"));
    CHECK(contains(arguments, "\n--connect-to\nrefused.harbor.example:80:127.0.0.1:"));
    CHECK_FALSE(contains(arguments, "\n--connect-to\n:"));
    CHECK_FALSE(contains(arguments, "169.254"));
}

TEST_CASE("quickstart: a failed audit of the sample archive is a failure", "[quickstart]") {
    const auto code = GENERATE(1, 3);
    const Checkout checkout;

    CHECK(checkout.run({}, code).exit_code == code);
    CHECK_FALSE(checkout.demo_web_runs());
}

TEST_CASE("quickstart: a sample archive without broken links is a failure", "[quickstart]") {
    CHECK(Checkout().run({}, 0).exit_code == 1);
}

TEST_CASE("quickstart: with inputs of one's own the audit's exit code is the script's", "[quickstart]") {
    const auto code = GENERATE(0, 1, 2, 3);
    const Checkout checkout;

    CHECK(checkout.run({"my issues", "more/*.md"}, code).exit_code == code);

    const auto arguments = checkout.audit_arguments();
    CHECK(arguments.find("audit\nmy issues\nmore/*.md\n") == 0);
    CHECK_FALSE(contains(arguments, "--connect-to"));
    CHECK_FALSE(contains(arguments, "--allow-address"));
}

TEST_CASE("quickstart: a build that fails ends it with the build's last words", "[quickstart]") {
    const Checkout checkout;
    checkout.executable("bin/cmake", "#!/bin/sh\necho 'no compiler here'\nexit 1\n");

    const auto result = checkout.run({}, 2);

    CHECK(result.exit_code == 1);
    CHECK(contains(result.err, "no compiler here"));
    CHECK(result.out == "");
}

TEST_CASE("quickstart: it explains itself and refuses options it does not know", "[quickstart]") {
    const Checkout checkout;

    const auto help = checkout.run({"--help"}, 0);
    CHECK(help.exit_code == 0);
    CHECK(contains(help.out, "scripts/quickstart.sh INPUT..."));
    CHECK_FALSE(contains(help.out, "#!"));
    CHECK(checkout.run({"--verbose"}, 0).exit_code == 3);
}

}  // namespace
}  // namespace linktender::test
