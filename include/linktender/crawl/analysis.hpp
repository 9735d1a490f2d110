// The pure half of a check: from what was received to the record that is kept.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "linktender/crawl/check_machine.hpp"
#include "linktender/store/records.hpp"
#include "linktender/verdict/rules.hpp"

namespace linktender::crawl {

/// Certificates that end within this are worth a word: the flag `expiring`.
inline constexpr std::chrono::days k_expiring{14};

struct Conclusion {
    store::CheckRecord record;
    bool wall = false;  ///< a bot wall stood where the page was asked for, reached without a redirect
    struct Refresh {
        url::Url target;
        bool delayed = false;  ///< the reader sees the page first
    };
    std::optional<Refresh> refresh;  ///< the page's own redirect; the record says what there is before it
};

/// What a run judges by.
struct Judging {
    const verdict::RuleSet* rules = nullptr;
    std::vector<int> accept;  ///< further statuses that count as success
    bool include_fragments =
        false;  ///< a page without the part that issues point to is not what they link to
};

/// Analyses the page, judges, and fills the record. Takes the responses out of the trace, leaves the
/// rest. Any thread.
[[nodiscard]] Conclusion conclude(CheckTrace& trace, const Judging& judging, core::TimePoint checked_at);

/// The record of a link that robots.txt kept us from; `unreachable`: by the rule for a server that
/// does not give the file.
[[nodiscard]] store::CheckRecord conclude_disallowed(const CheckTrace& trace, bool unreachable,
                                                     core::TimePoint checked_at);

}  // namespace linktender::crawl
