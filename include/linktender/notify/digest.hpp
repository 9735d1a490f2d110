// What changed in an archive since somebody was last told.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "linktender/core/time.hpp"
#include "linktender/report/model.hpp"
#include "linktender/store/records.hpp"
#include "linktender/verdict/ladder.hpp"
#include "linktender/verdict/outcome.hpp"

namespace linktender::notify {

/// One link as a message tells of it. All texts but the reason are foreign, valid or not.
struct Entry {
    std::string url;
    verdict::Outcome outcome = verdict::Outcome::ok;
    std::string reason;
    std::string text;             ///< of the anchor, in the newest issue that uses the link
    std::string file;             ///< of that issue
    std::uint32_t line = 0;       ///< from 1
    std::size_t more_places = 0;  ///< beside that one
    std::optional<report::Suggestion> suggestion;
};

/// A certificate that is about to expire.
struct Certificate {
    std::string host;
    core::TimePoint expires_at;
    std::size_t links = 0;
};

/// The first ones, and how many there are.
template <class Item>
struct Bounded {
    std::vector<Item> first;
    std::size_t all = 0;
};

/// No list of a digest holds more: a message with more of them helps nobody.
inline constexpr std::size_t k_most_entries = 500;

struct Digest {
    std::string archive;
    bool test = false;  ///< nothing happened; somebody tries whether the target can be told
    store::RunId run = 0;
    core::TimePoint at;                    ///< when the run began
    std::optional<core::TimePoint> since;  ///< when the run ended that was told of last; none: the first time
    // What changed since then; links of the newest issue first.
    Bounded<Entry> broken;
    Bounded<Entry> recovered;
    Bounded<Entry> moved;
    Bounded<Certificate> expiring;  ///< the next one first
    /// All that is broken and not acknowledged, told of before or not; links of the newest issue first.
    Bounded<Entry> standing;
    std::string incident;  ///< one line of evidence, when the network failed and the run judged nothing
    std::vector<std::string> host_incidents;  ///< hosts whose links began to fail together

    /// True when nothing changed: a reason to say nothing.
    [[nodiscard]] bool empty() const noexcept;
};

struct DigestOptions {
    std::string archive;
    /// When the run ended that was told of last; none when nothing was told yet: then all that is broken
    /// counts as new.
    std::optional<core::TimePoint> since;
    verdict::LadderOptions ladder;  ///< what makes a link count as broken
};

/// Pure. `model` has every link, with its history (`report::add_history`). A link is told of when it came
/// into its state after `since`; what was broken and blocked in between is not told of again. Acknowledged
/// links are left out.
[[nodiscard]] Digest make_digest(const report::Model& model, const DigestOptions& options);

/// A digest that says it is a test.
[[nodiscard]] Digest test_digest(std::string archive, core::TimePoint now);

}  // namespace linktender::notify
