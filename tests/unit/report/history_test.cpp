#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "linktender/report/model.hpp"
#include "linktender/store/marks.hpp"
#include "linktender/store/writer.hpp"
#include "linktender/url/url.hpp"
#include "samples.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

using namespace linktender;
using namespace linktender::report::test;
using report::Change;
using report::Model;
using verdict::Outcome;
using verdict::State;

namespace {

constexpr const char* k_url = "https://a.test/x";

core::TimePoint night(int number) {
    return k_run_start + std::chrono::days(number);
}

/// An archive with one link, and a night for each outcome.
class Archive {
public:
    explicit Archive(const std::vector<Outcome>& outcomes) {
        store::Writer writer(file());
        for (std::size_t i = 0; i < outcomes.size(); ++i) {
            const auto at = night(static_cast<int>(i));
            store::RunRecord record = complete_run();
            record.started_at = at;
            runs.push_back(writer.begin_run(record));
            source::Occurrence use;
            use.line = 3;
            use.column = 1;
            use.raw = k_url;
            use.text = "text";
            use.url = *url::parse(k_url);
            source::Issue issue;
            issue.file = "a.md";
            issue.occurrences = {use};
            writer.put_issue(runs.back(), issue);
            store::CheckRecord check = *checked(k_url, outcomes[i], "a-reason", "seen", 404).view.check;
            check.checked_at = at + std::chrono::minutes(1);
            writer.put_check(runs.back(), check);
            writer.finish_run(runs.back(), at + std::chrono::minutes(5), "complete");
        }
        writer.flush();
    }

    [[nodiscard]] std::filesystem::path file() const { return dir_.path() / "linktender.db"; }

    [[nodiscard]] Model report(std::size_t run, std::optional<std::size_t> since = std::nullopt,
                               core::TimePoint today = night(9)) const {
        const store::Reader reader(file(), today);
        Model model = report::build(reader, runs.at(run));
        report::add_history(model, reader, since ? std::optional(runs.at(*since)) : std::nullopt);
        return model;
    }

    std::vector<store::RunId> runs;

private:
    linktender::test::TempDir dir_;
};

}  // namespace

TEST_CASE("history: a link is compared with how the run before left it", "[report]") {
    const Archive archive({Outcome::ok, Outcome::not_found, Outcome::not_found, Outcome::ok});

    CHECK(archive.report(0).links.at(0).change == std::nullopt);
    CHECK(archive.report(1).links.at(0).change == Change::fresh);
    CHECK(archive.report(2).links.at(0).change == Change::still);
    CHECK(archive.report(3).links.at(0).history.size() == 4);
}

TEST_CASE("history: a comparison can reach back to any run", "[report]") {
    const Archive archive({Outcome::ok, Outcome::not_found, Outcome::not_found});

    const Model model = archive.report(2, 0);

    CHECK(model.links.at(0).change == Change::fresh);
    CHECK(model.compared_with == night(0));
}

TEST_CASE("history: an earlier run is told as its links stood then", "[report]") {
    const Archive archive({Outcome::ok, Outcome::not_found, Outcome::ok});

    CHECK(archive.report(0).summary.alive == 1);
    const Model middle = archive.report(1);
    CHECK(middle.summary.broken() == 1);
    REQUIRE(middle.links.at(0).view.check);
    CHECK(middle.links.at(0).view.check->verdict.outcome == Outcome::not_found);
    CHECK(middle.links.at(0).view.check->verdict.evidence == "seen");
    CHECK(middle.links.at(0).view.state.last_ok_at == night(0) + std::chrono::minutes(1));
    CHECK(middle.links.at(0).history.size() == 2);
}

TEST_CASE("history: an acknowledged link is told as such, with its note, until its day", "[report]") {
    const Archive archive({Outcome::not_found, Outcome::not_found});
    store::put_mark(archive.file(), k_url,
                    {.kind = store::MarkKind::acknowledged,
                     .made_at = night(1),
                     .until = night(5),
                     .note = "the author knows"});

    const Model before = archive.report(1, std::nullopt, night(2));
    CHECK(before.links.at(0).change == Change::acknowledged);
    CHECK(before.links.at(0).note == "the author knows");
    CHECK(archive.report(1, std::nullopt, night(5)).links.at(0).change == Change::still);
}

TEST_CASE("history: an editor's word that a link is alive is no recovery", "[report]") {
    const Archive archive({Outcome::not_found, Outcome::not_found});
    store::put_mark(archive.file(), k_url,
                    {.kind = store::MarkKind::alive, .made_at = night(1), .until = night(5), .note = ""});

    const Model model = archive.report(1, std::nullopt, night(2));

    CHECK(model.summary.broken() == 0);
    CHECK(model.links.at(0).change == std::nullopt);
}
