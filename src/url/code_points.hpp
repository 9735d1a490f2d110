// Classes of code points that the URL Standard gives names to, one table for all of them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace linktender::url {

/// The classes a byte belongs to, as bits. Every byte of a non-ASCII code point is in each
/// percent-encode set, which is what UTF-8 percent-encoding asks for.
enum class CodePointSet : std::uint8_t {
    c0_control = 1 << 0,        ///< https://url.spec.whatwg.org/#c0-control-percent-encode-set
    fragment = 1 << 1,          ///< https://url.spec.whatwg.org/#fragment-percent-encode-set
    query = 1 << 2,             ///< https://url.spec.whatwg.org/#query-percent-encode-set
    special_query = 1 << 3,     ///< https://url.spec.whatwg.org/#special-query-percent-encode-set
    path = 1 << 4,              ///< https://url.spec.whatwg.org/#path-percent-encode-set
    userinfo = 1 << 5,          ///< https://url.spec.whatwg.org/#userinfo-percent-encode-set
    forbidden_host = 1 << 6,    ///< https://url.spec.whatwg.org/#forbidden-host-code-point
    forbidden_domain = 1 << 7,  ///< https://url.spec.whatwg.org/#forbidden-domain-code-point
};

namespace detail {

constexpr std::array<std::uint8_t, 256> make_code_point_sets() {
    std::array<std::uint8_t, 256> table{};
    const auto add = [&table](CodePointSet set, std::string_view bytes) {
        for (const char c : bytes) {
            table[static_cast<unsigned char>(c)] |= static_cast<std::uint8_t>(set);
        }
    };
    const auto add_all_of = [&table](CodePointSet set, CodePointSet other) {
        for (std::uint8_t& bits : table) {
            if ((bits & static_cast<std::uint8_t>(other)) != 0) bits |= static_cast<std::uint8_t>(set);
        }
    };
    using enum CodePointSet;
    for (std::size_t byte = 0; byte < table.size(); ++byte) {
        if (byte < 0x20 || byte > 0x7E) table[byte] |= static_cast<std::uint8_t>(c0_control);
    }
    add_all_of(fragment, c0_control);
    add(fragment, " \"<>`");
    add_all_of(query, c0_control);
    add(query, " \"#<>");
    add_all_of(special_query, query);
    add(special_query, "'");
    add_all_of(path, query);
    add(path, "?^`{}");
    add_all_of(userinfo, path);
    add(userinfo, "/:;=@[\\]|");
    add(forbidden_host, std::string_view("\0\t\n\r #/:<>?@[\\]^|", 17));
    add_all_of(forbidden_domain, forbidden_host);
    for (std::size_t byte = 0; byte < 0x20; ++byte) {
        table[byte] |= static_cast<std::uint8_t>(forbidden_domain);
    }
    add(forbidden_domain, "%\x7F");
    return table;
}

inline constexpr std::array<std::uint8_t, 256> k_code_point_sets = make_code_point_sets();

}  // namespace detail

[[nodiscard]] constexpr bool in_set(char c, CodePointSet set) noexcept {
    return (detail::k_code_point_sets[static_cast<unsigned char>(c)] & static_cast<std::uint8_t>(set)) != 0;
}

[[nodiscard]] constexpr bool is_ascii(char c) noexcept {
    return static_cast<unsigned char>(c) < 0x80;
}

/// https://url.spec.whatwg.org/#windows-drive-letter
[[nodiscard]] constexpr bool is_windows_drive_letter(std::string_view text) noexcept {
    return text.size() == 2 && ((text[0] >= 'a' && text[0] <= 'z') || (text[0] >= 'A' && text[0] <= 'Z')) &&
           (text[1] == ':' || text[1] == '|');
}

/// https://url.spec.whatwg.org/#normalized-windows-drive-letter
[[nodiscard]] constexpr bool is_normalized_windows_drive_letter(std::string_view text) noexcept {
    return is_windows_drive_letter(text) && text[1] == ':';
}

/// https://url.spec.whatwg.org/#start-with-a-windows-drive-letter
[[nodiscard]] constexpr bool starts_with_windows_drive_letter(std::string_view text) noexcept {
    return is_windows_drive_letter(text.substr(0, 2)) &&
           (text.size() == 2 || text[2] == '/' || text[2] == '\\' || text[2] == '?' || text[2] == '#');
}

}  // namespace linktender::url
