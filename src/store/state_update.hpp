// What is concluded about a link from its former state and one more check.
#pragma once

#include "linktender/store/records.hpp"

namespace linktender::store {

/// Pure. `previous` is the default StateRecord for a link never checked. A check that says nothing
/// about the page (a wall, a scheme we skip) leaves the count of failures as it was and keeps the last
/// state that said something beside it; one more failure does not bring a dead link back to failing.
[[nodiscard]] StateRecord next_state(const StateRecord& previous, const CheckRecord& check);

}  // namespace linktender::store
