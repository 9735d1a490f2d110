// JSON piece by piece, as lenient as pages need it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace linktender::page {

struct JsonPiece {
    enum class Kind : std::uint8_t {
        begin_object,
        end_object,
        begin_array,
        end_array,
        string,
        literal,  ///< a number, `true`, `null`, or a word without quotes
        end,      ///< of the text, or of what can be understood of it; from here on always
    };
    Kind kind = Kind::end;
    std::string_view key;    ///< of a member, as written, without quotes; empty in arrays and at the top
    std::string_view value;  ///< of strings and literals, as written, without quotes
};

/// Takes what is no JSON but occurs: comments, CDATA and HTML comment marks around the whole, commas
/// too many or too few, line ends and unescaped quotes inside strings, single quotes, keys without
/// quotes, brackets that do not match. Linear in the text, no memory of its own; `text` must outlive it.
class JsonReader {
public:
    static constexpr std::size_t k_max_depth = 64;  ///< deeper text ends the reading

    explicit JsonReader(std::string_view text) noexcept : text_(text) {}

    [[nodiscard]] JsonPiece next() noexcept;

private:
    [[nodiscard]] bool in_object() const noexcept { return depth_ > 0 && is_object_[depth_ - 1]; }
    [[nodiscard]] bool is_at(std::string_view wanted) const noexcept {
        return text_.substr(at_).starts_with(wanted);
    }
    /// Over white space and comments from `from` on, no further than `limit`.
    [[nodiscard]] std::size_t behind_space(std::size_t from, std::size_t limit) const noexcept;
    /// Over that and all that says nothing between two pieces.
    void skip_filler() noexcept;
    [[nodiscard]] bool ends_string(std::size_t behind_quote, bool is_key) const noexcept;
    /// At a quote: the content; moves behind the end. False when it has none.
    bool take_string(bool is_key, std::string_view& content) noexcept;
    std::string_view take_word() noexcept;
    [[nodiscard]] bool is_open(bool object) const noexcept;
    JsonPiece begin(bool object) noexcept;
    JsonPiece finish() noexcept;

    std::string_view text_;
    std::size_t at_ = 0;
    std::array<bool, k_max_depth> is_object_{};
    std::size_t depth_ = 0;
    std::string_view key_;
    bool has_key_ = false;
};

}  // namespace linktender::page
