// Settings for single hosts, as configuration files give them.
#pragma once

#include "linktender/app/settings.hpp"
#include "linktender/crawl/host_profile.hpp"

namespace linktender::app {

/// What applies to hosts in a run: the profiles that ship, without their pace where a flag sets the
/// pace for all, and over them those of the user. Any thread.
[[nodiscard]] crawl::HostProfiles host_profiles(const Settings& settings);

}  // namespace linktender::app
