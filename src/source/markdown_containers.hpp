// Block quotes, list items and footnotes: what stands before the text of the lines in them.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "issue_text.hpp"
#include "span.hpp"

namespace linktender::source {

/// The containers of a document, each within another one or none (k_no_container). They consume the
/// start of a line as cmark has it, tabs counted as columns.
class Containers {
public:
    static constexpr int k_no_container = -1;

    explicit Containers(const IssueText& text) noexcept : text_(text) {}

    int add_quote(int parent, std::size_t line);
    /// A list item whose marker stands at that byte of a line.
    int add_item(int parent, std::size_t line, std::size_t marker);
    /// A footnote whose text begins at that byte of a line. cmark takes footnotes out of their
    /// containers and puts them after all else: what is around one is found by its line. `parent` is
    /// for a footnote in another one.
    int add_footnote(int parent, std::size_t line, std::size_t content);

    /// To be called after the last of them, before the questions below.
    void finish();

    /// The innermost container that holds a line, by what stands before the text of that line.
    [[nodiscard]] int innermost_at(std::size_t line) const;
    /// Whether a container begins on a line.
    [[nodiscard]] bool begins_at(std::size_t line) const;

    /// What is left of a line after the marks and the indentation of its containers.
    struct Rest {
        Span text;
        std::size_t indent = 0;  ///< columns of white space before the first other character
        std::size_t tab_rest =
            0;  ///< so many of them of a tab before `text` that the containers used in part
        /// A line that lacks some of them but goes on with a paragraph all the same.
        bool lazy = false;
    };
    [[nodiscard]] Rest match(int container, std::size_t line) const;
    /// The same without the white space before it, which counts only in a lazy line.
    [[nodiscard]] Rest content(int container, std::size_t line) const;

private:
    struct Container {
        int parent = k_no_container;
        bool is_quote = false;
        std::size_t width = 0;       ///< columns of indentation, when it is no quote
        std::size_t first_line = 0;  ///< where it begins
        std::size_t content = 0;     ///< byte of that line where its content begins
    };
    struct Cursor;
    int add(const Container& container);
    [[nodiscard]] int innermost_of(std::size_t count, std::size_t line) const;
    [[nodiscard]] std::size_t first_line_of(int container) const noexcept {
        return containers_[static_cast<std::size_t>(container)].first_line;
    }
    [[nodiscard]] bool enter(const Container& container, std::size_t line, Cursor& cursor) const;
    [[nodiscard]] Cursor cursor_in(int container, std::size_t line, bool& all) const;

    const IssueText& text_;
    std::vector<Container> containers_;
    std::size_t before_footnotes_ = 0;  ///< so many of by_line_ are in order before finish()
    std::vector<int> by_line_;          ///< by where they begin, outer ones first
    mutable std::vector<int> path_;     ///< from the outermost in, of the container asked for last
};

}  // namespace linktender::source
