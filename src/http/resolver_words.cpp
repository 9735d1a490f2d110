#include "resolver_words.hpp"

#include <ares.h>

#include <algorithm>

#include "linktender/core/text.hpp"

namespace linktender::http {
namespace {

struct Row {
    int status;
    TransportErrorKind kind;
    const char* reason;
    const char* words;
};

// In the order in which one of two different statuses decides: what this machine could not do first,
// then what is unknown, then what the servers said.
constexpr Row k_rows[] = {
    {ARES_ENOMEM, TransportErrorKind::local, "out-of-memory", "no memory for a DNS query"},
    {ARES_ECONNREFUSED, TransportErrorKind::dns_error, "dns-unreachable", "no name server could be reached"},
    {ARES_ETIMEOUT, TransportErrorKind::dns_error, "dns-timeout", "the name servers did not answer in time"},
    {ARES_ESERVFAIL, TransportErrorKind::dns_error, "dns-servfail", "the name server failed (SERVFAIL)"},
    {ARES_EREFUSED, TransportErrorKind::dns_error, "dns-refused",
     "the name server refused to answer (REFUSED)"},
    {ARES_ENOTIMP, TransportErrorKind::dns_error, "dns-refused",
     "the name server does not answer such questions"},
    {ARES_EFORMERR, TransportErrorKind::dns_error, "dns-bad-answer",
     "the name server found the question malformed"},
    {ARES_EBADRESP, TransportErrorKind::dns_error, "dns-bad-answer", "the name server's answer is malformed"},
    {ARES_ENODATA, TransportErrorKind::dns_not_found, "dns-no-address", "the name exists but has no address"},
    {ARES_SUCCESS, TransportErrorKind::dns_not_found, "dns-no-address", "the name exists but has no address"},
    {ARES_ENOTFOUND, TransportErrorKind::dns_not_found, "dns-nxdomain", "the name does not exist (NXDOMAIN)"},
    {ARES_EBADNAME, TransportErrorKind::dns_not_found, "dns-bad-name", "the name is not valid in the DNS"},
    {ARES_EBADSTR, TransportErrorKind::dns_not_found, "dns-bad-name", "the name is not valid in the DNS"},
};

constexpr Row k_other = {-1, TransportErrorKind::dns_error, "dns-failed", "the lookup failed"};

TransportError make(std::string_view name, const Row& row) {
    // A name can be thousands of bytes long; its start tells enough.
    return {row.kind, row.reason, core::truncate_utf8(core::escape_control(name), 100) + ": " + row.words,
            false};
}

}  // namespace

TransportError describe_lookup_failure(const LookupFailure& failure) {
    if (failure.out_of_descriptors) {
        return {TransportErrorKind::local, "out-of-descriptors", "no descriptor left for a DNS query", false};
    }
    const auto is_known = [](int status) {
        return std::any_of(std::begin(k_rows), std::end(k_rows),
                           [&](const Row& row) { return row.status == status; });
    };
    const auto decides = [&](const Row& row) {
        return row.status == failure.a_status || row.status == failure.aaaa_status;
    };
    const Row* row = &k_other;
    if (is_known(failure.a_status) && is_known(failure.aaaa_status)) {
        row = std::find_if(std::begin(k_rows), std::end(k_rows), decides);
    }
    TransportError error = make(failure.name, *row);
    error.network_unreachable =
        row->status == ARES_ECONNREFUSED || (row->status == ARES_ETIMEOUT && failure.resolver_silent);
    return error;
}

bool is_server_answer(int ares_status) noexcept {
    switch (ares_status) {
        case ARES_SUCCESS:
        case ARES_ENODATA:
        case ARES_ENOTFOUND:
        case ARES_ESERVFAIL:
        case ARES_EREFUSED:
        case ARES_ENOTIMP:
        case ARES_EFORMERR: return true;
        default: return false;
    }
}

TransportError name_not_found(std::string_view name) {
    return make(name, {ARES_ENOTFOUND, TransportErrorKind::dns_not_found, "dns-nxdomain",
                       "the name does not exist (NXDOMAIN)"});
}

TransportError onion_name(std::string_view name) {
    return make(name,
                {-1, TransportErrorKind::dns_error, "onion-name", "the name is reached through Tor only"});
}

}  // namespace linktender::http
