// The sites of the demo web: one host for each thing that can become of a link.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "support/certificate_authority.hpp"
#include "support/scripted_server.hpp"

namespace linktender::test {

/// Refuses connections: a client is to be led to a port where nobody listens.
inline constexpr std::string_view k_refused_host = "refused.harbor.example";

struct DemoOptions {
    std::size_t page_bytes = 6000;  ///< of the pages that any other host and path answers with
    std::chrono::milliseconds latency_from{0};
    std::chrono::milliseconds latency_to{0};  ///< each host and path has its own latency in this range
};

/// Answers for every host. Hosts of `demo_hosts()` behave as their names promise on the paths that the sample
/// archive links to; all else is a page about nothing in particular. May be shared by several servers.
[[nodiscard]] Handler demo_sites(const DemoOptions& options);

/// Every host of the sample archive that is to be led here, `k_refused_host` not among them.
[[nodiscard]] std::vector<std::string> demo_hosts();

/// Gives the hosts with bad certificates their faults.
void set_demo_faults(CertificateAuthority& authority);

}  // namespace linktender::test
