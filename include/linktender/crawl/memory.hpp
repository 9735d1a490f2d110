// What a run knows from earlier ones, and what it leaves to the next.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "linktender/store/records.hpp"

namespace linktender::crawl {

/// Called on the loop thread. The default remembers nothing.
class Memory {
public:
    virtual ~Memory() = default;
    /// What was learned about a host; asked once a run and host.
    [[nodiscard]] virtual std::optional<store::HostRecord> host(std::string_view /*name*/) { return {}; }
    /// What is known of a link before it is checked; asked once a link.
    [[nodiscard]] virtual store::LinkKnowledge link(std::string_view /*url*/) { return {}; }
    virtual void learned(const store::HostRecord& /*host*/) {}
    /// A link that this run did not check, and why: a stable slug.
    virtual void left_unchecked(std::string_view /*url*/, std::string_view /*reason*/) {}
};

}  // namespace linktender::crawl
