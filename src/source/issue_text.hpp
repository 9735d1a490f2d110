// The decoded text of an issue, its lines, and the way back to the bytes of the file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "linktender/core/expected.hpp"
#include "linktender/page/charset.hpp"
#include "linktender/source/extract.hpp"
#include "span.hpp"

namespace linktender::source {

/// Line and column as people count them: from 1, the column in bytes.
struct Position {
    std::uint32_t line = 0;
    std::uint32_t column = 0;
};

/// Valid UTF-8 without a BOM and without NUL. For a file in UTF-8 a view of its bytes, which must
/// outlive it. A line ends at LF, CR or CRLF.
class IssueText {
public:
    /// UTF-8; UTF-16 by its BOM or by where its zero bytes are; GB18030 when it is not UTF-8 and
    /// decodes without a fault. UTF-8 with a few broken characters is still read as UTF-8. An HTML
    /// file that is not UTF-8 may name its encoding in a <meta>.
    [[nodiscard]] static Expected<IssueText, ExtractError> decode(std::string_view bytes, Format format);

    [[nodiscard]] std::string_view text() const noexcept { return decoded_ ? decoded_->text : utf8_; }
    [[nodiscard]] std::size_t line_count() const noexcept { return line_begins_.size(); }
    /// The line with that index (from 0), without its end.
    [[nodiscard]] Span line(std::size_t index) const noexcept;
    /// Index (from 0) of the line that holds `at`.
    [[nodiscard]] std::size_t line_at(std::size_t at) const noexcept;
    [[nodiscard]] Position position(std::size_t at) const noexcept;
    /// The same stretch in the bytes of the file.
    [[nodiscard]] Span in_file(Span span) const noexcept;

private:
    IssueText(std::string_view utf8, std::size_t bom_size);
    explicit IssueText(page::Decoded decoded);
    void find_lines();

    std::optional<page::Decoded> decoded_;  ///< holds the text unless the file is UTF-8
    std::string_view utf8_;
    std::size_t bom_size_ = 0;
    std::vector<std::uint32_t> line_begins_;
};

}  // namespace linktender::source
