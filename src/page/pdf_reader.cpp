#include "pdf_reader.hpp"

#include <algorithm>

#include "linktender/core/text.hpp"

namespace linktender::page {

namespace {

using namespace std::string_view_literals;
using Kind = PdfPiece::Kind;

constexpr std::size_t k_string_bytes = 4096;  ///< kept of one string

bool is_space(char c) noexcept {
    return c == '\0' || core::is_ascii_space(c);
}

bool is_regular(char c) noexcept {
    return !is_space(c) && "()<>[]{}/%"sv.find(c) == std::string_view::npos;
}

bool is_octal(char c) noexcept {
    return c >= '0' && c <= '7';
}

void put(std::string& bytes, int byte) {
    if (bytes.size() < k_string_bytes) bytes.push_back(static_cast<char>(byte));
}

}  // namespace

void PdfReader::skip_space() noexcept {
    while (at_ < text_.size()) {
        if (is_space(text_[at_])) {
            ++at_;
        } else if (text_[at_] == '%') {
            at_ = std::min(text_.find_first_of("\r\n", at_), text_.size());
        } else {
            return;
        }
    }
}

PdfPiece PdfReader::finish() noexcept {
    at_ = text_.size();
    return {};
}

/// Behind a backslash.
void PdfReader::read_escape(std::string& bytes) {
    constexpr std::string_view k_letters = "nrtbf";
    constexpr std::string_view k_controls = "\n\r\t\b\f";
    const char c = text_[at_];
    if (is_octal(c)) {
        int value = 0;
        for (int digits = 0; digits < 3 && at_ < text_.size() && is_octal(text_[at_]); ++digits)
            value = value * 8 + (text_[at_++] - '0');
        return put(bytes, value & 0xFF);
    }
    ++at_;
    if (c == '\r' && at_ < text_.size() && text_[at_] == '\n') ++at_;
    if (c == '\r' || c == '\n') return;
    const std::size_t letter = k_letters.find(c);
    put(bytes, letter == std::string_view::npos ? c : k_controls[letter]);
}

/// Behind `(`; parentheses inside come in pairs.
bool PdfReader::read_literal(std::string& bytes) {
    int depth = 1;
    while (at_ < text_.size()) {
        const char c = text_[at_++];
        if (c == '\\' && at_ < text_.size()) {
            read_escape(bytes);
            continue;
        }
        if (c == '(') ++depth;
        if (c == ')' && --depth == 0) return true;
        put(bytes, c);
    }
    return false;
}

/// Behind `<`; what is no digit is passed over.
bool PdfReader::read_hexadecimal(std::string& bytes) {
    int high = -1;
    while (at_ < text_.size()) {
        const char c = text_[at_++];
        const int digit = core::hex_value(c);
        if (digit >= 0 && high >= 0) put(bytes, high * 16 + digit);
        if (digit >= 0) high = high >= 0 ? -1 : digit;
        if (c != '>') continue;
        if (high >= 0) put(bytes, high * 16);
        return true;
    }
    return false;
}

std::string_view PdfReader::read_regular() noexcept {
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_regular(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
}

PdfPiece PdfReader::next() {
    for (;;) {
        skip_space();
        if (at_ >= text_.size()) return finish();
        const char c = text_[at_];
        const bool is_double = at_ + 1 < text_.size() && text_[at_ + 1] == c;
        PdfPiece piece;
        if ((c == '<' || c == '>') && is_double) {
            at_ += 2;
            piece.kind = c == '<' ? Kind::begin_dictionary : Kind::end_dictionary;
        } else if (c == '(' || c == '<') {
            ++at_;
            piece.kind = Kind::string;
            if (!(c == '(' ? read_literal(piece.bytes) : read_hexadecimal(piece.bytes))) return finish();
        } else if (c == '/') {
            ++at_;
            piece.kind = Kind::name;
            piece.text = read_regular();
        } else if (c == '[' || c == ']') {
            ++at_;
            piece.kind = c == '[' ? Kind::begin_array : Kind::end_array;
        } else if (is_regular(c)) {
            piece.kind = Kind::word;
            piece.text = read_regular();
            if (piece.text == "stream") {
                const std::size_t end = text_.find("endstream", at_);
                if (end == std::string_view::npos) return finish();
                at_ = end + "endstream"sv.size();
                continue;
            }
        } else {
            ++at_;
            continue;
        }
        return piece;
    }
}

}  // namespace linktender::page
