#include "linktender/crawl/host_health.hpp"

namespace linktender::crawl {

void HostHealth::on_response(const http::Response& response) noexcept {
    if (response.status > 0) {
        answered_ = true;
        if (response.status != 429 && response.status != 503) refusals_ = 0;
    } else if (response.error && response.error->kind != http::TransportErrorKind::cancelled &&
               response.error->kind != http::TransportErrorKind::local) {
        ++silent_;
    }
}

bool pushes_back(const http::Response& response) noexcept {
    if (response.status == 429 || response.status == 503) return true;
    return response.error && response.error->reason == "connection-reset";
}

}  // namespace linktender::crawl
