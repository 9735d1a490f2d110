#include "linktender/app/explain.hpp"

#include <fmt/format.h>

#include <iterator>
#include <ostream>

#include "linktender/app/config_file.hpp"
#include "linktender/core/text.hpp"
#include "linktender/report/occurrence_lines.hpp"
#include "linktender/store/reader.hpp"

namespace linktender::app {

namespace {

/// A link checked every night for three years.
constexpr std::size_t k_checks_shown = 1000;

std::string time_or(const std::optional<core::TimePoint>& time, std::string_view otherwise) {
    return time ? core::format_time(*time) : std::string(otherwise);
}

std::string strikes_of(const store::StateRecord& state) {
    if (state.failures == 0) return "none";
    return fmt::format("{}.{:02} on {} days, {} failures in a row since {}", state.strikes / 100,
                       state.strikes % 100, state.strike_days, state.failures,
                       time_or(state.first_failed_at, "?"));
}

std::string words_for(const store::LinkView& link, const std::vector<store::PastCheck>& history) {
    const store::StateRecord& state = link.state;
    std::string text = fmt::format(
        "{}\n  state        {}{} since {}\n  last good    {}\n  strikes      {}\n  next check   {}\n",
        core::escape_control(link.url), to_string(state.state),
        state.last_known ? fmt::format(" (before: {})", to_string(*state.last_known)) : "",
        time_or(state.since, "never checked"), time_or(state.last_ok_at, "never"), strikes_of(state),
        time_or(state.next_check_at, "at the next run"));
    for (const store::PastCheck& check : history)
        text += fmt::format("  {}  {:<14} {:<4} {}{}\n      {}\n", core::format_time(check.checked_at),
                            to_string(check.outcome), check.status ? std::to_string(check.status) : "-",
                            check.reason, check.rule.empty() ? "" : ", by rule " + check.rule,
                            core::escape_control(check.evidence));
    return text;
}

std::string json_for(const store::LinkView& link, const std::vector<store::PastCheck>& history) {
    std::string json;
    const auto add = [&](std::string_view name, std::string_view value) {
        json += fmt::format("\"{}\":", name);
        report::append_json_string(json, value);
        json += ',';
    };
    const auto add_time = [&](std::string_view name, const std::optional<core::TimePoint>& time) {
        json += time ? fmt::format("\"{}\":\"{}\",", name, core::format_time(*time))
                     : fmt::format("\"{}\":null,", name);
    };
    json += '{';
    add("url", link.url);
    add("state", to_string(link.state.state));
    add_time("since", link.state.since);
    add_time("last_ok_at", link.state.last_ok_at);
    add_time("first_failed_at", link.state.first_failed_at);
    add_time("next_check_at", link.state.next_check_at);
    json += fmt::format("\"failures\":{},\"strikes\":{},\"strike_days\":{},\"checks\":[", link.state.failures,
                        link.state.strikes / 100.0, link.state.strike_days);
    for (const store::PastCheck& check : history) {
        if (json.back() != '[') json += ',';
        json += fmt::format("{{\"run\":{},\"status\":{},", check.run, check.status);
        add("checked_at", core::format_time(check.checked_at));
        add("outcome", to_string(check.outcome));
        add("reason", check.reason);
        add("rule", check.rule);
        json += "\"evidence\":";
        report::append_json_string(json, check.evidence);
        json += '}';
    }
    return json + "]}\n";
}

}  // namespace

ExitCode explain(const Settings& settings, const std::vector<std::string>& urls,
                 const std::vector<OutputTarget>& outputs) {
    const OutputTarget& target = outputs.front();
    if (outputs.size() != 1 || (target.format != Format::text && target.format != Format::jsonl))
        throw ConfigError("explain writes text or jsonl, one of them");
    const store::Reader reader(settings.database.empty() ? default_database() : settings.database);
    std::string result;
    for (const std::string& text : urls) {
        const auto url = url::parse(text);
        if (!url) throw ConfigError(fmt::format("{}: {}", core::escape_control(text), describe(url.error())));
        const auto link = reader.link(url->without_fragment());
        if (!link)
            throw ConfigError(
                fmt::format("{}: no issue that was read has this link", core::escape_control(text)));
        const auto history = reader.history(link->url, k_checks_shown);
        result += target.format == Format::text ? words_for(*link, history) : json_for(*link, history);
    }
    write_output(target, [&](std::ostream& out) { out << result; });
    return ExitCode::ok;
}

}  // namespace linktender::app
