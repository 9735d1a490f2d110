#include "linktender/notify/message.hpp"

#include <fmt/format.h>

#include <string_view>
#include <utility>

#include "document.hpp"
#include "linktender/core/text.hpp"

namespace linktender::notify {

namespace {

using report::Words;
using Kind = Piece::Kind;

constexpr std::size_t k_subject_bytes = 200;
constexpr std::size_t k_hosts_shown = 10;
constexpr std::size_t k_host_bytes = 80;
constexpr std::size_t k_incident_bytes = 300;
constexpr std::size_t k_archive_bytes = 64;
constexpr std::size_t k_report_url_bytes = 500;

Piece words_piece(std::string text) {
    return {Kind::words, std::move(text)};
}

/// `3 newly broken, 1 recovered`; empty when nothing of that kind happened.
std::string counts_of(const Digest& digest, const Words& words) {
    std::vector<std::string> parts;
    const auto add = [&](std::string_view key, std::size_t count) {
        if (count > 0) parts.push_back(words.count(key, count));
    };
    add("count.newly_broken", digest.broken.all);
    add("count.recovered", digest.recovered.all);
    add("count.newly_moved", digest.moved.all);
    add("count.expiring", digest.expiring.all);
    return words.list(parts);
}

std::vector<Line> lines_of(const Entry& entry, const Words& words, bool with_finding) {
    std::vector<Line> lines{{Line::Kind::item, {{Kind::link, entry.url}}}};
    std::vector<Piece> detail;
    const auto divide = [&] {
        if (!detail.empty()) detail.push_back(words_piece(" · "));
    };
    if (with_finding && !entry.reason.empty())
        detail.push_back({Kind::strong, words.describe(entry.outcome, entry.reason)});
    if (!entry.text.empty()) {
        divide();
        detail.push_back({Kind::foreign, entry.text});
    }
    if (!entry.file.empty()) {
        divide();
        detail.push_back({Kind::code, entry.file});
        detail.push_back(
            words_piece(std::string(words("mark.comma")) + words.fill("phrase.line", entry.line)));
        if (entry.more_places > 0)
            detail.push_back(words_piece(std::string(words("mark.comma")) +
                                         words.count("count.more_places", entry.more_places)));
    }
    if (!detail.empty()) lines.push_back({Line::Kind::detail, std::move(detail)});
    if (entry.suggestion) {
        const report::Suggestion& suggestion = *entry.suggestion;
        const std::string_view key = suggestion.kind == report::Suggestion::Kind::moved ? "suggestion.moved"
                                     : suggestion.kind == report::Suggestion::Kind::archive
                                         ? "suggestion.archive"
                                         : "suggestion.search";
        lines.push_back(
            {Line::Kind::detail, {words_piece(std::string(words(key)) + " "), {Kind::link, suggestion.url}}});
    }
    return lines;
}

Line heading_of(const Words& words, std::string_view key, std::size_t count) {
    return {Line::Kind::heading,
            {words_piece(words.fill("phrase.heading", words(key), words.number(count)))}};
}

Section section_of(const Bounded<Entry>& entries, const Words& words, std::string_view key,
                   bool with_finding) {
    Section section{heading_of(words, key, entries.all), {}, entries.all};
    for (const Entry& entry : entries.first) section.entries.push_back(lines_of(entry, words, with_finding));
    return section;
}

Section section_of(const Bounded<Certificate>& certificates, const Words& words) {
    Section section{heading_of(words, "heading.expiring", certificates.all), {}, certificates.all};
    for (const Certificate& certificate : certificates.first) {
        const std::string until =
            fmt::format("{}{}{}{}", words("mark.colon"),
                        words.fill("phrase.certificate", words.date(certificate.expires_at)),
                        words("mark.comma"), words.count("count.links", certificate.links));
        section.entries.push_back({{Line::Kind::item, {{Kind::code, certificate.host}, words_piece(until)}}});
    }
    return section;
}

/// What befell the run as a whole, a line each.
std::vector<Line> incidents_of(const Digest& digest, const Words& words) {
    std::vector<Line> lines;
    if (!digest.incident.empty()) {
        lines.push_back(
            {Line::Kind::text,
             {words_piece(std::string(words("digest.incident")) + std::string(words("mark.colon"))),
              {Kind::foreign, core::truncate_utf8(digest.incident, k_incident_bytes)}}});
    }
    if (!digest.host_incidents.empty()) {
        std::vector<std::string> hosts;
        for (const std::string& host : digest.host_incidents) {
            if (hosts.size() == k_hosts_shown) break;
            hosts.push_back(core::truncate_utf8(host, k_host_bytes));
        }
        Line line{
            Line::Kind::text,
            {words_piece(std::string(words("digest.host_incidents")) + std::string(words("mark.colon"))),
             {Kind::foreign, words.list(hosts)}}};
        if (digest.host_incidents.size() > hosts.size())
            line.pieces.push_back(
                words_piece(std::string(words("mark.list")) +
                            words.count("count.more", digest.host_incidents.size() - hosts.size())));
        lines.push_back(std::move(line));
    }
    return lines;
}

std::string archive_name(const Digest& digest) {
    return core::truncate_utf8(digest.archive, k_archive_bytes);
}

void add_report_link(std::vector<Line>& lines, const Words& words, const std::string& url) {
    if (url.empty() || url.size() > k_report_url_bytes) return;
    lines.push_back({Line::Kind::text,
                     {words_piece(std::string(words("digest.report")) + std::string(words("mark.colon"))),
                      {Kind::link, url}}});
}

}  // namespace

std::string subject_of(const Digest& digest, report::Language language) {
    const Words words(language);
    std::string what = counts_of(digest, words);
    if (digest.test)
        what = words("digest.test");
    else if (what.empty())
        what = words(digest.incident.empty() ? "word.nothing_broken" : "digest.incident");
    return core::truncate_utf8(
        core::escape_control(archive_name(digest) + std::string(words("mark.colon")) + what),
        k_subject_bytes);
}

std::string message_of(const Digest& digest, Markup markup, const MessageOptions& options) {
    const Words words(options.language);
    Document document;
    document.head.push_back(
        {Line::Kind::title,
         {words_piece(std::string(words("digest.title")) + std::string(words("mark.colon"))),
          {Kind::foreign, archive_name(digest)}}});
    if (digest.test) {
        document.head.push_back({Line::Kind::text, {words_piece(std::string(words("digest.test")))}});
        add_report_link(document.tail, words, options.report_url);
        return write(document, markup, options);
    }
    std::vector<Piece> summary;
    if (const std::string counts = counts_of(digest, words); !counts.empty())
        summary.push_back(words_piece(counts + std::string(words("mark.sentence"))));
    summary.push_back(words_piece(digest.standing.all == 0
                                      ? std::string(words("word.nothing_broken"))
                                      : words.count("count.broken_now", digest.standing.all)));
    document.head.push_back({Line::Kind::text, std::move(summary)});
    for (Line& line : incidents_of(digest, words)) document.head.push_back(std::move(line));

    if (digest.broken.all > 0)
        document.sections.push_back(section_of(digest.broken, words, "heading.newly_broken", true));
    if (digest.recovered.all > 0)
        document.sections.push_back(section_of(digest.recovered, words, "heading.recovered", false));
    if (digest.moved.all > 0)
        document.sections.push_back(section_of(digest.moved, words, "heading.newly_moved", false));
    if (digest.expiring.all > 0) document.sections.push_back(section_of(digest.expiring, words));
    add_report_link(document.tail, words, options.report_url);
    return write(document, markup, options);
}

std::string standing_of(const Digest& digest, Markup markup, const MessageOptions& options) {
    const Words words(options.language);
    Document document;
    document.head.push_back({Line::Kind::text, {words_piece(std::string(words("digest.ticket")))}});
    if (digest.standing.all == 0)
        document.head.push_back(
            {Line::Kind::text, {{Kind::strong, std::string(words("word.nothing_broken"))}}});
    else
        document.sections.push_back(section_of(digest.standing, words, "heading.broken", true));
    add_report_link(document.tail, words, options.report_url);
    return write(document, markup, options);
}

}  // namespace linktender::notify
