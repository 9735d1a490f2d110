#include "linktender/app/journal.hpp"

#include "support/catch.hpp"

using namespace linktender;
using Strings = std::vector<std::string>;

TEST_CASE("app: standard error is the journal when device and inode are those that systemd named", "[app]") {
    CHECK(app::is_journal_stream("9:1234", 9, 1234));
    for (const char* other : {"", "9", "9:", "9:123", "8:1234", "9:1234 ", "9:1234:5", "x:1234", "9:-1"}) {
        CAPTURE(other);
        CHECK_FALSE(app::is_journal_stream(other, 9, 1234));
    }
}

TEST_CASE("app: a line goes to the journal with its priority and what it is about", "[app]") {
    CHECK(app::journal_entry(spdlog::level::warn, "two\nlines", {{"LINKTENDER_ARCHIVE", "weekly"}}) ==
          Strings{"MESSAGE=two\nlines", "PRIORITY=4", "SYSLOG_IDENTIFIER=linktender",
                  "LINKTENDER_ARCHIVE=weekly"});
    CHECK(app::journal_entry(spdlog::level::err, "", {})[1] == "PRIORITY=3");
    CHECK(app::journal_entry(spdlog::level::info, "", {})[1] == "PRIORITY=6");
    CHECK(app::journal_entry(spdlog::level::debug, "", {})[1] == "PRIORITY=7");
}
