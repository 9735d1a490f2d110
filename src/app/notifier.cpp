#include "linktender/app/notifier.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <utility>

#include "courier.hpp"
#include "linktender/app/config_file.hpp"
#include "linktender/core/text.hpp"
#include "linktender/report/model.hpp"
#include "linktender/store/notifications.hpp"
#include "linktender/store/reader.hpp"

namespace linktender::app {

namespace {

bool is_for(const NotifyTarget& target, const Archive& archive) {
    return target.archives.empty() ||
           std::ranges::find(target.archives, archive.name) != target.archives.end();
}

bool has_ticket(const NotifyTarget& target) {
    return target.type == NotifyType::github || target.type == NotifyType::gitee ||
           target.type == NotifyType::gitlab;
}

report::Language language_of(const NotifyTarget& target, const std::optional<report::Language>& archive,
                             const Settings& settings) {
    if (target.language) return *target.language;
    if (archive) return *archive;
    return settings.language ? *settings.language : language_of_environment();
}

std::string complaint(const NotifyTarget& target, std::string_view what) {
    return fmt::format("{} ({}) was not told: {}", target.name, to_string(target.type), what);
}

/// One target's share of an archive's news.
struct Errand {
    const NotifyTarget* target = nullptr;
    notify::Digest digest;
    report::Language language = report::Language::en;
    std::optional<store::NotificationRecord> before;
};

/// When the run ended that the target was told of; that it was told is as good an answer, should the run be
/// gone.
std::optional<core::TimePoint> told_until(const store::Reader& reader,
                                          const std::optional<store::NotificationRecord>& before) {
    if (!before) return std::nullopt;
    const auto run = reader.run(before->run);
    return run && run->finished_at ? run->finished_at : before->sent_at;
}

std::vector<Errand> errands_of(const Settings& settings, const std::vector<NotifyTarget>& targets,
                               const Archive& archive, store::RunId run, const NotifyOptions& options) {
    std::vector<Errand> errands;
    const store::Reader reader(database_of(settings));
    report::Model model = report::build(reader, run);
    report::add_history(model, reader);
    for (const NotifyTarget& target : targets) {
        if (!is_for(target, archive)) continue;
        Errand errand;
        errand.target = &target;
        errand.language = language_of(target, archive.language, settings);
        errand.before = reader.notification(archive.name, target.name);
        errand.digest =
            notify::make_digest(model, {archive.name, told_until(reader, errand.before), options.ladder});
        errands.push_back(std::move(errand));
    }
    return errands;
}

/// What went wrong, if anything. Throws StoreError.
std::optional<std::string> run_errand(const Settings& settings, const Errand& errand, store::RunId run,
                                      core::TimePoint now, const NotifyOptions& options) {
    const NotifyTarget& target = *errand.target;
    const auto file = database_of(settings);
    store::NotificationRecord record{errand.digest.archive, target.name, run, now, ""};
    if (errand.before) record.ticket = errand.before->ticket;
    // A ticket knows by itself what it says.
    if (errand.digest.empty() && !has_ticket(target)) {
        if (errand.before) record.sent_at = errand.before->sent_at;
        store::put_notification(file, record);
        return std::nullopt;
    }
    notify::TicketMemory ticket = notify::ticket_memory_from(record.ticket);
    const auto failed = bring({&errand.digest, errand.language, now}, settings, target, ticket, options);
    if (has_ticket(target)) record.ticket = notify::to_string(ticket);
    if (failed && !errand.before) return failed;
    if (failed) {
        record.run = errand.before->run;
        record.sent_at = errand.before->sent_at;
    }
    store::put_notification(file, record);
    return failed;
}

}  // namespace

std::vector<std::string> notify_archive(const Settings& settings, const std::vector<NotifyTarget>& targets,
                                        const Archive& archive, store::RunId run, core::TimePoint now,
                                        const NotifyOptions& options) {
    std::vector<std::string> failures;
    if (std::ranges::none_of(targets, [&](const auto& target) { return is_for(target, archive); }))
        return failures;
    const std::vector<Errand> errands = errands_of(settings, targets, archive, run, options);
    std::vector<std::future<std::optional<std::string>>> answers;
    for (const Errand& errand : errands) {
        answers.push_back(std::async(std::launch::async, [&settings, &errand, run, now, &options] {
            return run_errand(settings, errand, run, now, options);
        }));
    }
    for (std::size_t i = 0; i < errands.size(); ++i) {
        try {
            if (const auto failed = answers[i].get())
                failures.push_back(complaint(*errands[i].target, *failed));
        } catch (const std::exception& error) {
            failures.push_back(complaint(*errands[i].target, core::escape_control(error.what())));
        }
    }
    return failures;
}

ExitCode try_target(const Settings& settings, const std::vector<NotifyTarget>& targets,
                    const std::string& name) {
    const auto target = std::ranges::find(targets, name, &NotifyTarget::name);
    if (target == targets.end()) {
        std::vector<std::string> known;
        for (const NotifyTarget& each : targets) known.push_back(each.name);
        throw ConfigError(
            known.empty() ? std::string("no target is configured: [[notify]] of a file given with --config "
                                        "describes one")
                          : fmt::format("there is no target '{}'; there are {}", core::escape_control(name),
                                        fmt::join(known, ", ")));
    }
    const core::TimePoint now = core::RealClock().now();
    const notify::Digest digest =
        notify::test_digest(target->archives.empty() ? "linktender" : target->archives.front(), now);
    notify::TicketMemory ticket;
    NotifyOptions options;
    options.retry.attempts = 1;
    const auto failed = bring({&digest, language_of(*target, std::nullopt, settings), now}, settings, *target,
                              ticket, options);
    if (failed) {
        fmt::print(stderr, "linktender: {}\n", complaint(*target, *failed));
        return ExitCode::failed;
    }
    if (has_ticket(*target))
        fmt::print("{}: the token may read the tickets of {}\n", target->name, target->repository);
    else
        fmt::print("{}: told\n", target->name);
    return ExitCode::ok;
}

}  // namespace linktender::app
