// Character references: `&amp;`, `&#38;`, `&nbsp;`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace linktender::source {

/// Decodes the references of one issue. Keeps what it looked up; one issue, one thread.
class CharRefs {
public:
    enum class Rules : std::uint8_t {
        attribute,  ///< HTML in an attribute: `&copy=1` stays as it is
        text,       ///< HTML outside tags
        markdown,   ///< only with `;`, numbers as they are
    };

    [[nodiscard]] std::string decode(std::string_view text, Rules rules);

    /// Decodes the reference at `at` (where `&` stands) onto `out`; how many bytes it took, 0 when
    /// none begins there.
    std::size_t decode_at(std::string_view text, std::size_t at, Rules rules, std::string& out);

private:
    [[nodiscard]] const std::string& look_up(std::string_view reference);

    std::unordered_map<std::string, std::string> known_;  ///< unusual ones; empty value: no such name
};

}  // namespace linktender::source
