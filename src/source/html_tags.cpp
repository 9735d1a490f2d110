#include "html_tags.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "linktender/core/text.hpp"

namespace linktender::source {

namespace {

/// Elements whose content is text, whatever it looks like. `noscript` is not among them: what it
/// shows to readers without scripts are links too.
constexpr std::array<std::string_view, 8> k_raw_text{"iframe", "noembed",  "noframes", "script",
                                                     "style",  "textarea", "title",    "xmp"};
constexpr std::size_t k_most_attributes = 256;  ///< of one tag; the rest is dropped

bool is_space(char c) noexcept {
    return core::is_ascii_space(c);
}

void assign_lower(std::string& to, std::string_view name) {
    to.assign(name);
    std::transform(to.begin(), to.end(), to.begin(), core::ascii_lower);
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

const HtmlToken* HtmlTags::next() {
    if (at_ >= html_.size()) return nullptr;
    const std::size_t begin = at_;
    token_.name.clear();
    token_.attributes.clear();
    for (std::size_t open = html_.find('<', at_); open != std::string_view::npos;
         open = html_.find('<', open + 1)) {
        const char c = at(open + 1);
        const bool end_tag = c == '/' && core::is_ascii_alpha(at(open + 2));
        const bool comment = c == '!' || c == '?' || (c == '/' && open + 2 < html_.size() && !end_tag);
        if (!core::is_ascii_alpha(c) && !end_tag && !comment) continue;
        if (open > begin) {
            at_ = open;
            token_.kind = HtmlToken::Kind::text;
            token_.place = {begin, open};
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
        token_.place = {open, at_};
        if (!end_tag) skip_raw_text(token_.name);
        token_.raw_text = {token_.place.end, at_};
        return &token_;
    }
    at_ = html_.size();
    token_.kind = HtmlToken::Kind::text;
    token_.place = {begin, at_};
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
    token_.place = {begin, at_};
}

bool HtmlTags::read_tag(std::size_t name_begin, HtmlToken::Kind kind) {
    std::size_t end = name_begin;
    while (end < html_.size() && !is_space(html_[end]) && html_[end] != '/' && html_[end] != '>') ++end;
    assign_lower(token_.name, html_.substr(name_begin, end - name_begin));
    token_.kind = kind;
    at_ = end;
    while (at_ < html_.size()) {
        if (html_[at_] == '>') {
            ++at_;
            return true;
        }
        if (is_space(html_[at_]) || html_[at_] == '/')
            ++at_;
        else if (!read_attribute())
            return false;
    }
    return false;
}

/// A name and perhaps a value, from `at_` on. False when the input ends first.
bool HtmlTags::read_attribute() {
    const std::size_t name_begin = at_;
    ++at_;  // a name may begin with `=`
    while (at_ < html_.size() && !is_space(html_[at_]) && html_[at_] != '/' && html_[at_] != '>' &&
           html_[at_] != '=')
        ++at_;
    const std::string_view name = html_.substr(name_begin, at_ - name_begin);
    Span value{at_, at_};
    std::size_t after = at_;
    while (after < html_.size() && is_space(html_[after])) ++after;
    if (at(after) == '=') {
        at_ = after + 1;
        while (at_ < html_.size() && is_space(html_[at_])) ++at_;
        const char quote = at(at_);
        if (quote == '"' || quote == '\'') {
            const std::size_t close = html_.find(quote, at_ + 1);
            if (close == std::string_view::npos) return false;
            value = {at_ + 1, close};
            at_ = close + 1;
        } else {
            value.begin = at_;
            while (at_ < html_.size() && !is_space(html_[at_]) && html_[at_] != '>') ++at_;
            value.end = at_;
        }
    }
    if (token_.attributes.size() < k_most_attributes) {
        HtmlAttribute attribute{{}, value};
        assign_lower(attribute.name, name);
        if (token_.attribute(attribute.name) == nullptr) token_.attributes.push_back(std::move(attribute));
    }
    return at_ < html_.size();
}

/// Leaves `at_` before the end tag of an element whose content is raw text, or at the end.
void HtmlTags::skip_raw_text(std::string_view name) {
    if (name == "plaintext") at_ = html_.size();
    if (std::find(k_raw_text.begin(), k_raw_text.end(), name) == k_raw_text.end()) return;
    for (std::size_t close = html_.find("</", at_); close != std::string_view::npos;
         close = html_.find("</", close + 1)) {
        const std::string_view rest = html_.substr(close + 2);
        const char after = at(close + 2 + name.size());
        if (core::starts_with_ignoring_ascii_case(rest, name) &&
            (is_space(after) || after == '/' || after == '>')) {
            at_ = close;
            return;
        }
    }
    at_ = html_.size();
}

}  // namespace linktender::source
