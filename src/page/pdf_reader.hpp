// The dictionaries and strings of a PDF file's plain part, one piece after another.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace linktender::page {

struct PdfPiece {
    enum class Kind : std::uint8_t {
        begin_dictionary,
        end_dictionary,
        begin_array,
        end_array,
        name,    ///< without its `/`
        string,  ///< decoded from `(…)` or `<…>` to its bytes
        word,    ///< a number or an operator
        end
    };
    Kind kind = Kind::end;
    std::string_view text;  ///< of names and words, as written
    std::string bytes;      ///< of strings
};

/// By the lexical rules of ISO 32000-1, 7.2 and 7.3. Streams and comments are passed over; a string
/// or stream that does not end within the text ends the reading. Linear; `text` must outlive it.
class PdfReader {
public:
    explicit PdfReader(std::string_view text) noexcept : text_(text) {}

    [[nodiscard]] PdfPiece next();

private:
    void skip_space() noexcept;
    bool read_literal(std::string& bytes);
    void read_escape(std::string& bytes);
    bool read_hexadecimal(std::string& bytes);
    std::string_view read_regular() noexcept;
    PdfPiece finish() noexcept;

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace linktender::page
