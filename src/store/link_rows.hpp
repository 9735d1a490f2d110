// Links with all that is known about them, as readers show them. Private to the room.
#pragma once

#include <SQLiteCpp/Database.h>

#include <string>
#include <string_view>

#include "columns.hpp"
#include "linktender/store/records.hpp"
#include "statement.hpp"

namespace linktender::store {

/// A SELECT of links; `links` is the part of FROM that gives the rows of `link`, `more` further columns.
[[nodiscard]] std::string select_links(std::string_view links, std::string_view rest,
                                       std::string_view more = {});

inline constexpr int k_mark_column_count = 4;
/// Where select_links puts its `more`.
inline constexpr int k_after_link_columns =
    1 + k_state_column_count + k_check_column_count + k_page_column_count + k_mark_column_count;

/// Reads those rows. A mark that holds at `today` covers the state.
class LinkRows {
public:
    LinkRows(JsonLists& lists, core::TimePoint today) : lists_(lists), today_(today) {}

    [[nodiscard]] LinkView read(const Execution& row);

private:
    JsonLists& lists_;
    core::TimePoint today_;
};

}  // namespace linktender::store
