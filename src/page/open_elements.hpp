// The elements open at one place of a page, as far as HTML's rules about them matter for its text.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "elements.hpp"

namespace linktender::page {

struct OpenElement {
    const Element* element;
    std::string_view name;  ///< as written, for elements that HTML does not know
    bool hides = false;
};

/// A stack that looks back a bounded number of steps and has a bounded depth: what a page nests
/// deeper is not recorded. So a page costs time in proportion to its length.
class OpenElements {
public:
    static constexpr std::size_t k_most = 4096;

    /// False when the element is too deep to be recorded.
    bool push(const OpenElement& element);
    OpenElement pop();
    [[nodiscard]] std::size_t size() const noexcept { return stack_.size(); }

    /// How many elements stay open when a start tag comes: it may end a paragraph, a list item, a
    /// cell or a forgotten `<svg>`.
    [[nodiscard]] std::size_t kept_by_start(const Element& element) const noexcept;
    /// How many stay open when an end tag comes. All of them when it belongs to none.
    [[nodiscard]] std::size_t kept_by_end(const Element& element, std::string_view name) const noexcept;

private:
    template <class Wanted, class Stop>
    [[nodiscard]] std::size_t find(std::size_t kept, Wanted wanted, Stop stop) const noexcept;
    [[nodiscard]] std::size_t without_row(const Element& element, std::size_t kept) const noexcept;

    std::vector<OpenElement> stack_;
    std::array<std::uint32_t, k_elements> open_{};  ///< how many of each; headings count as one kind
};

}  // namespace linktender::page
