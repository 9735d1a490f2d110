// One fetch on its way: its libcurl handle, its request, what has come of the answer.
#pragma once

#include <curl/curl.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host_override.hpp"
#include "linktender/http/address_guard.hpp"
#include "linktender/http/fetcher.hpp"
#include "response_reader.hpp"
#include "socket_poller.hpp"

namespace linktender::http {

struct FetcherOptions;

struct EasyDeleter {
    void operator()(CURL* easy) const noexcept { curl_easy_cleanup(easy); }
};
struct ListDeleter {
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
/// Once a process; false when libcurl cannot be used. Any thread.
[[nodiscard]] bool start_libcurl();

using EasyHandle = std::unique_ptr<CURL, EasyDeleter>;
using StringList = std::unique_ptr<curl_slist, ListDeleter>;

/// What all transfers of one fetcher share. Outlives them.
struct TransferEnvironment {
    const FetcherOptions* options = nullptr;
    SocketPoller* poller = nullptr;
    std::string ca_file;
    bool remote_names = false;  ///< names are a proxy's to resolve
    bool http_proxy = false;    ///< requests for http URLs go to a proxy that speaks HTTP itself
};

/// Reused for one fetch after the other. Never moved: libcurl and OpenSSL hold pointers into it.
struct Transfer {
    using SteadyClock = std::chrono::steady_clock;
    enum class Stage : std::uint8_t { idle, resolving, exchanging };

    const TransferEnvironment* environment = nullptr;
    EasyHandle easy;
    std::size_t active_index = 0;
    std::uint64_t generation = 0;  ///< counts the fetches: tells a late answer for an earlier one

    Stage stage = Stage::idle;
    Request request;
    Fetcher::Done done;
    Endpoint endpoint;      ///< where the connection goes
    bool remapped = false;  ///< that is not where the URL says
    /// Remapped by port and addresses under the host's own name. libcurl keeps connections by where they were
    /// remapped to: with CONNECT_TO every host of a test shares one list, which it walks for every request.
    bool by_name = false;
    bool http1_retry = false;
    SteadyClock::time_point started;
    SteadyClock::time_point exchange_started;
    core::Milliseconds dns_time{0};

    ResponseReader reader;
    std::optional<TlsInfo> tls;
    bool http2 = false;  ///< the connection speaks it
    /// What had come, header and body, when somebody last looked and it had grown.
    std::uint64_t seen_bytes = 0;
    SteadyClock::time_point last_progress;
    std::string refused_address;  ///< by the guard, at connect
    bool out_of_descriptors = false;
    std::array<char, CURL_ERROR_SIZE> error_text{};
    StringList headers;
    StringList resolve;
    StringList connect_to;
};

/// Gives the handle its options for `transfer.request`; the connection goes to `transfer.endpoint`, to
/// one of `addresses` when that is a name. What is left of the total timeout is counted from now.
void prepare(Transfer& transfer, const std::vector<std::string>& addresses);

/// The answer after libcurl ended with `code`. Leaves the transfer's own parts moved from.
[[nodiscard]] Response conclude(Transfer& transfer, CURLcode code);

/// An answer that consists of an error, with the times so far.
[[nodiscard]] Response conclude_with(Transfer& transfer, TransportError error);

/// True when `code` calls for one more try over HTTP/1.1; `prepare` then makes it so. Silence over HTTP/2
/// does as well: CURLE_OPERATION_TIMEDOUT.
[[nodiscard]] bool take_http1_retry(Transfer& transfer, CURLcode code);

/// The error when the server has been silent for too long since the request was sent. Notes how far the
/// answer has come: to be asked regularly.
[[nodiscard]] std::optional<TransportError> find_silence(Transfer& transfer,
                                                         Transfer::SteadyClock::time_point now);

}  // namespace linktender::http
