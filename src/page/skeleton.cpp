#include "skeleton.hpp"

#include <algorithm>
#include <array>

#include "linktender/core/text.hpp"

namespace linktender::page {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t k_tag_bytes = 4096;  // a longer tag may hold attributes by the thousand
constexpr std::size_t k_head_bytes = std::size_t{256} * 1024;
constexpr std::size_t k_text_bytes = std::size_t{1024} * 1024;

constexpr std::array k_kept{"base"sv, "html"sv, "link"sv, "meta"sv};
constexpr std::array k_raw{"iframe"sv,   "noembed"sv,  "noframes"sv, "script"sv, "style"sv,
                           "template"sv, "textarea"sv, "title"sv,    "xmp"sv};

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& names, std::string_view name) noexcept {
    return std::any_of(names.begin(), names.end(),
                       [&](std::string_view one) { return core::equals_ignoring_ascii_case(one, name); });
}

class Scanner {
public:
    Scanner(std::string_view html, SkeletonPart part)
        : html_(html), with_text_(part == SkeletonPart::with_text) {}

    std::string run() {
        while (at_ < html_.size()) {
            const std::size_t open = std::min(html_.find('<', at_), html_.size());
            add_text(html_.substr(at_, open - at_));
            at_ = open;
            if (at_ < html_.size()) skip_markup();
        }
        return "<!doctype html>" + head_ + "<body>" + text_;
    }

private:
    bool at(std::size_t i, std::string_view text) const noexcept {
        return html_.substr(std::min(i, html_.size())).starts_with(text);
    }

    void add_text(std::string_view text) {
        if (with_text_ && text_.size() < k_text_bytes)
            text_.append(text.substr(0, k_text_bytes - text_.size()));
    }

    /// At a `<`: over the comment, declaration or tag that begins here; a `<` that begins nothing
    /// is text.
    void skip_markup() {
        const std::size_t name_start = at_ + (at(at_ + 1, "/") ? 2 : 1);
        if (at(at_, "<!--")) {
            skip_behind("-->", at_ + 2);
        } else if (name_start < html_.size() && core::is_ascii_alpha(html_[name_start])) {
            take_tag(name_start);
        } else if (at(at_, "<!") || at(at_, "<?") || at(at_, "</")) {
            skip_behind(">", at_);
        } else {
            add_text("&lt;");
            ++at_;
        }
    }

    void skip_behind(std::string_view end, std::size_t from) noexcept {
        const std::size_t found = html_.find(end, std::min(from, html_.size()));
        at_ = found == std::string_view::npos ? html_.size() : found + end.size();
    }

    /// Behind the `>` that is not in a quoted value.
    std::size_t tag_end(std::size_t from) const noexcept {
        for (std::size_t i = html_.find_first_of(">\"'", from); i < html_.size();
             i = html_.find_first_of(">\"'", i + 1)) {
            if (html_[i] == '>') return i + 1;
            // A quote opens a value only behind `=`; elsewhere it is part of a name.
            std::size_t before = i;
            while (before > from && core::is_ascii_space(html_[before - 1])) --before;
            if (before > from && html_[before - 1] == '=')
                i = std::min(html_.find(html_[i], i + 1), html_.size());
        }
        return html_.size();
    }

    void take_tag(std::size_t name_start) {
        const std::size_t start = at_;
        const std::size_t name_end = std::min(html_.find_first_of(" \t\n\f\r/>", name_start), html_.size());
        const std::string_view name = html_.substr(name_start, name_end - name_start);
        at_ = tag_end(name_end);
        add_text(" ");
        if (name_start != start + 1) return;  // an end tag
        const std::string_view tag = html_.substr(start, at_ - start);
        if (contains(k_kept, name)) keep(tag);
        if (contains(k_raw, name)) skip_raw(name, core::equals_ignoring_ascii_case(name, "title"));
    }

    void keep(std::string_view piece) {
        if (piece.size() <= k_tag_bytes && head_.size() + piece.size() <= k_head_bytes) head_.append(piece);
    }

    /// Over the content of an element that holds no tags, up to its end tag.
    void skip_raw(std::string_view name, bool is_title) {
        const std::size_t content = at_;
        for (std::size_t end = html_.find("</", at_); end != std::string_view::npos;
             end = html_.find("</", end + 2)) {
            const std::string_view tag = html_.substr(end + 2);
            if (!core::starts_with_ignoring_ascii_case(tag, name)) continue;
            if (tag.size() > name.size() && core::is_ascii_alnum(tag[name.size()])) continue;
            const std::string_view title = html_.substr(content, end - content);
            if (is_title) keep(std::string("<title>").append(title).append("</title>"));
            at_ = end;
            return;
        }
        at_ = html_.size();
    }

    std::string_view html_;
    const bool with_text_;
    std::size_t at_ = 0;
    std::string head_;
    std::string text_;
};

}  // namespace

std::string skeleton_of(std::string_view html, SkeletonPart part) {
    return Scanner(html, part).run();
}

}  // namespace linktender::page
