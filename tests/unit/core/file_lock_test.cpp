#include "linktender/core/file_lock.hpp"

#include <unistd.h>

#include "support/catch.hpp"
#include "support/temp_dir.hpp"

using linktender::core::FileLock;

TEST_CASE("core: a file is held once, and says who holds it and why", "[core]") {
    const linktender::test::TempDir folder;
    const auto file = folder / "a.lock";
    CHECK_FALSE(FileLock::look(file));
    {
        const auto held = FileLock::take(file, "first");
        REQUIRE(held);

        const auto second = FileLock::take(file, "second");

        REQUIRE_FALSE(second);
        CHECK(second.error().system_error == 0);
        CHECK(second.error().holder.pid == ::getpid());
        CHECK(second.error().holder.note == "first");
        REQUIRE(FileLock::look(file));
        CHECK(FileLock::look(file)->note == "first");
    }

    CHECK_FALSE(FileLock::look(file));
    CHECK(FileLock::take(file));
    CHECK(std::filesystem::exists(file));
}

TEST_CASE("core: a lock in a folder that is not there is refused with the system's reason", "[core]") {
    const linktender::test::TempDir folder;

    const auto lock = FileLock::take(folder / "absent" / "a.lock");

    REQUIRE_FALSE(lock);
    CHECK(lock.error().system_error == ENOENT);
}

TEST_CASE("core: what stands in a lock file is read with care", "[core]") {
    const linktender::test::TempDir folder;
    const auto text =
        GENERATE(as<std::string>{}, "", "x", "-5\nnote\n", "99999999999999999999\n", std::string(5000, '1'));
    const auto file = folder.write("a.lock", text);
    const auto held = FileLock::take(file, "ours");
    REQUIRE(held);
    folder.write("a.lock", text);

    const auto second = FileLock::take(file);

    REQUIRE_FALSE(second);
    CHECK(second.error().holder.pid == 0);
    CHECK(second.error().holder.note.empty());
}
