#include "store/connection.hpp"

#include <SQLiteCpp/Database.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "linktender/store/reader.hpp"
#include "linktender/store/writer.hpp"
#include "samples.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

using namespace linktender::store;
using namespace linktender::store::test;
using linktender::test::TempDir;
using Kind = StoreError::Kind;

namespace {

auto writing(const std::filesystem::path& file) {
    return [file] { Writer writer(file); };
}

auto reading(const std::filesystem::path& file) {
    return [file] { Reader reader(file); };
}

/// A finished database with one check in it.
std::filesystem::path sample_database(const TempDir& folder) {
    const auto file = folder / "sample.db";
    Writer writer(file);
    writer.put_check(writer.begin_run(sample_run()), check("https://a.example/"));
    return file;
}

}  // namespace

TEST_CASE("store: a file that is no database is refused and left as it was", "[store]") {
    const TempDir folder;
    std::string text = "# A newsletter, not a database\n";
    text.append(3000, 'x');
    const auto file = folder.write("issue.md", text);

    CHECK(kind_of_error(writing(file)) == Kind::not_a_database);
    CHECK(kind_of_error(reading(file)) == Kind::not_a_database);
    CHECK(contains(words_of_error(writing(file)), file.string() + " is not a database"));
    CHECK(linktender::test::read_file(file) == text);
}

TEST_CASE("store: another program's database is refused and left as it was", "[store]") {
    const TempDir folder;
    const auto file = folder / "recipes.db";
    SQLite::Database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
        .exec("CREATE TABLE recipe (name TEXT)");
    const std::string before = linktender::test::read_file(file);

    CHECK(kind_of_error(writing(file)) == Kind::not_a_database);
    CHECK(contains(words_of_error(reading(file)), "is a SQLite database of another program"));
    CHECK(linktender::test::read_file(file) == before);
}

TEST_CASE("store: a database of a newer linktender is refused and left as it was", "[store]") {
    const TempDir folder;
    const auto file = sample_database(folder);
    SQLite::Database(file.string(), SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 1000");
    const std::string before = linktender::test::read_file(file);

    CHECK(kind_of_error(writing(file)) == Kind::newer_schema);
    CHECK(kind_of_error(reading(file)) == Kind::newer_schema);
    CHECK(contains(words_of_error(reading(file)), "was written by a newer linktender (schema 1000"));
    CHECK(linktender::test::read_file(file) == before);
}

TEST_CASE("store: a directory or a device where the database should be is named as such", "[store]") {
    const TempDir folder;

    CHECK(kind_of_error(writing(folder.path())) == Kind::not_a_database);
    CHECK(contains(words_of_error(reading(folder.path())), "is a directory"));
    CHECK(contains(words_of_error(writing("/dev/null")), "is a device or a pipe"));
}

TEST_CASE("store: a parent that is a file is an error of the system, in words", "[store]") {
    const TempDir folder;
    const auto file = folder.write("plain", "text") / "t.db";

    CHECK(contains(words_of_error(writing(file)), "Not a directory"));
    CHECK_FALSE(words_of_error(reading(file)).empty());
}

TEST_CASE("store: there is nothing to read where no database or an empty one is", "[store]") {
    const TempDir folder;

    CHECK(kind_of_error(reading(folder / "none.db")) == Kind::missing);
    CHECK(kind_of_error(reading(folder.write("empty.db", ""))) == Kind::missing);
    CHECK_FALSE(std::filesystem::exists(folder / "none.db"));
}

TEST_CASE("store: an empty file becomes a database", "[store]") {
    const TempDir folder;
    const auto file = folder.write("empty.db", "");

    CHECK_NOTHROW(writing(file)());
    CHECK_NOTHROW(reading(file)());
}

TEST_CASE("store: a second writer is told who has the database", "[store]") {
    const TempDir folder;
    const auto file = folder / "t.db";
    std::filesystem::create_symlink(file, folder / "alias.db");
    {
        const Writer writer(file);

        CHECK(kind_of_error(writing(file)) == Kind::busy);
        CHECK(contains(words_of_error(writing(file)), "(this very process) is writing to " + file.string()));
        CHECK(kind_of_error(writing(folder / "alias.db")) == Kind::busy);
        CHECK_NOTHROW(reading(file));
    }

    CHECK_NOTHROW(writing(file)());
}

TEST_CASE("store: names that SQLite would take for something else are plain files", "[store]") {
    const TempDir folder;
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(folder.path());
    for (const char* name : {":memory:", "file:x?mode=memory", "a b%20#?.db"}) {
        CAPTURE(name);
        CHECK_NOTHROW(writing(name)());
        CHECK(std::filesystem::is_regular_file(folder / name));
        CHECK_NOTHROW(reading(name)());
    }
    std::filesystem::current_path(before);
}

TEST_CASE("store: a damaged page is reported as damage, when opened or when read", "[store]") {
    const TempDir folder;
    const auto file = sample_database(folder);
    std::string bytes = linktender::test::read_file(file);
    const auto page = GENERATE(values<std::size_t>({0, 1, 2, 5, 11}));
    CAPTURE(page);
    // Past the header of the first page; the whole of others.
    const std::size_t first = page == 0 ? 100 : page * 4096;
    REQUIRE(bytes.size() > first + 3000);
    bytes.replace(first, 3000, 3000, '\x55');
    folder.write("damaged.db", bytes);

    std::string words;
    try {
        Reader reader(folder / "damaged.db");
        (void)reader.link("https://a.example/");
    } catch (const StoreError& error) {
        words = error.what();
        CHECK(error.kind() == Kind::damaged);
    }
    CAPTURE(words);
    CHECK((words.empty() || contains(words, "is damaged")));
    CHECK((page != 0 || !words.empty()));
}

TEST_CASE("store: a file cut short is damaged and no crash", "[store]") {
    const TempDir folder;
    const std::string bytes = linktender::test::read_file(sample_database(folder));
    for (std::size_t size = 50; size < bytes.size(); size += 2777) {
        CAPTURE(size);
        const auto file = folder.write("cut.db", bytes.substr(0, size));
        std::string words = words_of_error(reading(file));
        if (words.empty()) words = words_of_error([&] { (void)Reader(file).link("https://a.example/"); });
        CHECK((words.empty() || contains(words, "is damaged") || contains(words, "is not a database")));
    }
}

TEST_CASE("store: a database is in WAL mode and syncs at each commit", "[store]") {
    const TempDir folder;

    SQLite::Database database = open_for_writing(resolve(folder / "t.db"));

    CHECK(database.execAndGet("PRAGMA journal_mode").getString() == "wal");
    CHECK(database.execAndGet("PRAGMA synchronous").getInt() == 2);
    CHECK(database.execAndGet("PRAGMA foreign_keys").getInt() == 1);
    CHECK(database.execAndGet("PRAGMA trusted_schema").getInt() == 0);
    CHECK(database.execAndGet("PRAGMA cell_size_check").getInt() == 1);
}

TEST_CASE("store: a reader cannot write", "[store]") {
    const TempDir folder;

    SQLite::Database database = open_for_reading(resolve(sample_database(folder)));

    CHECK_THROWS(database.exec("DELETE FROM \"check\""));
}
