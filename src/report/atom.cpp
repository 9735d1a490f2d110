// An Atom feed (RFC 4287) of what changed: an entry for each link that broke, moved or came back.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "linktender/core/text.hpp"
#include "linktender/core/time.hpp"
#include "linktender/report/render.hpp"
#include "phrases.hpp"
#include "xml_text.hpp"

namespace linktender::report {

namespace {

using core::TimePoint;
using verdict::State;

/// Tag URIs (RFC 4151) of an authority that cannot belong to anybody else.
constexpr std::string_view k_tag = "tag:linktender.invalid,2026:";

struct Entry {
    const Link* link;
    TimePoint updated;
    std::string_view kind;  ///< `broken`, `moved`, `recovered`
};

/// When the link became what it is; nullopt when that is not known.
std::optional<TimePoint> since_of(const Link& link) {
    const store::StateRecord& state = link.view.state;
    return is_broken(link) && state.first_failed_at ? state.first_failed_at : state.since;
}

class AtomFeed {
public:
    AtomFeed(std::ostream& out, const Model& model, const RenderOptions& options)
        : out_(out),
          model_(model),
          words_(options.language),
          base_path_(options.base_path),
          made_(model.run.finished_at.value_or(model.run.started_at)) {}

    void write() {
        // One archive, one feed: what it is called must not change from run to run.
        std::string inputs;
        for (const std::string& input : model_.run.inputs) inputs += input + "\n";
        out_ << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
             << fmt::format("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n",
                            language_tag(words_.language()));
        element("id", fmt::format("{}feed/{}", k_tag, fingerprint(inputs)));
        element("title", words_("word.report"));
        element("updated", core::format_time(made_));
        out_ << fmt::format("  <author><name>{}</name></author>\n", xml_text(model_.run.tool));
        for (const Entry& entry : entries()) write(entry);
        out_ << "</feed>\n";
    }

private:
    std::vector<Entry> entries() const {
        std::vector<Entry> all;
        for (const Link& link : model_.links) {
            std::string_view kind;
            if (link.change == Change::acknowledged) continue;
            if (is_broken(link))
                kind = "broken";
            else if (link.change == Change::recovered)
                kind = "recovered";
            else if (state_of(link) == State::moved)
                kind = "moved";
            if (!kind.empty()) all.push_back({&link, updated(link), kind});
        }
        std::ranges::stable_sort(all, std::greater<>(), &Entry::updated);
        if (all.size() > k_atom_entries) all.resize(k_atom_entries);
        return all;
    }

    void element(std::string_view name, std::string_view foreign, std::string_view indent = "  ") {
        out_ << indent << '<' << name << '>' << xml_text(foreign) << "</" << name << ">\n";
    }

    TimePoint updated(const Link& link) const {
        if (const auto since = since_of(link)) return *since;
        return link.view.check ? link.view.check->checked_at : made_;
    }

    /// The same every night until the link changes again.
    static std::string id_of(const Entry& entry) {
        std::string day;
        if (const auto since = since_of(*entry.link)) {
            day = core::format_time(*since);
            day.replace(day.find('T'), std::string::npos, "/");
        }
        return fmt::format("{}{}/{}{}", k_tag, entry.kind, day, fingerprint(entry.link->view.url));
    }

    std::string_view word_for(std::string_view kind) const {
        if (kind == "recovered") return words_("change.recovered");
        return kind == "moved" ? words_("state.moved") : words_("state.broken");
    }

    void write(const Entry& entry) {
        const Link& link = *entry.link;
        const std::string_view name = link.places.empty() || link.places.front().text.empty()
                                          ? link.view.url
                                          : link.places.front().text;
        out_ << "  <entry>\n";
        element("id", id_of(entry), "    ");
        element("title",
                fmt::format("{}{}{}", word_for(entry.kind), words_("mark.colon"),
                            core::truncate_utf8(name, k_anchor_bytes)),
                "    ");
        element("updated", core::format_time(entry.updated), "    ");
        if (const std::string href = place_to_edit(link); !href.empty())
            out_ << fmt::format("    <link rel=\"alternate\" href=\"{}\"/>\n", xml_text(href));
        element("content", content(link), "    ");
        out_ << "  </entry>\n";
    }

    /// Where an editor would go: the line of the first issue that uses the link, when that is known.
    std::string place_to_edit(const Link& link) const {
        if (link.places.empty()) return {};
        const Place& place = link.places.front();
        std::string href = file_url(base_path_, model_.issues[place.issue].view.file, place.line);
        return is_web_url(href) ? href : std::string();
    }

    std::string content(const Link& link) const {
        std::string text = finding(words_, link) + std::string(words_("mark.colon")) +
                           core::truncate_utf8(link.view.url, k_evidence_bytes);
        if (link.suggestion) {
            text += fmt::format(" → {} {}", suggestion_words(words_, *link.suggestion),
                                core::truncate_utf8(link.suggestion->url, k_evidence_bytes));
        }
        std::vector<std::string> places;
        for (std::size_t i = 0; i < std::min<std::size_t>(link.places.size(), 5); ++i) {
            places.push_back(
                fmt::format("{}:{}", model_.issues[link.places[i].issue].view.file, link.places[i].line));
        }
        if (!places.empty()) text += " " + words_.fill("phrase.aside", words_.list(places));
        return text;
    }

    std::ostream& out_;
    const Model& model_;
    Words words_;
    std::string base_path_;
    TimePoint made_;
};

}  // namespace

void render_atom(std::ostream& out, const Model& model, const RenderOptions& options) {
    AtomFeed(out, model, options).write();
}

}  // namespace linktender::report
