// `linktender db` over the real program.
#include <filesystem>
#include <fstream>

#include "cli_fixture.hpp"
#include "support/catch.hpp"

using namespace linktender::test;
namespace fs = std::filesystem;

namespace {

/// A database with one issue of two links, neither of which needs a request.
void audit(const TempDir& folder) {
    folder.write("a.md", "[a](mailto:a@b.test) [b](http://b.test/?q=\"=1\")\n");
    REQUIRE(run_linktender(folder, {"audit", "--offline", "--database", "t.db", "a.md"}).exit_code == 0);
}

}  // namespace

TEST_CASE("db: a sound database is called so, a damaged one fails the command", "[cli]") {
    const TempDir folder;
    audit(folder);

    const ProgramResult sound = run_linktender(folder, {"db", "check", "--database", "t.db"});
    CHECK(sound.exit_code == 0);
    CHECK(contains(sound.out, "1 issue, 2 links, 1 check, 1 run\nsound\n"));

    fs::resize_file(folder / "t.db", fs::file_size(folder / "t.db") / 2);
    const ProgramResult damaged = run_linktender(folder, {"db", "check", "--database", "t.db"});
    CHECK(damaged.exit_code == 1);
    CHECK(contains(damaged.out + damaged.err, "damaged"));
}

TEST_CASE("db: pruning changes nothing before it is told to", "[cli]") {
    const TempDir folder;
    for (int i = 0; i < 6; ++i) audit(folder);
    const std::vector<std::string> prune{"db", "prune", "--keep-runs", "1", "--database", "t.db"};

    const ProgramResult asked = run_linktender(folder, prune);
    CHECK(contains(asked.out, "would remove 3 checks, 0 links and 0 issues of 5 old runs"));
    CHECK(contains(asked.out, "--write"));

    const ProgramResult done = run_linktender(folder, prune + std::vector<std::string>{"--write"});
    CHECK(contains(done.out, "removed 3 checks"));
    CHECK(contains(run_linktender(folder, prune).out, "would remove 0 checks"));
    CHECK(contains(run_linktender(folder, {"db", "vacuum", "--database", "t.db"}).out, "given back"));
    CHECK(run_linktender(folder, {"db", "check", "--database", "t.db"}).exit_code == 0);
}

TEST_CASE("db: an export is one row a line, quoted as its format demands", "[cli]") {
    const TempDir folder;
    audit(folder);

    const ProgramResult csv = run_linktender(folder, {"db", "export", "links", "--database", "t.db"});
    CHECK(csv.out.starts_with("url,host,domain,state,"));
    CHECK(contains(csv.out, "\r\nmailto:a@b.test,"));

    const ProgramResult json =
        run_linktender(folder, {"db", "export", "occurrence", "-o", "out.jsonl", "--database", "t.db"});
    CHECK(json.exit_code == 0);
    CHECK(contains(read_file(folder / "out.jsonl"), R"("raw":"mailto:a@b.test")"));
}

TEST_CASE("db: what makes no sense is usage, with what would", "[cli]") {
    const TempDir folder;
    audit(folder);
    struct Row {
        std::vector<std::string> arguments;
        const char* words;
    };
    const std::vector<Row> rows{{{"db"}, "subcommand"},
                                {{"db", "prune", "--database", "t.db"}, "--keep 2y"},
                                {{"db", "prune", "--keep", "soon", "--database", "t.db"}, "2y, 26w or 90d"},
                                {{"db", "export", "secrets", "--database", "t.db"}, "none of checks, links"},
                                {{"db", "export", "-f", "html", "--database", "t.db"}, "csv or jsonl"}};
    for (const Row& row : rows) {
        const ProgramResult result = run_linktender(folder, row.arguments);
        CAPTURE(result.err, row.words);
        CHECK(result.exit_code == 3);
        CHECK(contains(result.err, row.words));
    }
}
