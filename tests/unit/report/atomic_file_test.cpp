#include "linktender/report/atomic_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <ostream>
#include <stdexcept>
#include <string>
#include <system_error>

#include "golden.hpp"
#include "support/catch.hpp"

using linktender::report::write_file_atomically;
using linktender::report::test::read_file;
namespace fs = std::filesystem;

namespace {

class Folder {
public:
    Folder() {
        std::string name = (fs::temp_directory_path() / "linktender-atomic-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
        path_ = name;
    }
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    [[nodiscard]] fs::path operator/(const std::string& name) const { return path_ / name; }
    [[nodiscard]] std::size_t files() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(path_), fs::directory_iterator()));
    }

private:
    fs::path path_;
};

void write_text(const fs::path& path, const std::string& text) {
    write_file_atomically(path, [&](std::ostream& out) { out << text; });
}

/// The words of the error; empty when there is none.
template <class Action>
std::string error_of(Action action) {
    try {
        action();
    } catch (const std::system_error& error) {
        return error.what();
    }
    return {};
}

}  // namespace

TEST_CASE("atomic file: what was written is there, whole, and nothing beside it", "[report]") {
    const Folder folder;
    const std::string large(300'000, 'x');

    write_text(folder / "r.html", large);

    CHECK(read_file(folder / "r.html") == large);
    CHECK(folder.files() == 1);
}

TEST_CASE("atomic file: a file that is replaced keeps its permissions", "[report]") {
    const Folder folder;
    write_text(folder / "r.html", "old");
    fs::permissions(folder / "r.html", fs::perms::owner_read | fs::perms::owner_write);

    write_text(folder / "r.html", "new");

    CHECK(read_file(folder / "r.html") == "new");
    CHECK(fs::status(folder / "r.html").permissions() == (fs::perms::owner_read | fs::perms::owner_write));
}

TEST_CASE("atomic file: what the writer throws passes through and the old file stays", "[report]") {
    const Folder folder;
    write_text(folder / "r.html", "old");

    const auto fail = [&] {
        write_file_atomically(folder / "r.html", [](std::ostream& out) {
            out << "half";
            throw std::runtime_error("stop");
        });
    };

    CHECK_THROWS_AS(fail(), std::runtime_error);
    CHECK(read_file(folder / "r.html") == "old");
    CHECK(folder.files() == 1);
}

TEST_CASE("atomic file: a stream that failed is an error even if the writer goes on", "[report]") {
    const Folder folder;

    const auto fail = [&] {
        write_file_atomically(folder / "r.html", [](std::ostream& out) { out.setstate(std::ios::badbit); });
    };

    CHECK_FALSE(error_of(fail).empty());
    CHECK(folder.files() == 0);
}

TEST_CASE("atomic file: errors name the file and the cause", "[report]") {
    const Folder folder;

    const std::string absent = error_of([&] { write_text(folder / "absent/r.html", "x"); });
    CHECK(absent.find("absent/r.html") != std::string::npos);
    CHECK(absent.find("No such file") != std::string::npos);

    fs::create_directory(folder / "dir");
    CHECK(error_of([&] { write_text(folder / "dir", "x"); }).find("directory") != std::string::npos);
}

TEST_CASE("atomic file: a full device is an error", "[report]") {
    if (!fs::exists("/dev/full")) return;

    const std::string error = error_of([] { write_text("/dev/full", std::string(200'000, 'x')); });

    CHECK(error.find("No space left") != std::string::npos);
}

TEST_CASE("atomic file: what is no regular file is written to, not replaced", "[report]") {
    write_text("/dev/null", "x");

    CHECK(fs::is_character_file("/dev/null"));
}

TEST_CASE("atomic file: a symbolic link stays one, its target is replaced", "[report]") {
    const Folder folder;
    write_text(folder / "real.html", "old");
    fs::create_symlink("real.html", folder / "link.html");
    fs::create_symlink("new.html", folder / "dangling.html");

    write_text(folder / "link.html", "new");
    write_text(folder / "dangling.html", "first");

    CHECK(fs::is_symlink(folder / "link.html"));
    CHECK(read_file(folder / "real.html") == "new");
    CHECK(fs::is_symlink(folder / "dangling.html"));
    CHECK(read_file(folder / "new.html") == "first");
}

TEST_CASE("atomic file: a leftover of a killed run is not in the way, and a long name is no problem",
          "[report]") {
    const Folder folder;
    std::ofstream(folder / (".linktender-" + std::to_string(::getpid()) + "-0.tmp")) << "left over";
    const std::string name(250, 'n');

    write_text(folder / name, "x");

    CHECK(read_file(folder / name) == "x");
}
