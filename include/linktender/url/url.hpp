// URLs by the WHATWG URL Standard (https://url.spec.whatwg.org/), as browsers read them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "linktender/core/expected.hpp"

namespace linktender::url {

/// Why a string is no URL. The names follow the standard's validation errors that mean failure.
enum class UrlError {
    too_long,               ///< input or href over k_max_url_bytes; our own limit
    relative_without_base,  ///< missing-scheme-non-relative-URL
    host_missing,
    host_invalid_code_point,
    domain_to_ascii,  ///< UTS 46 processing failed
    ipv4_invalid,     ///< a host that ends in a number and is no IPv4 address
    ipv6_invalid,
    port_invalid,
    port_out_of_range,
};

/// A sentence for people: `the host has a character that hosts cannot have`.
[[nodiscard]] std::string_view describe(UrlError error) noexcept;

inline constexpr std::size_t k_max_url_bytes = 64 * 1024;

enum class HostKind : std::uint8_t { none, domain, ipv4, ipv6, opaque };

/// A parsed URL: its serialisation plus where the parts stand in it. A value; cheap to move.
/// Every accessor returns a view into `href()`. A default-constructed Url is empty in every part.
class Url {
public:
    /// The whole serialisation, with the fragment.
    [[nodiscard]] std::string_view href() const noexcept { return href_; }
    /// The serialisation with "exclude fragment" set: what one link *is*, and what is fetched.
    [[nodiscard]] std::string_view without_fragment() const noexcept;
    [[nodiscard]] std::string_view scheme() const noexcept;  ///< lower case, without `:`
    [[nodiscard]] std::string_view username() const noexcept;
    [[nodiscard]] std::string_view password() const noexcept;
    /// Serialised host: ASCII for domains, `[...]` for IPv6. Empty when there is none.
    [[nodiscard]] std::string_view host() const noexcept;
    [[nodiscard]] HostKind host_kind() const noexcept { return host_kind_; }
    /// The port as written; nullopt when absent or the scheme's default.
    [[nodiscard]] std::optional<std::uint16_t> port() const noexcept;
    /// The port or the scheme's default; 0 for schemes without one.
    [[nodiscard]] std::uint16_t effective_port() const noexcept;
    [[nodiscard]] std::string_view path() const noexcept;
    [[nodiscard]] std::optional<std::string_view> query() const noexcept;     ///< without `?`
    [[nodiscard]] std::optional<std::string_view> fragment() const noexcept;  ///< without `#`
    [[nodiscard]] bool is_http() const noexcept;  ///< scheme http or https: what is checked

    friend bool operator==(const Url& a, const Url& b) noexcept { return a.href_ == b.href_; }

private:
    friend class Parser;
    friend Url without_credentials(const Url& url);

    [[nodiscard]] std::string_view slice(std::size_t begin, std::size_t end) const noexcept;
    /// A host that is not null; it can be empty, as in `file:///etc`.
    [[nodiscard]] bool has_authority() const noexcept;
    [[nodiscard]] bool has_opaque_path() const noexcept;

    std::string href_;
    // Offsets into href_, in the order of a serialised URL; see src/url/url.cpp.
    std::uint32_t scheme_end_ = 0;
    std::uint32_t username_end_ = 0;
    std::uint32_t host_start_ = 0;
    std::uint32_t host_end_ = 0;
    std::uint32_t path_start_ = 0;
    std::uint32_t query_start_ = 0;     ///< of `?`; == fragment_start_ when there is none
    std::uint32_t fragment_start_ = 0;  ///< of `#`; == href_.size() when there is none
    std::int32_t port_ = -1;
    HostKind host_kind_ = HostKind::none;
};

/// The basic URL parser, https://url.spec.whatwg.org/#concept-basic-url-parser, on UTF-8 input.
/// `base` resolves relative references; null or an empty Url is none. Ill-formed bytes are read as U+FFFD.
/// Takes time linear in the input. Any thread; pure.
[[nodiscard]] Expected<Url, UrlError> parse(std::string_view input, const Url* base = nullptr);

/// The same URL without user name and password, for logs, reports and the database.
[[nodiscard]] Url without_credentials(const Url& url);

}  // namespace linktender::url
