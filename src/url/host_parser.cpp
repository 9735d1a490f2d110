#include "host_parser.hpp"

#include <algorithm>
#include <cstddef>

#include "code_points.hpp"
#include "idna.hpp"
#include "ip_address.hpp"
#include "linktender/core/text.hpp"
#include "percent.hpp"

namespace linktender::url {
namespace {

bool has_any_of(std::string_view text, CodePointSet set) noexcept {
    return std::any_of(text.begin(), text.end(), [set](char c) { return in_set(c, set); });
}

Expected<HostKind, UrlError> append_ipv6_host(std::string& out, std::string_view input) {
    if (!input.ends_with(']')) return unexpected(UrlError::ipv6_invalid);
    const auto address = parse_ipv6(input.substr(1, input.size() - 2));
    if (!address) return unexpected(UrlError::ipv6_invalid);
    out += '[';
    append_ipv6(out, *address);
    out += ']';
    return HostKind::ipv6;
}

/// https://url.spec.whatwg.org/#concept-opaque-host-parser
Expected<HostKind, UrlError> append_opaque_host(std::string& out, std::string_view input) {
    if (has_any_of(input, CodePointSet::forbidden_host)) return unexpected(UrlError::host_invalid_code_point);
    append_percent_encoded(out, input, CodePointSet::c0_control);
    return input.empty() ? HostKind::none : HostKind::opaque;
}

}  // namespace

Expected<HostKind, UrlError> append_parsed_host(std::string& out, std::string_view input, bool is_opaque) {
    if (input.starts_with('[')) return append_ipv6_host(out, input);
    if (is_opaque) return append_opaque_host(out, input);
    const std::size_t start = out.size();
    // An ASCII domain without escapes needs no more than lower case.
    if (std::all_of(input.begin(), input.end(), [](char c) { return is_ascii(c) && c != '%'; })) {
        out.append(input);
        std::transform(out.begin() + static_cast<std::ptrdiff_t>(start), out.end(),
                       out.begin() + static_cast<std::ptrdiff_t>(start), core::ascii_lower);
    } else {
        // UTF-8 decode without BOM: ICU reads ill-formed bytes as U+FFFD, which UTS 46 disallows.
        const auto ascii = domain_to_ascii(percent_decode(input));
        if (!ascii) return unexpected(ascii.error());
        out += *ascii;
    }
    const std::string_view domain = std::string_view(out).substr(start);
    // Last step of https://url.spec.whatwg.org/#concept-domain-to-ascii
    if (has_any_of(domain, CodePointSet::forbidden_domain)) {
        return unexpected(UrlError::host_invalid_code_point);
    }
    if (!ends_in_a_number(domain)) return HostKind::domain;
    const auto address = parse_ipv4(domain);
    if (!address) return unexpected(UrlError::ipv4_invalid);
    out.resize(start);
    append_ipv4(out, *address);
    return HostKind::ipv4;
}

}  // namespace linktender::url
