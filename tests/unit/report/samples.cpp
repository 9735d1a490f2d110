#include "samples.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "linktender/core/text.hpp"

namespace linktender::report::test {

namespace {

using verdict::Outcome;
using verdict::State;

store::CheckRecord check_of(const std::string& url, Outcome outcome, std::string reason, std::string evidence,
                            int status) {
    store::CheckRecord check;
    check.url = url;
    check.checked_at = k_run_start + std::chrono::minutes(3);
    check.verdict = {
        .outcome = outcome, .reason = std::move(reason), .evidence = std::move(evidence), .moved_to = {}};
    check.status = status;
    check.final_url = url;
    if (status > 0) {
        check.content_type = "text/html";
        check.bytes = 38122;
        check.http_version = "2";
        check.remote_address = "192.0.2.7";
        check.timing = {core::Milliseconds(1), core::Milliseconds(12), core::Milliseconds(20),
                        core::Milliseconds(80), core::Milliseconds(95)};
    }
    return check;
}

Link with_flag(Link link, std::string flag) {
    link.view.check->flags.push_back(std::move(flag));
    return link;
}

Link with_title(Link link, std::string title) {
    page::Metadata metadata;
    metadata.title = std::move(title);
    metadata.authors = {"Ada Byron", "林小板"};
    metadata.published = "2026-01-10";
    link.view.check->metadata = std::move(metadata);
    return link;
}

/// Dead for a week, after many checks.
Link long_dead(Link link) {
    link.view.state.state = State::dead;
    link.view.state.failures = 4;
    link.view.state.first_failed_at = k_run_start - std::chrono::days(7);
    return link;
}

std::vector<Link> broken_links() {
    return {
        at(long_dead(checked("https://docs.tinykernel.example/v0/pinmux", Outcome::not_found, "http-404",
                             "HTTP 404 from https://docs.tinykernel.example/v0/pinmux", 404)),
           1, 12, "chapter on pins"),
        at(checked("https://www.quietboard.example/2019/series", Outcome::gone, "http-410",
                   "HTTP 410 from https://www.quietboard.example/2019/series", 410),
           1, 16, "2019 series", "reference"),
        at(checked("https://mp.weixin.qq.com/s/takenBack04", Outcome::soft_404, "wechat-author-deleted",
                   "text \"该内容已被发布者删除\"", 200),
           2, 14, "把日志写进最后一页闪存 | 小板日志"),
        at(checked("https://learn.boardcamp.example/course/retired", Outcome::soft_404, "not-found-title",
                   "title \"404 - Page not found\"", 200),
           2, 21, "retired course"),
        at(checked("https://sold.example/notes", Outcome::parked, "domain-for-sale",
                   "text \"this domain is for sale\"", 200),
           2, 33, "夜读笔记"),
        at(checked("https://api.closed.example/v1", Outcome::client_error, "http-400",
                   "HTTP 400 from https://api.closed.example/v1", 400),
           2, 40),
        at(checked("https://overloaded.example/talk", Outcome::server_error, "http-503",
                   "HTTP 503 from https://overloaded.example/talk", 503),
           2, 41, "the talk"),
        at(checked("https://removed.example/paper", Outcome::legal, "http-451",
                   "HTTP 451 from https://removed.example/paper", 451),
           2, 42, "the paper"),
        at(checked("https://slow.example/", Outcome::timeout, "first-byte-timeout",
                   "https://slow.example/: no answer within 20 s"),
           3, 8, "a page that never comes"),
        at(checked("https://wrong-cert.example/", Outcome::tls_error, "certificate-expired",
                   "https://wrong-cert.example/: the certificate expired on 2026-03-01"),
           3, 9, "a site with an old certificate"),
        at(checked("https://flaky-names.example/", Outcome::dns_error, "dns-servfail",
                   "https://flaky-names.example/: SERVFAIL"),
           3, 10),
        at(checked("https://shut.example:8443/", Outcome::connect_error, "connection-refused",
                   "https://shut.example:8443/: connection refused by 192.0.2.9"),
           3, 11, "shut"),
        at(checked("https://gopher.example/", Outcome::protocol_error, "not-http",
                   "https://gopher.example/: not HTTP"),
           3, 12),
        at(checked("https://round.example/a", Outcome::redirect_error, "redirect-loop",
                   "https://round.example/a leads back to https://round.example/a, which was visited before",
                   302),
           3, 13, "round and round"),
        at(checked("http://192.168.1.10/wiki", Outcome::unsafe, "unsafe-address",
                   "http://192.168.1.10/wiki: 192.168.1.10 is a private address"),
           3, 14, "our wiki"),
        at(with_flag(checked("https://mp.weixin.qq.com/s?src=11&timestamp=1767225600&signature=bm90",
                             Outcome::soft_404, "wechat-expired-signed-link", "a signed search link"),
                     "expired_by_design"),
           0, 19, "搜狗上搜到的旧文"),
    };
}

std::vector<Link> host_that_is_down() {
    std::vector<Link> links;
    for (const char* page : {"boot", "clock", "dma", "uart"}) {
        const std::string url = fmt::format("http://old.lantern-labs.example/{}", page);
        links.push_back(at(checked(url, Outcome::dns_not_found, "dns-nxdomain",
                                   url + ": old.lantern-labs.example: there is no such name"),
                           1, 20 + static_cast<unsigned>(links.size()), fmt::format("chapter {}", page)));
    }
    return links;
}

std::vector<Link> other_links() {
    Link everywhere = at(checked("https://creativecommons.example/by/4.0/", Outcome::ok, "http-200", {}, 200),
                         0, 60, "CC BY 4.0");
    for (std::size_t issue = 1; issue < 4; ++issue) everywhere = at(everywhere, issue, 60, "CC BY 4.0");
    Link two_uses =
        at(moved("https://github.com/old-team/probe-kit", "https://github.com/probe-kit/probe-kit"), 2, 24,
           "old-team/probe-kit，改名之前的地址");
    two_uses = at(two_uses, 1, 30, "probe-kit", "inline", "build");
    return {
        everywhere,
        two_uses,
        at(moved("http://old.tinykernel.example/guide/boot",
                 "https://docs.tinykernel.example/guide/boot_(v2)"),
           3, 20, {}, "bare"),
        at(with_title(checked("https://arxiv.org/abs/2601.04417", Outcome::ok, "http-200", {}, 200),
                      "Keyword spotting"),
           2, 18, "[2601.04417] Keyword spotting without stored tables"),
        at(with_flag(checked("https://github.com/vanished/driver-zoo", Outcome::ok, "github-archived",
                             "banner", 200),
                     "archived"),
           2, 25, "驱动动物园"),
        at(checked("https://zhuanlan.zhihu.com/p/1", Outcome::blocked, "zhihu-check", "script zse-ck", 403),
           2, 50, "量化笔记"),
        at(checked("https://zhuanlan.zhihu.com/p/2", Outcome::blocked, "zhihu-check", "script zse-ck", 403),
           2, 51, "蒸馏笔记"),
        at(checked("https://club.example/thread-9", Outcome::login, "login-form",
                   "a form that asks for a password", 200),
           1, 35, "the thread"),
        at(checked("https://quiet.example/", Outcome::disallowed, "robots-disallowed", "Disallow: /"), 1, 36,
           "quiet"),
        at(checked("mailto:editor@edge-notes.example", Outcome::skipped, "scheme-not-checked", "mailto:"), 2,
           61, "editor@edge-notes.example"),
        at(unchecked("https://late.example/"), 0, 55, "not reached"),
    };
}

}  // namespace

const core::TimePoint k_run_start =
    std::chrono::sys_days(std::chrono::year(2026) / std::chrono::November / 24) + std::chrono::hours(2) +
    std::chrono::minutes(30);

Link checked(std::string url, Outcome outcome, std::string reason, std::string evidence, int status) {
    Link link;
    link.view.url = std::move(url);
    link.view.state.state = verdict::state_of(outcome);
    if (verdict::is_broken(link.view.state.state)) {
        link.view.state.failures = 1;
        link.view.state.first_failed_at = k_run_start + std::chrono::minutes(3);
    }
    link.view.check = check_of(link.view.url, outcome, std::move(reason), std::move(evidence), status);
    return link;
}

Link moved(std::string url, std::string target) {
    Link link = checked(std::move(url), Outcome::moved, "moved-permanently", "301 to " + target, 200);
    link.view.check->verdict.moved_to = target;
    link.view.check->hops = {{301, target}};
    link.view.check->final_url = std::move(target);
    return link;
}

Link unchecked(std::string url) {
    Link link;
    link.view.url = std::move(url);
    return link;
}

Link at(Link link, std::size_t issue, unsigned line, std::string text, std::string form,
        std::string fragment) {
    link.places.push_back({.issue = issue,
                           .line = line,
                           .column = 3,
                           .offset = std::uint64_t{line} * 80,
                           .length = link.view.url.size(),
                           .text = std::move(text),
                           .fragment = std::move(fragment),
                           .form = std::move(form)});
    return link;
}

store::IssueView issue(std::string file, std::string title, std::string_view date) {
    return {std::move(file), std::move(title), core::parse_date(date)};
}

store::RunRecord complete_run() {
    return {.id = 7,
            .started_at = k_run_start,
            .finished_at = k_run_start + std::chrono::minutes(12),
            .tool = "linktender 0.1.0",
            .inputs = {"issues/"},
            .ended = "complete"};
}

Model sample_model() {
    std::vector<Link> links = broken_links();
    for (Link& link : host_that_is_down()) links.push_back(std::move(link));
    for (Link& link : other_links()) links.push_back(std::move(link));
    std::ranges::sort(links, {}, [](const Link& link) { return link.view.url; });
    const Place place{.issue = 3,
                      .line = 31,
                      .column = 3,
                      .offset = 2480,
                      .length = 12,
                      .text = "typo",
                      .fragment = {},
                      .form = "inline"};
    return assemble(complete_run(),
                    {issue("issues/2026-01-15.md", "边缘札记 第一期", "2026-01-15"),
                     issue("issues/2026-02-28.md", "Edge Notes, issue 2", "2026-02-28"),
                     issue("issues/2026-04-30.md", "边缘札记 第四期：<b>量化</b> 与 `cache`", "2026-04-30"),
                     issue("issues/extra.md")},
                    std::move(links),
                    {{place, "https://exa mple.test/", url::UrlError::host_invalid_code_point}});
}

namespace {

/// Alive for years, then what it is now: one check a night.
std::vector<PastCheck> nights(const Link& link, std::size_t bad) {
    std::vector<PastCheck> history;
    for (std::size_t night = 40; night-- > 0;) {
        const bool is_bad = night < bad;
        history.push_back({.checked_at = k_run_start - std::chrono::days(night),
                           .outcome = is_bad ? link.view.check->verdict.outcome : Outcome::ok,
                           .status = is_bad ? link.view.check->status : 200});
    }
    return history;
}

void tend(Link& link, std::size_t number) {
    if (!link.view.check || state_of(link) == State::skipped) return;
    link.first_ok_at = k_run_start - std::chrono::days(300);
    if (!verdict::is_broken(state_of(link))) {
        link.view.state.last_ok_at = k_run_start;
        link.history = nights(link, state_of(link) == State::moved ? 20 : 0);
        return;
    }
    const std::size_t bad = 1 + number % 9;
    link.history = nights(link, bad);
    link.view.state.failures = static_cast<int>(bad);
    link.view.state.first_failed_at = k_run_start - std::chrono::days(bad - 1);
    link.view.state.last_ok_at = k_run_start - std::chrono::days(bad);
    link.change = bad == 1 ? Change::fresh : Change::still;
    if (number % 3 == 0) {
        link.suggestion = Suggestion{.kind = Suggestion::Kind::archive,
                                     .url = "https://web.archive.example/web/20260110083000/" + link.view.url,
                                     .captured_at = core::parse_time("2026-01-10T08:30:00Z"),
                                     .confidence = 0.8};
    }
}

}  // namespace

Model tended(Model model) {
    model.compared_with = k_run_start - std::chrono::days(1);
    for (std::size_t i = 0; i < model.links.size(); ++i) {
        Link& link = model.links[i];
        tend(link, i);
    }
    const std::size_t broken = model.summary.broken();
    for (std::size_t night = 60; night > 0; --night) {
        const std::size_t then = broken - broken * night / 240;
        model.past.push_back({.at = k_run_start - std::chrono::days(night),
                              .alive = model.summary.links - then,
                              .moved = model.summary.moved,
                              .broken = then,
                              .blocked = model.summary.blocked});
    }
    return model;
}

Model tended_model() {
    Model model = tended(sample_model());
    for (Link& link : model.links) {
        if (link.view.url == "https://removed.example/paper") {
            link.change = Change::acknowledged;
            link.note = "作者要求撤下";
        }
        if (link.view.url == "https://arxiv.org/abs/2601.04417") {
            link.change = Change::recovered;
            link.view.check->flags = {"expiring"};
            link.view.check->tls_expires_at = k_run_start + std::chrono::days(6);
        }
    }
    return model;
}

Model fine_model() {
    return assemble(complete_run(), {issue("a.md", "One", "2026-01-15")},
                    {at(checked("https://a.example/", Outcome::ok, "http-200", {}, 200), 0, 1, "a")});
}

Model hostile_model() {
    const std::string evil =
        "\x1b[2J\x1b]0;owned\x07<script>alert(1)</script><img src=x "
        "onerror=alert(1)>`code`|cell|[x](javascript:alert(1)) "
        "@everyone #12 **bold** \xE2\x80\xAE"
        "gnp.exe \xC2\x9B"
        "31m \xFF\xFE {{evidence}} </style></script>&amp;\r\n# heading" +
        std::string(120, 'W');
    Link broken = checked("https://evil.example/?q=%3Cscript%3E&x='\"`|()[]{{lang}}", Outcome::soft_404, evil,
                          evil, 200);
    broken.view.check->flags = {evil};
    page::Metadata metadata;
    metadata.title = metadata.description = metadata.site = evil;
    metadata.authors = {evil};
    broken.view.check->metadata = metadata;
    broken.view.check->content_type = broken.view.check->http_version = broken.view.check->remote_address =
        evil;
    broken.change = Change::acknowledged;
    broken.note = evil;
    broken.suggestion = Suggestion{.kind = Suggestion::Kind::archive,
                                   .url = "javascript:alert(1)//" + evil,
                                   .captured_at = k_run_start,
                                   .confidence = 1};
    Link script =
        checked("javascript:alert(document.domain)//" + evil, Outcome::skipped, "scheme-not-checked", evil);
    Link to_script = moved("https://moved.example/<>" + evil, "javascript:alert(1)//");
    Link blocked = checked("https://wall.example/" + evil, Outcome::blocked, evil, evil, 403);
    store::RunRecord run = complete_run();
    run.tool = evil;
    run.inputs = {evil};
    const Place place{.issue = 0,
                      .line = 9,
                      .column = 1,
                      .offset = 0,
                      .length = 0,
                      .text = evil,
                      .fragment = {},
                      .form = "html"};
    Model model =
        assemble(std::move(run), {issue("issues/" + evil + ".md", evil, "2026-01-15")},
                 {at(broken, 0, 1, evil, "inline", evil), at(script, 0, 2, evil), at(to_script, 0, 3, evil),
                  at(blocked, 0, 4, evil), at(unchecked("data:text/html," + evil), 0, 5, evil)},
                 {{place, evil, url::UrlError::host_invalid_code_point}});
    model.compared_with = k_run_start;
    return model;
}

bool has_raw_controls(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const core::CodePoint point = core::decode_utf8(text, at);
        const std::string_view bytes = text.substr(at, point.length);
        if (point.value != '\n' && core::escape_control(bytes) != bytes) return true;
        at += point.length;
    }
    return false;
}

Model large_model(std::size_t issues, std::size_t broken) {
    std::vector<store::IssueView> views;
    std::vector<Link> links;
    constexpr std::chrono::sys_days k_first = std::chrono::year(2019) / std::chrono::March / 1;
    for (std::size_t i = 0; i < issues; ++i) {
        const std::chrono::year_month_day day = k_first + std::chrono::days(14 * i);
        const std::string date = core::format_date(day);
        views.push_back(
            issue(fmt::format("issues/{}.md", date), fmt::format("Issue {} 第{}期", i + 1, i + 1), date));
        for (std::size_t b = 0; b < broken; ++b) {
            const std::string url =
                fmt::format("https://site-{}.example/articles/{}/page-{}.html", b % 17, i, b);
            Link link = b % 5 == 0
                            ? moved(url, url + "?moved=1")
                            : checked(url, Outcome::not_found, "http-404", "HTTP 404 from " + url, 404);
            links.push_back(at(std::move(link), i, static_cast<unsigned>(10 + b),
                               fmt::format("An article about {} 与 {}", b, i)));
        }
    }
    return assemble(complete_run(), std::move(views), std::move(links));
}

}  // namespace linktender::report::test
