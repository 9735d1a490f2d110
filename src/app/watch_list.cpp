#include "watch_list.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "linktender/app/config_file.hpp"
#include "linktender/core/log.hpp"
#include "linktender/store/reader.hpp"

namespace linktender::app {

namespace {

Calendar calendar_of(const std::filesystem::path& database, const DaemonConfig& config) {
    const auto zone = core::TimeZone::load(config.time_zone);
    if (!zone) throw ConfigError(zone.error());
    const std::string where = std::filesystem::absolute(database).string();
    return {*zone, config.at, config.random_delay, std::hash<std::string>{}(where)};
}

/// One that was killed or interrupted is taken up again.
bool is_whole(const store::RunRecord& run) {
    return run.finished_at && run.ended != "interrupted";
}

}  // namespace

WatchList::WatchList(std::filesystem::path database, const DaemonConfig& config)
    : database_(std::move(database)) {
    replace(config);
}

void WatchList::replace(const DaemonConfig& config) {
    Calendar calendar = calendar_of(database_, config);
    std::vector<std::string> names;
    std::map<std::string, Memory> memory = memory_;
    for (const Archive& archive : config.archives) {
        names.push_back(archive.name);
        read(archive.name, memory[archive.name]);
    }
    calendar_ = std::move(calendar);
    names_ = std::move(names);
    memory_ = std::move(memory);
}

core::TimePoint WatchList::next_run_of(const std::string& archive, core::TimePoint now) const {
    return next_run(calendar_, memory_.at(archive).last_counted, now);
}

std::vector<std::string> WatchList::due(core::TimePoint now) const {
    std::vector<std::string> due;
    for (const std::string& name : names_)
        if (next_run_of(name, now) <= now) due.push_back(name);
    return due;
}

std::optional<core::TimePoint> WatchList::next_run_at(core::TimePoint now) const {
    std::optional<core::TimePoint> next;
    for (const std::string& name : names_) {
        const auto own = next_run_of(name, now);
        if (!next || own < *next) next = own;
    }
    return next;
}

void WatchList::ran(const std::string& archive, core::TimePoint began, ArchiveNight night) {
    Memory& memory = memory_[archive];
    memory.problems = std::move(night.problems);
    if (night.figures) memory.figures = std::move(night.figures);
    if (memory.figures) memory.figures->problems = memory.problems.size();
    try {
        read(archive, memory);
    } catch (const store::StoreError& error) {
        core::log::error("{}", error.what());
    }
    memory.last_counted = began;
}

void WatchList::read(const std::string& archive, Memory& memory) const {
    constexpr int k_looked_back = 20;
    try {
        const store::Reader reader(database_);
        memory.last_run = reader.latest_run(archive);
        auto counted = memory.last_run;
        for (int i = 0; i < k_looked_back && counted && !is_whole(*counted); ++i)
            counted = reader.run_before(counted->id);
        if (counted && is_whole(*counted)) memory.last_counted = counted->started_at;
    } catch (const store::StoreError& error) {
        // The first run makes the file, or brings it up to date.
        if (error.kind() != store::StoreError::Kind::missing &&
            error.kind() != store::StoreError::Kind::older_schema)
            throw;
    }
}

std::vector<ArchiveStatus> WatchList::statuses(core::TimePoint now) const {
    std::vector<ArchiveStatus> list;
    for (const std::string& name : names_) {
        const Memory& memory = memory_.at(name);
        list.push_back({name, memory.last_run, next_run_of(name, now), memory.problems});
    }
    return list;
}

std::vector<ArchiveFigures> WatchList::figures() const {
    std::vector<ArchiveFigures> list;
    for (const std::string& name : names_)
        if (const auto& figures = memory_.at(name).figures) list.push_back(*figures);
    return list;
}

std::vector<ArchiveFigures> WatchList::read_all_figures(const std::filesystem::path& database,
                                                        const std::vector<std::string>& names) {
    std::vector<ArchiveFigures> list;
    try {
        const store::Reader reader(database);
        for (const std::string& name : names)
            if (auto figures = read_figures(reader, name)) list.push_back(*std::move(figures));
    } catch (const store::StoreError& error) {
        core::log::info("no figures yet: {}", error.what());
    }
    return list;
}

void WatchList::add_figures(std::vector<ArchiveFigures> figures) {
    for (ArchiveFigures& each : figures) {
        const std::string name = each.archive;
        memory_[name].figures = std::move(each);
    }
}

}  // namespace linktender::app
