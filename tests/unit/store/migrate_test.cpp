#include "store/migrate.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>

#include <array>
#include <filesystem>
#include <string>

#include "samples.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

using namespace linktender::store;
using namespace linktender::store::test;
using linktender::test::TempDir;
using Kind = StoreError::Kind;

namespace {

constexpr std::array k_first{SchemaStep{1, "CREATE TABLE shelf (book TEXT NOT NULL) STRICT"}};
constexpr std::array k_second{k_first[0], SchemaStep{2, "ALTER TABLE shelf ADD COLUMN pages INTEGER"}};
constexpr std::array k_broken{
    k_first[0], SchemaStep{2, "ALTER TABLE shelf ADD COLUMN pages INTEGER; SELECT * FROM nowhere"}};

SQLite::Database open(const std::filesystem::path& file) {
    return {file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
}

/// A database of the first of these schemas with a row in it.
SQLite::Database sample_of_first(const std::filesystem::path& file) {
    SQLite::Database database = open(file);
    migrate(database, file, identify(database, file, k_first), k_first);
    database.exec("INSERT INTO shelf VALUES ('a book')");
    return database;
}

int version_of(SQLite::Database& database) {
    return database.execAndGet("PRAGMA user_version").getInt();
}

}  // namespace

TEST_CASE("store: an older schema is brought up to date after a copy was put beside the file", "[store]") {
    const TempDir folder;
    const auto file = folder / "old.db";
    SQLite::Database database = sample_of_first(file);

    migrate(database, file, identify(database, file, k_second), k_second);

    CHECK(version_of(database) == 2);
    CHECK(database.execAndGet("SELECT book FROM shelf WHERE pages IS NULL").getString() == "a book");
    SQLite::Database copy = open(folder / "old.db.schema-1.bak");
    CHECK(version_of(copy) == 1);
    CHECK(copy.execAndGet("SELECT book FROM shelf").getString() == "a book");
}

TEST_CASE("store: a copy never takes the place of an earlier one", "[store]") {
    const TempDir folder;
    const auto file = folder / "old.db";
    folder.write("old.db.schema-1.bak", "precious");
    SQLite::Database database = sample_of_first(file);

    migrate(database, file, identify(database, file, k_second), k_second);

    CHECK(linktender::test::read_file(folder / "old.db.schema-1.bak") == "precious");
    CHECK(std::filesystem::exists(folder / "old.db.schema-1.2.bak"));
}

TEST_CASE("store: a migration that fails leaves the database as it was", "[store]") {
    const TempDir folder;
    const auto file = folder / "old.db";
    SQLite::Database database = sample_of_first(file);

    CHECK_THROWS_AS(migrate(database, file, identify(database, file, k_broken), k_broken), SQLite::Exception);

    CHECK(version_of(database) == 1);
    CHECK(database.execAndGet("SELECT count(*) FROM pragma_table_info('shelf')").getInt() == 1);
}

TEST_CASE("store: a new file takes every step and needs no copy", "[store]") {
    const TempDir folder;
    const auto file = folder / "new.db";
    SQLite::Database database = open(file);
    const Identity identity = identify(database, file, k_second);

    migrate(database, file, identity, k_second);

    CHECK(identity.empty);
    CHECK(version_of(database) == 2);
    CHECK_FALSE(std::filesystem::exists(folder / "new.db.schema-0.bak"));
}

TEST_CASE("store: a schema newer than the known steps is refused with both numbers", "[store]") {
    const TempDir folder;
    const auto file = folder / "newer.db";
    SQLite::Database database = open(file);
    migrate(database, file, identify(database, file, k_second), k_second);

    const auto look = [&] { (void)identify(database, file, k_first); };

    CHECK(kind_of_error(look) == Kind::newer_schema);
    CHECK(contains(words_of_error(look), "(schema 2, this one knows 1)"));
}

TEST_CASE("store: another program's SQLite file is refused and not touched", "[store]") {
    const TempDir folder;
    const auto file = folder / "foreign.db";
    SQLite::Database database = open(file);
    const auto setup = GENERATE(values<std::string>({
        "CREATE TABLE recipe (name TEXT)",
        "PRAGMA application_id = 252006675",
        "PRAGMA user_version = 3",
    }));
    CAPTURE(setup);
    database.exec(setup);

    const auto look = [&] { (void)identify(database, file, k_first); };

    CHECK(kind_of_error(look) == Kind::not_a_database);
    CHECK(contains(words_of_error(look), "is a SQLite database of another program"));
}

TEST_CASE("store: a schema that was tampered with is refused, additions that do nothing are not", "[store]") {
    struct Row {
        std::string change;
        bool accepted;
    };
    const auto row = GENERATE(values<Row>({
        {"CREATE INDEX mine ON shelf (book)", true},
        {"CREATE VIEW mine AS SELECT book FROM shelf", true},
        {"CREATE TRIGGER mine AFTER INSERT ON shelf BEGIN DELETE FROM shelf; END", false},
        {"DROP TABLE shelf", false},
        {"DROP TABLE shelf; CREATE VIEW shelf AS SELECT 'x' AS book", false},
        {"ALTER TABLE shelf ADD COLUMN colour TEXT", false},
    }));
    CAPTURE(row.change);
    const TempDir folder;
    const auto file = folder / "altered.db";
    SQLite::Database database = sample_of_first(file);
    database.exec(row.change);

    const auto verify = [&] { verify_schema(database, file, k_first); };

    if (row.accepted)
        CHECK_NOTHROW(verify());
    else
        CHECK(kind_of_error(verify) == Kind::damaged);
}
