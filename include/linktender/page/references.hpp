// Character references: `&amp;`, `&#38;`, `&nbsp;`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace linktender::page {

/// Decodes the references of one text. Keeps what it looked up, so it is made anew for each text; one
/// thread.
class CharRefs {
public:
    enum class Rules : std::uint8_t {
        attribute,  ///< HTML in an attribute: `&copy=1` stays as it is
        text,       ///< HTML outside tags
        markdown,   ///< only with `;`, numbers as they are
    };

    [[nodiscard]] std::string decode(std::string_view text, Rules rules);
    void decode_onto(std::string_view text, Rules rules, std::string& out);

    /// Decodes the reference at `at` (where `&` stands) onto `out`; how many bytes it took, 0 when
    /// none begins there.
    std::size_t decode_at(std::string_view text, std::size_t at, Rules rules, std::string& out);

private:
    [[nodiscard]] const std::string& look_up(std::string_view reference, Rules rules);

    std::unordered_map<std::string, std::string> known_;  ///< unusual ones; empty value: no such name
};

}  // namespace linktender::page
