// The report for people at a terminal.
#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include "linktender/core/text.hpp"
#include "linktender/report/render.hpp"
#include "paint.hpp"
#include "phrases.hpp"

namespace linktender::report {

namespace {

using core::escape_control;
using verdict::State;

/// Without -v a host's blocked links are shown up to this many: they all say the same.
constexpr std::size_t k_blocked_shown = 3;
/// Longer anchor texts are cut: the line is for one glance.
constexpr std::size_t k_text_shown = 120;

class TextReport {
public:
    TextReport(std::ostream& out, const Model& model, const RenderOptions& options)
        : out_(out),
          model_(model),
          verbose_(options.verbosity > 0),
          words_(options.language),
          paint_(options.color) {}

    void write() {
        by_issue("heading.broken", Style::bad, is_broken);
        by_issue("heading.moved", Style::changed, is_in<State::moved>);
        blocked();
        by_issue("heading.notable", Style::changed, is_notable);
        by_issue("heading.recovered", Style::good, has_recovered);
        by_issue("heading.marked", Style::good, is_marked_alive);
        malformed();
        if (verbose_) {
            by_issue("heading.skipped", Style::dim, is_in<State::skipped>);
            by_issue("heading.unchecked", Style::dim, is_in<State::unchecked>);
            by_issue("heading.alive", Style::good, is_in<State::alive>);
        }
        summary();
    }

private:
    void heading(std::string_view key, std::size_t count) {
        out_ << paint_(Style::heading, words_.fill("phrase.heading", words_(key), words_.number(count)))
             << "\n\n";
    }

    std::string position(const Place& place) const {
        const std::string& file = model_.issues[place.issue].view.file;
        return fmt::format("{}:{}:{}:", escape_control(file), place.line, place.column);
    }

    void issue_line(const Issue& issue) {
        const std::string line =
            date_of(words_, issue.view) + "  " + escape_control(title_of(words_, issue.view));
        out_ << paint_(Style::strong, line) << '\n';
    }

    /// The uses of links for which `wanted` holds, under their issues.
    void by_issue(std::string_view key, Style style, Selector wanted) {
        const std::size_t count = count_links(model_, wanted);
        if (count == 0) return;
        heading(key, count);
        for (const Issue& issue : model_.issues) {
            bool named = false;
            for (const Use& use : issue.uses) {
                const Link& link = model_.links[use.link];
                if (!wanted(link)) continue;
                if (!named) issue_line(issue);
                named = true;
                use_line(link, link.places[use.place], style);
            }
            if (named) out_ << '\n';
        }
    }

    void use_line(const Link& link, const Place& place, Style style) {
        out_ << position(place) << ' ';
        if (const std::string found = finding(words_, link); !found.empty())
            out_ << paint_(style, found) << "  ";
        // What the issue says about the link tells more than many an address.
        if (!place.text.empty() && place.text != link.view.url) {
            out_ << escape_control(
                        words_.fill("phrase.quoted", core::truncate_utf8(place.text, k_text_shown)))
                 << "  ";
        }
        out_ << escape_control(url_at(link, place));
        if (const std::string more = details(link); !more.empty())
            out_ << "  " << paint_(Style::dim, words_.fill("phrase.aside", more));
        out_ << '\n';
        if (link.suggestion) {
            out_ << "    " << suggestion_words(words_, *link.suggestion) << ' '
                 << paint_(Style::good, escape_control(replacement_url(*link.suggestion, place))) << '\n';
        }
    }

    /// Evidence, since when, last good, and flags, as far as they add something.
    std::string details(const Link& link) const {
        if (!link.view.check) return {};
        std::vector<std::string> parts;
        const bool fine = state_of(link) == State::alive || state_of(link) == State::moved;
        if (std::string seen =
                fine ? std::string() : escape_control(short_evidence(words_, *link.view.check));
            !seen.empty())
            parts.push_back(std::move(seen));
        if (link.change != Change::still) {
            if (std::string change = escape_control(change_words(words_, link)); !change.empty())
                parts.push_back(std::move(change));
        }
        for (const std::string& part : background(words_, link)) parts.push_back(escape_control(part));
        return fmt::format("{}", fmt::join(parts, words_("mark.semicolon")));
    }

    void blocked() {
        if (model_.summary.blocked == 0) return;
        heading("heading.blocked", model_.summary.blocked);
        for (const auto& [host, links] : blocked_by_host(model_)) {
            out_ << paint_(Style::strong, escape_control(host)) << "  "
                 << words_.count("count.links", links.size()) << words_("mark.comma")
                 << finding(words_, *links.front()) << '\n';
            const std::size_t shown = verbose_ ? links.size() : std::min(links.size(), k_blocked_shown);
            for (std::size_t i = 0; i < shown; ++i) blocked_line(*links[i]);
            if (shown < links.size()) {
                out_ << "    "
                     << paint_(Style::dim,
                               words_.fill("phrase.heading", words_.count("count.more", links.size() - shown),
                                           words_("hint.verbose")))
                     << '\n';
            }
            out_ << '\n';
        }
    }

    /// One blocked link, at the first place that uses it.
    void blocked_line(const Link& link) {
        if (link.places.empty()) return;
        use_line(link, link.places.front(), Style::unknown);
        if (link.places.size() > 1) {
            out_ << "    " << paint_(Style::dim, words_.count("count.more_places", link.places.size() - 1))
                 << '\n';
        }
    }

    void malformed() {
        if (model_.malformed.empty()) return;
        heading("heading.malformed", model_.malformed.size());
        for (const Malformed& bad : model_.malformed) {
            out_ << position(bad.place) << ' ' << paint_(Style::bad, words_.describe(bad.problem)) << "  "
                 << escape_control(core::truncate_utf8(bad.raw, k_evidence_bytes)) << '\n';
        }
        out_ << '\n';
    }

    void summary() {
        const Summary& sum = model_.summary;
        reasons();
        incidents();
        const std::string notice = run_notice(words_, model_.run);
        if (!notice.empty()) out_ << paint_(Style::bad, escape_control(notice)) << '\n';
        if (const std::string changes = change_summary(words_, model_); !changes.empty())
            out_ << changes << '\n';
        if (sum.broken() == 0 && notice.empty())
            out_ << paint_(Style::good, words_("word.nothing_broken")) << ' ';
        out_ << scope_of(words_, sum) << words_("mark.colon");
        std::vector<std::string> parts;
        const auto part = [&](std::string_view state, std::size_t count, Style style) {
            parts.push_back(paint_(count > 0 ? style : Style::plain, words_.share(state, count)));
        };
        part("state.alive", sum.alive, Style::good);
        part("state.moved", sum.moved, Style::changed);
        part("state.broken", sum.broken(), Style::bad);
        part("state.blocked", sum.blocked, Style::unknown);
        if (sum.skipped > 0) part("state.skipped", sum.skipped, Style::plain);
        if (sum.unchecked > 0) part("state.unchecked", sum.unchecked, Style::plain);
        out_ << words_.list(parts) << '\n';
    }

    void reasons() {
        if (model_.reasons.empty()) return;
        out_ << paint_(Style::heading, words_("heading.reasons")) << '\n';
        for (const ReasonCount& reason : model_.reasons) {
            out_ << fmt::format("{:>6}  ", reason.links) << words_.describe(reason.outcome, reason.reason)
                 << "  " << paint_(Style::dim, escape_control(reason.reason)) << '\n';
            if (const auto advice = words_.advice(reason.outcome, reason.reason); !advice.empty())
                out_ << "        " << paint_(Style::dim, fmt::format("→ {}", advice)) << '\n';
        }
        out_ << '\n';
    }

    void incidents() {
        if (model_.incidents.empty()) return;
        out_ << paint_(Style::heading, words_("heading.incidents")) << '\n';
        for (const HostIncident& incident : model_.incidents) {
            out_ << fmt::format("{:>6}  ", incident.links) << escape_control(incident.host) << "  "
                 << words_.describe(incident.outcome, incident.reason) << '\n';
        }
        out_ << '\n';
    }

    std::ostream& out_;
    const Model& model_;
    bool verbose_;
    Words words_;
    Paint paint_;
};

}  // namespace

void render_text(std::ostream& out, const Model& model, const RenderOptions& options) {
    TextReport(out, model, options).write();
}

}  // namespace linktender::report
