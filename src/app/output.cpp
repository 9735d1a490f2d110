#include "linktender/app/output.hpp"

#include <array>
#include <iostream>
#include <stdexcept>
#include <utility>

#include "linktender/report/atomic_file.hpp"

namespace linktender::app {

namespace {

constexpr std::array<std::pair<std::string_view, Format>, 5> k_formats{{{"text", Format::text},
                                                                        {"json", Format::json},
                                                                        {"jsonl", Format::jsonl},
                                                                        {"markdown", Format::markdown},
                                                                        {"html", Format::html}}};
constexpr std::array<std::pair<std::string_view, Format>, 7> k_endings{{{".txt", Format::text},
                                                                        {".json", Format::json},
                                                                        {".jsonl", Format::jsonl},
                                                                        {".md", Format::markdown},
                                                                        {".markdown", Format::markdown},
                                                                        {".html", Format::html},
                                                                        {".htm", Format::html}}};

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

void write_output(const OutputTarget& target, const std::function<void(std::ostream&)>& write) {
    if (!target.file.empty()) return report::write_file_atomically(target.file, write);
    write(std::cout);
    if (!std::cout.flush()) throw std::runtime_error("the result could not be written to standard output");
}

}  // namespace linktender::app
