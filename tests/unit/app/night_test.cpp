#include "linktender/app/night.hpp"

#include <boost/asio/io_context.hpp>

#include <filesystem>
#include <string>
#include <vector>

#include "linktender/app/config_file.hpp"
#include "linktender/store/reader.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

using namespace linktender;
using namespace linktender::app;
using linktender::test::TempDir;

namespace {

/// Nights that need no network: every link is left out by the filter.
class Shelf {
public:
    Shelf() {
        settings.database = folder / "shelf.db";
        settings.exclude = {"."};
        archive.name = "weekly";
        archive.inputs = {(folder / "issues").string()};
    }

    NightResult night() {
        boost::asio::io_context io;
        const NightHooks hooks{io, {}, [] { return false; }};
        return run_night(settings, options, archive, verdict::builtin_rules(), hooks);
    }

    [[nodiscard]] std::vector<std::string> links_of(store::RunId run) const {
        std::vector<std::string> found;
        store::Reader(settings.database).links_of(run, [&](const store::LinkView& link) {
            found.push_back(link.url);
        });
        return found;
    }

    TempDir folder;
    Settings settings;
    NightOptions options;
    Archive archive;
};

}  // namespace

TEST_CASE("night: an issue that changed is read again, one that did not is kept", "[app]") {
    Shelf shelf;
    shelf.folder.write("issues/1.md", "[one](https://a.example/)");
    shelf.folder.write("issues/2.md", "[two](https://b.example/)");
    (void)shelf.night();
    shelf.folder.write("issues/2.md", "[new](https://c.example/) [two](https://b.example/)");

    const NightResult second = shelf.night();

    CHECK(shelf.links_of(second.run) ==
          std::vector<std::string>{"https://a.example/", "https://b.example/", "https://c.example/"});
    CHECK(second.unread_inputs == 0);
}

TEST_CASE("night: an issue that left the archive leaves the report, not the history", "[app]") {
    Shelf shelf;
    shelf.folder.write("issues/1.md", "[one](https://a.example/)");
    shelf.folder.write("issues/2.md", "[two](https://b.example/)");
    const NightResult first = shelf.night();
    std::filesystem::remove(shelf.folder / "issues/2.md");

    const NightResult second = shelf.night();

    CHECK(shelf.links_of(second.run) == std::vector<std::string>{"https://a.example/"});
    CHECK(shelf.links_of(first.run).size() == 2);
    CHECK(store::Reader(shelf.settings.database).history("https://b.example/", 9).size() == 1);
}

TEST_CASE("night: another base for relative links has the issues read again", "[app]") {
    Shelf shelf;
    shelf.folder.write("issues/1.md", "[one](page.html)");
    CHECK(shelf.links_of(shelf.night().run).empty());
    shelf.archive.base_url = "https://letters.example/2026/";

    CHECK(shelf.links_of(shelf.night().run) ==
          std::vector<std::string>{"https://letters.example/2026/page.html"});
}

TEST_CASE("night: inputs that cannot be read are counted, and the others are read", "[app]") {
    Shelf shelf;
    shelf.folder.write("issues/1.md", "[one](https://a.example/)");
    shelf.archive.inputs.push_back((shelf.folder / "nowhere").string());

    const NightResult result = shelf.night();

    CHECK(result.unread_inputs == 1);
    CHECK(shelf.links_of(result.run).size() == 1);
}
