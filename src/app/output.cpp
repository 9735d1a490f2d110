#include "linktender/app/output.hpp"

#include <algorithm>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "linktender/report/atomic_file.hpp"

namespace linktender::app {

namespace {

constexpr std::pair<std::string_view, Format> k_formats[] = {
    {"text", Format::text},         {"json", Format::json},   {"jsonl", Format::jsonl},
    {"markdown", Format::markdown}, {"html", Format::html},   {"csv", Format::csv},
    {"junit", Format::junit},       {"sarif", Format::sarif}, {"github", Format::github},
    {"atom", Format::atom},         {"badge", Format::badge},
};
constexpr std::pair<std::string_view, Format> k_endings[] = {
    {".txt", Format::text},    {".json", Format::json},         {".jsonl", Format::jsonl},
    {".md", Format::markdown}, {".markdown", Format::markdown}, {".html", Format::html},
    {".htm", Format::html},    {".csv", Format::csv},           {".xml", Format::junit},
    {".sarif", Format::sarif}, {".atom", Format::atom},
};

}  // namespace

std::optional<Format> format_from(std::string_view word) noexcept {
    for (const auto& [name, format] : k_formats) {
        if (name == word) return format;
    }
    return std::nullopt;
}

std::optional<Format> format_of_file(std::string_view file_name) noexcept {
    for (const auto& [ending, format] : k_endings) {
        if (file_name.ends_with(ending)) return format;
    }
    return std::nullopt;
}

std::string_view ending_of(Format format) noexcept {
    switch (format) {
        case Format::github: return ".github.txt";
        case Format::badge: return ".badge.json";
        default: break;
    }
    const auto found = std::ranges::find(k_endings, format, &std::pair<std::string_view, Format>::second);
    return found == std::end(k_endings) ? std::string_view(".txt") : found->first;
}

void render(std::ostream& out, Format format, const report::Model& model,
            const report::RenderOptions& options) {
    switch (format) {
        case Format::text: return report::render_text(out, model, options);
        case Format::json: return report::render_json(out, model, options);
        case Format::jsonl: return report::render_jsonl(out, model, options);
        case Format::markdown: return report::render_markdown(out, model, options);
        case Format::html: return report::render_html(out, model, options);
        case Format::csv: return report::render_csv(out, model, options);
        case Format::junit: return report::render_junit(out, model, options);
        case Format::sarif: return report::render_sarif(out, model, options);
        case Format::github: return report::render_github(out, model, options);
        case Format::atom: return report::render_atom(out, model, options);
        case Format::badge: return report::render_badge(out, model, options);
    }
}

void write_output(const OutputTarget& target, const std::function<void(std::ostream&)>& write) {
    if (!target.file.empty()) return report::write_file_atomically(target.file, write);
    write(std::cout);
    if (!std::cout.flush()) throw std::runtime_error("the result could not be written to standard output");
}

}  // namespace linktender::app
