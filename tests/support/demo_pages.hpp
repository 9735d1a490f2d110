// The pages of the demo web. All text is our own; the markup is what sites of each kind really use.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "support/http_text.hpp"

namespace linktender::test {

/// `text` safe inside HTML text and attributes.
[[nodiscard]] std::string escape_html(std::string_view text);

/// Words for a title from a path: `/guide/boot-order.html` gives `Boot order`; empty for a site's root.
[[nodiscard]] std::string title_of(std::string_view path);

/// A page of few words: `body_class` goes on the body element, `body` is HTML.
[[nodiscard]] std::string plain_page(std::string_view title, std::string_view body,
                                     std::string_view body_class = {}, std::string_view head = {});

/// Articles of one size, for any host and path: head with Open Graph fields, headings, lists, code, links.
class ArticlePress {
public:
    /// Pages come out at exactly `bytes` when that leaves room for their head, else without any text.
    explicit ArticlePress(std::size_t bytes);
    [[nodiscard]] std::string page(std::string_view host, std::string_view path) const;

private:
    std::size_t bytes_;
    std::string filler_;  ///< paragraphs, at least `bytes_` of them
};

[[nodiscard]] Reply wechat_article(std::string_view title);
/// The page that says who took an article away, and why.
[[nodiscard]] Reply wechat_notice(std::string_view sentence);
[[nodiscard]] Reply wechat_captcha();
[[nodiscard]] Reply repository_page(std::string_view owner_and_name, std::string_view description);
[[nodiscard]] Reply paper_page(std::string_view identifier, std::string_view title);
[[nodiscard]] Reply for_sale_page(std::string_view domain);
/// 403 as a bot wall in front of a site sends it.
[[nodiscard]] Reply challenge_page(std::string_view host);
/// 200, and yet nothing but a riddle.
[[nodiscard]] Reply captcha_page();
[[nodiscard]] Reply login_page();
[[nodiscard]] Reply pdf_file();
[[nodiscard]] Reply png_image();

}  // namespace linktender::test
