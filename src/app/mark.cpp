#include "linktender/app/mark.hpp"

#include <fmt/format.h>

#include <ostream>

#include "find_link.hpp"
#include "linktender/app/config_file.hpp"
#include "linktender/app/output.hpp"
#include "linktender/core/text.hpp"
#include "linktender/store/marks.hpp"
#include "linktender/store/reader.hpp"

namespace linktender::app {

namespace {

/// Long enough not to be asked again every month, short enough that no word outlives its reason by years.
constexpr std::chrono::days k_usual{180};
constexpr std::chrono::days k_longest{3653};

}  // namespace

core::TimePoint mark_end(const std::string& text, core::TimePoint now) {
    if (text.empty()) return now + k_usual;
    core::TimePoint end = now;
    if (const auto day = core::parse_date(text)) {
        end = std::chrono::sys_days(*day);
    } else if (const auto duration = core::parse_duration(text)) {
        end = *duration > k_longest ? core::TimePoint::max() : now + *duration;
    } else {
        throw ConfigError(
            fmt::format("--until: a day such as 2027-05-01 or a time such as 90d is needed, not "
                        "'{}'",
                        core::escape_control(text)));
    }
    if (end <= now)
        throw ConfigError(fmt::format("--until: {} is over; name a day ahead", core::escape_control(text)));
    if (end > now + k_longest)
        throw ConfigError(fmt::format("--until: {} is more than ten years ahead; links do not live that long",
                                      core::escape_control(text)));
    return end;
}

ExitCode mark_link(const Settings& settings, const MarkCall& call) {
    const core::TimePoint now = core::RealClock().now();
    const core::TimePoint until = call.remove ? now : mark_end(call.until, now);
    const std::filesystem::path file = database_of(settings);
    const std::string url = find_link(store::Reader(file), call.url);
    const std::string shown = core::escape_control(url);
    std::string text;
    if (call.remove) {
        if (!store::remove_mark(file, url)) throw ConfigError(fmt::format("{} has no mark to remove", shown));
        text = fmt::format("{}: the mark is removed; its checks speak for it again\n", shown);
    } else {
        store::put_mark(file, url, {call.kind, now, until, call.note});
        text = fmt::format(
            "{}: {} until {}{}\n", shown,
            call.kind == store::MarkKind::acknowledged ? "acknowledged"
                                                       : fmt::format("counts as {}", to_string(call.kind)),
            core::format_time(until), call.note.empty() ? "" : ", " + core::escape_control(call.note));
    }
    write_output({}, [&](std::ostream& out) { out << text; });
    return ExitCode::ok;
}

}  // namespace linktender::app
