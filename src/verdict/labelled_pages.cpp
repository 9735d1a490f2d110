#include "linktender/verdict/labelled_pages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <utility>

#include "linktender/core/text.hpp"
#include "linktender/page/facts.hpp"
#include "linktender/source/walk.hpp"

namespace linktender::verdict {
namespace {

constexpr std::size_t k_columns = 11;

constexpr std::size_t k_max_bytes = std::size_t{8} << 20U;

std::string read_file(const std::filesystem::path& file) {
    auto bytes = source::read_file({.name = file.string(), .path = file}, k_max_bytes);
    if (!bytes) throw std::runtime_error(file.string() + ": " + bytes.error().message);
    return *std::move(bytes);
}

int to_number(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size())
        throw std::runtime_error("no status: " + core::escape_control(text));
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
    const auto url = url::parse(cells[1]);
    if (!url) throw std::runtime_error("no URL: " + core::escape_control(cells[1]));
    page.evidence.url = *url;
    page.evidence.final_url = url->without_fragment();
    page.evidence.status = to_number(cells[2]);
    if (!cells[7].empty()) page.evidence.final_url = cells[7];
    if (!cells[8].empty()) page.evidence.headers.add("content-type", cells[8]);
    add_headers(page.evidence.headers, cells[9]);
    const std::string body = read_file(folder / page.file);
    page.evidence.page = page::analyse({body, cells[8], page.evidence.final_url, false});
    return page;
}

}  // namespace

std::vector<LabelledPage> read_labelled_pages(const std::filesystem::path& folder) {
    const std::filesystem::path file = folder / "index.tsv";
    const std::string index = read_file(file);
    std::vector<LabelledPage> pages;
    std::size_t number = 0;
    for (std::string_view line : core::split(index, '\n')) {
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (++number == 1 || line.empty()) continue;  // the first one names the columns
        std::vector<std::string_view> cells = core::split(line, '\t');
        try {
            if (cells.size() < 4) throw std::runtime_error("file, url, status and verdict are needed");
            cells.resize(std::max(cells.size(), k_columns));
            pages.push_back(read_page(folder, cells));
        } catch (const std::runtime_error& error) {
            throw std::runtime_error(fmt::format("{}:{}: {}", file.string(), number, error.what()));
        }
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
