#include "store/error.hpp"

#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include <cerrno>
#include <string>

#include "samples.hpp"
#include "support/catch.hpp"

using namespace linktender::store;
using namespace linktender::store::test;
using Kind = StoreError::Kind;

TEST_CASE("store: what SQLite says becomes a kind and a sentence that names the file", "[store]") {
    struct Row {
        int code;
        Kind kind;
        std::string words;
    };
    const auto row = GENERATE(values<Row>({
        {SQLITE_NOTADB, Kind::not_a_database, "is not a database"},
        {SQLITE_CORRUPT, Kind::damaged, "is damaged"},
        {SQLITE_FULL, Kind::disk_full,
         "the disk holding some/t.db is full: free space and run again; what was checked is kept up to the "
         "last batch"},
        {SQLITE_READONLY, Kind::read_only, "cannot be written"},
        {SQLITE_READONLY_DBMOVED, Kind::read_only, "cannot be written"},
        {SQLITE_BUSY, Kind::busy, "is locked by another program"},
        {SQLITE_LOCKED, Kind::busy, "is locked by another program"},
        {SQLITE_IOERR_READ, Kind::io, "cannot be read or written"},
        {SQLITE_CANTOPEN, Kind::io, "cannot be read or written"},
        {SQLITE_CONSTRAINT, Kind::other, "some/t.db: no luck"},
        {-1, Kind::other, "some/t.db: no luck"},
    }));
    CAPTURE(row.code);
    errno = 0;

    const StoreError error = translate(SQLite::Exception("no luck", row.code), "some/t.db", nullptr);

    CHECK(error.kind() == row.kind);
    CHECK(contains(error.what(), row.words));
    CHECK(contains(error.what(), "some/t.db"));
}

TEST_CASE("store: a write that a quota refuses is a full disk", "[store]") {
    errno = EDQUOT;

    const StoreError error = translate(SQLite::Exception("no luck", SQLITE_IOERR), "some/t.db", nullptr);

    CHECK(error.kind() == Kind::disk_full);
}

TEST_CASE("store: what the system says becomes a kind and a sentence", "[store]") {
    struct Row {
        int code;
        Kind kind;
    };
    const auto row = GENERATE(values<Row>({{ENOSPC, Kind::disk_full},
                                           {EDQUOT, Kind::disk_full},
                                           {EROFS, Kind::read_only},
                                           {EACCES, Kind::read_only},
                                           {EIO, Kind::io}}));
    CAPTURE(row.code);

    const StoreError error = system_failure(row.code, "created", "some/t.db");

    CHECK(error.kind() == row.kind);
    CHECK(contains(error.what(), "some/t.db"));
}

TEST_CASE("store: a file name cannot act on the terminal that shows the message", "[store]") {
    CHECK(contains(damaged("a\x1b[2Jb", "x").what(), "a\\x1b[2Jb"));
}
