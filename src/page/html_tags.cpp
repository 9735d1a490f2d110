#include "linktender/page/html_tags.hpp"

#include <algorithm>
#include <array>

#include "linktender/core/text.hpp"

namespace linktender::page {

namespace {

/// Elements whose content is text, whatever it looks like.
constexpr std::array<std::string_view, 8> k_raw_text{"iframe", "noembed",  "noframes", "script",
                                                     "style",  "textarea", "title",    "xmp"};
constexpr std::size_t k_most_attributes = 256;  ///< of one tag; the rest is dropped

enum : std::uint8_t { k_space = 1, k_tag_end = 2, k_equals = 4, k_capital = 8 };

/// What a byte is inside a tag.
constexpr std::array<std::uint8_t, 256> k_classes = [] {
    std::array<std::uint8_t, 256> classes{};
    for (const char c : {' ', '\t', '\n', '\f', '\r'}) classes[static_cast<unsigned char>(c)] = k_space;
    for (const char c : {'>', '/'}) classes[static_cast<unsigned char>(c)] = k_tag_end;
    classes[static_cast<unsigned char>('=')] = k_equals;
    for (char c = 'A'; c <= 'Z'; ++c) classes[static_cast<unsigned char>(c)] = k_capital;
    return classes;
}();

std::uint8_t class_of(char c) noexcept {
    return k_classes[static_cast<unsigned char>(c)];
}

bool is_space(char c) noexcept {
    return class_of(c) == k_space;
}

/// Over a name, which bytes of the classes `ends` end; adds up the classes seen.
std::size_t skip_name(std::string_view html, std::size_t at, unsigned ends, unsigned& seen) noexcept {
    for (; at < html.size(); ++at) {
        const unsigned byte_class = class_of(html[at]);
        if ((byte_class & ends) != 0) break;
        seen |= byte_class;
    }
    return at;
}

}  // namespace

const HtmlAttribute* HtmlToken::attribute(std::string_view wanted) const noexcept {
    for (const HtmlAttribute& attribute : attributes)
        if (attribute.name == wanted) return &attribute;
    return nullptr;
}

char HtmlTags::at(std::size_t position) const noexcept {
    return position < html_.size() ? html_[position] : '\0';
}

std::string_view HtmlTags::lowered(std::string_view name) {
    return lowered_.emplace_back(core::to_ascii_lower(name));
}

const HtmlToken* HtmlTags::next() {
    if (at_ >= html_.size()) return nullptr;
    const std::size_t begin = at_;
    token_.name = {};
    token_.attributes.clear();
    if (!lowered_.empty()) lowered_.clear();
    for (std::size_t open = html_.find('<', at_); open != std::string_view::npos;
         open = html_.find('<', open + 1)) {
        const char c = at(open + 1);
        const bool end_tag = c == '/' && core::is_ascii_alpha(at(open + 2));
        const bool comment = c == '!' || c == '?' || (c == '/' && open + 2 < html_.size() && !end_tag);
        if (!core::is_ascii_alpha(c) && !end_tag && !comment) continue;
        if (open > begin) {
            at_ = open;
            token_.kind = HtmlToken::Kind::text;
            token_.source = html_.substr(begin, open - begin);
            return &token_;
        }
        if (comment) {
            read_comment(open);
            return &token_;
        }
        // A tag that never ends swallows the rest.
        if (!read_tag(open + (end_tag ? 2 : 1),
                      end_tag ? HtmlToken::Kind::end_tag : HtmlToken::Kind::start_tag)) {
            at_ = html_.size();
            return nullptr;
        }
        token_.source = html_.substr(open, at_ - open);
        token_.raw_text = html_.substr(at_, 0);
        if (!end_tag) skip_raw_text();
        return &token_;
    }
    at_ = html_.size();
    token_.kind = HtmlToken::Kind::text;
    token_.source = html_.substr(begin);
    return &token_;
}

/// `<!--` up to `-->` or `--!>`; everything else that begins like it up to `>`.
void HtmlTags::read_comment(std::size_t begin) {
    std::size_t end = std::string_view::npos;
    if (html_.substr(begin).starts_with("<!--")) {
        const std::size_t body = begin + 4;
        if (html_.substr(body).starts_with(">"))
            end = body + 1;
        else if (html_.substr(body).starts_with("->"))
            end = body + 2;
        for (std::size_t dashes = html_.find("--", body);
             end == std::string_view::npos && dashes != std::string_view::npos;
             dashes = html_.find("--", dashes + 1)) {
            if (at(dashes + 2) == '>')
                end = dashes + 3;
            else if (at(dashes + 2) == '!' && at(dashes + 3) == '>')
                end = dashes + 4;
        }
    } else if (const std::size_t close = html_.find('>', begin); close != std::string_view::npos) {
        end = close + 1;
    }
    at_ = std::min(end, html_.size());
    token_.kind = HtmlToken::Kind::comment;
    token_.source = html_.substr(begin, at_ - begin);
}

/// False when the input ends first.
bool HtmlTags::read_tag(std::size_t name_begin, HtmlToken::Kind kind) {
    unsigned seen = 0;
    at_ = skip_name(html_, name_begin, k_space | k_tag_end, seen);
    const std::string_view name = html_.substr(name_begin, at_ - name_begin);
    token_.name = (seen & k_capital) != 0 ? lowered(name) : name;
    token_.kind = kind;
    token_.self_closing = false;
    while (at_ < html_.size()) {
        const char c = html_[at_];
        if (c == '>') {
            ++at_;
            return true;
        }
        if (c == '/') token_.self_closing = at(at_ + 1) == '>';
        if (c == '/' || is_space(c))
            ++at_;
        else if (!read_attribute())
            return false;
    }
    return false;
}

/// A name and perhaps a value, from `at_` on. False when the input ends first.
bool HtmlTags::read_attribute() {
    const std::size_t name_begin = at_;
    unsigned seen = class_of(html_[at_]);  // a name may begin with `=`
    at_ = skip_name(html_, at_ + 1, k_space | k_tag_end | k_equals, seen);
    const std::string_view name = html_.substr(name_begin, at_ - name_begin);
    std::size_t value_begin = at_;
    std::size_t value_end = at_;
    std::size_t after = at_;
    while (after < html_.size() && is_space(html_[after])) ++after;
    if (at(after) == '=') {
        at_ = after + 1;
        while (at_ < html_.size() && is_space(html_[at_])) ++at_;
        const char quote = at(at_);
        value_begin = at_;
        if (quote == '"' || quote == '\'') {
            value_end = html_.find(quote, ++value_begin);
            if (value_end == std::string_view::npos) return false;
            at_ = value_end + 1;
        } else {
            while (at_ < html_.size() && !is_space(html_[at_]) && html_[at_] != '>') ++at_;
            value_end = at_;
        }
    }
    add_attribute(name, (seen & k_capital) != 0, html_.substr(value_begin, value_end - value_begin));
    return at_ < html_.size();
}

void HtmlTags::add_attribute(std::string_view name, bool has_capitals, std::string_view value) {
    if (token_.attributes.size() >= k_most_attributes) return;
    if (has_capitals) name = lowered(name);
    if (token_.attribute(name) == nullptr) token_.attributes.push_back({name, value});
}

/// Leaves `at_` before the end tag of an element whose content is raw text, or at the end.
void HtmlTags::skip_raw_text() {
    const std::string_view name = token_.name;
    if (foreign_ && token_.self_closing) return;
    const std::size_t begin = at_;
    if (name == "plaintext") {
        at_ = html_.size();
    } else if (name == "script") {
        at_ = end_of_script(at_);
    } else if (std::find(k_raw_text.begin(), k_raw_text.end(), name) != k_raw_text.end()) {
        at_ = end_of_raw_text(name, at_);
    }
    token_.raw_text = html_.substr(begin, at_ - begin);
}

/// Whether `name` stands there as that of a tag, not as the beginning of a longer one.
bool HtmlTags::is_tag_at(std::size_t name_begin, std::string_view name) const noexcept {
    const char after = at(name_begin + name.size());
    return core::starts_with_ignoring_ascii_case(html_.substr(std::min(name_begin, html_.size())), name) &&
           (is_space(after) || after == '/' || after == '>');
}

std::size_t HtmlTags::end_of_raw_text(std::string_view name, std::size_t from) const noexcept {
    std::size_t close = html_.find("</", from);
    while (close != std::string_view::npos && !is_tag_at(close + 2, name))
        close = html_.find("</", close + 2);
    return std::min(close, html_.size());
}

/// A script that has itself between `<!--` and `-->` may hold whole `<script>` elements:
/// https://html.spec.whatwg.org/multipage/parsing.html#script-data-double-escaped-state
std::size_t HtmlTags::end_of_script(std::size_t from) const noexcept {
    bool escaped = false;
    bool inner = false;
    std::size_t escape_end = 0;
    for (std::size_t at = html_.find('<', from); at != std::string_view::npos; at = html_.find('<', at + 1)) {
        if (escaped && at >= escape_end) escaped = inner = false;
        const std::string_view rest = html_.substr(at);
        if (!escaped && rest.starts_with("<!--")) {
            escaped = true;
            escape_end = html_.find("-->", at + 2);
        } else if (escaped && !inner && is_tag_at(at + 1, "script")) {
            inner = true;
        } else if (rest.starts_with("</") && is_tag_at(at + 2, "script")) {
            if (!inner) return at;
            inner = false;
        }
    }
    return html_.size();
}

}  // namespace linktender::page
