// What people see when they ask for help, and when what they ask makes no sense.
#include <unistd.h>

#include <filesystem>

#include "cli_fixture.hpp"
#include "support/catch.hpp"

using namespace linktender::test;
namespace fs = std::filesystem;

TEST_CASE("cli: help names every command and the exit codes, and goes to standard output", "[cli]") {
    const TempDir folder;

    const ProgramResult result = run_linktender(folder, {"--help"});

    CHECK(result.exit_code == 0);
    for (const char* word : {"audit", "extract", "check", "Exit codes", "--version"}) {
        CAPTURE(word);
        CHECK(contains(result.out, word));
    }
    CHECK(result.err.empty());
}

TEST_CASE("cli: the help of a command names its own flags only", "[cli]") {
    const TempDir folder;

    CHECK(contains(run_linktender(folder, {"audit", "--help"}).out, "--host-concurrency"));
    const std::string extract = run_linktender(folder, {"extract", "--help"}).out;
    CHECK(contains(extract, "--base-url"));
    CHECK_FALSE(contains(extract, "--host-concurrency"));
}

TEST_CASE("cli: the version names the libraries underneath", "[cli]") {
    const TempDir folder;

    const ProgramResult result = run_linktender(folder, {"--version"});

    CHECK(result.exit_code == 0);
    for (const char* word : {"linktender ", "libcurl", "SQLite", "gumbo", "ICU", "cmark-gfm"}) {
        CAPTURE(word);
        CHECK(contains(result.out, word));
    }
}

TEST_CASE("cli: arguments that make no sense end with 3 and say what is wrong", "[cli]") {
    struct Row {
        std::vector<std::string> arguments;
        std::string_view says;
    };
    const auto row = GENERATE(values<Row>({
        {{}, "a command is needed"},
        {{"polish"}, "polish"},
        {{"audit"}, "an input is needed"},
        {{"audit", "--no-such-flag", "x"}, "--no-such-flag"},
        {{"audit", "--timeout", "soon", "x"}, "--timeout"},
        {{"audit", "--timeout", "0", "x"}, "longer than zero"},
        {{"audit", "--max-concurrency", "0", "x"}, "from 1 to 4096"},
        {{"audit", "--max-redirects", "-1", "x"}, "--max-redirects"},
        {{"audit", "--accept", "20", "x"}, "--accept"},
        {{"audit", "--header", "no colon", "x"}, "Name: value"},
        {{"audit", "--exclude", "(open", "x"}, "(open"},
        {{"audit", "--allow-address", "10.0.0.0/99", "x"}, "10.0.0.0/99"},
        {{"audit", "--connect-to", "nonsense", "x"}, "nonsense"},
        {{"audit", "-f", "pdf", "x"}, "pdf"},
        {{"audit", "-o", "report.bin", "x"}, "report.bin"},
        {{"audit", "-f", "json", "-f", "text", "x"}, "standard output"},
        {{"audit", "--color", "sometimes", "x"}, "--color"},
        {{"audit", "--config", "absent.toml", "x"}, "absent.toml"},
        {{"check"}, "a URL to check is needed"},
        {{"check", "http://[bad"}, "http://[bad"},
        {{"extract", "-f", "html", "x"}, "text or jsonl"},
    }));
    const TempDir folder;
    folder.write("x/a.md", "[a](https://a.test/)\n");
    CAPTURE(row.arguments);

    const ProgramResult result = run_linktender(folder, row.arguments);

    CHECK(result.exit_code == 3);
    CAPTURE(result.err);
    CHECK(contains(result.err, row.says));
    CHECK(result.out.empty());
}

TEST_CASE("cli: a configuration file's mistake is named with file, line and key", "[cli]") {
    struct Row {
        std::string_view toml;
        std::string_view says;
    };
    const auto row = GENERATE(values<Row>({{"timeout = \"5s\"\ntimeuot = \"5s\"\n", "c.toml:2: 'timeuot'"},
                                           {"\n\nmax_concurrency = \"many\"\n", "c.toml:3: max-concurrency"},
                                           {"timeout = [\"5s\"]\n", "c.toml:1: timeout: one value"},
                                           {"timeout = \n", "c.toml:1"},
                                           {"exclude = [1979-05-27]\n", "c.toml:1: exclude"}}));
    const TempDir folder;
    folder.write("c.toml", row.toml);
    folder.write("a.md", "text\n");

    const ProgramResult result = run_linktender(folder, {"audit", "--config", "c.toml", "a.md"});

    CHECK(result.exit_code == 3);
    CAPTURE(result.err);
    CHECK(contains(result.err, row.says));
}

TEST_CASE("cli: an input that cannot be read is named, the rest is read, and the exit code is 1", "[cli]") {
    const TempDir folder;
    folder.write("good.md", "[a](https://a.test/)\n");
    folder.write("binary.md", std::string("\x00\x01\x02\x7f"
                                          "ELF\x00",
                                          8));
    folder.write("shut/a.md", "[b](https://b.test/)\n");
    folder.write("shut.md", "[c](https://c.test/)\n");
    fs::permissions(folder.path(), fs::perms::all);
    fs::permissions(folder / "shut", fs::perms::none);
    fs::permissions(folder / "shut.md", fs::perms::none);
    const std::string input =
        GENERATE(values<std::string>({"missing.md", "missing/*.md", "binary.md", "shut", "shut.md"}));
    CAPTURE(input);

    const ProgramResult result = linktender_as_nobody(folder, {"extract", "good.md", input});
    fs::permissions(folder / "shut", fs::perms::owner_all);

    CHECK(result.exit_code == 1);
    CHECK(contains(result.out, "good.md:1:1: https://a.test/"));
    CHECK(contains(result.err, input.substr(0, 4)));
}

TEST_CASE("cli: links are listed in the order of the files, whatever their size", "[cli]") {
    const TempDir folder;
    std::string expected;
    for (int i = 100; i < 160; ++i) {
        const std::string name = "n" + std::to_string(i) + ".md";
        const std::string url = "https://h" + std::to_string(i) + ".test/";
        folder.write("in/" + name,
                     std::string(static_cast<std::size_t>((i * 7919) % 20000), '\n') + "<" + url + ">\n");
        expected += url + "\n";
    }

    const ProgramResult result = run_linktender(folder, {"extract", "in"});

    std::string listed;
    for (std::size_t at = 0; (at = result.out.find(" https://", at)) != std::string::npos; ++at) {
        listed += result.out.substr(at + 1, result.out.find('\n', at) - at);
    }
    CHECK(result.exit_code == 0);
    CHECK(listed == expected);
}
