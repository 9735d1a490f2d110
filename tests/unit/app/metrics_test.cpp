#include "linktender/app/metrics.hpp"

#include <regex>
#include <set>
#include <string>

#include "linktender/core/text.hpp"
#include "support/catch.hpp"

using namespace linktender;
using namespace std::chrono_literals;

namespace {

app::DaemonFigures figures() {
    app::ArchiveFigures weekly;
    weekly.archive = "weekly";
    weekly.links = {{verdict::State::alive, 900}, {verdict::State::dead, 12}};
    weekly.checks = {{verdict::Outcome::ok, 80}, {verdict::Outcome::not_found, 3}};
    weekly.bytes = 1'234'567'890'123;
    weekly.duration = 90'500ms;
    weekly.started_at = core::parse_time("2026-11-24T02:30:00Z").value();
    weekly.last_success = core::parse_time("2026-11-24T02:31:30Z").value();
    weekly.host_incidents = 2;
    app::ArchiveFigures odd;
    odd.archive = "a\"b\\c\nd";
    app::DaemonFigures all;
    all.archives = {weekly, odd};
    all.run = crawl::Progress{.total = 100, .done = 60, .in_flight = 8};
    all.longest_queue = 31;
    return all;
}

bool has_line(const std::string& text, const std::string& line) {
    return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

}  // namespace

TEST_CASE("app: the figures of a night are served in Prometheus' words", "[app]") {
    const std::string text = app::metrics_text(figures());

    for (const char* line : {
             R"(linktender_links{archive="weekly",state="alive"} 900)",
             R"(linktender_links{archive="weekly",state="dead"} 12)",
             R"(linktender_last_run_checks{archive="weekly",outcome="not_found"} 3)",
             R"(linktender_last_run_received_bytes{archive="weekly"} 1234567890123)",
             R"(linktender_last_run_duration_seconds{archive="weekly"} 90.5)",
             R"(linktender_last_run_timestamp_seconds{archive="weekly"} 1795487400)",
             R"(linktender_last_success_timestamp_seconds{archive="weekly"} 1795487490)",
             R"(linktender_last_run_host_incidents{archive="weekly"} 2)",
             R"(linktender_last_run_network_incident{archive="a\"b\\c\nd"} 0)",
             "linktender_run_active 1",
             "linktender_run_planned_links 100",
             "linktender_run_done_links 60",
             "linktender_run_requests_in_flight 8",
             "linktender_run_longest_host_queue 31",
         }) {
        CAPTURE(text, line);
        CHECK(has_line(text, line));
    }
    CHECK(text.find("last_success_timestamp_seconds{archive=\"a") == std::string::npos);
}

TEST_CASE("app: each family has its help and type once, before its samples, and each line the right form",
          "[app]") {
    const std::regex sample(
        R"re(^([a-z_]+)(\{[a-z]+="([^"\\]|\\["\\n])*"(,[a-z]+="([^"\\]|\\["\\n])*")*\})? -?[0-9.e+]+$)re");
    const std::string text = app::metrics_text(figures());
    REQUIRE(text.ends_with('\n'));
    std::set<std::string> seen;
    std::string family;

    for (const std::string_view view : core::split(std::string_view(text).substr(0, text.size() - 1), '\n')) {
        const std::string line(view);
        CAPTURE(line);
        if (line.starts_with("# HELP ")) {
            family = line.substr(7, line.find(' ', 7) - 7);
            CHECK(seen.insert(family).second);
            CHECK(line.ends_with('.'));
        } else if (line.starts_with("# TYPE ")) {
            CHECK(line == "# TYPE " + family + " gauge");
        } else {
            std::smatch match;
            REQUIRE(std::regex_match(line, match, sample));
            CHECK(match[1] == family);
        }
    }
}

TEST_CASE("app: before the first night there are figures without values", "[app]") {
    const std::string text = app::metrics_text({});

    CHECK(has_line(text, "linktender_run_active 0"));
    CHECK(text.find("linktender_links{") == std::string::npos);
}
