#include "linktender/crawl/second_look.hpp"

#include <fmt/format.h>

#include <array>

#include "looks/looks.hpp"

namespace linktender::crawl {

namespace {

struct Interface {
    std::string_view name;
    looks::Apply apply;
};

/// In the order of LookKind.
constexpr std::array<Interface, k_look_kinds> k_interfaces{{
    {"YouTube's oEmbed", looks::apply_youtube},
    {"doi.org", looks::apply_doi},
    {"Crossref", looks::apply_crossref},
    {"arXiv's API", looks::apply_arxiv},
    {"GitHub's API", looks::apply_github},
    {"Bilibili's API", looks::apply_bilibili},
}};

/// What knows most about a link goes first: arXiv's papers have DOIs as well.
constexpr std::array<looks::Plan, 5> k_plans{looks::plan_youtube, looks::plan_bilibili, looks::plan_github,
                                             looks::plan_arxiv, looks::plan_doi};

}  // namespace

std::string_view name_of(LookKind kind) noexcept {
    return k_interfaces[static_cast<std::size_t>(kind)].name;
}

std::optional<SecondLook> plan_second_look(const store::CheckRecord& record,
                                           const SecondLookOptions& options) {
    for (const looks::Plan plan : k_plans)
        if (auto look = plan(record, options)) return look;
    return std::nullopt;
}

Looked apply_second_look(const SecondLook& look, const http::Response& response,
                         const SecondLookOptions& options, store::CheckRecord& record) {
    if (response.error || response.status == 0) {
        note_vain_look(look.kind, "gave no answer", record);
        return {};
    }
    return k_interfaces[static_cast<std::size_t>(look.kind)].apply(look, response, options, record);
}

void note_vain_look(LookKind kind, std::string_view why, store::CheckRecord& record) {
    looks::add_word(record, fmt::format("{} {}", name_of(kind), why));
}

}  // namespace linktender::crawl
