#include "linktender/page/fragments.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "linktender/core/text.hpp"
#include "linktender/page/html_tags.hpp"
#include "linktender/page/references.hpp"
#include "pdf_pages.hpp"
#include "text_fragment.hpp"

namespace linktender::page {

namespace {

using namespace std::string_view_literals;
using Presence = FragmentPresence;

// A page with no more ids than a shell has, and either scripts of a program's size or no text to speak of,
// is built when it is shown.
constexpr std::size_t k_shell_ids = 8;
constexpr std::size_t k_program_bytes = std::size_t{20} * 1024;
constexpr std::size_t k_shell_text = 600;  // characters

/// `L10`, `L10-L20`, `L10C3-L20C5`, `L10-20`: the ids of the first and the last line.
struct Lines {
    std::string first;
    std::string last;
};

std::size_t count_digits(std::string_view text) noexcept {
    const auto* const end = std::find_if_not(text.begin(), text.end(), core::is_ascii_digit);
    return static_cast<std::size_t>(end - text.begin());
}

/// `10` or `10C3` off the front of `rest`; empty when it is neither.
std::string_view take_line(std::string_view& rest) noexcept {
    const std::string_view line = rest.substr(0, count_digits(rest));
    rest.remove_prefix(line.size());
    if (rest.starts_with('C')) rest.remove_prefix(1 + count_digits(rest.substr(1)));
    return line;
}

std::optional<Lines> lines_in(std::string_view fragment) {
    if (!fragment.starts_with('L')) return std::nullopt;
    fragment.remove_prefix(1);
    const std::string first(take_line(fragment));
    if (first.empty()) return std::nullopt;
    if (fragment.empty()) return Lines{"L" + first, "L" + first};
    if (!fragment.starts_with('-')) return std::nullopt;
    fragment.remove_prefix(fragment.starts_with("-L") ? 2 : 1);
    const std::string last(take_line(fragment));
    if (last.empty() || !fragment.empty()) return std::nullopt;
    return Lines{"L" + first, "L" + last};
}

/// What a page has of anchors, in one walk over its tags.
class Anchors {
public:
    explicit Anchors(std::string_view fragment)
        : raw_(fragment),
          decoded_(percent_decode(fragment)),
          prefixed_(core::to_ascii_lower("user-content-" + decoded_)),
          lines_(lines_in(decoded_)) {}

    void read(std::string_view html) {
        HtmlTags tags(html);
        while (const HtmlToken* const token = tags.next()) {
            if (token->kind != HtmlToken::Kind::start_tag) continue;
            if (const HtmlAttribute* const id = token->attribute("id")) {
                ++ids_;
                look_at(id->value);
            }
            if (token->name == "a") {
                if (const HtmlAttribute* const name = token->attribute("name")) look_at(name->value);
            }
            if (token->name == "script") read_script(*token);
        }
    }

    bool found() const noexcept { return found_ || (lines_ && first_line_ && last_line_); }
    bool asks_for_lines() const noexcept { return lines_.has_value(); }
    bool has_lines() const noexcept { return has_lines_; }
    const std::string& prefixed() const noexcept { return prefixed_; }

    bool is_built_by_script(std::size_t visible_length) const noexcept {
        if (makes_anchors_) return true;
        if (ids_ > k_shell_ids) return false;
        return script_bytes_ > k_program_bytes || (scripts_ > 0 && visible_length < k_shell_text);
    }

private:
    void look_at(std::string_view written) {
        std::string decoded_value;
        if (written.find('&') != std::string_view::npos)
            decoded_value = references_.decode(written, CharRefs::Rules::attribute);
        const std::string_view value = decoded_value.empty() ? written : std::string_view(decoded_value);
        found_ = found_ || value == raw_ || value == decoded_ ||
                 core::equals_ignoring_ascii_case(value, prefixed_);
        has_lines_ = has_lines_ || value == "L1";
        if (!lines_) return;
        first_line_ = first_line_ || value == lines_->first;
        last_line_ = last_line_ || value == lines_->last;
    }

    /// Scripts that give headings their ids say so in their names.
    void read_script(const HtmlToken& token) {
        static constexpr std::array k_makers{"anchor"sv, "docsify"sv, "tocbot"sv};
        script_bytes_ += token.raw_text.size();
        const HtmlAttribute* const source = token.attribute("src");
        if (source == nullptr) return;
        ++scripts_;
        const std::string lower = core::to_ascii_lower(source->value);
        makes_anchors_ =
            makes_anchors_ || std::any_of(k_makers.begin(), k_makers.end(), [&](std::string_view maker) {
                return lower.find(maker) != std::string::npos;
            });
    }

    std::string_view raw_;
    std::string decoded_;
    std::string prefixed_;
    std::optional<Lines> lines_;
    CharRefs references_;
    bool found_ = false;
    bool first_line_ = false;
    bool last_line_ = false;
    bool has_lines_ = false;
    bool makes_anchors_ = false;
    std::size_t ids_ = 0;
    std::size_t scripts_ = 0;  ///< in files of their own
    std::size_t script_bytes_ = 0;
};

/// Marks that tell the app something and point to nothing.
bool is_mark(std::string_view host, std::string_view fragment) noexcept {
    return fragment == "wechat_redirect" || (fragment == "rd" && host == "mp.weixin.qq.com");
}

/// GitHub hands some texts to its scripts as data, with the ids in them.
bool has_in_data(std::string_view body, std::string_view id) noexcept {
    for (std::size_t at = body.find(id); at != std::string_view::npos; at = body.find(id, at + 1)) {
        const std::size_t end = at + id.size();
        if (end < body.size() && (body[end] == '"' || body[end] == '\\' || body[end] == '\'')) return true;
    }
    return false;
}

Presence find_element(const FragmentInput& input, std::string_view fragment) {
    if (fragment.empty() || core::equals_ignoring_ascii_case(fragment, "top") ||
        is_mark(input.host, fragment))
        return Presence::present;
    // `#/docs/a`, `#!a`: a program's own addresses.
    if (fragment.starts_with('/') || fragment.starts_with('!')) return Presence::unknowable;
    Anchors anchors(fragment);
    anchors.read(input.body);
    if (anchors.found()) return Presence::present;
    if (has_in_data(input.body, anchors.prefixed())) return Presence::present;
    if (anchors.asks_for_lines()) {
        return anchors.has_lines() && !input.truncated ? Presence::absent : Presence::unknowable;
    }
    const bool is_state = fragment.find('=') != std::string_view::npos;  // `#t=90`, `#tab=2`
    if (is_state || input.truncated || anchors.is_built_by_script(input.visible_length))
        return Presence::unknowable;
    return Presence::absent;
}

Presence find_in_text(const FragmentInput& input, const std::vector<TextDirective>& directives) {
    const std::string text = fold_for_match(input.visible_text);
    if (std::any_of(directives.begin(), directives.end(),
                    [&](const TextDirective& directive) { return has_text(text, directive); }))
        return Presence::present;
    const auto characters = static_cast<std::size_t>(
        std::count_if(input.visible_text.begin(), input.visible_text.end(),
                      [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
    return input.truncated || characters < input.visible_length ? Presence::unknowable : Presence::absent;
}

/// RFC 8118: `page=3&zoom=50`. Named destinations stand in structures that are not read.
Presence find_in_pdf(const FragmentInput& input) {
    constexpr std::string_view k_name = "page=";
    constexpr std::size_t k_most_digits = 6;
    for (std::string_view one : core::split(input.fragment, '&')) {
        if (!one.starts_with(k_name)) continue;
        one.remove_prefix(k_name.size());
        const bool is_number = !one.empty() && one.size() <= k_most_digits && count_digits(one) == one.size();
        const std::optional<int> count = pdf_page_count(input.body);
        if (!is_number || !count) return Presence::unknowable;
        const int page = std::stoi(std::string(one));
        return page >= 1 && page <= *count ? Presence::present : Presence::absent;
    }
    return input.fragment.empty() ? Presence::present : Presence::unknowable;
}

}  // namespace

FragmentPresence find_fragment(const FragmentInput& input) {
    constexpr std::string_view k_delimiter = ":~:";
    if (input.kind == PageFacts::Kind::pdf) return find_in_pdf(input);
    const std::size_t delimiter = input.fragment.find(k_delimiter);
    const std::string_view element = input.fragment.substr(0, delimiter);
    std::vector<TextDirective> directives;
    if (delimiter != std::string_view::npos)
        directives = parse_text_directives(input.fragment.substr(delimiter + k_delimiter.size()));
    const bool has_text_kind = input.kind == PageFacts::Kind::html || input.kind == PageFacts::Kind::text;
    if (!directives.empty() && has_text_kind) {
        const Presence presence = find_in_text(input, directives);
        // Where the text is not found, the element before the directive is where the reader lands.
        if (presence == Presence::present || element.empty()) return presence;
    }
    if (delimiter != std::string_view::npos && element.empty()) return Presence::unknowable;
    if (input.kind == PageFacts::Kind::html) return find_element(input, element);
    return element.empty() ? Presence::present : Presence::unknowable;
}

}  // namespace linktender::page
