// The daemon from outside: what it tells the service manager, what signals do, what is stored.
#include <SQLiteCpp/Database.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <string>

#include "cli_fixture.hpp"
#include "support/catch.hpp"
#include "support/notify_socket.hpp"

using namespace linktender::test;
using namespace std::chrono_literals;

namespace {

/// Opens once. Who waits gives up after a while, so that no failed test hangs.
class Gate {
public:
    ~Gate() { open(); }
    void open() {
        const std::lock_guard lock(mutex_);
        open_ = true;
        changed_.notify_all();
    }
    void pass() {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, 30s, [this] { return open_; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool open_ = false;
};

/// An archive of one issue with `links` links, each to a host of its own, and a configuration for it.
class Desk {
public:
    Desk(const ScriptedServer& server, int links) : server_(server) {
        std::string issue;
        for (int i = 0; i < links; ++i) issue += "[a](http://h" + std::to_string(i) + ".test/)\n\n";
        folder.write("issues/2026-01-01.md", issue);
        configure("");
    }
    void configure(const std::string& more) const {
        folder.write("c.toml",
                     "connect_to = [\"" + server_.connect_to() +
                         "\"]\nallow_address = [\"127.0.0.0/8\"]\nrobots = \"ignore\"\nmax_retries = 0\n"
                         "canary = \"none\"\nsibling_probe = \"off\"\nuser_agent = \"linktender-test\"\n"
                         "database = \"" +
                         (folder / "a.db").string() + "\"\n" + more +
                         "\n[daemon]\nrandom_delay = \"0s\"\nmetrics = \"./m.sock\"\n"
                         "metrics_file = \"m.prom\"\n[[archive]]\nname = \"weekly\"\n"
                         "paths = \"issues\"\n");
    }
    [[nodiscard]] ProgramCall call(const NotifySocket& notify) const {
        ProgramCall call = linktender_call(folder, {"daemon", "-c", "c.toml"});
        call.environment.push_back(notify.variable());
        call.environment.emplace_back("WATCHDOG_USEC=200000");
        return call;
    }
    [[nodiscard]] ProgramResult run(std::vector<std::string> arguments) const {
        return run_linktender(folder, std::move(arguments));
    }
    [[nodiscard]] nlohmann::json summary() const {
        const auto result = run({"report", "-c", "c.toml", "-f", "json"});
        return nlohmann::json::parse(result.out).at("summary");
    }

    const TempDir folder;

private:
    const ScriptedServer& server_;
};

bool has(const std::string& text, std::string_view part) {
    return contains(text, part);
}

}  // namespace

TEST_CASE("daemon: a missed night is caught up, its report written, and SIGUSR1 runs another at once",
          "[cli]") {
    const ScriptedServer server([](const ReceivedRequest&) { return html("<title>Here</title>"); });
    const Desk desk(server, 3);
    NotifySocket notify(desk.folder / "notify.sock");
    Program daemon(desk.call(notify));

    REQUIRE(notify.wait_for("READY=1"));
    REQUIRE(notify.wait_for("STATUS=weekly: "));
    REQUIRE(notify.wait_for("STATUS=waiting until 20"));
    CHECK(server.counts().requests == 3);
    CHECK(has(read_file(desk.folder / "reports/weekly/latest.html"), "<html"));
    CHECK(has(read_file(desk.folder / "m.prom"), "linktender_links{archive=\"weekly\",state=\"alive\"} 3\n"));
    CHECK(desk.summary().at("alive") == 3);
    const auto report = nlohmann::json::parse(desk.run({"report", "-c", "c.toml", "-f", "json"}).out);
    CHECK(report.at("links").at(0).at("occurrences").at(0).at("file") == "2026-01-01.md");

    desk.folder.write("issues/2026-01-02.md", "[b](http://new.test/)\n");
    daemon.signal(SIGUSR1);

    REQUIRE(notify.wait_for("STATUS=weekly: "));
    REQUIRE(notify.wait_for("STATUS=waiting until 20"));
    CHECK(server.counts().requests == 4);
    daemon.signal(SIGTERM);
    const ProgramResult end = daemon.finish();
    CAPTURE(end.err);
    CHECK(end.exit_code == 0);
    CHECK_FALSE(std::filesystem::exists(desk.folder / "a.db.sock"));

    // The night is done: another start waits for the next one.
    Program again(desk.call(notify));
    REQUIRE(notify.wait_for("READY=1\nSTATUS=waiting until 20"));
    again.signal(SIGTERM);
    CHECK(again.finish().exit_code == 0);
    CHECK(server.counts().requests == 4);
}

TEST_CASE("daemon: while a run waits for slow hosts it answers, and what it checked outlives SIGTERM",
          "[cli]") {
    Gate gate;
    std::atomic<int> answered = 0;
    const ScriptedServer server([&](const ReceivedRequest&) {
        if (++answered > 5) gate.pass();
        return html("<title>Here</title>");
    });
    const Desk desk(server, 10);
    NotifySocket notify(desk.folder / "notify.sock");
    Program daemon(desk.call(notify));
    REQUIRE(notify.wait_for("READY=1"));
    REQUIRE(notify.wait_for("STATUS=weekly: checking [5/10]"));

    // The loop turns although nothing comes in.
    for (int i = 0; i < 5; ++i) REQUIRE(notify.wait_for("WATCHDOG=1"));

    const ProgramResult status = desk.run({"status", "-c", "c.toml", "--json"});
    CAPTURE(status.out, status.err);
    REQUIRE(status.exit_code == 0);
    const auto json = nlohmann::json::parse(status.out);
    CHECK(json.at("schema") == "linktender.status/1");
    CHECK(json.at("running") == true);
    CHECK(json.at("pid") == daemon.pid());
    CHECK(json.at("night").at("archive") == "weekly");
    CHECK(json.at("night").at("phase") == "checking");
    CHECK(json.at("night").at("done") == 5);
    CHECK(json.at("night").at("total") == 10);
    CHECK(json.at("night").at("hosts").size() == 5);
    CHECK(has(desk.run({"status", "-c", "c.toml"}).out, "weekly: checking [5/10]"));

    const ProgramResult metrics =
        run_program({.arguments = {"curl", "-s", "--unix-socket", (desk.folder / "m.sock").string(),
                                   "http://localhost/metrics"}});
    CHECK(has(metrics.out, "linktender_run_done_links 5\n"));

    const ProgramResult second = desk.run({"daemon", "-c", "c.toml"});
    CHECK(second.exit_code == 1);
    CHECK(has(second.err, "another linktender daemon (process " + std::to_string(daemon.pid()) + ")"));

    const auto asked = std::chrono::steady_clock::now();
    daemon.signal(SIGTERM);
    const ProgramResult end = daemon.finish();
    CAPTURE(end.err);
    CHECK(end.exit_code == 0);
    CHECK(std::chrono::steady_clock::now() - asked < 10s);
    CHECK(desk.summary().at("alive") == 5);
    gate.open();

    // What was left undone is taken up at the next start.
    Program again(desk.call(notify));
    REQUIRE(notify.wait_for("READY=1"));
    REQUIRE(notify.wait_for("STATUS=waiting until 20"));
    again.signal(SIGTERM);
    CHECK(again.finish().exit_code == 0);
    CHECK(desk.summary().at("alive") == 10);
}

TEST_CASE("daemon: SIGHUP takes a good configuration, and a bad one is refused and the old one stays",
          "[cli]") {
    const ScriptedServer server([](const ReceivedRequest&) { return html("<title>Here</title>"); });
    const Desk desk(server, 1);
    NotifySocket notify(desk.folder / "notify.sock");
    Program daemon(desk.call(notify));
    REQUIRE(notify.wait_for("READY=1"));
    REQUIRE(notify.wait_for("STATUS=waiting until 20"));
    struct Row {
        std::string text;
        std::string complaint;
    };
    const std::vector<Row> rows{
        {"timeout = \"soon\"", "timeout: a duration"},
        {"rules = \"/absent\"", "/absent"},
        {"this is no TOML", "c.toml:"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        desk.configure(row.text);
        daemon.signal(SIGHUP);
        REQUIRE(notify.wait_for("RELOADING=1\nMONOTONIC_USEC="));
        REQUIRE(notify.wait_for("READY=1"));
        const auto status = nlohmann::json::parse(
            desk.run({"status", "--database", (desk.folder / "a.db").string(), "--json"}).out);
        CHECK(has(status.at("reload_problem").get<std::string>(), row.complaint));
        CHECK(status.at("archives").size() == 1);
    }

    desk.configure("");
    desk.folder.write("notes/1.md", "[b](http://notes.test/)\n");
    desk.folder.write(
        "c.toml", read_file(desk.folder / "c.toml") + "[[archive]]\nname = \"notes\"\npaths = \"notes\"\n");
    daemon.signal(SIGHUP);
    REQUIRE(notify.wait_for("RELOADING=1"));
    REQUIRE(notify.wait_for("READY=1"));

    // A new archive has missed its night.
    REQUIRE(notify.wait_for("STATUS=notes: "));
    REQUIRE(notify.wait_for("STATUS=waiting until 20"));
    CHECK(server.counts().requests == 2);
    daemon.signal(SIGTERM);
    CHECK(daemon.finish().exit_code == 0);
}

TEST_CASE("daemon: killed ten times within a night it loses no link and counts no check twice", "[cli]") {
    constexpr std::uint64_t k_links = 200;
    ScriptedServer server([](const ReceivedRequest& request) {
        const bool odd = (request.host[1] - '0') % 2 != 0;
        return odd ? text("", 404) : html("<title>Here</title>");
    });
    const Desk desk(server, k_links);
    desk.configure("max_concurrency = 4");
    const auto seed = std::random_device()();
    std::mt19937 random(seed);
    CAPTURE(seed);

    for (int round = 0; round < 10; ++round) {
        const std::uint64_t asked = server.counts().requests;
        Program daemon(linktender_call(desk.folder, {"daemon", "-c", "c.toml"}));
        const auto answers = std::uniform_int_distribution<std::uint64_t>(0, k_links / 6)(random);
        if (answers > 0) (void)server.wait_for_requests(asked + answers, 2s);
        daemon.signal(SIGKILL);
        (void)daemon.finish();
        REQUIRE(server.wait_until_idle());
        if (std::filesystem::exists(desk.folder / "a.db")) {
            const ProgramResult check = desk.run({"db", "check", "-c", "c.toml"});
            CAPTURE(round, check.out, check.err);
            REQUIRE(check.exit_code == 0);
        }
    }
    NotifySocket notify(desk.folder / "notify.sock");
    Program daemon(desk.call(notify));
    REQUIRE(notify.wait_for("READY=1"));
    REQUIRE(notify.wait_for("STATUS=waiting until 20"));
    daemon.signal(SIGTERM);
    CHECK(daemon.finish().exit_code == 0);

    SQLite::Database database((desk.folder / "a.db").string());
    const auto count = [&](const std::string& rows) {
        return static_cast<std::uint64_t>(database.execAndGet("SELECT count(*) FROM " + rows).getInt64());
    };
    CHECK(count("state") == k_links);
    CHECK(count("state WHERE failures > 1") == 0);
    CHECK(count("(SELECT 1 FROM \"check\" GROUP BY link_id HAVING count(*) > 1)") == 0);
    CHECK(count("run WHERE settled = 0") == 0);
}

TEST_CASE("daemon: a configuration that cannot be used ends it before it begins, with the reason", "[cli]") {
    const ScriptedServer server([](const ReceivedRequest&) { return html(""); });
    const Desk desk(server, 1);
    desk.folder.write("none.toml", "[daemon]\nat = \"02:30\"\n");
    desk.folder.write("bad.toml", "[[archive]]\nname = \"a\"\npath = \"x\"\n");

    const ProgramResult none = desk.run({"daemon", "-c", "none.toml"});
    const ProgramResult bad = desk.run({"daemon", "-c", "bad.toml"});

    CHECK(none.exit_code == 3);
    CHECK(has(none.err, "names no archive"));
    CHECK(bad.exit_code == 3);
    CHECK(has(bad.err, "bad.toml:3: archive.path: no such key; there are name, paths"));
    CHECK(desk.run({"daemon"}).exit_code == 3);
}

TEST_CASE("daemon: a status without a daemon is the database's, and says so with exit code 1", "[cli]") {
    const ScriptedServer server([](const ReceivedRequest&) { return html("<title>Here</title>"); });
    const Desk desk(server, 1);
    REQUIRE(desk.run({"audit", "-c", "c.toml", "issues"}).exit_code == 0);

    const ProgramResult text = desk.run({"status", "--database", (desk.folder / "a.db").string()});
    const ProgramResult json = desk.run({"status", "-c", "c.toml", "--json"});

    CHECK(text.exit_code == 1);
    CHECK(has(text.out, "no daemon runs for"));
    CHECK(has(text.out, "last: run 1, "));
    CHECK(json.exit_code == 1);
    CHECK(nlohmann::json::parse(json.out).at("running") == false);
}
