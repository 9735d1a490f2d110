#include "linktender/verdict/labelled_pages.hpp"

#include <string>

#include "support/catch.hpp"
#include "support/temp_dir.hpp"

using namespace linktender::verdict;
using linktender::test::TempDir;

namespace {

constexpr const char* k_head =
    "file\turl\tstatus\texpected\tevidence\tlang\taccept\tfinal_url\tcontent_type\theaders\tnote\n";

std::string message_of(const TempDir& folder) {
    try {
        (void)read_labelled_pages(folder.path());
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("verdict: a labelled page brings its URL, answer and page", "[verdict]") {
    const TempDir folder;
    folder.write("a.html", "<title>A page</title>");
    std::string index = k_head;
    index += "a.html\thttps://a.example/x\t403\tblocked\town\ten\tlogin, dead\t";
    index += "https://b.example/y\ttext/html\tServer: x|Via: y\ta note\r\n";
    folder.write("index.tsv", index);

    const auto pages = read_labelled_pages(folder.path());

    REQUIRE(pages.size() == 1);
    CHECK(pages[0].expected == "blocked");
    CHECK(pages[0].accept == std::vector<std::string>{"login", "dead"});
    CHECK(pages[0].evidence.url.href() == "https://a.example/x");
    CHECK(pages[0].evidence.final_url == "https://b.example/y");
    CHECK(pages[0].evidence.status == 403);
    CHECK(*pages[0].evidence.headers.find("via") == "y");
    CHECK(pages[0].evidence.page.html_title == "A page");
}

TEST_CASE("verdict: what is wrong with labelled pages is said with its place", "[verdict]") {
    struct Row {
        const char* line;
        const char* message;
    };
    const auto row =
        GENERATE(values<Row>({{"a.html\n", "index.tsv:2: file, url, status"},
                              {"a.html\tnonsense\t200\talive\n", "index.tsv:2: no URL: nonsense"},
                              {"a.html\thttp://a.example/\tten\talive\n", "index.tsv:2: no status: ten"},
                              {"b.html\thttp://a.example/\t200\talive\n", "b.html: "}}));
    CAPTURE(row.line);
    const TempDir folder;
    folder.write("a.html", "");
    std::string index = k_head;
    index += row.line;
    folder.write("index.tsv", index);

    CHECK(message_of(folder).find(row.message) != std::string::npos);
}
