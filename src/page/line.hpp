// Builds text in one line: white space of any kind becomes single spaces.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace linktender::page {

/// Pieces come in with `add`; what does not fit into `max_bytes` is counted but not kept, and
/// nothing after it is kept either, so that a cut stands at one place. Keeps whole code points.
class Line {
public:
    explicit Line(std::size_t max_bytes) : max_bytes_(max_bytes) {}

    /// Ill-formed bytes become U+FFFD; control characters and what is invisible by itself (zero
    /// width spaces, byte order marks, directional controls) are left out.
    void add(std::string_view text);
    /// The next piece is another word.
    void add_gap() noexcept { gap_ = true; }

    [[nodiscard]] const std::string& text() const noexcept { return text_; }
    [[nodiscard]] std::string take() noexcept { return std::move(text_); }
    [[nodiscard]] std::size_t length() const noexcept { return length_; }  ///< code points, also those cut
    [[nodiscard]] bool is_cut() const noexcept { return cut_; }

private:
    /// One code point, or a run of ASCII with single spaces inside, which may be divided.
    void put(std::string_view word, std::size_t code_points);

    std::size_t max_bytes_;
    std::string text_;
    std::size_t length_ = 0;
    bool gap_ = false;
    bool cut_ = false;
};

}  // namespace linktender::page
