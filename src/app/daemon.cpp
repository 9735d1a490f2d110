#include "linktender/app/daemon.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <optional>
#include <utility>

#include "archive_night.hpp"
#include "instance.hpp"
#include "linktender/app/config_file.hpp"
#include "linktender/app/local_server.hpp"
#include "linktender/app/metrics.hpp"
#include "linktender/app/run_beside.hpp"
#include "linktender/app/service_manager.hpp"
#include "linktender/app/status.hpp"
#include "linktender/core/log.hpp"
#include "linktender/core/text.hpp"
#include "linktender/report/atomic_file.hpp"
#include "watch_list.hpp"

namespace linktender::app {

namespace asio = boost::asio;
using Error = boost::system::error_code;
using namespace std::chrono_literals;

namespace {

/// The wall clock is looked at so often: it may be put right, and a machine may sleep.
constexpr auto k_look_at_clock = 60s;
constexpr auto k_status_interval = 2s;
/// What ends longer than this is cut off; the service manager would do it a little later.
constexpr auto k_longest_ending = 9s;
constexpr const char* k_no_archive =
    "the configuration names no archive: add an [[archive]] table with name and paths";

/// Calls a function again and again. Loop thread.
class Ticker {
public:
    Ticker(asio::io_context& io, std::chrono::microseconds interval, std::function<void()> call)
        : timer_(io), interval_(interval), call_(std::move(call)) {
        tick();
    }

private:
    void tick() {
        call_();
        timer_.expires_after(interval_);
        timer_.async_wait([this](const Error& error) {
            if (!error) tick();
        });
    }
    asio::steady_timer timer_;
    const std::chrono::microseconds interval_;
    const std::function<void()> call_;
};

class Daemon {
public:
    Daemon(DaemonParts parts, std::shared_ptr<const DaemonSetup> setup)
        : parts_(std::move(parts)),
          setup_(std::move(setup)),
          database_(setup_->settings.database),
          lock_(become_instance(database_)),
          watched_(database_, setup_->config),
          signals_(io_, SIGTERM, SIGINT, SIGHUP),
          deadline_(io_),
          wake_(io_),
          status_server_(io_, status_socket(database_),
                         [this](std::string_view path) { return answer_status(path); }) {
        signals_.add(SIGUSR1);
        metrics_server_ = serve_metrics(setup_->config.metrics);
    }

    void run() {
        wait_for_signal();
        std::optional<Ticker> alive;
        if (const auto interval = ServiceManager::alive_interval())
            alive.emplace(io_, *interval, [this] { manager_.alive(); });
        manager_.ready(status_line(status()));
        const Ticker ticker(io_, k_status_interval, [this] { tell_status(); });
        watched_.add_figures(run_beside(io_, [database = database_, names = watched_.names()] {
            return WatchList::read_all_figures(database, names);
        }));
        write_metrics_file();
        while (!ending_) {
            const auto due = std::exchange(wanted_, false) ? watched_.names() : watched_.due(clock_.now());
            if (due.empty())
                wait();
            else
                run_night_of(due);
        }
        core::log::info("ended in order");
    }

private:
    // Signals

    void wait_for_signal() {
        signals_.async_wait([this](const Error& error, int number) {
            if (error) return;
            if (number == SIGHUP)
                reload();
            else if (number == SIGUSR1)
                wanted_ = true;
            else
                end();
            wait_for_signal();
        });
    }
    void end() {
        if (ending_) std::_Exit(static_cast<int>(ExitCode::failed));
        ending_ = true;
        manager_.stopping();
        core::log::info("ending: what was checked is kept; once more to end at once");
        if (pipeline_ != nullptr) pipeline_->stop();
        deadline_.expires_after(k_longest_ending);
        deadline_.async_wait([](const Error& error) {
            if (error) return;
            core::log::error("what runs does not end in time and is cut off");
            std::_Exit(static_cast<int>(ExitCode::failed));
        });
    }
    /// All of it takes effect or none; a run under way goes on with what it began with.
    void reload() {
        manager_.reloading();
        try {
            auto setup = parts_.configure();
            if (setup->settings.database != database_)
                throw ConfigError("the database cannot change while the daemon runs: start it again");
            if (setup->config.archives.empty()) throw ConfigError(k_no_archive);
            WatchList watched = watched_;
            watched.replace(setup->config);
            if (setup->config.metrics != setup_->config.metrics)
                metrics_server_ = serve_metrics(setup->config.metrics);
            watched_ = std::move(watched);
            setup_ = std::move(setup);
            reload_problem_.clear();
            wake_.cancel();  // the next run may be due earlier now
            core::log::info("the configuration was read again");
        } catch (const std::exception& error) {
            reload_problem_ = error.what();
            core::log::error("the configuration stays as it was: {}", reload_problem_);
        }
        manager_.ready(status_line(status()));
    }

    // Waiting

    /// Runs the loop until something happened.
    void wait() {
        if (!waiting_) {
            waiting_ = true;
            const auto now = clock_.now();
            const auto until_next = watched_.next_run_at(now).value_or(now + k_look_at_clock) - now;
            wake_.expires_after(std::clamp<core::Milliseconds>(until_next, 1ms, k_look_at_clock));
            wake_.async_wait([this](const Error&) { waiting_ = false; });
        }
        io_.restart();
        io_.run_one();
    }
    // A night

    void run_night_of(const std::vector<std::string>& names) {
        const auto setup = setup_;  // a reload brings another one
        for (const Archive& archive : setup->config.archives) {
            if (ending_) return;
            if (std::ranges::find(names, archive.name) == names.end()) continue;
            const auto began = clock_.now();
            night_ = NightStatus{archive.name, {}, began, {}, {}};
            const NightHooks hooks{io_, [this](crawl::Pipeline* pipeline) { crawling(pipeline); },
                                   [this] { return ending_.load(); }};
            ArchiveNight result = watch_over(*setup, parts_, archive, hooks, [this](std::string_view phase) {
                night_->phase = phase;
                tell_status();
            });
            night_.reset();
            watched_.ran(archive.name, began, std::move(result));
            write_metrics_file();
        }
    }
    void crawling(crawl::Pipeline* pipeline) {
        pipeline_ = pipeline;
        if (pipeline_ != nullptr && ending_) pipeline_->stop();
    }

    // What others are told

    [[nodiscard]] Status status() const {
        Status status;
        status.running = true;
        status.pid = ::getpid();
        status.now = clock_.now();
        status.started_at = started_at_;
        status.database = database_;
        status.time_zone = setup_->config.time_zone;
        status.reload_problem = reload_problem_;
        status.night = night_;
        if (status.night && pipeline_ != nullptr) {
            status.night->progress = pipeline_->progress();
            status.night->hosts = pipeline_->longest_queues(k_hosts_in_status);
        }
        status.archives = watched_.statuses(status.now);
        return status;
    }
    void tell_status() {
        std::string line = status_line(status());
        if (line == told_ || ending_) return;
        told_ = std::move(line);
        manager_.status(told_);
    }
    std::optional<LocalAnswer> answer_status(std::string_view path) const {
        if (path == "/status.json") return LocalAnswer{"application/json", status_json(status())};
        if (path == "/status.txt") return LocalAnswer{"text/plain; charset=utf-8", status_text(status())};
        return std::nullopt;
    }
    [[nodiscard]] std::string metrics() const {
        DaemonFigures figures;
        if (pipeline_ != nullptr) {
            figures.run = pipeline_->progress();
            const auto queues = pipeline_->longest_queues(1);
            if (!queues.empty()) figures.longest_queue = queues.front().waiting;
        }
        figures.next_run_at = watched_.next_run_at(clock_.now());
        figures.reload_refused = !reload_problem_.empty();
        figures.archives = watched_.figures();
        return metrics_text(figures);
    }
    std::unique_ptr<LocalServer> serve_metrics(const std::string& address) {
        if (address.empty()) return nullptr;
        return std::make_unique<LocalServer>(
            io_, address, [this](std::string_view path) -> std::optional<LocalAnswer> {
                if (path != "/metrics") return std::nullopt;
                return LocalAnswer{"text/plain; version=0.0.4; charset=utf-8", metrics()};
            });
    }
    void write_metrics_file() const {
        const auto& file = setup_->config.metrics_file;
        if (file.empty()) return;
        try {
            report::write_file_atomically(file, [this](std::ostream& out) { out << metrics(); });
        } catch (const std::exception& error) {
            core::log::error("metrics_file: {}", core::escape_control(error.what()));
        }
    }

    asio::io_context io_{1};
    const ServiceManager manager_{};
    const core::RealClock clock_;
    const core::TimePoint started_at_ = clock_.now();
    const DaemonParts parts_;
    std::shared_ptr<const DaemonSetup> setup_;
    const std::filesystem::path database_;
    const core::FileLock lock_;
    WatchList watched_;
    std::optional<NightStatus> night_;
    crawl::Pipeline* pipeline_ = nullptr;
    std::atomic<bool> ending_ = false;  ///< also read where a pull waits
    bool wanted_ = false;               ///< a run now, by SIGUSR1
    bool waiting_ = false;
    std::string told_;
    std::string reload_problem_;
    asio::signal_set signals_;
    asio::steady_timer deadline_;
    asio::steady_timer wake_;
    LocalServer status_server_;
    std::unique_ptr<LocalServer> metrics_server_;
};

}  // namespace

std::filesystem::path daemon_database(const Settings& settings) {
    if (!settings.database.empty()) return settings.database;
    const char* state = std::getenv("STATE_DIRECTORY");
    if (state == nullptr || *state != '/') return default_database();
    const std::string folders = state;
    return std::filesystem::path(folders.substr(0, folders.find(':'))) / "linktender.db";
}

ExitCode run_daemon(DaemonParts parts) {
    auto setup = parts.configure();
    if (setup->config.archives.empty()) throw ConfigError(k_no_archive);
    Daemon(std::move(parts), std::move(setup)).run();
    return ExitCode::ok;
}

}  // namespace linktender::app
