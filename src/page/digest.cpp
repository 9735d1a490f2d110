#include "digest.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "claims.hpp"
#include "linktender/core/text.hpp"
#include "text.hpp"

namespace linktender::page {

namespace {

constexpr std::size_t k_digest_bytes = std::size_t{256} * 1024;
constexpr std::size_t k_tag_bytes = 4 * k_claim_bytes;  // a longer tag may hold attributes by the thousand
constexpr std::size_t k_most_attributes = 64;
constexpr std::size_t k_title_bytes = 4096;
constexpr std::size_t k_excerpt_bytes = 3072;  // a little more than any field keeps
constexpr std::size_t k_paragraph_bytes = 512;
constexpr int k_paragraphs_tried = 64;

bool contains(std::string_view text, std::string_view wanted) noexcept {
    for (std::size_t at = 0; at + wanted.size() <= text.size(); ++at)
        if (core::starts_with_ignoring_ascii_case(text.substr(at), wanted)) return true;
    return false;
}

/// Of all relations of a page only this one is read; the others are styles, icons and hints.
bool is_read_link(const HtmlToken& token) noexcept {
    const HtmlAttribute* const rel = token.attribute("rel");
    return rel != nullptr && contains(rel->value, "canonical");
}

enum class Says : unsigned char { nothing, in_attributes, in_text };

/// How an element of the body says something about its page.
Says what_it_says(const HtmlToken& token, bool in_article) noexcept {
    if (token.attributes.empty()) return Says::nothing;
    const bool is_date = token.name == "time" && token.attribute("datetime") != nullptr;
    if (const HtmlAttribute* const property = token.attribute("itemprop")) {
        const bool in_attributes = is_date || token.name == "img" || token.attribute("content") != nullptr;
        if (in_attributes) return Says::in_attributes;
        // The whole text of an article is nothing that it says about itself.
        if (!core::equals_ignoring_ascii_case(property->value, "articlebody")) return Says::in_text;
    }
    if (const HtmlAttribute* const classes = token.attribute("class");
        classes != nullptr && is_byline_class(classes->value))
        return Says::in_text;
    if (token.name == "a") {
        const HtmlAttribute* const rel = token.attribute("rel");
        if (rel != nullptr && contains(rel->value, "author")) return Says::in_text;
    }
    return is_date && in_article ? Says::in_attributes : Says::nothing;
}

bool is_metadata(std::string_view name) noexcept {
    return name == "meta" || name == "link" || name == "base" || name == "html" || name == "title";
}

/// Elements whose start tag alone would take away what follows it in the digest.
bool swallows(std::string_view name) noexcept {
    static constexpr std::array<std::string_view, 8> k_names{"iframe", "noembed", "noframes", "plaintext",
                                                             "script", "select",  "style",    "xmp"};
    return std::find(k_names.begin(), k_names.end(), name) != k_names.end();
}

}  // namespace

Digest::Digest(DigestPart part) : part_(part) {}

void Digest::keep(std::string_view piece) {
    if (out_.size() + piece.size() <= k_digest_bytes) out_.append(piece);
}

void Digest::start(const HtmlToken& token, const Element& element, std::size_t depth, bool stays_open) {
    if (token.source.size() > k_tag_bytes || token.attributes.size() > k_most_attributes) return;
    if (excerpt_ && !fits(token.source.size() + token.raw_text.size())) end_excerpt();
    if (excerpt_) return copy_into_excerpt(token);
    if (!is_metadata(token.name)) {
        if (part_ == DigestPart::whole) start_body_element(token, element, depth, stays_open);
    } else if (token.name == "title") {
        keep(std::string("<title>").append(beginning(token.raw_text, k_title_bytes)).append("</title>"));
    } else if (token.name != "link" || is_read_link(token) || token.attribute("itemprop") != nullptr) {
        keep(token.source);
    }
}

void Digest::start_body_element(const HtmlToken& token, const Element& element, std::size_t depth,
                                bool stays_open) {
    const bool is_article = token.name == "article";
    if (is_article && stays_open && !article_) {
        article_ = depth;
        keep("<article>");
    }
    const Says says = what_it_says(token, article_.has_value());
    const bool is_paragraph = token.name == "p" && paragraphs_tried_ < k_paragraphs_tried;
    const bool has_text = stays_open && (says == Says::in_text || token.name == "h1");
    if (has_text || (is_paragraph && stays_open)) {
        begin_excerpt(token, depth, is_paragraph && !has_text && says == Says::nothing);
    } else if (says != Says::nothing) {
        keep(token.source);
        if (!element.has(Element::is_void)) keep(std::string("</").append(token.name).append(">"));
    }
}

void Digest::begin_excerpt(const HtmlToken& token, std::size_t depth, bool is_paragraph) {
    if (out_.size() + k_excerpt_bytes > k_digest_bytes) return;
    if (token.name == "p") ++paragraphs_tried_;
    excerpt_ = Excerpt{.depth = depth,
                       .name = std::string(token.name),
                       .begin = out_.size(),
                       .is_paragraph = is_paragraph,
                       .text = Line(k_paragraph_bytes)};
    out_.append(token.source);
}

void Digest::copy_into_excerpt(const HtmlToken& token) {
    if (is_metadata(token.name) || what_it_says(token, article_.has_value()) != Says::nothing)
        excerpt_->is_paragraph = false;
    if (swallows(token.name)) return;
    out_.append(token.source);
    if (token.name == "textarea" || token.name == "title")
        out_.append(token.raw_text).append("</").append(token.name).append(">");
}

bool Digest::fits(std::size_t bytes) const noexcept {
    return out_.size() - excerpt_->begin + bytes <= k_excerpt_bytes;
}

void Digest::end_excerpt() {
    const bool telling = excerpt_->name == "p" && is_telling(excerpt_->text.text());
    if (excerpt_->is_paragraph && !telling) {
        out_.resize(excerpt_->begin);
    } else {
        out_.append("</").append(excerpt_->name).append(">");
    }
    if (telling) paragraphs_tried_ = k_paragraphs_tried;
    excerpt_.reset();
}

void Digest::end(std::size_t depth) {
    if (excerpt_ && depth <= excerpt_->depth) end_excerpt();
    if (article_ && depth <= *article_) {
        article_.reset();
        keep("</article>");
    }
}

void Digest::pass(const HtmlToken& token) {
    if (!excerpt_) return;
    if (fits(token.source.size())) {
        out_.append(token.source);
        return;
    }
    const std::size_t used = std::min(out_.size() - excerpt_->begin, k_excerpt_bytes);
    if (token.kind == HtmlToken::Kind::text) out_.append(beginning(token.source, k_excerpt_bytes - used));
    end_excerpt();
}

void Digest::read(std::string_view text) {
    if (excerpt_) excerpt_->text.add(text);
}

std::string Digest::take() {
    if (excerpt_) end_excerpt();
    return std::move(out_);
}

}  // namespace linktender::page
