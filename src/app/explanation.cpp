#include "explanation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "linktender/core/text.hpp"
#include "linktender/report/occurrence_lines.hpp"
#include "linktender/store/marks.hpp"
#include "linktender/verdict/recheck_plan.hpp"

namespace linktender::app {

namespace {

using verdict::Effect;
using verdict::LadderOptions;
using verdict::State;

std::string time_or(const std::optional<core::TimePoint>& time, std::string_view otherwise) {
    return time ? core::format_time(*time) : std::string(otherwise);
}

std::string hundredths(int value) {
    return fmt::format("{}.{:02}", value / 100, value % 100);
}

/// `3 days`, `22 hours`.
std::string span(core::Milliseconds time) {
    const auto hours = std::chrono::duration_cast<std::chrono::hours>(time).count();
    if (hours >= 48) return fmt::format("{} days", hours / 24);
    return fmt::format("{} hour{}", hours, hours == 1 ? "" : "s");
}

std::string too_soon_words(const store::PastCheck& check, const verdict::ReplayStep& step,
                           const LadderOptions& ladder) {
    const auto spacing = check.recorded.seen.signal == verdict::SignalClass::transient
                             ? ladder.transient_spacing
                             : ladder.permanent_spacing;
    return fmt::format("no strike: {} after the last one; {} apart count",
                       span(check.checked_at - *step.before.last_strike_at), span(spacing));
}

std::string_view turn_words(verdict::Turn turn) noexcept {
    switch (turn) {
        case verdict::Turn::none: return "";
        case verdict::Turn::began_to_fail: return "; it begins to fail";
        case verdict::Turn::died: return "; confirmed dead";
        case verdict::Turn::recovered: return "; recovered";
        case verdict::Turn::resurrected: return "; back from the dead";
        case verdict::Turn::moved: return "; moved";
    }
    return "";
}

/// The step that made the present state; null when none did.
const verdict::ReplayStep* last_climb(const Explanation& explanation) {
    for (auto step = explanation.steps.rbegin(); step != explanation.steps.rend(); ++step)
        if (step->effect < Effect::discarded) return &*step;
    return nullptr;
}

std::string strikes_words(const store::StateRecord& state, const LadderOptions& ladder) {
    if (state.failures == 0) return "none";
    return fmt::format("{} of {} on {} of {} days; {} failures in a row since {}", hundredths(state.strikes),
                       hundredths(ladder.deadly_score), state.strike_days, ladder.confirm_checks,
                       state.failures, time_or(state.first_failed_at, "?"));
}

std::string mark_words(const store::MarkRecord& mark) {
    const std::string_view kind = mark.kind == store::MarkKind::acknowledged ? "acknowledged by an editor"
                                  : mark.kind == store::MarkKind::alive      ? "an editor says: alive"
                                                                             : "an editor says: dead";
    return fmt::format("  mark         {}, from {} until {}{}\n", kind, core::format_time(mark.made_at),
                       core::format_time(mark.until),
                       mark.note.empty() ? "" : "\n               " + core::escape_control(mark.note));
}

/// Appends members of a JSON object.
class Members {
public:
    explicit Members(std::string& json) : json_(json) { json_ += '{'; }
    void text(std::string_view name, std::string_view value) {
        begin(name);
        report::append_json_string(json_, value);
    }
    void time(std::string_view name, const std::optional<core::TimePoint>& value) {
        value ? text(name, core::format_time(*value)) : raw(name, "null");
    }
    void raw(std::string_view name, std::string_view value) {
        begin(name);
        json_ += value;
    }
    void begin(std::string_view name) {
        if (json_.back() != '{') json_ += ',';
        json_ += fmt::format("\"{}\":", name);
    }
    void end() { json_ += '}'; }

private:
    std::string& json_;
};

void append_check(std::string& json, const Explanation& explanation, std::size_t i,
                  const LadderOptions& ladder) {
    const store::PastCheck& check = explanation.checks[i];
    const verdict::ReplayStep& step = explanation.steps[i];
    Members members(json);
    members.raw("run", std::to_string(check.run));
    members.text("checked_at", core::format_time(check.checked_at));
    members.text("outcome", to_string(check.outcome));
    members.raw("status", std::to_string(check.status));
    members.text("reason", check.reason);
    members.text("rule", check.rule);
    members.text("evidence", check.evidence);
    members.text("signal", to_string(check.recorded.seen.signal));
    members.text("effect", to_string(step.effect));
    members.raw("weight", hundredths(step.weight));
    members.raw("strikes", hundredths(step.after.strikes));
    members.text("state", to_string(step.after.state));
    members.text("words", effect_words(explanation, i, ladder));
    members.end();
}

}  // namespace

Explanation explain_link(store::LinkView link, std::vector<store::PastCheck> newest_first, std::size_t limit,
                         const LadderOptions& ladder) {
    Explanation explanation{.link = std::move(link), .checks = std::move(newest_first), .steps = {}};
    // The ladder climbs in the order in which checks were made, whatever a clock said.
    std::sort(explanation.checks.begin(), explanation.checks.end(),
              [](const auto& a, const auto& b) { return a.recorded.id < b.recorded.id; });
    std::vector<verdict::RecordedCheck> recorded;
    for (const store::PastCheck& check : explanation.checks) recorded.push_back(check.recorded);
    explanation.steps = verdict::replay(recorded, ladder);
    const store::StateRecord& stored = explanation.link.state;
    const verdict::ReplayStep* last = last_climb(explanation);
    explanation.complete =
        explanation.checks.size() < limit && (last == nullptr || (last->after.strikes == stored.strikes &&
                                                                  last->after.failures == stored.failures));
    return explanation;
}

std::string effect_words(const Explanation& explanation, std::size_t check, const LadderOptions& ladder) {
    const store::PastCheck& seen = explanation.checks[check];
    const verdict::ReplayStep& step = explanation.steps[check];
    std::string words;
    switch (step.effect) {
        case Effect::good:
            words = step.after.state == State::dead ? "good; a second one, a day later, brings it back"
                    : step.before.failures > 0      ? "good: its failures are forgiven"
                                                    : "good";
            break;
        case Effect::silent: words = "says nothing about the page: neither adds nor forgives"; break;
        case Effect::strike:
            words = fmt::format("strike of {} ({}{}), {} in all", hundredths(step.weight),
                                to_string(seen.recorded.seen.signal),
                                seen.recorded.seen.host_incident ? ", its whole host failed" : "",
                                hundredths(step.after.strikes));
            break;
        case Effect::too_soon: words = too_soon_words(seen, step, ladder); break;
        case Effect::clock_back:
            words = "no strike: from before the last one, so a clock was put back";
            break;
        case Effect::already_dead: words = "no strike: it is dead already"; break;
        case Effect::discarded: words = "discarded: our own network was at fault, " + seen.incident; break;
        case Effect::unsettled: words = "not counted yet: its night is not over"; break;
        case Effect::superseded: words = "not counted: a later check of the same night is"; break;
        case Effect::unconfirmed:
            words = "not counted: a death needs a second request in the same night";
            break;
    }
    return core::escape_control(words.append(turn_words(step.turn)));
}

std::string due_words(const Explanation& explanation, core::TimePoint now, const LadderOptions& ladder) {
    const verdict::ReplayStep* last = last_climb(explanation);
    const store::StateRecord& state = explanation.link.state;
    if (!state.next_check_at) return "never checked, or nothing was learned";
    if (*state.next_check_at - now > verdict::RecheckOptions{}.farthest)
        return "at the next night all the same: a clock must have been wrong when that was written";
    // A mark covers the state; the plan goes by what the checks say.
    const State checked = last == nullptr ? state.state : last->after.state;
    switch (checked) {
        case State::failing:
            return state.first_failed_at && *state.next_check_at - *state.first_failed_at <=
                                                ladder.close_watch + ladder.failing_interval
                       ? fmt::format("a failing link is watched closely for {}", span(ladder.close_watch))
                       : fmt::format("a link that goes on failing is looked at every {}",
                                     span(ladder.late_failing_interval));
        case State::dead:
            return state.good_since ? "it answered once; a second good check brings it back"
                                    : fmt::format("dead links are looked at every {}: some come back",
                                                  span(ladder.dead_interval));
        case State::alive:
        case State::moved:
            if (last != nullptr && !last->before.last_ok_at)
                return fmt::format("{} after the first good check, for errors of setting up",
                                   span(ladder.first_interval));
            if (verdict::is_flaky(state, now, ladder))
                return fmt::format("a link that comes and goes is looked at every {}",
                                   span(ladder.flaky_interval));
            return fmt::format("every {} at most, so that a death is seen in time",
                               span(ladder.alive_interval));
        case State::blocked:
            return fmt::format(
                "a wall says nothing: every {}",
                span(state.blocked_checks >= ladder.blocked_checks ? ladder.long_blocked_interval
                                                                   : ladder.blocked_interval));
        case State::skipped: return "left out by settings or form, which cost no request to look at again";
        case State::unchecked: break;
    }
    return "it was not checked yet";
}

std::string text_of(const Explanation& explanation, core::TimePoint now, const LadderOptions& ladder) {
    const store::LinkView& link = explanation.link;
    const store::StateRecord& state = link.state;
    std::string text = fmt::format(
        "{}\n  state        {}{} since {}\n", core::escape_control(link.url), to_string(state.state),
        state.last_known ? fmt::format(" (before: {})", to_string(*state.last_known)) : "",
        time_or(state.since, "never checked"));
    if (link.mark) {
        text += mark_words(*link.mark);
        if (const auto* last = last_climb(explanation); last != nullptr && last->after.state != state.state)
            text += fmt::format("  by checks    {}\n", to_string(last->after.state));
    }
    text += fmt::format("  last good    {}\n  strikes      {}\n  next check   {}: {}\n",
                        time_or(state.last_ok_at, "never"), strikes_words(state, ladder),
                        time_or(state.next_check_at, "at the next run"), due_words(explanation, now, ladder));
    for (std::size_t i = explanation.checks.size(); i-- > 0;) {
        const store::PastCheck& check = explanation.checks[i];
        text += fmt::format("  {}  {:<14} {:<4} {}{}\n", core::format_time(check.checked_at),
                            to_string(check.outcome), check.status ? std::to_string(check.status) : "-",
                            check.reason, check.rule.empty() ? "" : ", by rule " + check.rule);
        if (!check.evidence.empty()) text += fmt::format("      {}\n", core::escape_control(check.evidence));
        text += fmt::format("      {}\n", effect_words(explanation, i, ladder));
    }
    if (!explanation.complete)
        text += "  Older checks are not shown or no longer there; the state above has them in it.\n";
    return text;
}

std::string json_of(const Explanation& explanation, core::TimePoint now, const LadderOptions& ladder) {
    const store::LinkView& link = explanation.link;
    const store::StateRecord& state = link.state;
    std::string json;
    Members members(json);
    members.text("url", link.url);
    members.text("state", to_string(state.state));
    members.raw("last_known",
                state.last_known ? fmt::format("\"{}\"", to_string(*state.last_known)) : "null");
    members.time("since", state.since);
    members.time("last_ok_at", state.last_ok_at);
    members.time("first_failed_at", state.first_failed_at);
    members.raw("failures", std::to_string(state.failures));
    members.raw("strikes", hundredths(state.strikes));
    members.raw("strikes_needed", hundredths(ladder.deadly_score));
    members.raw("strike_days", std::to_string(state.strike_days));
    members.raw("strike_days_needed", std::to_string(ladder.confirm_checks));
    members.time("next_check_at", state.next_check_at);
    members.text("next_check_reason", due_words(explanation, now, ladder));
    members.begin("mark");
    if (link.mark) {
        Members mark(json);
        mark.text("kind", to_string(link.mark->kind));
        mark.time("made_at", link.mark->made_at);
        mark.time("until", link.mark->until);
        mark.text("note", link.mark->note);
        mark.end();
    } else {
        json += "null";
    }
    members.raw("complete", explanation.complete ? "true" : "false");
    members.begin("checks");
    json += '[';
    for (std::size_t i = explanation.checks.size(); i-- > 0;) {
        if (json.back() != '[') json += ',';
        append_check(json, explanation, i, ladder);
    }
    json += ']';
    members.end();
    return json;
}

}  // namespace linktender::app
