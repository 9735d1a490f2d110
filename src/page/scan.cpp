#include "scan.hpp"

#include <optional>

#include "elements.hpp"
#include "line.hpp"
#include "linktender/page/html_tags.hpp"
#include "linktender/page/references.hpp"
#include "open_elements.hpp"

namespace linktender::page {

namespace {

class Scanner {
public:
    Scanner(std::string_view html, std::size_t visible_bytes, DigestPart part)
        : tags_(html), line_(visible_bytes), digest_(part) {}

    Scan run() {
        while (const HtmlToken* const token = tags_.next()) {
            switch (token->kind) {
                case HtmlToken::Kind::start_tag: start_tag(*token); break;
                case HtmlToken::Kind::end_tag: end_tag(*token); break;
                case HtmlToken::Kind::text: text(*token); break;
                case HtmlToken::Kind::comment: break;
            }
        }
        Scan scan;
        scan.visible_length = line_.length();
        scan.visible_text = line_.take();
        scan.digest = digest_.take();
        return scan;
    }

private:
    void start_tag(const HtmlToken& token) {
        const Element& element = element_of(token.name);
        if (is_one_of_its_kind(token)) return;
        close_down_to(open_.kept_by_start(element));
        const bool hides = element.has(Element::silent) || hides_itself(token);
        add_border(element, hides);
        const std::size_t depth = open_.size();
        const bool stays_open = opens(token, element, hides);
        if (is_unread(element)) {
            if (stays_open) count_unread(element, 1);
        } else if (unread_ == 0) {
            digest_.start(token, element, depth, stays_open);
        }
    }

    static bool is_unread(const Element& element) noexcept {
        return element.has(Element::foreign) || element.name == "template";
    }

    /// `<html>`, `<head>`, `<body>`: written again they open nothing. A `<frameset>` before any text
    /// takes the body's place.
    bool is_one_of_its_kind(const HtmlToken& token) {
        const bool is_root = token.name == "html";
        if (token.name == "frameset" && line_.length() == 0) no_body_ = true;
        if (!is_root && token.name != "head" && token.name != "body" && token.name != "frameset")
            return false;
        if (is_root && unread_ == 0) digest_.start(token, element_of(token.name), open_.size(), false);
        return true;
    }

    /// Whether the element is open from here on. Raw text is read at once, its end tag is passed over.
    bool opens(const HtmlToken& token, const Element& element, bool hides) {
        const bool in_foreign = foreign_ > 0 || element.has(Element::foreign);
        if (element.has(Element::is_void) || (in_foreign && token.self_closing)) return false;
        if (!token.raw_text.empty()) {
            if (!hides) show(token.raw_text, token.name == "textarea");
            add_border(element, hides);
            return false;
        }
        const std::string_view name = token.source.substr(1, token.name.size());
        const bool pushed = open_.push({.element = &element, .name = name, .hides = hides});
        if (pushed && hides) ++hidden_;
        return pushed;
    }

    void end_tag(const HtmlToken& token) {
        const Element& element = element_of(token.name);
        const std::size_t kept = open_.kept_by_end(element, token.name);
        // These two stand for an empty element where they end nothing.
        if (kept == open_.size() && (token.name == "br" || token.name == "p")) add_border(element, false);
        close_down_to(kept);
        if (unread_ == 0) digest_.pass(token);
    }

    void close_down_to(std::size_t kept) {
        while (open_.size() > kept) {
            const OpenElement closed = open_.pop();
            const Element& element = *closed.element;
            if (closed.hides) --hidden_;
            add_border(element, closed.hides);
            if (is_unread(element)) count_unread(element, -1);
            if (unread_ == 0) digest_.end(open_.size());
        }
    }

    /// What stands in SVG, MathML or a template says nothing about the page.
    void count_unread(const Element& element, int step) {
        unread_ += step;
        if (!element.has(Element::foreign)) return;
        foreign_ += step;
        tags_.set_foreign(foreign_ > 0);
    }

    void text(const HtmlToken& token) {
        show(token.source, true);
        if (unread_ == 0) digest_.pass(token);
    }

    void show(std::string_view text, bool has_references) {
        if (has_references && text.find('&') != std::string_view::npos) {
            decoded_.clear();
            refs_.decode_onto(text, CharRefs::Rules::text, decoded_);
            text = decoded_;
        }
        if (hidden_ == 0 && !no_body_) line_.add(text);
        if (unread_ == 0) digest_.read(text);
    }

    void add_border(const Element& element, bool hides) {
        if (hides || hidden_ > 0 || element.has(Element::in_line)) return;
        line_.add_gap();
    }

    static bool hides_itself(const HtmlToken& token) noexcept {
        if (token.attributes.empty()) return false;
        const auto value = [&](std::string_view name) {
            const HtmlAttribute* const found = token.attribute(name);
            return found == nullptr ? std::nullopt : std::optional(found->value);
        };
        return is_hidden(value("hidden"), value("style"));
    }

    HtmlTags tags_;
    OpenElements open_;
    Line line_;
    Digest digest_;
    CharRefs refs_;
    std::string decoded_;
    int hidden_ = 0;   ///< open elements that hide what they hold
    int unread_ = 0;   ///< open `<svg>`, `<math>` and `<template>`
    int foreign_ = 0;  ///< open `<svg>` and `<math>`
    bool no_body_ = false;
};

}  // namespace

Scan scan(std::string_view html, std::size_t visible_bytes) {
    return Scanner(html, visible_bytes, DigestPart::whole).run();
}

std::string flat_digest(std::string_view html) {
    return Scanner(html, 0, DigestPart::flat).run().digest;
}

}  // namespace linktender::page
