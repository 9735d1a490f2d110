#include "html_links.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "anchor_text.hpp"
#include "linktender/core/text.hpp"

namespace linktender::source {

namespace {

using Rules = page::CharRefs::Rules;

/// How an attribute holds its URLs: one, several with white space between them, or image candidates.
enum class Holds : std::uint8_t { one, list, candidates };

struct UrlAttribute {
    std::string_view name;
    Holds holds;
    std::string_view elements;  ///< each between spaces; empty: every element
};

/// The attributes that HTML's index of attributes types as a URL, with a few of old HTML that mail
/// programs still write and SVG's. `itemtype` is not among them: it names vocabularies, which the
/// standard forbids to fetch; nor is `<base href>`, which is no link. Sorted by name.
constexpr std::array<UrlAttribute, 16> k_url_attributes{{
    {"action", Holds::one, " form "},
    {"background", Holds::one, ""},
    {"cite", Holds::one, " blockquote del ins q "},
    {"data", Holds::one, " object "},
    {"formaction", Holds::one, " button input "},
    {"href", Holds::one, " a area feimage image link script use "},
    {"imagesrcset", Holds::candidates, " link "},
    {"itemid", Holds::one, ""},
    {"longdesc", Holds::one, " frame iframe img "},
    {"lowsrc", Holds::one, " img "},
    {"manifest", Holds::one, " html "},
    {"ping", Holds::list, " a area "},
    {"poster", Holds::one, " video "},
    {"src", Holds::one, " audio embed frame iframe image img input script source track video "},
    {"srcset", Holds::candidates, " img source "},
    {"xlink:href", Holds::one, ""},
}};

const UrlAttribute* url_attribute(std::string_view name, std::string_view element) noexcept {
    const auto found = std::lower_bound(
        k_url_attributes.begin(), k_url_attributes.end(), name,
        [](const UrlAttribute& attribute, std::string_view wanted) { return attribute.name < wanted; });
    if (found == k_url_attributes.end() || found->name != name) return nullptr;
    if (found->elements.empty()) return &*found;
    for (std::size_t at = found->elements.find(element); at != std::string_view::npos;
         at = found->elements.find(element, at + 1))
        if (found->elements[at - 1] == ' ' && found->elements[at + element.size()] == ' ') return &*found;
    return nullptr;
}

bool is_heading(std::string_view name) noexcept {
    return name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6';
}

std::size_t skip_space(std::string_view text, std::size_t at) noexcept {
    while (at < text.size() && core::is_ascii_space(text[at])) ++at;
    return at;
}

std::size_t skip_word(std::string_view text, std::size_t at) noexcept {
    while (at < text.size() && !core::is_ascii_space(text[at])) ++at;
    return at;
}

/// The URL in the content of a refresh, by
/// https://html.spec.whatwg.org/multipage/semantics.html#shared-declarative-refresh-steps.
std::optional<Span> refresh_address(std::string_view content) noexcept {
    std::size_t at = skip_space(content, 0);
    const std::size_t time = at;
    while (at < content.size() && (core::is_ascii_digit(content[at]) || content[at] == '.')) ++at;
    if (at == time || at == content.size()) return std::nullopt;
    if (content[at] != ';' && content[at] != ',' && !core::is_ascii_space(content[at])) return std::nullopt;
    at = skip_space(content, at);
    if (at < content.size() && (content[at] == ';' || content[at] == ',')) at = skip_space(content, at + 1);
    if (core::starts_with_ignoring_ascii_case(content.substr(at), "url")) {
        const std::size_t equals = skip_space(content, at + 3);
        if (equals < content.size() && content[equals] == '=') at = skip_space(content, equals + 1);
    }
    if (at == content.size()) return std::nullopt;
    if (content[at] != '"' && content[at] != '\'') return Span{at, content.size()};
    return Span{at + 1, std::min(content.find(content[at], at + 1), content.size())};
}

}  // namespace

struct HtmlLinks::Piece {
    const Excerpt& excerpt;
    std::string_view html;
    std::size_t begin = 0;  ///< of `html` in the excerpt
    bool exact = true;

    [[nodiscard]] Span source(Span span) const {
        return excerpt.source({span.begin + begin, span.end + begin});
    }
    /// Of a part of `html`.
    [[nodiscard]] Span span_of(std::string_view part) const {
        const auto at = static_cast<std::size_t>(part.data() - html.data());
        return {at, at + part.size()};
    }
};

void HtmlLinks::read(const Excerpt& excerpt, Span span, bool exact) {
    const Piece piece{excerpt, span.of(excerpt.text()), span.begin, exact};
    page::HtmlTags tags(piece.html);
    while (const page::HtmlToken* token = tags.next()) {
        switch (token->kind) {
            case page::HtmlToken::Kind::start_tag: read_start_tag(piece, *token); break;
            case page::HtmlToken::Kind::end_tag:
                if (token->name == "a") close_anchor();
                if (is_heading(token->name)) in_heading_ = false;
                break;
            case page::HtmlToken::Kind::comment:
                if (auto directive = parse_directive(token->source)) {
                    directive->place = piece.source(piece.span_of(token->source));
                    reading_.directives.push_back(std::move(*directive));
                }
                break;
            case page::HtmlToken::Kind::text:
                if (anchor_ || in_heading_) add_text(refs_.decode(token->source, Rules::text));
                break;
        }
    }
}

void HtmlLinks::add_text(std::string_view text) {
    if (anchor_) append_anchor_text(anchor_text_, text);
    if (in_heading_) append_anchor_text(heading_, text);
}

void HtmlLinks::close_anchor() {
    if (!anchor_) return;
    std::string text = finish_anchor_text(anchor_text_);
    if (!text.empty()) reading_.links[*anchor_].text = std::move(text);
    anchor_.reset();
}

std::string HtmlLinks::title() const {
    const std::string heading = finish_anchor_text(heading_);
    return heading.empty() ? finish_anchor_text(title_) : heading;
}

void HtmlLinks::read_start_tag(const Piece& piece, const page::HtmlToken& token) {
    if (token.name == "a") close_anchor();
    if (is_heading(token.name) && heading_.empty()) in_heading_ = true;
    if (token.name == "title" && title_.empty())
        append_anchor_text(title_, refs_.decode(token.raw_text, Rules::text));
    if (token.name == "img")
        if (const page::HtmlAttribute* alt = token.attribute("alt"))
            add_text(refs_.decode(alt->value, Rules::attribute));
    if (token.name == "meta") read_meta(piece, token);
    if (token.name == "base" && reading_.base.empty())
        if (const page::HtmlAttribute* href = token.attribute("href"))
            reading_.base = refs_.decode(href->value, Rules::attribute);
    for (const page::HtmlAttribute& attribute : token.attributes) {
        const UrlAttribute* url = url_attribute(attribute.name, token.name);
        if (url == nullptr) continue;
        const std::size_t before = reading_.links.size();
        const Span value = piece.span_of(attribute.value);
        switch (url->holds) {
            case Holds::one: add(piece, token, value); break;
            case Holds::list: read_list(piece, token, value); break;
            case Holds::candidates: read_candidates(piece, token, value); break;
        }
        if (token.name == "a" && attribute.name == "href" && reading_.links.size() > before) {
            anchor_ = before;
            anchor_text_.clear();
        }
    }
}

void HtmlLinks::read_meta(const Piece& piece, const page::HtmlToken& token) {
    const page::HtmlAttribute* kind = token.attribute("http-equiv");
    const page::HtmlAttribute* content = token.attribute("content");
    if (kind == nullptr || content == nullptr) return;
    if (!core::equals_ignoring_ascii_case(kind->value, "refresh")) return;
    const Span value = piece.span_of(content->value);
    if (const auto address = refresh_address(content->value))
        add(piece, token, {value.begin + address->begin, value.begin + address->end});
}

/// https://html.spec.whatwg.org/multipage/images.html#parsing-a-srcset-attribute: addresses end at
/// white space; the descriptors after one end at a comma outside parentheses.
void HtmlLinks::read_candidates(const Piece& piece, const page::HtmlToken& token, Span value) {
    const std::string_view text = value.of(piece.html);
    for (std::size_t at = 0; at < text.size();) {
        if (core::is_ascii_space(text[at]) || text[at] == ',') {
            ++at;
            continue;
        }
        const std::size_t begin = at;
        at = skip_word(text, at);
        std::size_t end = at;
        while (text[end - 1] == ',') --end;
        add(piece, token, {value.begin + begin, value.begin + end});
        if (end < at) continue;
        for (bool in_parentheses = false; at < text.size() && (in_parentheses || text[at] != ','); ++at)
            in_parentheses = text[at] == '(' || (in_parentheses && text[at] != ')');
    }
}

void HtmlLinks::read_list(const Piece& piece, const page::HtmlToken& token, Span value) {
    const std::string_view text = value.of(piece.html);
    for (std::size_t at = skip_space(text, 0); at < text.size(); at = skip_space(text, at)) {
        const std::size_t begin = at;
        at = skip_word(text, at);
        add(piece, token, {value.begin + begin, value.begin + at});
    }
}

void HtmlLinks::add(const Piece& piece, const page::HtmlToken& token, Span address) {
    while (!address.empty() && core::is_ascii_space(piece.html[address.begin])) ++address.begin;
    while (!address.empty() && core::is_ascii_space(piece.html[address.end - 1])) --address.end;
    if (address.empty()) return;
    Found found;
    found.form = Form::html;
    found.exact = piece.exact;
    found.use = piece.source(piece.span_of(token.source)).begin;
    const std::string_view raw = address.of(piece.html);
    if (raw.find('&') != std::string_view::npos) found.decoded = refs_.decode(raw, Rules::attribute);
    if (!piece.exact && found.decoded.empty()) found.decoded = raw;
    found.address = piece.exact ? piece.source(address) : Span{found.use, found.use};
    found.text = own_text(token);
    reading_.links.push_back(std::move(found));
}

/// What the tag itself says about its link: `alt`, else `title`.
std::string HtmlLinks::own_text(const page::HtmlToken& token) {
    for (const std::string_view name : {"alt", "title"})
        if (const page::HtmlAttribute* attribute = token.attribute(name);
            attribute != nullptr && !attribute->value.empty()) {
            std::string text;
            append_anchor_text(text, refs_.decode(attribute->value, Rules::attribute));
            return finish_anchor_text(text);
        }
    return {};
}

Reading read_html(const IssueText& text) {
    Reading reading;
    page::CharRefs refs;
    Excerpt whole;
    whole.append(text.text(), 0);
    HtmlLinks links(reading, refs);
    links.read(whole, {0, text.text().size()});
    links.close_anchor();
    reading.title = links.title();
    return reading;
}

}  // namespace linktender::source
