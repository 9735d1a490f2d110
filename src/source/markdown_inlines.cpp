#include "markdown_inlines.hpp"

#include <algorithm>
#include <cassert>
#include <iterator>

#include "link_syntax.hpp"

namespace linktender::source {

namespace {

constexpr std::size_t k_npos = std::string_view::npos;

/// Whether the inside of a code span is what cmark makes of it: line ends become spaces, and one
/// space is taken from both ends when there is more than spaces.
bool is_code(std::string_view inside, std::string_view literal) noexcept {
    if (inside.size() != literal.size()) {
        if (inside.size() != literal.size() + 2) return false;
        inside.remove_prefix(1);
        inside.remove_suffix(1);
    }
    return std::equal(inside.begin(), inside.end(), literal.begin(),
                      [](char a, char b) { return a == b || (a == '\n' && b == ' '); });
}

std::size_t run_length(std::string_view text, std::size_t at) noexcept {
    std::size_t end = at;
    while (end < text.size() && text[end] == '`') ++end;
    return end - at;
}

}  // namespace

void InlineLocator::locate(std::string_view content, std::size_t from, std::vector<Inline>& inlines,
                           Definitions& definitions, page::CharRefs& refs) {
    content_ = content;
    inlines_ = &inlines;
    definitions_ = &definitions;
    refs_ = &refs;
    next_ = 0;
    openers_.clear();
    inactive_ = 0;
    structure_.clear();
    runs_seen_ = 0;
    std::fill(std::begin(last_run_), std::end(last_run_), 0);

    for (std::size_t at = from; at < content.size() && next_ < inlines.size();) {
        switch (content[at]) {
            case '\\':
                at += at + 1 < content.size() && is_ascii_punctuation(content[at + 1]) ? 2U : 1U;
                break;
            case '`': at = read_backticks(at); break;
            case '<': at = read_angle(at); break;
            case '!':
                if (++at < content.size() && content[at] == '[') open(at++, true);
                break;
            case '[': open(at++, false); break;
            case ']': at = read_closer(at); break;
            default: ++at;
        }
    }
}

void InlineLocator::settle(Inline& found, Span place) {
    found.located = true;
    found.place = place;
    ++next_;
    // A link that leads nowhere is running text: its text may be the address that was meant.
    if (found.kind == Inline::Kind::link && found.says.empty()) return;
    while (!structure_.empty() && structure_.back().begin >= place.begin) structure_.pop_back();
    structure_.push_back(place);
}

std::size_t InlineLocator::read_backticks(std::size_t at) {
    const std::size_t length = run_length(content_, at);
    const std::size_t inside = at + length;
    Inline* code = next();
    if (code->kind != Inline::Kind::code) return inside;
    const std::size_t close = closing_run(inside, length);
    if (close == k_npos || !is_code(content_.substr(inside, close - inside), code->says)) return inside;
    settle(*code, {at, close + length});
    return close + length;
}

/// Start of the first run of that length from `from` on. What was seen on the way to the end is
/// kept, so that many runs without a partner do not each search all that follows.
std::size_t InlineLocator::closing_run(std::size_t from, std::size_t length) {
    if (length > k_longest_run) return k_npos;
    if (runs_seen_ == content_.size() && last_run_[length] < from) return k_npos;
    for (std::size_t at = content_.find('`', from); at != k_npos;) {
        const std::size_t found = run_length(content_, at);
        if (found <= k_longest_run) last_run_[found] = std::max(last_run_[found], at);
        if (found == length) return at;
        at = content_.find('`', at + found);
    }
    runs_seen_ = content_.size();
    return k_npos;
}

std::size_t InlineLocator::read_angle(std::size_t at) {
    Inline& expected = *next();
    if (expected.kind == Inline::Kind::html) {
        if (expected.says.empty() || !content_.substr(at).starts_with(expected.says)) return at + 1;
        settle(expected, {at, at + expected.says.size()});
        return at + expected.says.size();
    }
    if (expected.kind != Inline::Kind::link) return at + 1;
    const std::size_t close = content_.find_first_of("<> \t\n\r\v\f", at + 1);
    if (close == k_npos || content_[close] != '>' || close == at + 1) return at + 1;
    const std::string_view inside = content_.substr(at + 1, close - at - 1);
    constexpr std::string_view k_mail = "mailto:";
    const std::string decoded = inside.find('&') == k_npos
                                    ? std::string(inside)
                                    : refs_->decode(inside, page::CharRefs::Rules::markdown);
    const bool mail = expected.says.starts_with(k_mail) && expected.says.substr(k_mail.size()) == decoded;
    if (!mail && expected.says != decoded) return at + 1;
    expected.autolink = true;
    expected.address = {at + 1, close};
    settle(expected, {at, close + 1});
    return close + 1;
}

void InlineLocator::open(std::size_t at, bool image) {
    if (!openers_.empty()) openers_.back().bracket_after = true;
    openers_.push_back({at, image, false});
}

std::size_t InlineLocator::read_closer(std::size_t at) {
    if (openers_.empty()) return at + 1;
    const Opener opener = openers_.back();
    openers_.pop_back();
    const bool active = opener.image || openers_.size() >= inactive_;
    inactive_ = std::min(inactive_, openers_.size());
    Inline& expected = *next();
    const bool footnote_like = opener.image && content_.substr(opener.at + 1).starts_with('^');
    const bool image = opener.image && !footnote_like;
    if (!active || expected.kind != (image ? Inline::Kind::image : Inline::Kind::link)) return at + 1;

    Span place{opener.at - (image ? 1 : 0), at + 1};
    if (!match_inline(expected, at + 1, place) && !match_reference(expected, opener, at, place))
        return at + 1;
    settle(expected, place);
    // No link in a link: no opener before this one can begin another.
    if (!image) inactive_ = openers_.size();
    return place.end;
}

/// `(destination "title")` at `after`.
bool InlineLocator::match_inline(Inline& link, std::size_t after, Span& place) {
    if (after >= content_.size() || content_[after] != '(') return false;
    const auto destination = parse_destination(content_, skip_markdown_space(content_, after + 1));
    if (!destination) return false;
    std::size_t end = skip_markdown_space(content_, destination->end);
    if (end != destination->end)
        if (const auto title = parse_title(content_, end)) end = skip_markdown_space(content_, *title);
    if (end >= content_.size() || content_[end] != ')') return false;
    if (!decodes_to(destination->address.of(content_), link.says, *refs_)) return false;
    link.address = destination->address;
    place.end = end + 1;
    return true;
}

/// `[label]` after the closer, or `[]`, or nothing: then the text is the label.
bool InlineLocator::match_reference(Inline& link, const Opener& opener, std::size_t closer, Span& place) {
    const auto label = parse_label(content_, closer + 1);
    const bool own_label = label && !trim_markdown(label->of(content_)).empty();
    if (!own_label && opener.bracket_after) return false;
    const Span wanted = own_label ? *label : Span{opener.at + 1, closer};
    Definition* definition = definitions_->find(wanted.of(content_));
    if (definition == nullptr || definition->decoded != link.says) return false;
    link.definition = definition;
    if (label) place.end = label->end + 1;
    return true;
}

}  // namespace linktender::source
