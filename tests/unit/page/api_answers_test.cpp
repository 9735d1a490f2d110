// What public interfaces answer, in bodies of our own making.
#include "linktender/page/api_answers.hpp"

#include <array>
#include <string>
#include <string_view>

#include "page/json_fields.hpp"
#include "support/catch.hpp"

using namespace linktender::page;
using namespace std::string_view_literals;

TEST_CASE("page: values of a JSON document are found by their path, with their place in arrays", "[page]") {
    constexpr std::array k_paths{"a.b"sv, "list.name"sv, "dates.parts"sv, "top"sv};
    const std::string text = R"({"top": true, "a": {"b": "x\u00e9", "c": {"b": "no"}},
        "list": [{"name": "one"}, {"other": 1}, {"name": "three", "deep": {"name": "no"}}],
        "dates": {"parts": [[2019, 7, 5]]}, "b": "no", "a.b": null})";

    const auto fields = json_fields(text, k_paths);

    REQUIRE(fields.size() == 7);
    CHECK(first_value(fields, "top") == "true");
    CHECK(first_value(fields, "a.b") == "x\u00e9");
    CHECK(fields[2].value == "one");
    CHECK(fields[2].item == 0);
    CHECK(fields[3].value == "three");
    CHECK(fields[3].item == 2);
    CHECK(fields[6].value == "5");
    CHECK(fields[6].item == 2);
    CHECK_FALSE(first_value(fields, "list"));
}

TEST_CASE("page: a video's oEmbed gives title, author and site", "[page]") {
    const auto metadata =
        read_oembed(R"({"title":"How  bridges\nstand","author_name":"Ana Ito","provider_name":"YouTube",)"
                    R"("thumbnail_url":"https://i.ytimg.example/x.jpg","html":"<iframe></iframe>"})");

    REQUIRE(metadata);
    CHECK(metadata->title == "How bridges stand");
    CHECK(metadata->authors == std::vector<std::string>{"Ana Ito"});
    CHECK(metadata->site == "YouTube");
    CHECK(metadata->image == "https://i.ytimg.example/x.jpg");
    CHECK(metadata->sources.title == "oembed");
    CHECK(metadata->sources.description.empty());
}

TEST_CASE("page: a work of Crossref gives what its publisher registered, without markup", "[page]") {
    const auto work = read_crossref_work(
        R"({"status":"ok","message":{"reference":[{"DOI":"10.1234/other","author":"Nobody"}],
            "DOI":"10.5555/abc.1","title":["Walls of H<sub>2<\/sub>O &amp; <i>ice<\/i>"],
            "abstract":"<jats:title>Abstract<\/jats:title><jats:p>Water freezes.<\/jats:p>",
            "author":[{"given":"Ana","family":"Ito","affiliation":[{"name":"A place"}]},
                      {"family":"Okafor"},{"name":"The Ice Group"}],
            "container-title":["Journal of Cold"],"language":"en",
            "published-print":{"date-parts":[[2019]]},"issued":{"date-parts":[[2019,7,5]]}}})");

    REQUIRE(work);
    CHECK(work->doi == "10.5555/abc.1");
    CHECK(work->title == "Walls of H2O & ice");
    CHECK(work->description == "Abstract Water freezes.");
    CHECK(work->authors == std::vector<std::string>{"Ana Ito", "Okafor", "The Ice Group"});
    CHECK(work->site == "Journal of Cold");
    CHECK(work->published == "2019-07-05");
    CHECK(work->sources.published == "crossref");
}

TEST_CASE("page: arXiv's feed says whether there is a paper, and whether it was withdrawn", "[page]") {
    const std::string head =
        "<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><title>query</title>"
        "<id>http://arxiv.org/api/x</id>";
    struct Row {
        std::string_view entry;
        bool found;
        bool withdrawn;
    };
    const auto row = GENERATE(values<Row>(
        {{"", false, false},
         {"<entry><id>http://arxiv.org/api/errors#bad</id><title>Error</title></entry>", false, false},
         {"<entry><id>http://arxiv.org/abs/1901.00001v1</id><title>Cold\n walls</title><summary>We "
          "freeze &lt;it&gt;.</summary><published>2019-01-02T03:04:05Z</published><author><name>Ana "
          "Ito</name></author><author><name>B. Okafor</name></author></entry>",
          true, false},
         {"<entry><id>http://arxiv.org/abs/1901.00001v2</id><title>Cold walls</title><arxiv:comment "
          "xmlns:arxiv=\"x\">This paper has been withdrawn by the author</arxiv:comment></entry>",
          true, true}}));
    CAPTURE(row.entry);

    const auto entry = read_arxiv_feed(head + std::string(row.entry) + "</feed>");

    REQUIRE(entry);
    CHECK(entry->found == row.found);
    CHECK(entry->withdrawn == row.withdrawn);
    CHECK((entry->metadata.title == "Cold walls") == row.found);
    if (row.found && !row.withdrawn) {
        CHECK(entry->metadata.description == "We freeze <it>.");
        CHECK(entry->metadata.published == "2019-01-02T03:04:05Z");
        CHECK(entry->metadata.authors == std::vector<std::string>{"Ana Ito", "B. Okafor"});
    }
}

TEST_CASE("page: a repository's name, address and state are read, and its neighbours' are not", "[page]") {
    const auto repository = read_github_repository(
        R"({"id":1,"full_name":"ana/walls","owner":{"html_url":"https://github.com/ana"},)"
        R"("html_url":"https://github.com/ana/walls","description":"Walls, cold","archived":true,)"
        R"("parent":{"full_name":"bob/walls","archived":false}})");

    REQUIRE(repository);
    CHECK(repository->full_name == "ana/walls");
    CHECK(repository->html_url == "https://github.com/ana/walls");
    CHECK(repository->archived);
    CHECK(repository->metadata.description == "Walls, cold");
}

TEST_CASE("page: a video of Bilibili is read with its code and day", "[page]") {
    const auto video = read_bilibili_view(
        R"({"code":0,"message":"0","data":{"title":"冰墙","desc":"-","pubdate":1563184800,)"
        R"("owner":{"mid":1,"name":"安娜"}}})");

    REQUIRE(video);
    CHECK(video->code == 0);
    CHECK(video->metadata.title == "冰墙");
    CHECK(video->metadata.authors == std::vector<std::string>{"安娜"});
    CHECK(video->metadata.published.starts_with("2019-07-15"));
    CHECK(read_bilibili_view(R"({"code":-404,"message":"x"})")->code == -404);
}

TEST_CASE("page: what is no answer of an interface is none, however it is built", "[page]") {
    const std::string deep(100'000, '[');
    const std::string wide = R"({"message":)" + std::string(50'000, '{');
    const auto text = GENERATE_COPY(values<std::string>(
        {"", "null", "<html><title>Error</title>", "{\"title\":\"\\u0000\"}", "{\"title\":\"\xff\xfe\"}",
         "{\"code\":\"x\",\"responseCode\":99999999999999}", "[]", deep, wide}));

    CHECK_FALSE(read_oembed(text));
    CHECK_FALSE(read_handle_code(text));
    CHECK_FALSE(read_crossref_work(text));
    CHECK_FALSE(read_arxiv_feed(text));
    CHECK_FALSE(read_github_repository(text));
    CHECK_FALSE(read_bilibili_view(text));
}
