// What a failed lookup means. Pure.
#pragma once

#include <string>
#include <string_view>

#include "linktender/http/message.hpp"

namespace linktender::http {

/// A name without addresses, by the two c-ares status codes that its questions ended with.
struct LookupFailure {
    std::string_view name;
    int a_status = 0;
    int aaaa_status = 0;
    bool resolver_silent = false;     ///< no answer to any question for a while
    bool out_of_descriptors = false;  ///< this process cannot open a socket
};

/// Either status being an error makes it `dns_error`: that address might exist. `dns_not_found` needs
/// the servers' word for both.
[[nodiscard]] TransportError describe_lookup_failure(const LookupFailure& failure);

/// True for a status that shows that a name server answered.
[[nodiscard]] bool is_server_answer(int ares_status) noexcept;

[[nodiscard]] TransportError name_not_found(std::string_view name);
[[nodiscard]] TransportError onion_name(std::string_view name);

}  // namespace linktender::http
