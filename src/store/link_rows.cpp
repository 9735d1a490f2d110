#include "link_rows.hpp"

#include <fmt/format.h>

namespace linktender::store {

namespace {

std::optional<MarkRecord> read_mark(const Execution& row, int first) {
    if (row.is_null(first)) return std::nullopt;
    return MarkRecord{mark_kind_from(row.text(first)), row.time(first + 1).value_or(core::TimePoint{}),
                      row.time(first + 2).value_or(core::TimePoint{}), row.text(first + 3)};
}

void cover(StateRecord& state, const MarkRecord& mark) {
    if (mark.kind == MarkKind::acknowledged) return;
    const auto said = mark.kind == MarkKind::alive ? verdict::State::alive : verdict::State::dead;
    if (state.state == said) return;
    state.state = said;
    state.since = mark.made_at;
}

}  // namespace

std::string select_links(std::string_view links, std::string_view rest, std::string_view more) {
    return fmt::format(
        "SELECT link.url, {}, {}, {}, mark.kind, mark.made_at, mark.until, mark.note{} FROM {} "
        "LEFT JOIN state ON state.link_id = link.id "
        "LEFT JOIN \"check\" ON \"check\".id = state.check_id "
        "LEFT JOIN page ON page.link_id = link.id LEFT JOIN mark ON mark.link_id = link.id {}",
        k_state_columns, k_check_columns, k_page_columns, more, links, rest);
}

LinkView LinkRows::read(const Execution& row) {
    constexpr int k_check = 1 + k_state_column_count;
    constexpr int k_page = k_check + k_check_column_count;
    LinkView view;
    view.url = row.text(0);
    view.state = read_state(row, 1);
    view.check = read_check(row, k_check, lists_);
    if (view.check) {
        view.check->url = view.url;
        read_page(row, k_page, lists_, *view.check);
    }
    view.mark = read_mark(row, k_page + k_page_column_count);
    if (view.mark && view.mark->until <= today_) view.mark.reset();
    if (view.mark) cover(view.state, *view.mark);
    return view;
}

}  // namespace linktender::store
