#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "include_rules.hpp"
#include "support/catch.hpp"

namespace fs = std::filesystem;
using namespace linktender::layering;

namespace {

/// The room of a file below `src/` or `include/linktender/`.
std::string room_of(const fs::path& file, const fs::path& top) {
    return fs::relative(file, top).begin()->string();
}

std::vector<fs::path> sources_below(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
        const auto ending = entry.path().extension();
        if (entry.is_regular_file() && (ending == ".cpp" || ending == ".hpp")) files.push_back(entry.path());
    }
    return files;
}

}  // namespace

TEST_CASE("layering: a room below and a library away from home are found", "[layering]") {
    CHECK(complaints("url", "#include \"linktender/core/text.hpp\"\n#include <unicode/uidna.h>\n").empty());
    CHECK(complaints("core", "#include \"linktender/url/url.hpp\"\n").size() == 1);
    CHECK(complaints("report", "int a;\n  #  include <sqlite3.h>\n#include <gumbo.h>\n").size() == 2);
    CHECK(complaints("store", "// #include <sqlite3.h> in a comment\n#include <SQLiteCpp/SQLiteCpp.h>\n")
              .empty());
}

TEST_CASE("layering: every folder below src and include is a room", "[layering]") {
    for (const char* top : {"src", "include/linktender"}) {
        for (const fs::directory_entry& entry : fs::directory_iterator(fs::path(LINKTENDER_SOURCE) / top)) {
            if (!entry.is_directory()) continue;
            CAPTURE(entry.path());
            CHECK(std::find(rooms().begin(), rooms().end(), entry.path().filename().string()) !=
                  rooms().end());
        }
    }
}

TEST_CASE("layering: no source includes a room below its own or a library away from its home", "[layering]") {
    std::size_t files = 0;
    for (const char* top : {"src", "include/linktender"}) {
        const fs::path folder = fs::path(LINKTENDER_SOURCE) / top;
        for (const fs::path& file : sources_below(folder)) {
            std::ifstream stream(file);
            const std::string text{std::istreambuf_iterator<char>(stream), {}};
            for (const std::string& complaint : complaints(room_of(file, folder), text))
                FAIL_CHECK(file << ": " << complaint);
            ++files;
        }
    }
    CHECK(files > 50);
}
