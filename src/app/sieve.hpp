// What is told of a link without asking for it. Private to the room.
#pragma once

#include <optional>

#include "linktender/app/settings.hpp"
#include "linktender/core/time.hpp"
#include "linktender/store/records.hpp"
#include "linktender/url/url.hpp"
#include "linktender/verdict/link_filter.hpp"
#include "linktender/verdict/rules.hpp"

namespace linktender::app {

/// The settings' filter and the rules about URLs. The rules must outlive it. Any thread.
class Sieve {
public:
    /// Throws ConfigError when the filter cannot be used.
    Sieve(const Settings& settings, const verdict::RuleSet& rules);

    /// The check of a link that is excluded or told by its form; nothing when it has to be asked for.
    [[nodiscard]] std::optional<store::CheckRecord> judge(const url::Url& link, core::TimePoint now) const;

private:
    verdict::LinkFilter filter_;
    const verdict::RuleSet& rules_;
};

}  // namespace linktender::app
