// The report for a ticket or a pull request.
#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "linktender/core/text.hpp"
#include "linktender/report/markdown_text.hpp"
#include "linktender/report/render.hpp"
#include "phrases.hpp"

namespace linktender::report {

namespace {

using verdict::State;

/// Kept free for the sentence that says what was cut.
constexpr std::size_t k_tail_reserve = 400;
constexpr std::size_t k_causes_shown = 20;

template <class Cause>
std::span<const Cause> first_causes(const std::vector<Cause>& causes) {
    return std::span(causes).first(std::min(causes.size(), k_causes_shown));
}

class MarkdownReport {
public:
    MarkdownReport(const Model& model, const RenderOptions& options)
        : model_(model),
          words_(options.language),
          base_path_(options.base_path),
          verbose_(options.verbosity > 0) {}

    std::string write() {
        head();
        causes();
        by_issue("heading.broken", is_broken);
        by_issue("heading.moved", is_in<State::moved>);
        blocked();
        by_issue("heading.notable", is_notable);
        by_issue("heading.recovered", has_recovered);
        by_issue("heading.marked", is_marked_alive);
        malformed();
        if (verbose_) by_issue("heading.alive", is_in<State::alive>);
        if (left_out_ > 0) {
            body_ += fmt::format("\n{} {}{}\n", words_("word.left_out"),
                                 words_.count("count.places", left_out_), words_("mark.stop"));
        }
        return std::move(body_);
    }

private:
    /// Appends a block when it fits. After the first that does not, none does: what is left out is the end.
    bool add(std::string_view block) {
        const std::size_t length = utf16_length(block);
        full_ = full_ || length_ + length > k_markdown_limit - k_tail_reserve;
        if (full_) return false;
        body_ += block;
        length_ += length;
        return true;
    }

    void head() {
        const Summary& sum = model_.summary;
        const std::string notice = run_notice(words_, model_.run);
        std::string head = fmt::format("## {}\n\n", words_("word.report"));
        if (!notice.empty()) head += fmt::format("**{}**\n\n", markdown_text(notice));
        if (sum.broken() > 0)
            head +=
                fmt::format("**{}**{}", words_.count("count.broken", sum.broken()), words_("mark.sentence"));
        else if (notice.empty())
            head += fmt::format("**{}** ", words_("word.nothing_broken"));
        head += fmt::format("{}{}\n\n", scope_of(words_, sum), words_("mark.stop"));
        if (const std::string changes = change_summary(words_, model_); !changes.empty())
            head += fmt::format("{}{}\n\n", changes, words_("mark.stop"));
        head += fmt::format(
            "| {} | {} | {} | {} | {} | {} |\n|--:|--:|--:|--:|--:|--:|\n| {} | {} | {} | {} | {} | {} |\n",
            words_("state.alive"), words_("state.moved"), words_("state.broken"), words_("state.blocked"),
            words_("state.skipped"), words_("state.unchecked"), sum.alive, sum.moved, sum.broken(),
            sum.blocked, sum.skipped, sum.unchecked);
        add(head);
    }

    /// Reasons and hosts, the most frequent ones: after an outage every host is on the list, and the
    /// links shall still find room.
    void causes() {
        std::string reasons;
        for (const ReasonCount& reason : first_causes(model_.reasons)) {
            reasons += fmt::format("| {} | {} | {} | {} |\n", reason.links,
                                   words_.describe(reason.outcome, reason.reason),
                                   words_.advice(reason.outcome, reason.reason),
                                   markdown_text(core::truncate_utf8(reason.reason, k_anchor_bytes)));
        }
        if (!reasons.empty()) {
            add(fmt::format("\n### {}\n\n| {} | {} | {} | |\n|--:|---|---|---|\n{}{}",
                            words_("heading.reasons"), words_("word.links"), words_("word.reason"),
                            words_("word.advice"), reasons, more_than_shown(model_.reasons.size())));
        }
        std::string hosts;
        for (const HostIncident& incident : first_causes(model_.incidents)) {
            hosts += host_line(core::truncate_utf8(incident.host, k_anchor_bytes), incident.links,
                               words_.describe(incident.outcome, incident.reason));
        }
        if (!hosts.empty()) {
            add(fmt::format("\n### {}\n\n{}{}", words_("heading.incidents"), hosts,
                            more_than_shown(model_.incidents.size())));
        }
    }

    /// What all links of one host have in common.
    std::string host_line(std::string_view host, std::size_t links, std::string_view found) const {
        return fmt::format("- {}{}{}{}{}\n", markdown_code(host), words_("mark.colon"),
                           words_.count("count.links", links), words_("mark.comma"), found);
    }

    std::string heading(std::string_view key, std::size_t count) const {
        return fmt::format("\n### {}\n", words_.fill("phrase.heading", words_(key), words_.number(count)));
    }

    std::string more_than_shown(std::size_t all) const {
        if (all <= k_causes_shown) return {};
        return fmt::format("\n{}\n", words_.count("count.more", all - k_causes_shown));
    }

    std::string line_of(const Place& place) const {
        const std::string line = words_.fill("phrase.line", place.line);
        const std::string target = file_url(base_path_, model_.issues[place.issue].view.file, place.line);
        return target.empty() ? line : fmt::format("[{}](<{}>)", line, target);
    }

    std::string issue_heading(const Issue& issue) const {
        return fmt::format("\n#### {} · {} · {}\n\n", date_of(words_, issue.view),
                           markdown_text(title_of(words_, issue.view)),
                           markdown_code(core::truncate_utf8(issue.view.file, k_anchor_bytes)));
    }

    std::string entry(const Link& link, const Place& place) const {
        std::string text = fmt::format("- {}", line_of(place));
        if (const std::string found = finding(words_, link); !found.empty())
            text += fmt::format("{}**{}**", words_("mark.colon"), found);
        if (!place.text.empty())
            text += " · " + markdown_text(core::truncate_utf8(place.text, k_anchor_bytes));
        text += " · " + markdown_link(url_at(link, place)) + "\n";
        if (link.suggestion) {
            text += fmt::format("  - {} {}\n", suggestion_words(words_, *link.suggestion),
                                markdown_link(replacement_url(*link.suggestion, place)));
        }
        std::vector<std::string> more = background(words_, link);
        if (std::string seen = is_broken(link) ? short_evidence(words_, *link.view.check) : std::string();
            !seen.empty())
            more.insert(more.begin(), std::move(seen));
        if (link.view.mark || (link.change && link.change != Change::still))
            more.insert(more.begin(), change_words(words_, link));
        if (!more.empty())
            text += fmt::format("  - {}\n", markdown_text(fmt::format("{}", fmt::join(more, " · "))));
        return text;
    }

    /// Newest issue first: what is cut is the end.
    void by_issue(std::string_view key, Selector wanted) {
        const std::size_t links = count_links(model_, wanted);
        if (links == 0) return;
        std::string pending = heading(key, links);
        for (const Issue* issue : newest_first(model_)) {
            bool named = false;
            for (const Use& use : issue->uses) {
                const Link& link = model_.links[use.link];
                if (!wanted(link)) continue;
                if (!named) pending += issue_heading(*issue);
                named = true;
                // Headings wait for their first entry, so that none stands alone at the cut.
                if (full_ || !add(pending + entry(link, link.places[use.place]))) ++left_out_;
                pending.clear();
            }
        }
    }

    void blocked() {
        std::string pending = heading("heading.blocked", model_.summary.blocked) + "\n";
        for (const auto& [host, links] : blocked_by_host(model_)) {
            pending += host_line(host, links.size(), finding(words_, *links.front()));
            if (full_ || !add(pending)) left_out_ += links.size();
            pending.clear();
        }
    }

    void malformed() {
        std::string pending = heading("heading.malformed", model_.malformed.size()) + "\n";
        for (const Malformed& bad : model_.malformed) {
            pending += fmt::format(
                "- {}{}{}{}**{}** · {}\n",
                markdown_code(core::truncate_utf8(model_.issues[bad.place.issue].view.file, k_anchor_bytes)),
                words_("mark.comma"), line_of(bad.place), words_("mark.colon"), words_.describe(bad.problem),
                markdown_code(core::truncate_utf8(bad.raw, k_evidence_bytes)));
            if (full_ || !add(pending)) ++left_out_;
            pending.clear();
        }
    }

    const Model& model_;
    Words words_;
    std::string base_path_;
    bool verbose_;
    std::string body_;
    std::size_t length_ = 0;
    bool full_ = false;
    std::size_t left_out_ = 0;
};

}  // namespace

void render_markdown(std::ostream& out, const Model& model, const RenderOptions& options) {
    out << MarkdownReport(model, options).write();
}

}  // namespace linktender::report
