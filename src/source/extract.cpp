#include "linktender/source/extract.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "directive.hpp"
#include "found.hpp"
#include "html_links.hpp"
#include "issue_date.hpp"
#include "issue_text.hpp"
#include "linktender/core/text.hpp"
#include "markdown.hpp"
#include "plain_text.hpp"

namespace linktender::source {

namespace {

Expected<Reading, ExtractError> read(const IssueText& text, Format format) {
    switch (format) {
        case Format::markdown: return read_markdown(text);
        case Format::html: return read_html(text);
        case Format::text: break;
    }
    return read_plain_text(text);
}

/// The address of a link resolved; nothing for one that is not to be listed.
std::optional<Occurrence> resolve(Found& found, const IssueText& text, const url::Url* base) {
    Occurrence occurrence;
    occurrence.raw = found.address.of(text.text());
    const std::string_view address = found.decoded.empty() ? std::string_view(occurrence.raw) : found.decoded;
    if (core::starts_with_ignoring_ascii_case(core::trim(address), "data:")) return std::nullopt;
    if (auto url = url::parse(address, base))
        occurrence.url = std::move(*url);
    else if (found.form == Form::bare)
        return std::nullopt;
    else if (url.error() != url::UrlError::relative_without_base)
        occurrence.url_error = url.error();
    occurrence.text = std::move(found.text);
    occurrence.form = found.form;
    occurrence.exact = found.exact;
    return occurrence;
}

/// The base of a document by its own <base>, else the given one.
std::optional<url::Url> own_base(const Reading& reading, const url::Url* given) {
    if (reading.base.empty()) return std::nullopt;
    auto base = url::parse(reading.base, given);
    return base ? std::optional(std::move(*base)) : std::nullopt;
}

}  // namespace

std::string_view to_string(Form form) noexcept {
    switch (form) {
        case Form::inline_: return "inline";
        case Form::reference: return "reference";
        case Form::autolink: return "autolink";
        case Form::bare: return "bare";
        case Form::html: return "html";
        case Form::image: return "image";
        case Form::feed: return "feed";
        case Form::definition: return "definition";
    }
    return "inline";
}

Format format_of(std::string_view file_name) noexcept {
    struct Ending {
        std::string_view text;
        Format format;
    };
    constexpr std::array<Ending, 5> k_endings{{{".md", Format::markdown},
                                               {".markdown", Format::markdown},
                                               {".html", Format::html},
                                               {".htm", Format::html},
                                               {".xhtml", Format::html}}};
    if (file_name == "-") return Format::markdown;
    for (const Ending& ending : k_endings)
        if (file_name.size() > ending.text.size() &&
            core::equals_ignoring_ascii_case(file_name.substr(file_name.size() - ending.text.size()),
                                             ending.text))
            return ending.format;
    return Format::text;
}

std::string_view describe(ExtractError error) noexcept {
    switch (error) {
        case ExtractError::binary: return "this is a binary file, not text; leave it out or exclude it";
        case ExtractError::undecodable:
            return "the text is neither UTF-8 nor UTF-16 nor GB18030; save it as UTF-8";
        case ExtractError::too_large: return "the file is larger than 64 MiB; split it";
        case ExtractError::too_complex:
            return "the structure of this Markdown takes too much memory or time to read; split or simplify "
                   "it";
    }
    return "the file cannot be read";
}

Expected<Issue, ExtractError> extract(std::string_view file, std::string_view bytes,
                                      const ExtractOptions& options) {
    const auto text = IssueText::decode(bytes, options.format);
    if (!text) return unexpected(text.error());
    auto reading = read(*text, options.format);
    if (!reading) return unexpected(reading.error());
    const auto by_use = [](const Found& a, const Found& b) { return a.use < b.use; };
    std::stable_sort(reading->links.begin(), reading->links.end(), by_use);

    const std::optional<url::Url> document_base = own_base(*reading, options.base);
    DisabledParts disabled(reading->directives, *text);
    Issue issue;
    issue.file = file;
    issue.title = std::move(reading->title);
    issue.date = date_of_file(file);
    if (!issue.date) issue.date = reading->date;
    issue.occurrences.reserve(reading->links.size());
    for (Found& found : reading->links) {
        auto occurrence = resolve(found, *text, document_base ? &*document_base : options.base);
        if (!occurrence) continue;
        const Position position = text->position(found.use);
        const Span in_file = text->in_file(found.address);
        occurrence->line = position.line;
        occurrence->column = position.column;
        occurrence->offset = in_file.begin;
        occurrence->length = in_file.size();
        if (const std::string* reason = disabled.reason_at(found.use)) {
            occurrence->disabled = true;
            occurrence->disabled_reason = *reason;
        }
        issue.occurrences.push_back(std::move(*occurrence));
    }
    return issue;
}

}  // namespace linktender::source
