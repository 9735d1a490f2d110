// Starts store_actor and looks at what it left behind.
#pragma once

#include <SQLiteCpp/Database.h>

#include <charconv>
#include <filesystem>
#include <string>
#include <string_view>

#include "support/run_program.hpp"

namespace linktender::store::test {

inline constexpr const char* k_actor = LINKTENDER_STORE_ACTOR;

/// The number in the last line of `output` that begins with `word`; 0 when there is none.
inline int last_number(std::string_view output, std::string_view word) {
    const std::size_t start = output.rfind("\n" + std::string(word) + " ");
    int number = 0;
    if (start == std::string_view::npos) return number;
    const std::string_view rest = output.substr(start + word.size() + 2);
    std::from_chars(rest.data(), rest.data() + rest.size(), number);
    return number;
}

/// What SQLite has to say against the file; empty when all is well. Recovers it first.
inline std::string complaints(const std::filesystem::path& file) {
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
    std::string found = database.execAndGet("PRAGMA integrity_check").getString();
    if (found == "ok") found.clear();
    if (database.execAndGet("SELECT count(*) FROM pragma_foreign_key_check").getInt() != 0)
        found += " references to nothing";
    database.exec("INSERT INTO page_fts (page_fts) VALUES ('integrity-check')");
    database.exec("INSERT INTO anchor_fts (anchor_fts) VALUES ('integrity-check')");
    return found;
}

/// Of the checks 1 to `most` that the process `pid` put, how many are in the file.
inline int checks_of(const std::filesystem::path& file, pid_t pid, int most) {
    SQLite::Database database(file.string());
    const std::string prefix = "https://a.example/" + std::to_string(pid) + "-";
    return database
        .execAndGet("SELECT count(*) FROM \"check\" JOIN link ON link.id = link_id WHERE url GLOB '" +
                    prefix + "*' AND CAST(substr(url, " + std::to_string(prefix.size() + 1) +
                    ") AS INTEGER) <= " + std::to_string(most))
        .getInt();
}

}  // namespace linktender::store::test
