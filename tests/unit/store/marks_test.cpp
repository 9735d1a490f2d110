#include "linktender/store/marks.hpp"

#include <chrono>
#include <thread>

#include "linktender/store/reader.hpp"
#include "samples.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

using namespace linktender;
using namespace linktender::store;
using namespace linktender::store::test;
using linktender::test::TempDir;
using verdict::Outcome;
using verdict::State;

namespace {

constexpr core::TimePoint k_next_year = k_monday + std::chrono::days(180);

MarkRecord mark(MarkKind kind, std::string note = "seen with my own eyes") {
    return {kind, k_tuesday, k_next_year, std::move(note)};
}

/// One issue with an alive and a failing link.
RunId fill(Writer& writer) {
    const RunId run = writer.begin_run(sample_run());
    writer.put_issue(
        run, issue("1.md", {occurrence("https://a.example/", 1), occurrence("https://b.example/", 2)}));
    writer.put_check(run, check("https://a.example/"));
    writer.put_check(run, check("https://b.example/", Outcome::not_found));
    writer.flush();
    return run;
}

}  // namespace

TEST_CASE("store: a mark covers the state of a link, whichever way it is read", "[store]") {
    struct Row {
        MarkKind kind;
        State shown;
    };
    const auto row = GENERATE(values<Row>({
        {MarkKind::alive, State::alive},
        {MarkKind::dead, State::dead},
        {MarkKind::acknowledged, State::failing},
    }));
    const TempDir folder;
    const auto file = folder / "m.db";
    Writer writer(file);
    const RunId run = fill(writer);

    put_mark(file, "https://b.example/", mark(row.kind));

    const Reader reader(file, k_tuesday);
    CHECK(reader.link("https://b.example/")->state.state == row.shown);
    CHECK(reader.link("https://b.example/")->state.failures == 1);
    reader.links_of(run, [&](const LinkView& link) {
        CAPTURE(link.url);
        CHECK(link.state.state == (link.url == "https://b.example/" ? row.shown : State::alive));
        CHECK(link.mark.has_value() == (link.url == "https://b.example/"));
    });
    const auto read = reader.link("https://b.example/")->mark;
    REQUIRE(read);
    CHECK(read->kind == row.kind);
    CHECK(read->made_at == k_tuesday);
    CHECK(read->until == k_next_year);
    CHECK(read->note == "seen with my own eyes");
}

TEST_CASE("store: a mark ends on its day", "[store]") {
    const TempDir folder;
    const auto file = folder / "m.db";
    Writer writer(file);
    (void)fill(writer);
    put_mark(file, "https://b.example/", mark(MarkKind::alive));

    const auto state_at = [&](core::TimePoint today) {
        return Reader(file, today).link("https://b.example/")->state.state;
    };

    CHECK(state_at(k_next_year - std::chrono::milliseconds(1)) == State::alive);
    CHECK(state_at(k_next_year) == State::failing);
}

TEST_CASE("store: the checks go on beneath a mark", "[store]") {
    const TempDir folder;
    const auto file = folder / "m.db";
    Writer writer(file);
    const RunId run = fill(writer);
    put_mark(file, "https://b.example/", mark(MarkKind::alive));

    writer.put_check(run, check("https://b.example/", Outcome::not_found, k_tuesday));
    writer.flush();
    CHECK(Reader(file, k_tuesday).link("https://b.example/")->state.state == State::alive);
    CHECK(remove_mark(file, "https://b.example/"));

    const auto link = Reader(file, k_tuesday).link("https://b.example/");
    CHECK(link->state.state == State::failing);
    CHECK(link->state.failures == 2);
    CHECK_FALSE(link->mark);
    CHECK_FALSE(remove_mark(file, "https://b.example/"));
}

TEST_CASE("store: a later mark takes the place of an earlier one", "[store]") {
    const TempDir folder;
    const auto file = folder / "m.db";
    Writer writer(file);
    (void)fill(writer);

    put_mark(file, "https://b.example/", mark(MarkKind::alive));
    put_mark(file, "https://editor:secret@b.example/", mark(MarkKind::dead, "see https://me:pw@c.example/"));

    const auto read = Reader(file, k_tuesday).link("https://b.example/")->mark;
    REQUIRE(read);
    CHECK(read->kind == MarkKind::dead);
    CHECK(read->note == "see https://c.example/");
}

TEST_CASE("store: a mark needs a link and a database", "[store]") {
    const TempDir folder;
    const auto file = folder / "m.db";
    CHECK(kind_of_error([&] { put_mark(file, "https://a.example/", mark(MarkKind::dead)); }) ==
          StoreError::Kind::missing);
    Writer writer(file);
    (void)fill(writer);

    const auto put = [&] { put_mark(file, "https://unknown.example/", mark(MarkKind::dead)); };

    CHECK(kind_of_error(put) == StoreError::Kind::missing);
    CHECK(contains(words_of_error(put), "has the link https://unknown.example/"));
}

TEST_CASE("store: marks are set while a run writes its checks", "[store]") {
    const TempDir folder;
    const auto file = folder / "m.db";
    Writer writer(file);
    const RunId run = fill(writer);
    std::thread editor([&] {
        for (int i = 0; i < 20; ++i) put_mark(file, "https://b.example/", mark(MarkKind::alive));
    });

    for (int i = 0; i < 2000; ++i) writer.put_check(run, check("https://a.example/"));
    writer.flush();
    editor.join();

    CHECK(Reader(file, k_tuesday).link("https://b.example/")->state.state == State::alive);
}
