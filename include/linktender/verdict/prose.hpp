// How much a page has to say: what tells an article about a lost page from a lost page.
#pragma once

#include <cstddef>

#include "linktender/page/document.hpp"
#include "linktender/page/facts.hpp"

namespace linktender::verdict {

struct Prose {
    /// Characters of running text outside links, menus and headings (forms count: some
    /// frameworks wrap the whole page in one); a Chinese, Japanese or
    /// Korean letter counts as k_cjk_weight. Short scraps such as labels are not counted.
    std::size_t length = 0;
    /// The page calls itself an article, or an element that does has more than a notice to say.
    bool is_article = false;
};

inline constexpr std::size_t k_cjk_weight = 2;

/// Walks the tree once, with a constant stack.
[[nodiscard]] Prose measure_prose(const page::Document& document, const page::Metadata& metadata);

}  // namespace linktender::verdict
