#include "samples.hpp"

#include <fmt/format.h>

#include <chrono>
#include <utility>

#include "linktender/verdict/signal.hpp"

namespace linktender::notify::test {

namespace {

using verdict::Outcome;

Outcome outcome_of(char sign) {
    switch (sign) {
        case '-': return Outcome::not_found;
        case 'b': return Outcome::blocked;
        case 'm': return Outcome::moved;
        default: return Outcome::ok;
    }
}

int status_of(Outcome outcome) {
    return outcome == Outcome::not_found ? 404 : outcome == Outcome::blocked ? 403 : 200;
}

Entry broken(std::string url, Outcome outcome, std::string reason, std::string text, std::uint32_t line) {
    return {std::move(url), outcome, std::move(reason), std::move(text), "issues/2026-11-17.md", line, 0, {}};
}

}  // namespace

core::TimePoint night(int number) {
    using namespace std::chrono;
    return sys_days(2026y / November / 1) + days(number - 1) + hours(2) + minutes(30);
}

report::Link lived(std::string url, const std::string& nights, const verdict::LadderOptions& ladder) {
    report::Link link;
    link.host = "host.example";
    link.view.url = std::move(url);
    verdict::Standing standing;
    int number = 0;
    for (const char sign : nights) {
        ++number;
        if (sign == '.') continue;
        const Outcome outcome = outcome_of(sign);
        const auto at = night(number) + std::chrono::minutes(5);
        const verdict::Verdict verdict{.outcome = outcome,
                                       .reason = outcome == Outcome::not_found ? "http-404" : ""};
        standing =
            verdict::climb(
                standing, {.at = at, .outcome = outcome, .signal = classify(verdict, status_of(outcome), at)},
                ladder)
                .standing;
        link.history.push_back({at, outcome, status_of(outcome)});
        link.view.check = store::CheckRecord{.url = link.view.url, .checked_at = at, .verdict = verdict};
    }
    link.view.state = standing;
    return link;
}

report::Model model_of(std::vector<report::Link> links, int number) {
    std::uint32_t line = 0;
    for (report::Link& link : links) {
        report::Place place;
        place.line = ++line;
        place.text = "anchor";
        link.places.push_back(std::move(place));
    }
    store::RunRecord run;
    run.id = number;
    run.started_at = night(number);
    run.finished_at = night(number) + std::chrono::hours(1);
    run.ended = "complete";
    return report::assemble(std::move(run), {{"issues/a.md", "A", core::parse_date("2026-10-01")}},
                            std::move(links));
}

Digest sample_digest() {
    Digest digest;
    digest.archive = "weekly";
    digest.run = 12;
    digest.at = night(12);
    digest.since = night(11);
    digest.broken.first = {
        broken("https://one.example/a?b=c&d=e", Outcome::not_found, "http-404", "首个链接", 15),
        broken("https://two.example/", Outcome::soft_404, "wechat-author-deleted", "two", 20),
        broken("https://three.example/", Outcome::dns_not_found, "dns-nxdomain", "", 31)};
    digest.broken.first[0].suggestion =
        report::Suggestion{report::Suggestion::Kind::archive, "https://copies.example/1", {}, 0.9};
    digest.broken.all = 3;
    digest.recovered = {{broken("https://back.example/", Outcome::ok, "", "back", 3)}, 1};
    digest.moved = {{broken("https://old.example/", Outcome::moved, "moved-permanently", "old", 4)}, 1};
    digest.moved.first[0].suggestion =
        report::Suggestion{report::Suggestion::Kind::moved, "https://new.example/", {}, 1};
    digest.expiring = {{{"cert.example", night(20), 4}}, 1};
    digest.standing = digest.broken;
    digest.standing.all = 7;
    digest.host_incidents = {"down.example"};
    return digest;
}

Digest hostile_digest() {
    Digest digest;
    digest.archive = "weekly";
    digest.run = 1;
    digest.at = night(1);
    digest.since = night(0);
    digest.incident = "line\r\nBcc: victim@evil.example";
    digest.host_incidents = {"<!channel>", "evil\r\n.example"};
    Entry entry =
        broken("https://evil.example/\"><script>alert(1)</script>|x)](y", Outcome::not_found, "http-404",
               "<!everyone> <at user_id=\"all\">*[x](https://phish.example)* @all "
               "\xff\x1b[31m\xe2\x80\xae\r\n.\r\nQUIT -->",
               1);
    entry.file = "issues/`rm`\r\nSubject: x\r\n\r\n<b>.md";
    entry.suggestion = report::Suggestion{report::Suggestion::Kind::moved, "javascript:alert(1)", {}, 1};
    digest.broken = {{entry}, 1};
    digest.expiring = {{{"<@here>`*", night(9), 1}}, 1};
    digest.standing = digest.broken;
    return digest;
}

Digest large_digest(std::size_t count) {
    Digest digest;
    digest.archive = "weekly";
    digest.run = 2;
    digest.at = night(2);
    digest.since = night(1);
    for (std::size_t i = 0; i < std::min(count, k_most_entries); ++i) {
        digest.broken.first.push_back(
            broken(fmt::format("https://host{}.example/{}", i, std::string(400, 'p')), Outcome::not_found,
                   "http-404", std::string(150, '"'), 1));
    }
    digest.broken.all = count;
    digest.standing = digest.broken;
    digest.moved = digest.broken;
    return digest;
}

}  // namespace linktender::notify::test
