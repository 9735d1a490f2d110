#include "labelled_pages.hpp"

#include <charconv>
#include <fstream>
#include <stdexcept>
#include <utility>

#include "evidence.hpp"
#include "linktender/core/text.hpp"
#include "linktender/page/facts.hpp"
#include "support/temp_dir.hpp"

namespace linktender::verdict {
namespace {

constexpr std::size_t k_columns = 11;

int to_number(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) {
        throw std::runtime_error("no status: " + std::string(text));
    }
    return number;
}

void add_headers(http::Headers& headers, std::string_view joined) {
    for (const std::string_view field : core::split(joined, '|')) {
        const std::size_t colon = field.find(':');
        if (colon == std::string_view::npos) continue;
        headers.add(core::to_ascii_lower(core::trim(field.substr(0, colon))),
                    core::trim(field.substr(colon + 1)));
    }
}

LabelledPage read_page(const std::filesystem::path& folder, const std::vector<std::string_view>& cells) {
    LabelledPage page;
    page.file = cells[0];
    page.expected = cells[3];
    for (const std::string_view word : core::split(cells[6], ',')) {
        if (!core::trim(word).empty()) page.accept.emplace_back(core::trim(word));
    }
    page.evidence = visit(cells[1], to_number(cells[2]));
    if (!cells[7].empty()) page.evidence.final_url = cells[7];
    if (!cells[8].empty()) page.evidence.headers.add("content-type", cells[8]);
    add_headers(page.evidence.headers, cells[9]);
    const std::string body = test::read_file(folder / page.file);
    page.evidence.page = page::analyse({body, cells[8], page.evidence.final_url, false});
    return page;
}

}  // namespace

std::vector<LabelledPage> read_labelled_pages(const std::filesystem::path& folder) {
    const std::string index = test::read_file(folder / "index.tsv");
    std::vector<LabelledPage> pages;
    bool is_header = true;
    for (std::string_view line : core::split(index, '\n')) {
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (std::exchange(is_header, false) || line.empty()) continue;
        std::vector<std::string_view> cells = core::split(line, '\t');
        if (cells.size() < 4)
            throw std::runtime_error("a line of the index is too short: " + std::string(line));
        cells.resize(std::max(cells.size(), k_columns));
        pages.push_back(read_page(folder, cells));
    }
    return pages;
}

std::string label_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::ok:
        case Outcome::moved: return "alive";
        case Outcome::soft_404:
        case Outcome::not_found:
        case Outcome::gone: return "soft404";
        case Outcome::parked: return "parked";
        case Outcome::blocked:
        case Outcome::disallowed: return "blocked";
        case Outcome::login: return "login";
        default: return "dead";
    }
}

Verdict judge_page(const LabelledPage& page, const RuleSet& rules) {
    if (auto verdict = lint(page.evidence.url, rules)) return *verdict;
    return judge(page.evidence, rules);
}

}  // namespace linktender::verdict
