#include "linktender/report/model.hpp"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "linktender/store/writer.hpp"
#include "samples.hpp"
#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::report::test;
using report::assemble;
using report::Link;
using report::Model;
using verdict::Outcome;
using verdict::State;

namespace {

/// A database that is gone with the test.
class Database {
public:
    Database() {
        std::string name = (std::filesystem::temp_directory_path() / "linktender-report-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
        folder_ = name;
    }
    ~Database() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    [[nodiscard]] std::filesystem::path file() const { return folder_ / "linktender.db"; }

private:
    std::filesystem::path folder_;
};

source::Occurrence occurrence(std::string_view raw, std::uint32_t line,
                              source::Form form = source::Form::inline_) {
    source::Occurrence one;
    one.line = line;
    one.column = 1;
    one.offset = line * std::size_t{10};
    one.length = raw.size();
    one.raw = raw;
    one.text = "text";
    one.form = form;
    if (auto parsed = url::parse(raw))
        one.url = *std::move(parsed);
    else if (parsed.error() != url::UrlError::relative_without_base)
        one.url_error = parsed.error();
    return one;
}

source::Issue issue_with(std::string file, std::string_view date,
                         std::vector<source::Occurrence> occurrences) {
    source::Issue issue;
    issue.file = std::move(file);
    issue.title = "Title";
    issue.date = core::parse_date(date);
    issue.occurrences = std::move(occurrences);
    return issue;
}

const Link& find(const Model& model, std::string_view url) {
    for (const Link& link : model.links) {
        if (link.view.url == url) return link;
    }
    throw std::runtime_error("no link " + std::string(url));
}

}  // namespace

TEST_CASE("report: the model holds each link of the run once, with its places", "[report]") {
    const Database database;
    store::Writer writer(database.file());
    const store::RunId run = writer.begin_run(complete_run());
    writer.put_issue(run,
                     issue_with("b.md", "2026-02-01",
                                {occurrence("http://a.test/x#part", 4), occurrence("http://a.test/x", 9)}));
    writer.put_issue(run, issue_with("a.md", "2026-01-01",
                                     {occurrence("http://a.test/x", 2), occurrence("http://b.test/", 3)}));
    writer.put_check(run, *checked("http://a.test/x", Outcome::not_found, "http-404", {}, 404).view.check);
    writer.finish_run(run, k_run_start + std::chrono::minutes(5), "complete");
    writer.flush();

    const Model model = report::build(store::Reader(database.file()), run);

    CHECK(model.run.ended == "complete");
    CHECK(model.summary.issues == 2);
    CHECK(model.summary.links == 2);
    CHECK(model.summary.occurrences == 4);
    CHECK(model.summary.broken() == 1);
    CHECK(model.summary.unchecked == 1);
    REQUIRE(model.issues.size() == 2);
    CHECK(model.issues[0].view.file == "a.md");
    const Link& link = find(model, "http://a.test/x");
    REQUIRE(link.places.size() == 3);
    CHECK(link.places[0].issue == 0);
    CHECK(link.places[1].fragment == "part");
    CHECK(link.places[2].line == 9);
    CHECK(link.host == "a.test");
}

TEST_CASE("report: links that are well can be counted without being listed", "[report]") {
    const Database database;
    store::Writer writer(database.file());
    const store::RunId run = writer.begin_run(complete_run());
    std::vector<source::Occurrence> uses;
    for (std::uint32_t i = 0; i < 4; ++i) {
        const std::string good = "http://a.test/good" + std::to_string(i);
        const std::string bad = "http://a.test/bad" + std::to_string(i);
        uses.push_back(occurrence(good, i + 1));
        uses.push_back(occurrence(good + "#part", i + 10));
        uses.push_back(occurrence(bad, i + 20));
        store::CheckRecord well = *checked(good, Outcome::ok, "http-200", {}, 200).view.check;
        if (i == 0) well.flags = {"expiring"};
        writer.put_check(run, well);
        writer.put_check(run, *checked(bad, Outcome::not_found, "http-404", {}, 404).view.check);
    }
    writer.put_issue(run, issue_with("a.md", "2026-02-01", std::move(uses)));
    writer.flush();
    const store::Reader reader(database.file());

    const Model all = report::build(reader, run);
    const Model problems = report::build(reader, run, report::Details::problems);

    CHECK(problems.summary == all.summary);
    CHECK(all.summary.alive == 4);
    CHECK(all.summary.occurrences == 12);
    CHECK(problems.links.size() == 5);
    CHECK(find(problems, "http://a.test/good0").view.state.state == verdict::State::alive);
    // The host is not down: what is left out was seen alive.
    CHECK(problems.incidents.empty());
}

TEST_CASE("report: definitions, relative and disabled occurrences are no links, malformed addresses are told",
          "[report]") {
    const Database database;
    store::Writer writer(database.file());
    const store::RunId run = writer.begin_run(complete_run());
    source::Occurrence disabled = occurrence("http://c.test/", 3);
    disabled.disabled = true;
    source::Occurrence disabled_nonsense = occurrence("http://[bad", 5);
    disabled_nonsense.disabled = true;
    writer.put_issue(run, issue_with("a.md", "",
                                     {occurrence("http://d.test/", 1, source::Form::definition),
                                      occurrence("../relative", 2), disabled, occurrence("http://[::1", 4),
                                      disabled_nonsense}));
    writer.flush();

    const Model model = report::build(store::Reader(database.file()), run);

    CHECK(model.links.empty());
    CHECK(model.summary.occurrences == 0);
    REQUIRE(model.malformed.size() == 1);
    CHECK(model.malformed[0].raw == "http://[::1");
    CHECK(model.malformed[0].place.line == 4);
    CHECK(model.malformed[0].problem == url::UrlError::ipv6_invalid);
}

TEST_CASE("report: a run that is not there is an error", "[report]") {
    const Database database;
    { const store::Writer writer(database.file()); }

    CHECK_THROWS_AS(report::build(store::Reader(database.file()), 12), std::invalid_argument);
}

TEST_CASE("report: the counts of the states add up to the links", "[report]") {
    const Model model = sample_model();
    const report::Summary& sum = model.summary;

    CHECK(sum.links == model.links.size());
    CHECK(sum.alive + sum.moved + sum.failing + sum.dead + sum.blocked + sum.skipped + sum.unchecked ==
          sum.links);
    CHECK(sum.dead == 1);
    std::size_t uses = 0;
    for (const report::Issue& issue : model.issues) uses += issue.uses.size();
    CHECK(uses == sum.occurrences);
}

TEST_CASE("report: the uses of an issue come in the order of its lines", "[report]") {
    const Model model =
        assemble(complete_run(), {issue("a.md")},
                 {at(unchecked("https://a.test/"), 0, 9), at(at(unchecked("https://b.test/"), 0, 20), 0, 3)});

    REQUIRE(model.issues[0].uses.size() == 3);
    CHECK(model.issues[0].uses[0].link == 1);
    CHECK(model.issues[0].uses[0].place == 1);
    CHECK(model.issues[0].uses[1].link == 0);
}

TEST_CASE("report: reasons count broken links, most frequent first", "[report]") {
    const Model model = sample_model();

    REQUIRE_FALSE(model.reasons.empty());
    CHECK(model.reasons[0].reason == "dns-nxdomain");
    CHECK(model.reasons[0].links == 4);
    std::size_t sum = 0;
    for (const report::ReasonCount& reason : model.reasons) sum += reason.links;
    CHECK(sum == model.summary.broken());
}

TEST_CASE("report: a host whose links all fail is an incident from the third link on", "[report]") {
    const auto failing = [](const char* url) {
        return at(checked(url, Outcome::timeout, "connect-timeout"), 0, 1);
    };

    const auto incidents = [](std::vector<Link> links) {
        return assemble(complete_run(), {issue("a.md")}, std::move(links)).incidents;
    };

    CHECK(incidents({failing("http://a.test/1"), failing("http://a.test/2")}).empty());
    CHECK(incidents({failing("http://a.test/1"), failing("http://a.test/2"), failing("http://a.test/3"),
                     at(checked("http://a.test/4", Outcome::ok, "http-200", {}, 200), 0, 1)})
              .empty());
    const auto found = incidents({failing("http://a.test/1"), failing("http://a.test/2"),
                                  at(checked("http://a.test/3", Outcome::not_found, "http-404"), 0, 1),
                                  at(unchecked("http://a.test/4"), 0, 1)});
    REQUIRE(found.size() == 1);
    CHECK(found[0].host == "a.test");
    CHECK(found[0].links == 3);
    CHECK(found[0].reason == "connect-timeout");
}

TEST_CASE("report: links judged by their address alone make no incident of their host", "[report]") {
    std::vector<Link> links;
    for (int i = 0; i < 5; ++i) {
        Link link = checked("https://a.test/" + std::to_string(i), Outcome::soft_404, "by-shape");
        link.view.check->attempts = 0;
        links.push_back(at(std::move(link), 0, 1));
    }

    CHECK(assemble(complete_run(), {issue("a.md")}, std::move(links)).incidents.empty());
}

TEST_CASE("report: what moved for good is suggested, with less confidence when the sign was weak",
          "[report]") {
    Link weak = moved("https://a.test/", "https://b.test/");
    weak.view.check->verdict.confidence = verdict::Confidence::low;

    const auto sure = report::suggestion_for(moved("https://a.test/", "https://b.test/").view);

    REQUIRE(sure);
    CHECK(sure->url == "https://b.test/");
    CHECK(report::suggestion_for(weak.view)->confidence < sure->confidence);
}

TEST_CASE("report: nothing is suggested that readers cannot follow, nor a password", "[report]") {
    CHECK_FALSE(report::suggestion_for(moved("https://a.test/", "javascript:alert(1)").view));
    CHECK_FALSE(report::suggestion_for(moved("https://a.test/", "").view));
    CHECK_FALSE(report::suggestion_for(unchecked("https://a.test/").view));
    CHECK_FALSE(report::suggestion_for(checked("https://a.test/", Outcome::ok, "http-200", {}, 200).view));
    CHECK(report::suggestion_for(moved("https://a.test/", "https://user:secret@b.test/").view)->url ==
          "https://b.test/");
}
