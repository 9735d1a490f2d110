#include "transfer.hpp"

#include <algorithm>

#include "linktender/core/text.hpp"
#include "linktender/http/curl_fetcher.hpp"
#include "tls_info.hpp"
#include "transfer_callbacks.hpp"
#include "transport_error.hpp"

namespace linktender::http {
namespace {

/// Bytes within `first_byte_timeout` that make an answer move on: less is a server that keeps us waiting.
constexpr std::uint64_t k_trickle = 1024;

core::Milliseconds to_ms(Transfer::SteadyClock::duration duration) {
    return std::chrono::duration_cast<core::Milliseconds>(duration);
}

std::chrono::microseconds time_of(CURL* easy, CURLINFO which) {
    curl_off_t microseconds = 0;
    curl_easy_getinfo(easy, which, &microseconds);
    return std::chrono::microseconds(std::max<curl_off_t>(microseconds, 0));
}

Timing timing_of(const Transfer& transfer) {
    CURL* const easy = transfer.easy.get();
    const auto before = transfer.exchange_started - transfer.started;
    const auto named = time_of(easy, CURLINFO_NAMELOOKUP_TIME_T);
    const auto connected = time_of(easy, CURLINFO_CONNECT_TIME_T);
    const auto secured = time_of(easy, CURLINFO_APPCONNECT_TIME_T);
    const auto answered = time_of(easy, CURLINFO_STARTTRANSFER_TIME_T);
    Timing timing;
    timing.dns = transfer.dns_time;
    if (connected > named) timing.connect = to_ms(connected - named);
    if (secured > connected) timing.tls = to_ms(secured - connected);
    if (transfer.reader.got_bytes()) timing.first_byte = to_ms(before + answered);
    timing.total = to_ms(Transfer::SteadyClock::now() - transfer.started);
    return timing;
}

TransferFailure failure_of(const Transfer& transfer, CURLcode code) {
    CURL* const easy = transfer.easy.get();
    TransferFailure failure;
    failure.code = code;
    curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &failure.os_errno);
    curl_easy_getinfo(easy, CURLINFO_SSL_VERIFYRESULT, &failure.verify_result);
    failure.detail = transfer.error_text.data();
    failure.connected = time_of(easy, CURLINFO_PRETRANSFER_TIME_T).count() > 0;
    failure.got_bytes = transfer.reader.got_bytes();
    failure.in_headers = transfer.reader.in_headers();
    failure.proxied = !transfer.environment->options->proxy.empty();
    curl_easy_getinfo(easy, CURLINFO_HTTP_CONNECTCODE, &failure.tunnel_status);
    long proxy_code = CURLPX_OK;
    curl_easy_getinfo(easy, CURLINFO_PROXY_ERROR, &proxy_code);
    failure.proxy_code = static_cast<CURLproxycode>(proxy_code);
    return failure;
}

std::optional<TransportError> error_of(const Transfer& transfer, CURLcode code) {
    if (transfer.reader.error()) return transfer.reader.error();
    if (transfer.reader.has_enough()) return std::nullopt;
    if (code == CURLE_OK) {
        if (transfer.reader.in_headers()) return truncated_headers();
        return transfer.reader.is_decoded() ? std::nullopt : std::optional(unfinished_coding());
    }
    if (code == CURLE_COULDNT_CONNECT) {
        if (transfer.out_of_descriptors) return out_of_descriptors();
        if (!transfer.refused_address.empty()) return address_refused(transfer.refused_address);
    }
    return describe_transfer_failure(failure_of(transfer, code));
}

}  // namespace

bool start_libcurl() {
    static const bool started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    return started;
}

Response conclude(Transfer& transfer, CURLcode code) {
    std::optional<TransportError> error = error_of(transfer, code);
    Response response = std::move(transfer.reader.response());
    response.error = std::move(error);
    response.http2_failed = transfer.http1_retry;
    response.timing = timing_of(transfer);
    response.tls = std::move(transfer.tls);
    curl_off_t received = 0;
    curl_easy_getinfo(transfer.easy.get(), CURLINFO_SIZE_DOWNLOAD_T, &received);
    response.bytes = static_cast<std::uint64_t>(std::max<curl_off_t>(received, 0));
    const char* address = nullptr;
    curl_easy_getinfo(transfer.easy.get(), CURLINFO_PRIMARY_IP, &address);
    if (address != nullptr) response.remote_address = address;
    return response;
}

Response conclude_with(Transfer& transfer, TransportError error) {
    Response response;
    if (transfer.stage == Transfer::Stage::exchanging) {
        response = conclude(transfer, CURLE_ABORTED_BY_CALLBACK);
    } else {
        response.timing.dns = response.timing.total = to_ms(Transfer::SteadyClock::now() - transfer.started);
    }
    response.error = std::move(error);
    return response;
}

bool take_http1_retry(Transfer& transfer, CURLcode code) {
    if (code == CURLE_OK || transfer.reader.error() || transfer.reader.has_enough()) return false;
    if (transfer.http1_retry || !transfer.http2) return false;
    if (!is_worth_http1(code) || sends_body(transfer.request.method)) return false;  // nothing is said twice
    const auto spent = Transfer::SteadyClock::now() - transfer.started;
    if (spent >= transfer.request.limits.total_timeout) return false;
    transfer.http1_retry = true;
    return true;
}

std::optional<TransportError> find_silence(Transfer& transfer, Transfer::SteadyClock::time_point now) {
    if (transfer.stage != Transfer::Stage::exchanging) return std::nullopt;
    const auto limit = transfer.request.limits.first_byte_timeout;
    const std::uint64_t seen = transfer.reader.seen_bytes();
    if (seen >= transfer.seen_bytes + (transfer.seen_bytes == 0 ? 1 : k_trickle)) {
        transfer.seen_bytes = seen;
        transfer.last_progress = now;
    }
    if (now - transfer.last_progress <= limit) return std::nullopt;
    if (seen > 0) return stalled();
    const auto sent = time_of(transfer.easy.get(), CURLINFO_PRETRANSFER_TIME_T);
    if (sent.count() == 0 || now - transfer.exchange_started - sent <= limit) return std::nullopt;
    return first_byte_timeout();
}

}  // namespace linktender::http
