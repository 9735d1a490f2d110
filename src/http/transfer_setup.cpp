// Which libcurl options a transfer runs with, and why.
#include <algorithm>

#include "linktender/core/text.hpp"
#include "linktender/http/curl_fetcher.hpp"
#include "option_check.hpp"
#include "tls_info.hpp"
#include "transfer.hpp"
#include "transfer_callbacks.hpp"

namespace linktender::http {
namespace {

void append(StringList& list, const std::string& text) {
    curl_slist* longer = curl_slist_append(list.get(), text.c_str());
    if (longer == nullptr) return;
    list.release();  // the same list, with a possibly new head
    list.reset(longer);
}

std::string_view name_of(std::string_view header) {
    return core::trim(header.substr(0, header.find_first_of(":;")));
}

/// The Host field of a request, RFC 9110 section 7.2.
std::string authority_of(const url::Url& url) {
    std::string authority(url.host());
    if (url.port()) authority += ':' + std::to_string(*url.port());
    return authority;
}

void set_headers(Transfer& transfer) {
    const FetcherOptions& options = *transfer.environment->options;
    const auto& own = transfer.request.headers;
    const auto is_overridden = [&](std::string_view name) {
        return std::any_of(own.begin(), own.end(), [&](const Header& header) {
            return core::equals_ignoring_ascii_case(header.name, name);
        });
    };
    transfer.headers.reset();
    if (!options.accept_language.empty() && !is_overridden("accept-language")) {
        append(transfer.headers, "Accept-Language: " + options.accept_language);
    }
    bool names_host = is_overridden("host");
    for (const std::string& header : options.headers) {
        if (is_overridden(name_of(header))) continue;
        append(transfer.headers, header);
        names_host |= core::equals_ignoring_ascii_case(name_of(header), "host");
    }
    // The port of the route is nobody else's business.
    if (transfer.by_name && !names_host)
        append(transfer.headers, "Host: " + authority_of(transfer.request.url));
    for (const Header& header : own) {
        // Validators come from earlier answers: what a server sent must not become a header of ours.
        if (!is_token(header.name) || has_control(header.value)) continue;
        // libcurl's form for a header without a value; with a colon it would remove the header.
        append(transfer.headers,
               header.value.empty() ? header.name + ';' : header.name + ": " + header.value);
    }
    curl_easy_setopt(transfer.easy.get(), CURLOPT_HTTPHEADER, transfer.headers.get());
}

std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '%' && i + 2 < text.size();
        const int high = escape ? core::hex_value(text[i + 1]) : -1;
        const int low = escape ? core::hex_value(text[i + 2]) : -1;
        if (high >= 0 && low >= 0) {
            out += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

// libcurl reads URLs by RFC 3986 and not as browsers do. It gets the origin only, which both read alike,
// and the request target as it stands: what is stored is what is sent, an empty query included.
void set_url(Transfer& transfer) {
    CURL* const easy = transfer.easy.get();
    const url::Url& url = transfer.request.url;
    std::string host(url.scheme());
    host += "://";
    host += url.host();
    const std::string origin = url.port() ? host + ':' + std::to_string(*url.port()) : host;
    const std::string route = transfer.by_name ? host + ':' + std::to_string(transfer.endpoint.port) : origin;
    curl_easy_setopt(easy, CURLOPT_URL, (route + '/').c_str());
    std::string target;
    // Absolute form, RFC 9112 3.2.2.
    if (transfer.environment->http_proxy && url.scheme() == "http") target = origin;
    target += url.path();
    if (url.query()) {
        target += '?';
        target += *url.query();
    }
    curl_easy_setopt(easy, CURLOPT_REQUEST_TARGET, target.c_str());
    if (!url.username().empty() || !url.password().empty()) {
        curl_easy_setopt(easy, CURLOPT_USERNAME, percent_decoded(url.username()).c_str());
        curl_easy_setopt(easy, CURLOPT_PASSWORD, percent_decoded(url.password()).c_str());
    }
}

// Names go to addresses that were judged, all of them: libcurl tries both families side by side.
void set_route(Transfer& transfer, const std::vector<std::string>& addresses) {
    CURL* const easy = transfer.easy.get();
    const std::string endpoint =
        (transfer.by_name ? std::string(transfer.request.url.host()) : transfer.endpoint.host) + ':' +
        std::to_string(transfer.endpoint.port);
    transfer.connect_to.reset();
    if (transfer.remapped && !transfer.by_name) append(transfer.connect_to, "::" + endpoint);
    curl_easy_setopt(easy, CURLOPT_CONNECT_TO, transfer.connect_to.get());
    transfer.resolve.reset();
    if (!addresses.empty()) {
        // The plus sign keeps a host that begins with a minus from being read as a command to forget it.
        std::string entry = '+' + endpoint + ':';
        for (const std::string& address : addresses) {
            if (entry.back() != ':') entry += ',';
            entry += address.find(':') == std::string::npos ? address : '[' + address + ']';
        }
        append(transfer.resolve, entry);
        // A proxy's own name is libcurl's to ask for.
        if (transfer.environment->options->proxy.empty())
            curl_easy_setopt(easy, CURLOPT_RESOLVER_START_FUNCTION, &on_resolver_start);
    }
    curl_easy_setopt(easy, CURLOPT_RESOLVE, transfer.resolve.get());
}

void set_limits(Transfer& transfer) {
    CURL* const easy = transfer.easy.get();
    const Limits& limits = transfer.request.limits;
    const auto spent =
        std::chrono::duration_cast<core::Milliseconds>(transfer.exchange_started - transfer.started);
    // Zero would mean no limit.
    const auto left = std::max(limits.total_timeout - spent, core::Milliseconds(1));
    const auto connect = std::max(limits.connect_timeout, core::Milliseconds(1));
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(left.count()));
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connect.count()));
}

void set_callbacks(Transfer& transfer) {
    CURL* const easy = transfer.easy.get();
    curl_easy_setopt(easy, CURLOPT_PRIVATE, &transfer);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer.error_text.data());
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &on_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &transfer);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &transfer);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &on_open_socket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, &transfer);
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, &on_close_socket);
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, transfer.environment->poller);
}

void set_method(CURL* easy, const Request& request) {
    switch (request.method) {
        case Method::get: curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L); return;
        case Method::head: curl_easy_setopt(easy, CURLOPT_NOBODY, 1L); return;
        case Method::put: curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, "PUT"); break;
        case Method::patch: curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, "PATCH"); break;
        case Method::post: break;
    }
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    // The bytes stay where they are until the transfer ends.
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.data());
}

void set_protocol(Transfer& transfer) {
    CURL* const easy = transfer.easy.get();
    const FetcherOptions& options = *transfer.environment->options;
    const bool http1 = transfer.request.version == Version::http1_only || transfer.http1_retry;
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION,
                     long{http1 ? CURL_HTTP_VERSION_1_1 : CURL_HTTP_VERSION_2TLS});
    if (transfer.http1_retry) curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(easy, CURLOPT_HTTP09_ALLOWED, 0L);
    // A full cache of connections is walked whole for each new one: better none than one too many.
    curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, transfer.request.keep_connection ? 0L : 1L);
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, ContentDecoder::k_accepted);
    curl_easy_setopt(easy, CURLOPT_HTTP_CONTENT_DECODING, 0L);
    curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    set_method(easy, transfer.request);
    curl_easy_setopt(easy, CURLOPT_USERAGENT,
                     options.user_agent.empty() ? nullptr : options.user_agent.c_str());
    // An empty string, not nullptr: http_proxy and the like must not decide where requests go.
    curl_easy_setopt(easy, CURLOPT_PROXY, options.proxy.c_str());
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);  // four system calls a request saved
    curl_easy_setopt(easy, CURLOPT_DNS_CACHE_TIMEOUT,
                     -1L);  // entries come from the resolver, which ages them
}

void set_tls(Transfer& transfer) {
    CURL* const easy = transfer.easy.get();
    const bool verify = transfer.request.verify_tls && !transfer.environment->options->insecure;
    // Both lines matter: with a directory set, libcurl parses the bundle anew for every connection.
    curl_easy_setopt(easy, CURLOPT_CAINFO, transfer.environment->ca_file.c_str());
    curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
    curl_easy_setopt(easy, CURLOPT_PROXY_CAINFO, transfer.environment->ca_file.c_str());
    curl_easy_setopt(easy, CURLOPT_PROXY_CAPATH, nullptr);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, verify ? 1L : 0L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, verify ? 2L : 0L);
    // As browsers do. Left to itself libcurl begins a TLS 1.0 that OpenSSL breaks off in obscure words.
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
    if (transfer.request.url.scheme() != "https") return;
    curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, &on_connected);
    curl_easy_setopt(easy, CURLOPT_PREREQDATA, &transfer);
    curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, &note_certificate);
    curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, &transfer.tls);
}

}  // namespace

void prepare(Transfer& transfer, const std::vector<std::string>& addresses) {
    transfer.exchange_started = Transfer::SteadyClock::now();
    transfer.reader.start(transfer.request.limits);
    transfer.tls.reset();
    transfer.http2 = false;
    transfer.seen_bytes = 0;
    transfer.last_progress = transfer.exchange_started;
    transfer.refused_address.clear();
    transfer.out_of_descriptors = false;
    transfer.error_text[0] = '\0';
    curl_easy_reset(transfer.easy.get());
    set_callbacks(transfer);
    set_protocol(transfer);
    set_tls(transfer);
    set_url(transfer);
    set_headers(transfer);
    set_route(transfer, addresses);
    set_limits(transfer);
}

}  // namespace linktender::http
