#include "pdf_pages.hpp"

#include <algorithm>

#include "linktender/core/text.hpp"
#include "pdf_reader.hpp"

namespace linktender::page {

namespace {

using Kind = PdfPiece::Kind;

/// Up to nine digits.
std::optional<int> number(std::string_view word) noexcept {
    constexpr std::size_t k_most_digits = 9;
    if (word.empty() || word.size() > k_most_digits ||
        !std::all_of(word.begin(), word.end(), core::is_ascii_digit))
        return std::nullopt;
    int value = 0;
    for (const char c : word) value = value * 10 + (c - '0');
    return value;
}

}  // namespace

std::optional<int> pdf_page_count(std::string_view file) {
    PdfReader reader(file);
    std::optional<int> last;  // of the newest revision
    std::optional<int> count;
    bool is_pages = false;
    bool has_parent = false;
    int depth = 0;
    std::string_view key;
    for (PdfPiece piece = reader.next(); piece.kind != Kind::end; piece = reader.next()) {
        const bool begins = piece.kind == Kind::begin_dictionary || piece.kind == Kind::begin_array;
        const bool ends = piece.kind == Kind::end_dictionary || piece.kind == Kind::end_array;
        if (piece.kind == Kind::word && piece.text == "endobj") depth = 0;
        if (begins && ++depth == 1) {
            count.reset();
            is_pages = has_parent = false;
        }
        if (depth == 1) {
            if (key == "Type" && piece.kind == Kind::name) is_pages = piece.text == "Pages";
            if (key == "Count" && piece.kind == Kind::word) count = number(piece.text);
            if (piece.kind == Kind::name && piece.text == "Parent") has_parent = true;
        }
        // A value that is a name is no key.
        key = piece.kind == Kind::name && key != "Type" ? piece.text : std::string_view{};
        if (ends && depth > 0 && --depth == 0 && is_pages && !has_parent && count) last = count;
    }
    return last;
}

}  // namespace linktender::page
