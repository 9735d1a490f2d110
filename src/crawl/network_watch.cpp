#include "linktender/crawl/network_watch.hpp"

namespace linktender::crawl {

NetworkWatch::Sign NetworkWatch::sign_of(const http::Response& response) noexcept {
    // An address stands there once a connection was made, whatever came of it.
    if (response.status > 0 || !response.remote_address.empty()) return Sign::proof;
    if (!response.error) return Sign::neutral;
    switch (response.error->kind) {
        case http::TransportErrorKind::tls:
        case http::TransportErrorKind::protocol: return Sign::proof;
        case http::TransportErrorKind::dns_error: return Sign::doubt;
        case http::TransportErrorKind::timeout: return Sign::doubt;
        // A refused connection was refused by somebody; an unreachable one perhaps by ourselves.
        case http::TransportErrorKind::connect:
            return response.error->network_unreachable ? Sign::doubt : Sign::neutral;
        case http::TransportErrorKind::dns_not_found:
        case http::TransportErrorKind::unsafe_address:
        case http::TransportErrorKind::local:
        case http::TransportErrorKind::cancelled: return Sign::neutral;
    }
    return Sign::neutral;
}

void NetworkWatch::observe(std::string_view host, const http::Response& response) {
    if (proven_) return;
    switch (sign_of(response)) {
        case Sign::proof:
            proven_ = true;
            doubtful_hosts_.clear();
            break;
        case Sign::doubt:
            if (doubtful_hosts_.size() < k_suspicious_hosts) doubtful_hosts_.emplace(host);
            break;
        case Sign::neutral: break;
    }
}

}  // namespace linktender::crawl
