#include "linktender/notify/digest.hpp"

#include "samples.hpp"
#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::notify;
using namespace linktender::notify::test;

namespace {

/// When the run of that night had ended.
core::TimePoint after(int number) {
    return night(number) + std::chrono::hours(1);
}

Digest digest_of(std::vector<report::Link> links, int run, std::optional<core::TimePoint> since,
                 const verdict::LadderOptions& ladder = {}) {
    return make_digest(model_of(std::move(links), run), {"weekly", since, ladder});
}

/// Seven nights of failing kill a link.
constexpr const char* k_dying = "+-------";

}  // namespace

TEST_CASE("digest: a link that fails and is not confirmed dead is no news", "[notify]") {
    const Digest digest = digest_of({lived("https://a.example/", "+--")}, 3, after(2));

    CHECK(digest.empty());
    CHECK(digest.standing.all == 0);
}

TEST_CASE("digest: a death is told once, on the night it is confirmed", "[notify]") {
    const report::Link dead = lived("https://a.example/", k_dying);
    REQUIRE(dead.view.state.state == verdict::State::dead);

    const Digest that_night = digest_of({dead}, 8, after(7));
    const Digest next_night = digest_of({dead}, 9, after(8));

    REQUIRE(that_night.broken.first.size() == 1);
    CHECK(that_night.broken.first[0].url == "https://a.example/");
    CHECK(that_night.broken.first[0].file == "issues/a.md");
    CHECK(next_night.empty());
    CHECK(next_night.standing.all == 1);
}

TEST_CASE("digest: what a target missed is told the next time", "[notify]") {
    const Digest digest = digest_of({lived("https://a.example/", k_dying)}, 12, after(5));

    CHECK(digest.broken.all == 1);
}

TEST_CASE("digest: where one check counts, failing is broken", "[notify]") {
    const auto ladder = verdict::audit_ladder();

    const Digest fresh = digest_of({lived("https://a.example/", "+-", ladder)}, 2, after(1), ladder);
    const Digest still = digest_of({lived("https://a.example/", "+--", ladder)}, 3, after(2), ladder);
    const Digest back = digest_of({lived("https://a.example/", "+-+", ladder)}, 3, after(2), ladder);

    CHECK(fresh.broken.all == 1);
    CHECK(still.empty());
    CHECK(back.recovered.all == 1);
}

TEST_CASE("digest: a link that came back is told when its death was, and not when it only failed",
          "[notify]") {
    const report::Link resurrected = lived("https://a.example/", std::string(k_dying) + "..++");
    const report::Link recovered = lived("https://b.example/", "+--........+");
    REQUIRE(resurrected.view.state.state == verdict::State::alive);

    const Digest digest = digest_of({resurrected, recovered}, 12, after(9));

    REQUIRE(digest.recovered.first.size() == 1);
    CHECK(digest.recovered.first[0].url == "https://a.example/");
}

TEST_CASE("digest: a link that died and came back between two messages is no news", "[notify]") {
    const Digest digest =
        digest_of({lived("https://a.example/", std::string(k_dying) + "..++")}, 12, after(1));

    CHECK(digest.empty());
}

TEST_CASE("digest: a wall in between does not make an old death or move news", "[notify]") {
    const Digest digest = digest_of({lived("https://a.example/", std::string(k_dying) + ".b-"),
                                     lived("https://b.example/", "+mmmmmmm.bm")},
                                    11, after(9));

    CHECK(digest.empty());
}

TEST_CASE("digest: a move is told once", "[notify]") {
    const report::Link moved = lived("https://a.example/", "++m");

    CHECK(digest_of({moved}, 3, after(2)).moved.all == 1);
    CHECK(digest_of({moved}, 4, after(3)).empty());
}

TEST_CASE("digest: the first message tells of all that is broken and moved", "[notify]") {
    const Digest digest = digest_of({lived("https://a.example/", k_dying), lived("https://b.example/", "m"),
                                     lived("https://c.example/", "+")},
                                    20, std::nullopt);

    CHECK(digest.broken.all == 1);
    CHECK(digest.moved.all == 1);
    CHECK(digest.recovered.all == 0);
}

TEST_CASE("digest: acknowledged links are left out", "[notify]") {
    report::Link link = lived("https://a.example/", k_dying);
    link.change = report::Change::acknowledged;

    const Digest digest = digest_of({link}, 8, after(7));

    CHECK(digest.empty());
    CHECK(digest.standing.all == 0);
}

TEST_CASE("digest: a certificate is told once for all links of its host", "[notify]") {
    const auto flagged = [](std::string url, const std::string& nights) {
        report::Link link = lived(std::move(url), nights);
        link.view.check->flags.emplace_back("expiring");
        link.view.check->tls_expires_at = night(15);  // flagged from night 1 on
        return link;
    };
    const std::vector<report::Link> links{flagged("https://host.example/1", "..+"),
                                          flagged("https://host.example/2", "..+")};

    const Digest first = digest_of(links, 3, after(2));
    const Digest second = digest_of(links, 4, after(3));
    const Digest other_link = digest_of({links[0], flagged("https://host.example/3", "...+")}, 4, after(3));

    REQUIRE(first.expiring.first.size() == 1);
    CHECK(first.expiring.first[0].links == 2);
    CHECK(second.empty());
    CHECK(other_link.empty());
}

TEST_CASE("digest: links of the newest issue come first, lists are bounded", "[notify]") {
    std::vector<report::Link> links;
    for (int i = 0; i < 600; ++i)
        links.push_back(lived("https://a.example/" + std::to_string(1000 + i), k_dying));
    for (std::size_t i = 0; i < links.size(); ++i) {
        report::Place place;
        place.issue = i == 300 ? 1 : 0;
        place.line = 7;
        links[i].places.push_back(place);
    }
    const report::Model model = report::assemble(
        {}, {{"old.md", "", core::parse_date("2019-01-01")}, {"new.md", "", core::parse_date("2026-01-01")}},
        std::move(links));

    const Digest digest = make_digest(model, {"weekly", after(7), {}});

    CHECK(digest.broken.all == 600);
    REQUIRE(digest.broken.first.size() == k_most_entries);
    CHECK(digest.broken.first[0].url == "https://a.example/1300");
    CHECK(digest.broken.first[0].file == "new.md");
}
