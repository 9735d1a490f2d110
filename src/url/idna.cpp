#include "idna.hpp"

#include <unicode/uidna.h>
#include <unicode/utypes.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "code_points.hpp"
#include "linktender/core/text.hpp"
#include "linktender/url/host.hpp"
#include "uts46_catch_up.hpp"

namespace linktender::url {
namespace {

/// ICU always makes these checks; CheckHyphens and VerifyDnsLength are false for URLs, so they do not count.
constexpr std::uint32_t k_ignored_errors = UIDNA_ERROR_EMPTY_LABEL | UIDNA_ERROR_LABEL_TOO_LONG |
                                           UIDNA_ERROR_DOMAIN_NAME_TOO_LONG | UIDNA_ERROR_LEADING_HYPHEN |
                                           UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4;

/// Shared by all threads: ICU's UTS 46 object has no state. Null when ICU's data is missing.
const UIDNA* uts46() noexcept {
    static const UIDNA* const instance = [] {
        UErrorCode status = U_ZERO_ERROR;
        UIDNA* opened = uidna_openUTS46(UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ |
                                            UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE,
                                        &status);
        return U_SUCCESS(status) ? opened : nullptr;
    }();
    return instance;
}

using Uts46Function = decltype(&uidna_nameToASCII_UTF8);

/// Runs one of ICU's UTS 46 functions; nullopt when processing recorded an error that counts.
std::optional<std::string> process(Uts46Function function, std::string_view name) {
    if (uts46() == nullptr || name.size() > k_max_idna_bytes) return std::nullopt;
    std::string out(name.size() * 2 + 64, '\0');
    for (int attempt = 0; attempt < 2; ++attempt) {
        UErrorCode status = U_ZERO_ERROR;
        UIDNAInfo info = UIDNA_INFO_INITIALIZER;
        const std::int32_t length =
            function(uts46(), name.data(), static_cast<std::int32_t>(name.size()), out.data(),
                     static_cast<std::int32_t>(out.size()), &info, &status);
        if (status == U_BUFFER_OVERFLOW_ERROR) {
            out.resize(static_cast<std::size_t>(length));
            continue;
        }
        if (U_FAILURE(status) || (info.errors & ~k_ignored_errors) != 0) return std::nullopt;
        out.resize(static_cast<std::size_t>(length));
        return out;
    }
    return std::nullopt;
}

}  // namespace

Expected<std::string, UrlError> domain_to_ascii(std::string_view domain) {
    // Whatever UTS 46 says of an ASCII domain, `xn--` labels included, it stands for itself in lower case.
    if (std::all_of(domain.begin(), domain.end(), is_ascii)) return core::to_ascii_lower(domain);
    auto ascii = process(uidna_nameToASCII_UTF8, uts46_catch_up(domain));
    if (!ascii || ascii->empty()) return unexpected(UrlError::domain_to_ascii);
    return *std::move(ascii);
}

std::string to_unicode(std::string_view host) {
    if (host.find("xn--") == std::string_view::npos) return std::string(host);
    return process(uidna_nameToUnicodeUTF8, host).value_or(std::string(host));
}

}  // namespace linktender::url
