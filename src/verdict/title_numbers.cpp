#include "title_numbers.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "linktender/core/text.hpp"
#include "linktender/verdict/fold.hpp"

namespace linktender::verdict {
namespace {

constexpr std::size_t k_most_digits = 24;  ///< longer runs are ids: their beginning tells them apart

/// A piece of a title: a word of ASCII letters, a number, a run of Chinese numerals, or one other
/// character.
struct Token {
    enum class Kind : unsigned char { word, number, numeral, other_letter, mark };
    Kind kind = Kind::mark;
    std::string_view text;
};

bool is_chinese_numeral(char32_t c) noexcept {
    constexpr std::u32string_view k_numerals = U"一二三四五六七八九十上中下";
    return k_numerals.find(c) != std::u32string_view::npos;
}

std::size_t length_of_number(std::string_view text) noexcept {
    std::size_t end = 0;
    while (end < text.size() &&
           (core::is_ascii_digit(text[end]) ||
            (text[end] == '.' && end > 0 && end + 1 < text.size() && core::is_ascii_digit(text[end - 1]) &&
             core::is_ascii_digit(text[end + 1]))))
        ++end;
    return end;
}

Token next_token(std::string_view text) noexcept {
    using enum Token::Kind;
    if (core::is_ascii_digit(text.front())) return {number, text.substr(0, length_of_number(text))};
    std::size_t end = 0;
    while (end < text.size() && core::is_ascii_alpha(text[end])) ++end;
    if (end > 0) return {word, text.substr(0, end)};
    core::CodePoint point = core::decode_utf8(text);
    if (!is_chinese_numeral(point.value)) {
        const bool letter = is_cjk(point.value) || (point.value >= 0xC0 && point.value < 0x2000);
        return {letter ? other_letter : mark, text.substr(0, point.length)};
    }
    while (end < text.size() && is_chinese_numeral(point.value)) {
        end += point.length;
        point = core::decode_utf8(text, end);
    }
    return {numeral, text.substr(0, end)};
}

std::vector<Token> tokens_of(std::string_view folded) {
    std::vector<Token> tokens;
    while (!folded.empty()) {
        tokens.push_back(next_token(folded));
        folded.remove_prefix(tokens.back().text.size());
    }
    return tokens;
}

/// `十二` -> 12, `三` -> 3; other combinations and `上中下` as they are.
std::string decimal(std::string_view numeral) {
    constexpr std::array<std::string_view, 9> k_digits{"一", "二", "三", "四", "五", "六", "七", "八", "九"};
    constexpr std::string_view k_ten = "十";
    const auto digit = [&](std::string_view text) {
        return static_cast<int>(std::ranges::find(k_digits, text) - k_digits.begin()) + 1;
    };
    const std::size_t ten = numeral.find(k_ten);
    const std::string_view tens = ten == std::string_view::npos ? "" : numeral.substr(0, ten);
    const std::string_view ones =
        ten == std::string_view::npos ? numeral : numeral.substr(ten + k_ten.size());
    int value = 0;
    if (ten != std::string_view::npos) value = tens.empty() ? 10 : 10 * digit(tens);
    if (!ones.empty()) value += digit(ones);
    const bool readable = (tens.empty() || digit(tens) <= 9) && (ones.empty() || digit(ones) <= 9);
    return readable ? std::to_string(value) : std::string(numeral);
}

std::string_view roman(std::string_view word) noexcept {
    constexpr std::array<std::string_view, 10> k_roman{"i",  "ii",  "iii",  "iv", "v",
                                                       "vi", "vii", "viii", "ix", "x"};
    constexpr std::array<std::string_view, 10> k_decimal{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"};
    const auto found = std::ranges::find(k_roman, word);
    if (found == k_roman.end()) return {};
    return k_decimal.at(static_cast<std::size_t>(found - k_roman.begin()));
}

bool names_part(std::string_view word) noexcept {
    constexpr std::array<std::string_view, 11> k_names{
        "part", "chapter", "episode", "vol", "volume", "day", "lesson", "lecture", "week", "issue", "pt"};
    return std::ranges::find(k_names, word) != k_names.end();
}

class Reader {
public:
    explicit Reader(std::string_view folded) : tokens_(tokens_of(folded)) {}

    TitleNumbers read() {
        for (at_ = 0; at_ < tokens_.size(); ++at_) {
            if (tokens_[at_].kind == Token::Kind::number) read_number();
            if (tokens_[at_].kind == Token::Kind::numeral) read_numeral();
            if (tokens_[at_].kind == Token::Kind::word) read_word();
        }
        for (auto* list : {&found_.parts, &found_.versions, &found_.numbers}) {
            std::ranges::sort(*list);
            list->erase(std::unique(list->begin(), list->end()), list->end());
        }
        return std::move(found_);
    }

private:
    /// The text of the token so many places away; empty beyond the ends.
    [[nodiscard]] std::string_view text(std::ptrdiff_t distance) const noexcept {
        const auto place = static_cast<std::ptrdiff_t>(at_) + distance;
        if (place < 0 || place >= static_cast<std::ptrdiff_t>(tokens_.size())) return {};
        return tokens_[static_cast<std::size_t>(place)].text;
    }
    [[nodiscard]] bool stands_alone() const noexcept {
        const auto separates = [&](std::ptrdiff_t distance) {
            const auto place = static_cast<std::ptrdiff_t>(at_) + distance;
            return text(distance).empty() ||
                   tokens_[static_cast<std::size_t>(place)].kind == Token::Kind::mark;
        };
        return separates(-1) && separates(1);
    }
    /// The word before, over a space and a dot between: `part 2`, `vol. 2`.
    [[nodiscard]] std::string_view word_before() const noexcept {
        std::ptrdiff_t distance = -1;
        for (; distance >= -2 && (text(distance) == " " || text(distance) == "."); --distance) {
        }
        return text(distance);
    }

    /// `第` before and a word for a part behind: not `第一次`, not a name such as `第四范式`.
    [[nodiscard]] bool is_counted() const noexcept {
        constexpr std::array<std::string_view, 14> k_parts{"篇", "章", "部", "节", "讲", "期", "课",
                                                           "回", "集", "天", "话", "弹", "季", "卷"};
        return text(-1) == "第" && std::ranges::find(k_parts, text(1)) != k_parts.end();
    }

    void read_number() {
        const std::string value(text(0).substr(0, k_most_digits));
        const bool bracketed = text(-1) == "(" && text(1) == ")" && value.size() <= 2;
        if (bracketed || text(-1) == "#" || is_counted() || names_part(word_before())) {
            found_.parts.push_back(value);
            return;
        }
        const std::string_view before = text(-1);
        if (before == "v" && (text(-2).empty() || !core::is_ascii_alnum(text(-2).back())))
            found_.versions.push_back(value);
        found_.numbers.push_back(value);
    }

    void read_numeral() {
        if (stands_alone() || is_counted()) found_.parts.push_back(decimal(text(0)));
    }

    void read_word() {
        if (const std::string_view value = roman(text(0)); !value.empty() && names_part(word_before()))
            found_.parts.emplace_back(value);
    }

    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    TitleNumbers found_;
};

}  // namespace

TitleNumbers numbers_of(std::string_view folded) {
    return Reader(folded).read();
}

}  // namespace linktender::verdict
