#include <algorithm>
#include <cstddef>

#include "ip_address.hpp"
#include "linktender/core/text.hpp"

namespace linktender::url {
namespace {

/// Above every value that fits in an address; longer numbers stay here instead of overflowing.
constexpr std::uint64_t k_too_large = std::uint64_t{1} << 32;

/// https://url.spec.whatwg.org/#ipv4-number-parser. Values over 32 bits saturate at k_too_large.
std::optional<std::uint64_t> parse_ipv4_number(std::string_view text) noexcept {
    if (text.empty()) return std::nullopt;  // step 1
    unsigned radix = 10;
    if (text.size() >= 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {  // step 4
        text.remove_prefix(2);
        radix = 16;
    } else if (text.size() >= 2 && text[0] == '0') {  // step 5
        text.remove_prefix(1);
        radix = 8;
    }
    // Step 6: what is left may be empty (`0x`), which is zero.
    std::uint64_t value = 0;
    for (const char c : text) {  // steps 7 and 8
        const int digit = core::hex_value(c);
        if (digit < 0 || static_cast<unsigned>(digit) >= radix) return std::nullopt;
        value = std::min(value * radix + static_cast<unsigned>(digit), k_too_large);
    }
    return value;
}

/// Without one dot at the end: an empty last part is dropped before anything else is looked at.
std::string_view without_final_dot(std::string_view text) noexcept {
    if (text.ends_with('.')) text.remove_suffix(1);
    return text;
}

}  // namespace

bool ends_in_a_number(std::string_view domain) noexcept {
    // Steps 1 and 2: split on dots, drop one empty part at the end.
    domain = without_final_dot(domain);
    const std::string_view last = domain.substr(domain.rfind('.') + 1);  // step 3; npos + 1 is 0
    // Step 4: only digits is a number even where the number parser fails (`09`).
    if (!last.empty() && std::all_of(last.begin(), last.end(), core::is_ascii_digit)) return true;
    return parse_ipv4_number(last).has_value();  // step 5
}

std::optional<std::uint32_t> parse_ipv4(std::string_view text) noexcept {
    text = without_final_dot(text);  // steps 1 and 2
    std::array<std::uint64_t, 4> numbers{};
    std::size_t count = 0;
    for (;;) {  // steps 3 to 5
        if (count == numbers.size()) return std::nullopt;
        const std::size_t dot = text.find('.');
        const auto number = parse_ipv4_number(text.substr(0, dot));
        if (!number) return std::nullopt;
        numbers[count++] = *number;
        if (dot == std::string_view::npos) break;
        text.remove_prefix(dot + 1);
    }
    // Steps 7 to 9: each number but the last is one byte; the last fills all bytes that are left.
    const std::size_t last = count - 1;
    if (std::any_of(numbers.begin(), numbers.begin() + static_cast<std::ptrdiff_t>(last),
                    [](std::uint64_t number) { return number > 255; })) {
        return std::nullopt;
    }
    if (numbers[last] >= std::uint64_t{1} << (8 * (4 - last))) return std::nullopt;
    std::uint64_t address = numbers[last];  // steps 10 to 12
    for (std::size_t i = 0; i < last; ++i) address += numbers[i] << (8 * (3 - i));
    return static_cast<std::uint32_t>(address);
}

void append_ipv4(std::string& out, std::uint32_t address) {
    for (int shift = 24; shift >= 0; shift -= 8) {
        out += std::to_string((address >> shift) & 0xFF);
        if (shift != 0) out += '.';
    }
}

}  // namespace linktender::url
