#include <libpsl.h>

#include <cstddef>

#include "ip_address.hpp"
#include "linktender/url/host.hpp"

namespace linktender::url {
namespace {

/// No DNS name is longer (RFC 1035, section 2.3.4); libpsl's time grows with the square of the labels.
constexpr std::size_t k_max_domain_bytes = 253;

/// The newer of the distribution's list and the one built into libpsl. Read once; lookups share it.
const psl_ctx_t* public_suffix_list() noexcept {
    static const psl_ctx_t* const list = [] {
        const psl_ctx_t* latest = psl_latest(nullptr);
        return latest != nullptr ? latest : psl_builtin();
    }();
    return list;
}

std::string look_up(std::string_view host) {
    if (host.ends_with('.')) host.remove_suffix(1);
    std::string domain(host);
    if (domain.size() > k_max_domain_bytes || domain.starts_with('[') || ends_in_a_number(domain))
        return domain;
    const char* registrable = psl_registrable_domain(public_suffix_list(), domain.c_str());
    return registrable != nullptr ? std::string(registrable) : domain;
}

}  // namespace

std::string registrable_domain(std::string_view host) {
    // A page is judged by several parts of the program that all ask for its host's.
    thread_local std::string last_host;
    thread_local std::string last_domain;
    if (host != last_host || last_host.empty()) {
        last_domain = look_up(host);
        last_host = host;
    }
    return last_domain;
}

}  // namespace linktender::url
