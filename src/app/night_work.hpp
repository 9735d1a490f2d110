// What a night does between reading and reporting, whoever does the asking. Private to the room.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "linktender/app/night.hpp"
#include "linktender/core/time.hpp"
#include "linktender/crawl/link_list.hpp"
#include "linktender/store/reader.hpp"
#include "linktender/store/writer.hpp"

namespace linktender::app {

/// What links are asked for, which decides how.
enum class Errand : std::uint8_t {
    plan,          ///< the night's own
    last_strikes,  ///< once more, by another route
    canaries,      ///< is it us?
};

/// The outside of a night.
struct NightWork {
    store::Writer& writer;
    const store::Reader& reader;  ///< of the same database
    store::RunId run;             ///< begun, its issues put
    const NightOptions& options;
    const core::Clock& clock;
    std::vector<std::string> canaries;  ///< URLs
    /// The check of a link that needs no request.
    std::function<std::optional<store::CheckRecord>(const url::Url&, core::TimePoint)> judge;
    /// Hands the check of each link to the sink, which any thread may call.
    std::function<crawl::RunEnd(const crawl::LinkList&, Errand, const crawl::Pipeline::Sink&)> ask;
    /// What the links tell only together; all of them are stored.
    std::function<void()> judge_together;
    std::function<bool()> ending;  ///< true: nothing new is begun
};

/// Plans, asks, assesses and settles. Links that this night could call dead are asked for twice.
[[nodiscard]] NightResult do_night_work(const NightWork& work);

/// Settles the nights that were killed, as far as they came.
void settle_killed_nights(store::Writer& writer, const store::Reader& reader, const NightOptions& options);

}  // namespace linktender::app
