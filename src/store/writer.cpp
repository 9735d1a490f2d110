#include "linktender/store/writer.hpp"

#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Transaction.h>

#include <atomic>
#include <future>
#include <mutex>
#include <optional>
#include <random>
#include <system_error>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "check_table.hpp"
#include "connection.hpp"
#include "error.hpp"
#include "host_table.hpp"
#include "issue_table.hpp"
#include "link_table.hpp"
#include "linktender/core/bounded_queue.hpp"
#include "linktender/core/log.hpp"
#include "page_table.hpp"
#include "probe_table.hpp"
#include "run_table.hpp"
#include "writer_lock.hpp"

namespace linktender::store {

namespace {

struct BeginRun {
    RunRecord run;
    std::promise<std::optional<RunId>> id;  ///< none: the writer has failed
};
struct PutIssue {
    RunId run = 0;
    source::Issue issue;
    std::string content_hash;
};
struct KeepIssue {
    RunId run = 0;
    std::string file;
};
struct PutCheck {
    RunId run = 0;
    CheckRecord check;
};
struct PutHost {
    HostRecord host;
};
struct PutProbe {
    ProbeRecord probe;
};
struct PutUnchecked {
    RunId run = 0;
    std::string url;
    std::string reason;
};
struct FinishRun {
    RunId run = 0;
    core::TimePoint finished_at;
    std::string ended;
};
struct SettleRun {
    RunId run = 0;
    Settlement settlement;
};
struct Flush {
    std::promise<bool> done;  ///< false: the writer has failed
};
using Command = std::variant<BeginRun, PutIssue, KeepIssue, PutCheck, PutHost, PutProbe, PutUnchecked,
                             FinishRun, SettleRun, Flush>;

/// Somebody waits for these: the batch ends with them.
bool is_barrier(const Command& command) noexcept {
    return std::holds_alternative<BeginRun>(command) || std::holds_alternative<Flush>(command);
}

std::filesystem::path prepared(const std::filesystem::path& file) {
    std::filesystem::path real = resolve(file);
    std::error_code failure;
    std::filesystem::create_directories(real.parent_path(), failure);
    if (failure) throw system_failure(failure.value(), "created", real.parent_path());
    return real;
}

}  // namespace

class Writer::Impl {
public:
    Impl(const std::filesystem::path& file, const verdict::LadderOptions& ladder, std::uint32_t seed)
        : file_(prepared(file)),
          lock_(lock_for_writing(file_)),
          database_(open_for_writing(file_)),
          runs_(database_),
          links_(database_),
          pages_(database_),
          issues_(database_, links_),
          hosts_(database_),
          probes_(database_),
          checks_(database_, links_, pages_, hosts_, ladder, seed),
          queue_(k_batch_records),
          thread_([this] { work(); }) {}

    ~Impl() {
        queue_.close();
        thread_.join();
        const std::lock_guard lock(mutex_);
        if (failure_ && !delivered_) core::log::error("{}", failure_->what());
    }

    void put(Command command) {
        if (failed_) throw_failure();
        const bool awaited = is_barrier(command);
        queue_.push(std::move(command), awaited);
    }

    /// How many occurrences were put since the last flush that this asked for.
    std::size_t count_unwritten(std::size_t occurrences) noexcept {
        const std::size_t unwritten = unwritten_ += occurrences;
        if (unwritten > k_unwritten_occurrences) unwritten_ = 0;
        return unwritten;
    }

    /// A copy for each thread that asks.
    [[noreturn]] void throw_failure() {
        const std::lock_guard lock(mutex_);
        delivered_ = true;
        throw StoreError(*failure_);
    }

private:
    void work();
    void write(std::vector<Command> batch);
    std::optional<RunId> apply(const Command& command);
    void fail(StoreError failure);

    const std::filesystem::path file_;
    core::FileLock lock_;
    SQLite::Database database_;
    RunTable runs_;
    LinkTable links_;
    PageTable pages_;
    IssueTable issues_;
    HostTable hosts_;
    ProbeTable probes_;
    CheckTable checks_;

    std::atomic<std::size_t> unwritten_ = 0;
    std::atomic<bool> failed_ = false;  ///< set once; `failure_` does not change afterwards
    std::mutex mutex_;
    std::optional<StoreError> failure_;
    bool delivered_ = false;  ///< somebody was told

    core::BoundedQueue<Command> queue_;
    std::thread thread_;
};

void Writer::Impl::work() {
    for (auto waiting = queue_.pop_batch(k_batch_age); !waiting.empty();
         waiting = queue_.pop_batch(k_batch_age)) {
        std::vector<Command> batch;
        for (Command& command : waiting) {
            batch.push_back(std::move(command));
            if (!is_barrier(batch.back())) continue;
            // Once failed, what comes is taken off the queue, so that nobody waits for room in it.
            write(std::exchange(batch, {}));
        }
        if (!batch.empty()) write(std::move(batch));
    }
}

void Writer::Impl::write(std::vector<Command> batch) {
    std::optional<RunId> begun;
    if (!failed_) {
        try {
            SQLite::Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
            for (const Command& command : batch) begun = apply(command);
            transaction.commit();
        } catch (const SQLite::Exception& error) {
            fail(translate(error, file_, &database_));
        } catch (const std::exception& error) {
            fail({StoreError::Kind::other, error.what()});
        }
    }
    if (auto* begin = std::get_if<BeginRun>(&batch.back()))
        begin->id.set_value(failed_ ? std::nullopt : begun);
    if (auto* flush = std::get_if<Flush>(&batch.back())) flush->done.set_value(!failed_);
}

/// The id when the command begins a run.
std::optional<RunId> Writer::Impl::apply(const Command& command) {
    if (const auto* begin = std::get_if<BeginRun>(&command)) return runs_.begin(begin->run);
    if (const auto* put = std::get_if<PutIssue>(&command))
        issues_.put(put->run, put->issue, put->content_hash);
    if (const auto* keep = std::get_if<KeepIssue>(&command)) issues_.keep(keep->run, keep->file);
    if (const auto* put = std::get_if<PutCheck>(&command))
        checks_.put(put->run, put->check, runs_.is_night(put->run));
    if (const auto* put = std::get_if<PutHost>(&command)) hosts_.learn(put->host);
    if (const auto* put = std::get_if<PutProbe>(&command)) probes_.put(put->probe);
    if (const auto* put = std::get_if<PutUnchecked>(&command))
        runs_.leave_out(put->run, links_.find_or_add(put->url, put->run).id, put->reason);
    if (const auto* finish = std::get_if<FinishRun>(&command))
        runs_.finish(finish->run, finish->finished_at, finish->ended);
    if (const auto* settle = std::get_if<SettleRun>(&command)) {
        if (runs_.settle(settle->run, settle->settlement) && settle->settlement.incident.empty())
            checks_.settle(settle->run, settle->settlement.host_incidents);
    }
    return std::nullopt;
}

void Writer::Impl::fail(StoreError failure) {
    const std::lock_guard lock(mutex_);
    failure_ = std::move(failure);
    failed_ = true;
}

Writer::Writer(const std::filesystem::path& file, const verdict::LadderOptions& ladder,
               std::optional<std::uint32_t> seed) {
    try {
        impl_ = std::make_unique<Impl>(file, ladder, seed ? *seed : std::random_device()());
    } catch (const SQLite::Exception& error) {
        throw translate(error, file, nullptr);
    }
}

Writer::~Writer() = default;

RunId Writer::begin_run(const RunRecord& run) {
    BeginRun command{.run = run, .id = {}};
    auto id = command.id.get_future();
    impl_->put(std::move(command));
    const std::optional<RunId> begun = id.get();
    if (!begun) impl_->throw_failure();
    return *begun;
}

void Writer::put_issue(RunId run, source::Issue issue, std::string content_hash) {
    const std::size_t occurrences = issue.occurrences.size();
    impl_->put(PutIssue{run, std::move(issue), std::move(content_hash)});
    if (impl_->count_unwritten(occurrences) > k_unwritten_occurrences) flush();
}

void Writer::keep_issue(RunId run, std::string file) {
    impl_->put(KeepIssue{run, std::move(file)});
}

void Writer::put_check(RunId run, CheckRecord check) {
    impl_->put(PutCheck{run, std::move(check)});
}

void Writer::put_host(HostRecord host) {
    impl_->put(PutHost{std::move(host)});
}

void Writer::put_probe(ProbeRecord probe) {
    impl_->put(PutProbe{std::move(probe)});
}

void Writer::put_unchecked(RunId run, std::string url, std::string reason) {
    impl_->put(PutUnchecked{run, std::move(url), std::move(reason)});
}

void Writer::finish_run(RunId run, core::TimePoint finished_at, std::string ended) {
    impl_->put(FinishRun{run, finished_at, std::move(ended)});
}

void Writer::settle_run(RunId run, Settlement settlement) {
    impl_->put(SettleRun{run, std::move(settlement)});
}

void Writer::flush() {
    Flush command;
    auto done = command.done.get_future();
    impl_->put(std::move(command));
    if (!done.get()) impl_->throw_failure();
}

}  // namespace linktender::store
