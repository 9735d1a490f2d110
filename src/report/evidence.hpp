// The evidence of a check in the language of a report. The database keeps it in English, as it was
// written; what is ours in it can be said in another language, what is quoted stays as it is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "linktender/report/message_catalogue.hpp"

namespace linktender::report {

/// The clauses of an evidence: what `; ` divides outside of quotation marks.
[[nodiscard]] std::vector<std::string_view> clauses_of(std::string_view evidence);

/// A clause that names a cause and nothing of this very link (`the connection was reset`), with or without
/// a library's words in parentheses: whoever tells the reason has said it.
[[nodiscard]] bool is_bare_cause(std::string_view clause);

/// One clause in the language of the words. A clause without a translation is named as original words.
/// Linear in the length of the clause for each sentence that is known.
[[nodiscard]] std::string clause_in(const Words& words, std::string_view clause);

/// An evidence clause by clause.
[[nodiscard]] std::string evidence_in(const Words& words, std::string_view evidence);

}  // namespace linktender::report
