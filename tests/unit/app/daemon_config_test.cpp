#include "linktender/app/daemon_config.hpp"

#include <string>

#include "linktender/app/config_file.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

using namespace linktender::app;
using namespace std::chrono_literals;

namespace {

using linktender::test::TempDir;

DaemonConfig read(const TempDir& folder, const std::string& text) {
    DaemonConfig config;
    apply_daemon_tables(folder.write("c.toml", text), config);
    return config;
}

std::string refusal(const std::string& text) {
    const TempDir folder;
    try {
        (void)read(folder, text);
    } catch (const ConfigError& error) {
        return error.what();
    }
    return {};
}

}  // namespace

TEST_CASE("app: an archive's table says where its issues lie and what becomes of them", "[app]") {
    const TempDir folder;

    const DaemonConfig config = read(folder, R"(
[[archive]]
name = "weekly-1"
paths = ["issues", "/srv/old/*.html"]
language = "zh"
base_url = "https://weekly.example"
source_url = "https://git.example/weekly/"
git = { folder = "..", timeout = "30s" }
[[archive.report]]
format = "html"
directory = "out"
keep = 7
[[archive.report]]
format = "json"

[[archive]]
name = "notes"
paths = "notes/*.md"
git = true
)");

    REQUIRE(config.archives.size() == 2);
    const Archive& weekly = config.archives[0];
    CHECK(weekly.name == "weekly-1");
    CHECK(weekly.inputs == std::vector<std::string>{(folder / "issues").string(), "/srv/old/*.html"});
    CHECK(weekly.language == linktender::report::Language::zh);
    CHECK(weekly.base_url == "https://weekly.example/");
    CHECK(weekly.source_url == "https://git.example/weekly/");
    REQUIRE(weekly.git);
    CHECK(weekly.git->folder == folder.path().parent_path() / "");
    CHECK(weekly.git->timeout == 30s);
    CHECK(weekly.folder == weekly.git->folder);
    REQUIRE(weekly.reports.size() == 2);
    CHECK(weekly.reports[0].directory == folder / "out");
    CHECK(weekly.reports[0].keep == 7);
    CHECK(weekly.reports[1].format == Format::json);
    CHECK(weekly.reports[1].directory.empty());
    const Archive& notes = config.archives[1];
    REQUIRE(notes.git);
    CHECK(notes.git->folder == folder / "notes");
    CHECK(notes.folder == folder / "notes");
    REQUIRE(notes.reports.size() == 1);
    CHECK(notes.reports[0].format == Format::html);
}

TEST_CASE("app: the daemon's table sets the night and the metrics", "[app]") {
    const TempDir folder;

    const DaemonConfig config = read(folder, R"([daemon]
at = "23:05"
time_zone = "Asia/Shanghai"
random_delay = "0"
metrics = "[::1]:9464"
metrics_file = "/var/lib/node_exporter/linktender.prom"
)");

    CHECK(config.at == 23h + 5min);
    CHECK(config.time_zone == "Asia/Shanghai");
    CHECK(config.random_delay == 0s);
    CHECK(config.metrics == "[::1]:9464");
    CHECK(config.metrics_file == "/var/lib/node_exporter/linktender.prom");
    CHECK(read(folder, "[daemon]\nmetrics = \"run/m.sock\"\n").metrics == (folder / "run/m.sock").string());
}

TEST_CASE("app: a mistake in the daemon's tables is named with file, line and key", "[app]") {
    struct Row {
        std::string text;
        std::string complaint;
    };
    const std::string archive = "[[archive]]\nname = \"a\"\npaths = \"x\"\n";
    const auto row = GENERATE_COPY(values<Row>({
        {"[daemon]\nat = \"24:00\"\n", "c.toml:2: daemon.at: a time of day"},
        {"[daemon]\nat = \"2:30\"\n", "c.toml:2: daemon.at: a time of day"},
        {"[daemon]\nat = \"-1:30\"\n", "c.toml:2: daemon.at: a time of day"},
        {"[daemon]\nat = 230\n", "c.toml:2: daemon.at: text is needed"},
        {"[daemon]\nrandom_delay = \"13h\"\n", "c.toml:2: daemon.random_delay: a duration from 0s to 12h"},
        {"[daemon]\nmetrics = \"0.0.0.0:9464\"\n", "daemon.metrics: 0.0.0.0 can be reached from other"},
        {"[daemon]\nmetrics = \"192.0.2.1:80\"\n", "daemon.metrics: 192.0.2.1 can be reached from other"},
        {"[daemon]\nmetrics = \"127.0.0.1\"\n", "daemon.metrics: an address such as"},
        {"[daemon]\nmetrics = \"127.0.0.1:70000\"\n", "daemon.metrics: an address such as"},
        {"[daemon]\nmetrics = \"localhost:9464\"\n", "daemon.metrics: an address such as"},
        {"[daemon]\ntime_zone = \"Europe/Nowhere\"\n", "c.toml:2: daemon.time_zone: the system knows no"},
        {"[daemon]\nwhen = \"02:30\"\n", "c.toml:2: daemon.when: no such key; there are at, time_zone"},
        {"daemon = 3\n", "c.toml:1: daemon: a table is needed"},
        {"archive = 3\n", "c.toml:1: archive: a list of tables is needed"},
        {"[archive]\nname = \"a\"\n", "c.toml:1: archive: a list of tables is needed"},
        {"[[archive]]\npaths = \"x\"\n", "c.toml:1: archive: a name is needed"},
        {"[[archive]]\nname = \"a\"\n", "c.toml:1: archive: paths are needed"},
        {"[[archive]]\nname = \"a\"\npaths = []\n", "c.toml:3: archive.paths: at least one"},
        {"[[archive]]\nname = \"a\"\npaths = [1]\n", "c.toml:3: archive.paths: text is needed"},
        {"[[archive]]\nname = \"../a\"\npaths = \"x\"\n", "c.toml:2: archive.name: a name of small letters"},
        {"[[archive]]\nname = \"-a\"\npaths = \"x\"\n", "c.toml:2: archive.name: a name of small letters"},
        {archive + archive, "c.toml:5: archive.name: there is an archive 'a' already"},
        {archive + "language = \"fr\"\n", "c.toml:4: archive.language: \"zh\" or \"en\""},
        {archive + "base_url = \"ftp://a.example\"\n", "c.toml:4: archive.base_url: an http or https URL"},
        {archive + "git = \"yes\"\n", "c.toml:4: archive.git: true, or a table"},
        {archive + "git = { timeout = \"0s\" }\n", "c.toml:4: archive.git.timeout: a duration from 1s to 1h"},
        {archive + "[[archive.report]]\nformat = \"pdf\"\n", "c.toml:5: archive.report.format: text, json"},
        {archive + "[[archive.report]]\nkeep = 0\n", "c.toml:5: archive.report.keep: a whole number from 1"},
    }));
    CAPTURE(row.text);

    const std::string refused = refusal(row.text);

    CAPTURE(refused);
    CHECK(refused.find(row.complaint) != std::string::npos);
}

TEST_CASE("app: commands without use for the daemon's tables pass over them", "[app]") {
    const TempDir folder;
    Settings settings;

    apply_config_file(
        folder.write("c.toml", "timeout = \"9s\"\n[daemon]\nat = \"01:00\"\n[[archive]]\nname = \"a\"\n"),
        settings);

    CHECK(settings.timeout == 9s);
}
