// Brings one digest to one target. Private to the room.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "linktender/app/notifier.hpp"
#include "linktender/notify/digest.hpp"
#include "linktender/notify/ticket.hpp"

namespace linktender::app {

struct Parcel {
    const notify::Digest* digest = nullptr;
    report::Language language = report::Language::en;
    core::TimePoint now;
};

/// Tries until the target took it or `options` say that it is enough. `ticket` is what is remembered of the
/// target's ticket, brought up to date. Blocks; any thread. Nothing when it was taken; else what is wrong,
/// for people, without secrets.
[[nodiscard]] std::optional<std::string> bring(const Parcel& parcel, const Settings& settings,
                                               const NotifyTarget& target, notify::TicketMemory& ticket,
                                               const NotifyOptions& options);

}  // namespace linktender::app
