// `check URL`: everything seen on the way to one URL, as an aligned block.
#include <fmt/format.h>

#include <chrono>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "evidence.hpp"
#include "linktender/core/text.hpp"
#include "linktender/core/time.hpp"
#include "linktender/report/render.hpp"
#include "paint.hpp"

namespace linktender::report {

namespace {

using core::escape_control;
using verdict::State;

Style style_of(State state) noexcept {
    switch (state) {
        case State::alive: return Style::good;
        case State::moved: return Style::changed;
        case State::failing:
        case State::dead: return Style::bad;
        case State::blocked: return Style::unknown;
        case State::skipped:
        case State::unchecked: return Style::plain;
    }
    return Style::plain;
}

class CheckBlock {
public:
    CheckBlock(std::ostream& out, const store::CheckRecord& check, const RenderOptions& options)
        : out_(out), check_(check), words_(options.language), paint_(options.color) {}

    void write() {
        out_ << paint_(Style::strong, escape_control(check_.url)) << '\n';
        verdict();
        way();
        response();
        page();
        out_ << '\n';
    }

private:
    static constexpr std::size_t k_label_width = 12;

    /// One row; nothing when there is no value. `painted` holds no foreign bytes that were not escaped.
    void row(std::string_view key, std::string_view painted) {
        if (!painted.empty()) out_ << fmt::format("  {:<{}} {}\n", words_(key), k_label_width, painted);
    }
    void foreign_row(std::string_view key, std::string_view text) { row(key, escape_control(text)); }
    void continued(std::string_view painted) {
        out_ << fmt::format("  {:<{}} {}\n", "", k_label_width, painted);
    }

    void verdict() {
        const verdict::Verdict& seen = check_.verdict;
        const Style style = style_of(verdict::state_of(seen.outcome));
        row("check.outcome", fmt::format("{}  {}", paint_(style, words_.label(seen.outcome)),
                                         words_.describe(seen.outcome, seen.reason)));
        foreign_row("word.reason", seen.reason);
        foreign_row("check.rule", seen.rule);
        foreign_row("word.evidence", evidence_in(words_, seen.evidence));
        foreign_row("check.moved_to", seen.moved_to);
        std::vector<std::string> flags;
        for (const std::string& flag : check_.flags)
            flags.push_back(
                words_.fill("phrase.heading", escape_control(flag), escape_control(words_.flag(flag))));
        row("check.flags", words_.list(flags));
    }

    std::string status_of(int status) const { return status > 0 ? fmt::format("{}", status) : "---"; }

    void way() {
        if (check_.attempts == 0) return;
        if (check_.hops.empty() && check_.status == 0)
            return row("check.way", fmt::format("---  {}", words_("check.no_answer")));
        std::string_view from = check_.url;
        bool first = true;
        const auto step = [&](int status, std::string_view url) {
            const std::string line = fmt::format("{}  {}", status_of(status), escape_control(url));
            if (first)
                row("check.way", line);
            else
                continued(line);
            first = false;
        };
        for (const verdict::Hop& hop : check_.hops) {
            step(hop.status, from);
            from = hop.url;
        }
        step(check_.status, from);
    }

    void response() {
        if (check_.attempts == 0) return row("check.response", words_("check.no_request"));
        std::vector<std::string> parts;
        if (check_.status > 0) {
            if (!check_.content_type.empty()) parts.push_back(escape_control(check_.content_type));
            parts.push_back(words_.count("count.bytes", static_cast<std::size_t>(check_.bytes)));
            if (!check_.http_version.empty()) parts.push_back("HTTP/" + escape_control(check_.http_version));
        }
        if (!check_.remote_address.empty()) parts.push_back(escape_control(check_.remote_address));
        parts.push_back(words_.count("count.requests", static_cast<std::size_t>(check_.attempts)));
        row("check.response", words_.list(parts));
        const http::Timing& t = check_.timing;
        row("check.timings",
            words_.list({fmt::format("{} {} ms", words_("check.dns"), t.dns.count()),
                         fmt::format("{} {} ms", words_("check.connect"), t.connect.count()),
                         fmt::format("{} {} ms", words_("check.tls"), t.tls.count()),
                         fmt::format("{} {} ms", words_("check.first_byte"), t.first_byte.count()),
                         fmt::format("{} {} ms", words_("check.total"), t.total.count())}));
        certificate();
    }

    void certificate() {
        if (!check_.tls_expires_at) return;
        const auto left =
            std::chrono::floor<std::chrono::days>(*check_.tls_expires_at - check_.checked_at).count();
        const std::string when = core::format_time(*check_.tls_expires_at);
        if (left < 0) {
            row("check.certificate", paint_(Style::bad, fmt::format("{} {}", words_("check.expired"), when)));
        } else {
            row("check.certificate",
                words_.fill("phrase.heading", fmt::format("{} {}", words_("check.until"), when),
                            words_.count("count.days_left", static_cast<std::size_t>(left))));
        }
    }

    void page() {
        if (!check_.metadata) return;
        const page::Metadata& meta = *check_.metadata;
        foreign_row("check.title", meta.title);
        foreign_row("check.description", meta.description);
        foreign_row("check.authors", words_.list(meta.authors));
        foreign_row("check.published", meta.published);
        foreign_row("check.site", meta.site);
        foreign_row("check.language", meta.language);
        foreign_row("check.canonical", meta.canonical);
        foreign_row("check.image", meta.image);
        foreign_row("check.doi", meta.doi);
    }

    std::ostream& out_;
    const store::CheckRecord& check_;
    Words words_;
    Paint paint_;
};

}  // namespace

void render_check(std::ostream& out, const store::CheckRecord& check, const RenderOptions& options) {
    CheckBlock(out, check, options).write();
}

}  // namespace linktender::report
