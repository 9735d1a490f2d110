// `linktender ack` and `linktender mark`: an editor's word on a link.
#pragma once

#include <string>

#include "linktender/app/exit_code.hpp"
#include "linktender/app/settings.hpp"
#include "linktender/core/time.hpp"
#include "linktender/store/records.hpp"

namespace linktender::app {

struct MarkCall {
    std::string url;  ///< in any spelling that leads to the link
    store::MarkKind kind = store::MarkKind::acknowledged;
    std::string until;  ///< a day (`2027-05-01`, in UTC), a duration from now, or empty: 180 days
    std::string note;
    bool remove = false;
};

/// Sets or takes away the mark of a link, also while the service or an audit is at work, and says so
/// on standard output. Throws ConfigError for a link that the database does not have (with the ones that
/// are most like it), for a time that makes no sense, and when there is no such mark to remove.
ExitCode mark_link(const Settings& settings, const MarkCall& call);

/// The moment that `text` names, as in MarkCall. Throws ConfigError unless it lies ahead of `now` by no
/// more than ten years.
[[nodiscard]] core::TimePoint mark_end(const std::string& text, core::TimePoint now);

}  // namespace linktender::app
