#include "markdown_containers.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "linktender/core/text.hpp"

namespace linktender::source {

namespace {

constexpr std::size_t k_tab_stop = 4;
constexpr std::size_t k_footnote_width = 4;

}  // namespace

/// A place in a line, in bytes and in columns. A tab can be used up in part: then the place is
/// still before it, but the column is not.
struct Containers::Cursor {
    std::string_view line;
    std::size_t at = 0;
    std::size_t column = 0;
    bool in_tab = false;

    [[nodiscard]] bool blank_here() const noexcept {
        return at < line.size() && (line[at] == ' ' || line[at] == '\t');
    }
    [[nodiscard]] std::size_t width_here() const noexcept {
        return line[at] == '\t' ? k_tab_stop - column % k_tab_stop : 1;
    }
    /// Columns of white space from here on.
    [[nodiscard]] std::size_t indent() const noexcept {
        Cursor ahead = *this;
        ahead.skip_blanks();
        return ahead.column - column;
    }
    [[nodiscard]] bool rest_is_blank() const noexcept {
        Cursor ahead = *this;
        ahead.skip_blanks();
        return ahead.at == line.size();
    }
    void skip_blanks() noexcept {
        while (blank_here()) step();
    }
    void step() noexcept {
        column += width_here();
        ++at;
        in_tab = false;
    }
    void skip_to(std::size_t byte) noexcept {
        while (at < byte && at < line.size()) step();
    }
    void skip_columns(std::size_t count) noexcept {
        while (count > 0 && at < line.size()) {
            const std::size_t width = width_here();
            column += std::min(width, count);
            in_tab = width > count;
            if (in_tab) return;
            ++at;
            count -= width;
        }
    }
};

int Containers::add(const Container& container) {
    containers_.push_back(container);
    by_line_.push_back(static_cast<int>(containers_.size()) - 1);
    return by_line_.back();
}

void Containers::finish() {
    std::stable_sort(by_line_.begin(), by_line_.end(),
                     [this](int a, int b) { return first_line_of(a) < first_line_of(b); });
}

int Containers::add_quote(int parent, std::size_t line) {
    return add({.parent = parent, .is_quote = true, .first_line = line});
}

/// Its content begins after one to four spaces; where more follow, they indent code, and the content
/// begins after the first.
int Containers::add_item(int parent, std::size_t line, std::size_t marker) {
    bool all = false;
    Cursor cursor = cursor_in(parent, line, all);
    const std::size_t outer = cursor.column;
    cursor.skip_to(marker);
    while (cursor.at < cursor.line.size() && core::is_ascii_digit(cursor.line[cursor.at])) cursor.step();
    if (cursor.at < cursor.line.size()) cursor.step();
    const std::size_t spaces = cursor.indent();
    cursor.skip_columns(spaces > k_tab_stop || cursor.rest_is_blank() ? 1 : spaces);
    const std::size_t empty = cursor.at == cursor.line.size() && spaces == 0 ? 1 : 0;
    return add(
        {.parent = parent, .width = cursor.column - outer + empty, .first_line = line, .content = cursor.at});
}

int Containers::add_footnote(int parent, std::size_t line, std::size_t content) {
    if (before_footnotes_ == 0) before_footnotes_ = by_line_.size();
    if (parent == k_no_container) parent = innermost_of(before_footnotes_, line);
    return add({.parent = parent, .width = k_footnote_width, .first_line = line, .content = content});
}

int Containers::innermost_at(std::size_t line) const {
    return innermost_of(by_line_.size(), line);
}

/// All containers that hold a line are around the last one that begins before its end.
int Containers::innermost_of(std::size_t count, std::size_t line) const {
    const auto end = by_line_.begin() + static_cast<std::ptrdiff_t>(count);
    const auto after = std::upper_bound(by_line_.begin(), end, line, [this](std::size_t value, int other) {
        return value < first_line_of(other);
    });
    int inner = after == by_line_.begin() ? k_no_container : *std::prev(after);
    while (inner != k_no_container && match(inner, line).lazy)
        inner = containers_[static_cast<std::size_t>(inner)].parent;
    return inner;
}

bool Containers::begins_at(std::size_t line) const {
    const auto at =
        std::lower_bound(by_line_.begin(), by_line_.end(), line,
                         [this](int other, std::size_t value) { return first_line_of(other) < value; });
    return at != by_line_.end() && first_line_of(*at) == line;
}

bool Containers::enter(const Container& container, std::size_t line, Cursor& cursor) const {
    if (container.is_quote) {
        if (cursor.indent() >= k_tab_stop) return false;
        Cursor mark = cursor;
        mark.skip_blanks();
        if (mark.at == mark.line.size() || mark.line[mark.at] != '>') return false;
        mark.step();
        if (mark.blank_here()) mark.skip_columns(1);
        cursor = mark;
        return true;
    }
    if (line == container.first_line) {
        cursor.skip_to(container.content);
        return true;
    }
    if (cursor.indent() < container.width) return cursor.rest_is_blank();
    cursor.skip_columns(container.width);
    return true;
}

Containers::Cursor Containers::cursor_in(int container, std::size_t line, bool& all) const {
    if (path_.empty() || path_.back() != container) {
        path_.clear();
        for (int at = container; at != k_no_container; at = containers_[static_cast<std::size_t>(at)].parent)
            path_.push_back(at);
        std::reverse(path_.begin(), path_.end());
    }
    Cursor cursor{text_.line(line).of(text_.text())};
    all = std::all_of(path_.begin(), path_.end(),
                      [&](int at) { return enter(containers_[static_cast<std::size_t>(at)], line, cursor); });
    return cursor;
}

Containers::Rest Containers::match(int container, std::size_t line) const {
    bool all = false;
    const Cursor cursor = cursor_in(container, line, all);
    const Span whole = text_.line(line);
    const std::size_t begin = whole.begin + cursor.at + (cursor.in_tab ? 1 : 0);
    return {{begin, whole.end}, cursor.indent(), cursor.in_tab ? cursor.width_here() : 0, !all};
}

Containers::Rest Containers::content(int container, std::size_t line) const {
    Rest rest = match(container, line);
    if (rest.lazy) return rest;
    const std::string_view all = text_.text();
    while (!rest.text.empty() && (all[rest.text.begin] == ' ' || all[rest.text.begin] == '\t'))
        ++rest.text.begin;
    rest.indent = rest.tab_rest = 0;
    return rest;
}

}  // namespace linktender::source
