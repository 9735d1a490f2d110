// ANSI colours (ECMA-48 SGR) for the formats that a terminal shows.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace linktender::report {

enum class Style : std::uint8_t { plain, heading, strong, dim, bad, changed, good, unknown };

/// Wraps text in escape sequences when colours are wanted. The text itself must be harmless already.
class Paint {
public:
    explicit Paint(bool color) noexcept : color_(color) {}

    [[nodiscard]] std::string operator()(Style style, std::string_view text) const {
        if (!color_ || style == Style::plain || text.empty()) return std::string(text);
        return std::string(code(style)).append(text).append("\x1b[0m");
    }

private:
    static std::string_view code(Style style) noexcept {
        switch (style) {
            case Style::plain: return "";
            case Style::heading: return "\x1b[1;4m";
            case Style::strong: return "\x1b[1m";
            case Style::dim: return "\x1b[2m";
            case Style::bad: return "\x1b[31m";
            case Style::changed: return "\x1b[33m";
            case Style::good: return "\x1b[32m";
            case Style::unknown: return "\x1b[36m";
        }
        return "";
    }

    bool color_;
};

}  // namespace linktender::report
