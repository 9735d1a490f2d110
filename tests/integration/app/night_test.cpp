// Whole nights over real sockets, on a loop of the test's own.
#include "linktender/app/night.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "linktender/store/reader.hpp"
#include "linktender/store/writer.hpp"
#include "support/catch.hpp"
#include "support/scripted_server.hpp"
#include "support/temp_dir.hpp"

using namespace linktender;
using namespace linktender::app;
using linktender::test::html;
using linktender::test::ReceivedRequest;
using linktender::test::Reply;
using linktender::test::ScriptedServer;
using linktender::test::TempDir;
using std::chrono::milliseconds;
using verdict::State;

namespace {

class Newsletter {
public:
    explicit Newsletter(const ScriptedServer& server) : url(server.origin("a.test") + "/page") {
        settings.database = folder / "nights.db";
        settings.resolve = {server.resolve("a.test")};
        settings.allow_address = {"127.0.0.0/8"};
        settings.canary.clear();
        settings.host_request_interval = milliseconds(0);
        settings.retry_wait_time = milliseconds(0);
        settings.obey_robots = false;
        settings.sibling_probe = false;
        archive.name = "weekly";
        archive.inputs = {(folder / "issues").string()};
        folder.write("issues/1.md", "[a page](" + url + ")");
    }

    NightResult night(boost::asio::io_context& io, std::function<void(crawl::Pipeline*)> crawling = {}) {
        const NightHooks hooks{io, std::move(crawling), {}};
        return run_night(settings, options, archive, verdict::builtin_rules(), hooks);
    }

    [[nodiscard]] store::StateRecord state() const {
        return store::Reader(settings.database).link(url)->state;
    }

    /// Nights of the last week in which the page was missing: the next failure would be the last strike.
    void bring_to_the_edge() {
        const core::TimePoint now = core::RealClock().now();
        store::Writer writer(settings.database, options.ladder);
        for (const int days_ago : {8, 4}) {
            store::CheckRecord check;
            check.url = url;
            check.checked_at = now - std::chrono::days(days_ago);
            check.verdict.outcome = verdict::Outcome::not_found;
            check.status = 404;
            store::RunRecord record;
            record.started_at = check.checked_at;
            record.archive = archive.name;
            const store::RunId run = writer.begin_run(record);
            writer.put_check(run, check);
            writer.settle_run(run, {.finished_at = check.checked_at, .ended = "complete"});
        }
        writer.flush();
        REQUIRE(state().strikes == 200);
    }

    std::string url;
    TempDir folder;
    Settings settings;
    NightOptions options;
    Archive archive;
};

/// Counts for as long as its loop runs.
class Ticker {
public:
    explicit Ticker(boost::asio::io_context& io) : timer_(io) { tick(); }
    int ticks = 0;

private:
    void tick() {
        timer_.expires_after(milliseconds(1));
        timer_.async_wait([this](const boost::system::error_code& error) {
            if (error) return;
            ++ticks;
            tick();
        });
    }
    boost::asio::steady_timer timer_;
};

}  // namespace

TEST_CASE("night: its owner's loop is served while links are asked for, and runs on afterwards", "[app]") {
    boost::asio::io_context io;
    Ticker ticker(io);
    int ticks_seen = 0;
    ScriptedServer server([&](const ReceivedRequest&) { return html("<title>A page</title><p>Here."); });
    Newsletter newsletter(server);
    std::vector<bool> told;
    const auto crawling = [&](crawl::Pipeline* pipeline) {
        told.push_back(pipeline != nullptr);
        if (pipeline == nullptr) ticks_seen = ticker.ticks;
    };

    const NightResult result = newsletter.night(io, crawling);

    CHECK(result.end == crawl::RunEnd::complete);
    CHECK(result.planned == 1);
    CHECK(newsletter.state().state == State::alive);
    CHECK(told == std::vector<bool>{true, false});
    CHECK(ticks_seen > 0);
    io.restart();
    io.run_for(milliseconds(50));
    CHECK(ticker.ticks > ticks_seen);
    CHECK(newsletter.night(io, crawling).planned == 0);
}

TEST_CASE("night: the pipeline ends in order when its owner says so", "[app]") {
    boost::asio::io_context io;
    ScriptedServer server([](const ReceivedRequest&) { return html("<title>A page</title>"); });
    Newsletter newsletter(server);

    const NightResult result = newsletter.night(io, [](crawl::Pipeline* pipeline) {
        if (pipeline != nullptr) pipeline->stop();
    });

    CHECK(result.end == crawl::RunEnd::interrupted);
    CHECK(newsletter.state().state == State::unchecked);
    CHECK(store::Reader(newsletter.settings.database).run(result.run)->ended == "interrupted");
    CHECK(newsletter.night(io).planned == 1);
    CHECK(newsletter.state().state == State::alive);
}

TEST_CASE("night: what may be dead is asked for again on a connection of its own", "[app]") {
    boost::asio::io_context io;
    ScriptedServer server([](const ReceivedRequest&) { return html("<title>No such page</title>", 404); });
    Newsletter newsletter(server);
    newsletter.bring_to_the_edge();

    (void)newsletter.night(io);

    CHECK(newsletter.state().state == State::dead);
    CHECK(server.counts().requests == 2);
    CHECK(server.counts().accepted == 2);
}

TEST_CASE("night: what may be dead is asked for through the proxy, which has the last word", "[app]") {
    boost::asio::io_context io;
    ScriptedServer server([](const ReceivedRequest&) { return html("<title>No such page</title>", 404); });
    ScriptedServer proxy([](const ReceivedRequest&) { return html("<title>A page</title><p>Here."); });
    Newsletter newsletter(server);
    newsletter.options.last_strike_proxy = proxy.origin();
    newsletter.bring_to_the_edge();

    (void)newsletter.night(io);

    CHECK(newsletter.state().state == State::alive);
    CHECK(server.counts().requests == 1);
    CHECK(proxy.counts().requests == 1);
    CHECK(store::Reader(newsletter.settings.database).history(newsletter.url, 9).size() == 4);
}
