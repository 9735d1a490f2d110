#include "linktender/app/notifier.hpp"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <string>

#include "linktender/app/config_file.hpp"
#include "linktender/store/reader.hpp"
#include "linktender/store/writer.hpp"
#include "support/catch.hpp"
#include "support/scripted_server.hpp"
#include "support/smtp_server.hpp"
#include "support/temp_dir.hpp"

using namespace linktender;
using namespace linktender::app;
using linktender::test::ReceivedRequest;
using linktender::test::ScriptedServer;
using linktender::test::SmtpServer;
using linktender::test::TempDir;
using nlohmann::json;

namespace {

/// An archive of one issue with one link, and its nights.
class Archived {
public:
    Archived() {
        settings.database = folder_ / "linktender.db";
        archive.name = "weekly";
        options.ladder = verdict::audit_ladder();
        options.retry = {.attempts = 3,
                         .first_wait = std::chrono::milliseconds(1),
                         .total = std::chrono::milliseconds(2'000)};
    }

    /// A run that finds the link so.
    void night(verdict::Outcome outcome) {
        const core::TimePoint start = k_first + std::chrono::days(++nights_);
        store::Writer writer(settings.database, options.ladder);
        run_ = writer.begin_run({.started_at = start, .tool = "linktender"});
        source::Occurrence use;
        use.line = 7;
        use.url = url::parse("https://a.example/page").value();
        use.raw = "https://a.example/page";
        use.text = "a page";
        source::Issue issue;
        issue.file = "issues/1.md";
        issue.date = core::parse_date("2026-10-01");
        issue.occurrences.push_back(use);
        writer.put_issue(run_, issue);
        store::CheckRecord check;
        check.url = use.raw;
        check.checked_at = start + std::chrono::minutes(1);
        check.verdict = {.outcome = outcome,
                         .reason = outcome == verdict::Outcome::ok ? "http-200" : "http-404"};
        check.status = outcome == verdict::Outcome::ok ? 200 : 404;
        writer.put_check(run_, check);
        writer.finish_run(run_, start + std::chrono::hours(1), "complete");
        writer.flush();
    }

    std::vector<std::string> tell() {
        return notify_archive(settings, targets, archive, run_,
                              k_first + std::chrono::days(nights_) + std::chrono::hours(2), options);
    }

    [[nodiscard]] std::string write(std::string_view name, std::string_view text) const {
        return folder_.write(name, text).string();
    }

    NotifyTarget& add(std::string name, NotifyType type, std::string url) {
        NotifyTarget& target = targets.emplace_back();
        target.name = std::move(name);
        target.type = type;
        target.url = std::move(url);
        return target;
    }

    Settings settings;
    Archive archive;
    NotifyOptions options;
    std::vector<NotifyTarget> targets;

private:
    static constexpr core::TimePoint k_first =
        std::chrono::sys_days(std::chrono::year(2026) / std::chrono::November / 1);
    TempDir folder_;
    int nights_ = 0;
    store::RunId run_ = 0;
};

constexpr auto k_good = verdict::Outcome::ok;
constexpr auto k_gone = verdict::Outcome::not_found;

/// What each service says when it took a message.
linktender::test::Reply taken(NotifyType type) {
    switch (type) {
        case NotifyType::feishu: return linktender::test::text(R"({"code":0,"msg":"success"})");
        case NotifyType::dingtalk:
        case NotifyType::wecom: return linktender::test::text(R"({"errcode":0,"errmsg":"ok"})");
        default: return linktender::test::text("ok");
    }
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("notify: each change is told once, nothing is said between, by every webhook", "[notify]") {
    const auto type = GENERATE(values({NotifyType::webhook, NotifyType::slack, NotifyType::feishu,
                                       NotifyType::dingtalk, NotifyType::wecom}));
    CAPTURE(to_string(type));
    ScriptedServer server([&](const ReceivedRequest&) { return taken(type); });
    Archived archived;
    archived.add("chat", type, server.origin() + "/hook?key=1");
    std::vector<std::size_t> told;
    for (const auto outcome : {k_good, k_gone, k_gone, k_good, k_good, k_gone}) {
        archived.night(outcome);
        const std::size_t before = server.requests().size();
        CHECK(archived.tell().empty());
        told.push_back(server.requests().size() - before);
    }

    CHECK(told == std::vector<std::size_t>{0, 1, 0, 1, 0, 1});
    const auto request = server.requests().front();
    CHECK(request.method == "POST");
    CHECK(request.target == "/hook?key=1");
    CHECK(contains(request.body, "a.example/page"));
    CHECK(json::parse(request.body).is_object());
}

TEST_CASE("notify: a target that failed is told the next night what it missed", "[notify]") {
    int status = 500;
    ScriptedServer server([&](const ReceivedRequest&) { return linktender::test::text("no", status); });
    Archived archived;
    archived.add("hook", NotifyType::webhook, server.origin() + "/");
    archived.night(k_good);
    CHECK(archived.tell().empty());
    archived.night(k_gone);

    const auto failures = archived.tell();
    CHECK(failures == std::vector<std::string>{"hook (webhook) was not told: HTTP 500: no"});
    CHECK(server.requests().size() == 3);  // tried again
    status = 200;
    archived.night(k_gone);
    CHECK(archived.tell().empty());
    REQUIRE(server.requests().size() == 4);
    CHECK(json::parse(server.requests().back().body).at("summary").at("newly_broken") == 1);
    archived.night(k_gone);
    CHECK(archived.tell().empty());
    CHECK(server.requests().size() == 4);
}

TEST_CASE("notify: one target's failure is nothing to the others", "[notify]") {
    ScriptedServer server([](const ReceivedRequest&) { return linktender::test::text("ok"); });
    const linktender::test::RefusedPort nobody;
    Archived archived;
    archived.add("down", NotifyType::slack, "http://127.0.0.1:" + std::to_string(nobody.port()) + "/");
    archived.add("up", NotifyType::slack, server.origin() + "/");
    archived.add("elsewhere", NotifyType::slack, server.origin() + "/").archives = {"monthly"};
    archived.add("no-secret", NotifyType::slack, "").url_source = {SecretSource::Kind::environment,
                                                                   "LINKTENDER_NOT_SET"};
    archived.night(k_gone);

    const auto failures = archived.tell();

    REQUIRE(failures.size() == 2);
    CHECK(failures[0].starts_with("down (slack) was not told: "));
    CHECK(contains(failures[1], "LINKTENDER_NOT_SET is not set"));
    CHECK(server.requests().size() == 1);
}

TEST_CASE("notify: a mail arrives, once", "[notify]") {
    SmtpServer server;
    Archived archived;
    NotifyTarget& target =
        archived.add("editors", NotifyType::mail, "smtp://127.0.0.1:" + std::to_string(server.port()));
    target.starttls = false;
    target.from = "links@news.test";
    target.to = {"ada@news.test"};
    target.language = report::Language::zh;
    archived.night(k_gone);

    CHECK(archived.tell().empty());
    CHECK(archived.tell().empty());

    REQUIRE(server.mails().size() == 1);
    CHECK(server.mails()[0].to == std::vector<std::string>{"<ada@news.test>"});
    CHECK(contains(server.mails()[0].data, "Subject: =?UTF-8?B?"));
}

TEST_CASE("notify: a ticket is opened and closed, and its number is kept", "[notify]") {
    std::string state = "none";
    ScriptedServer server([&](const ReceivedRequest& request) {
        if (request.method == "GET") return linktender::test::text("[]");
        const json body = json::parse(request.body);
        state = body.value("state", "open");
        return linktender::test::text(R"({"number":17})", request.method == "POST" ? 201 : 200);
    });
    Archived archived;
    NotifyTarget& target = archived.add("ticket", NotifyType::github, server.origin() + "/api/v3");
    target.repository = "owner/weekly";
    target.token = {SecretSource::Kind::file, archived.write("token", "sesame\n")};
    archived.night(k_gone);
    CHECK(archived.tell().empty());
    CHECK(state == "open");
    archived.night(k_gone);
    CHECK(archived.tell().empty());
    CHECK(server.requests().size() == 2);

    archived.night(k_good);
    CHECK(archived.tell().empty());

    CHECK(state == "closed");
    REQUIRE(server.requests().size() == 3);
    CHECK(server.requests()[1].target == "/api/v3/repos/owner/weekly/issues");
    CHECK(server.requests()[1].header("authorization") == "Bearer sesame");
    CHECK(server.requests()[2].method == "PATCH");
    CHECK(server.requests()[2].target == "/api/v3/repos/owner/weekly/issues/17");
    const auto kept = store::Reader(archived.settings.database).notification("weekly", "ticket");
    REQUIRE(kept);
    CHECK(kept->ticket.starts_with("17 "));
    CHECK_FALSE(contains(kept->ticket, "sesame"));
}

TEST_CASE("notify: a name that leads to this machine is refused unless its address is allowed", "[notify]") {
    ScriptedServer server([](const ReceivedRequest&) { return linktender::test::text("ok"); });
    Archived archived;
    archived.settings.resolve = {server.resolve("hooks.test")};
    archived.add("hook", NotifyType::webhook, server.origin("hooks.test") + "/");
    archived.night(k_gone);

    const auto failures = archived.tell();

    REQUIRE(failures.size() == 1);
    CHECK(contains(failures[0], "allow_address"));
    CHECK(server.counts().accepted == 0);
    archived.targets[0].allow_address = {"127.0.0.1"};
    CHECK(archived.tell().empty());
    CHECK(server.requests().size() == 1);
}

TEST_CASE("notify: a redirect takes no token elsewhere, and no secret gets into a complaint", "[notify]") {
    ScriptedServer thief([](const ReceivedRequest&) { return linktender::test::text("ok"); });
    ScriptedServer server([&](const ReceivedRequest& request) {
        if (request.path() == "/echo")
            return linktender::test::text(
                std::string(*request.header("authorization")) + " " + request.target, 400);
        return linktender::test::redirect(307, thief.origin() + "/");
    });
    Archived archived;
    const SecretSource token{SecretSource::Kind::file, archived.write("token", "open-sesame")};
    archived.add("moved", NotifyType::webhook, server.origin() + "/").token = token;
    archived.add("echo", NotifyType::webhook, server.origin() + "/echo").token = token;
    archived.night(k_gone);

    const auto failures = archived.tell();

    REQUIRE(failures.size() == 2);
    CHECK(contains(failures[0], "redirects are not followed"));
    CHECK(contains(failures[1], "HTTP 400"));
    CHECK_FALSE(contains(failures[1], "sesame"));
    CHECK(thief.counts().accepted == 0);
    CHECK(server.requests().size() == 2);  // neither is worth another try
}

TEST_CASE("notify: a program that ends waits for no target", "[notify]") {
    ScriptedServer server([](const ReceivedRequest&) { return linktender::test::silence(); });
    SmtpServer mail({.silent_at = "MAIL"});
    Archived archived;
    archived.add("hook", NotifyType::webhook, server.origin() + "/");
    NotifyTarget& target =
        archived.add("mail", NotifyType::mail, "smtp://127.0.0.1:" + std::to_string(mail.port()));
    target.starttls = false;
    target.from = "links@news.test";
    target.to = {"ada@news.test"};
    archived.night(k_gone);
    archived.options.ending = [&] { return server.counts().requests > 0 && mail.lines().size() > 1; };
    const auto start = std::chrono::steady_clock::now();

    const auto failures = archived.tell();

    CHECK(failures.size() == 2);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
}

TEST_CASE("notify: a test message reaches a target without a night", "[notify]") {
    ScriptedServer server([](const ReceivedRequest&) { return linktender::test::text("ok"); });
    Archived archived;
    archived.add("chat", NotifyType::slack, server.origin() + "/");

    CHECK(try_target(archived.settings, archived.targets, "chat") == ExitCode::ok);
    REQUIRE(server.requests().size() == 1);
    CHECK(contains(server.requests()[0].body, "test message"));
    CHECK_THROWS_AS(try_target(archived.settings, archived.targets, "char"), ConfigError);
}
