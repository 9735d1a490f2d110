#include "linktender/app/status.hpp"

#include "support/catch.hpp"

using namespace linktender;
using namespace std::chrono_literals;

namespace {

core::TimePoint utc(std::string_view text) {
    return core::parse_time(text).value();
}

app::Status busy() {
    app::Status status;
    status.running = true;
    status.pid = 42;
    status.now = utc("2026-11-24T02:31:00Z");
    status.started_at = utc("2026-11-20T10:00:00Z");
    status.database = "/var/lib/linktender/linktender.db";
    status.time_zone = "Europe/Vienna";
    status.night = app::NightStatus{"weekly",
                                    "checking",
                                    utc("2026-11-24T02:30:00Z"),
                                    {.total = 100, .done = 60, .in_flight = 8, .left_out = 1},
                                    {{"a.example", 30, 2}, {"b\x1b.example", 1, 0}}};
    status.archives.push_back({"weekly",
                               store::RunRecord{.id = 7,
                                                .started_at = utc("2026-11-23T02:30:00Z"),
                                                .finished_at = utc("2026-11-23T02:40:00Z"),
                                                .ended = "complete",
                                                .incident = "30 of 90 links began to fail",
                                                .host_incidents = {"c.example"}},
                               utc("2026-11-24T02:31:00Z"),
                               {"git pull: \"no\""}});
    status.archives.push_back({"notes", {}, {}, {}});
    return status;
}

}  // namespace

TEST_CASE("app: the status says in JSON what runs, how far it is, what was last and what is next", "[app]") {
    const std::string json = app::status_json(busy());

    CHECK(json.starts_with(R"({"schema":"linktender.status/1","running":true,"version":)"));
    CHECK(json.ends_with("}\n"));
    for (
        const char* part : {
            R"("pid":42,"now":"2026-11-24T02:31:00Z","started_at":"2026-11-20T10:00:00Z")",
            R"("database":"/var/lib/linktender/linktender.db","time_zone":"Europe/Vienna")",
            R"("night":{"archive":"weekly","phase":"checking","started_at":"2026-11-24T02:30:00Z","total":100,)"
            R"("done":60,"in_flight":8,"left_out":1,"hosts":[{"host":"a.example","waiting":30,"in_flight":2},)",
            R"("last_run":{"id":7,"started_at":"2026-11-23T02:30:00Z","finished_at":"2026-11-23T02:40:00Z",)"
            R"("ended":"complete","incident":"30 of 90 links began to fail","host_incidents":["c.example"]})",
            R"("problems":["git pull: \"no\""])",
            R"({"name":"notes","last_run":null,"next_run_at":null,"problems":[]})",
            R"("reload_problem":"")",
        }) {
        CAPTURE(json, part);
        CHECK(json.find(part) != std::string::npos);
    }
}

TEST_CASE("app: the status for people has a line for each thing, without control characters of others",
          "[app]") {
    const std::string text = app::status_text(busy());

    for (const char* part : {
             "process 42, database /var/lib/linktender/linktender.db\n",
             "weekly: checking [60/100] 60%",
             "       30 waiting, 2 in flight: a.example\n",
             "b\\x1b.example\n",
             "  last: run 7, 2026-11-23T02:30:00Z to 2026-11-23T02:40:00Z, complete\n",
             "        30 of 90 links began to fail\n",
             "  next: 2026-11-24T02:31:00Z\n",
             "  problem: git pull: \"no\"\n",
             "notes\n  last: never\n",
         }) {
        CAPTURE(text, part);
        CHECK(text.find(part) != std::string::npos);
    }
    CHECK(text.find('\x1b') == std::string::npos);
}

TEST_CASE("app: without a daemon the status says so", "[app]") {
    app::Status status;
    status.database = "/tmp/a.db";
    status.archives.push_back({"weekly", store::RunRecord{.id = 1}, {}, {}});

    CHECK(app::status_text(status).starts_with("no daemon runs for /tmp/a.db; the database says:\nweekly\n"));
    CHECK(app::status_text(status).find("not finished") != std::string::npos);
    CHECK(app::status_json(status).find(R"("running":false)") != std::string::npos);
    CHECK(app::status_json(status).find(R"("pid":null)") != std::string::npos);
}

TEST_CASE("app: the service manager is told on one line what is done, or until when nothing is", "[app]") {
    app::Status status = busy();

    CHECK(app::status_line(status).starts_with("weekly: checking [60/100] 60%"));
    status.night->phase = "reading";
    CHECK(app::status_line(status) == "weekly: reading");
    status.night.reset();
    CHECK(app::status_line(status) == "a run is due");
    status.now -= 1s;
    CHECK(app::status_line(status) == "waiting until 2026-11-24T02:31:00Z");
}
