#include "directive.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "issue_text.hpp"
#include "linktender/core/text.hpp"

namespace linktender::source {

namespace {

constexpr std::array<std::string_view, 3> k_prefixes{"linktender-", "markdown-link-check-", "mlc-"};

bool take(std::string_view& text, std::string_view prefix) noexcept {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

}  // namespace

std::optional<Directive> parse_directive(std::string_view comment) {
    if (!take(comment, "<!--")) return std::nullopt;
    if (comment.ends_with("-->")) comment.remove_suffix(3);
    comment = core::trim(comment);
    const auto named = [&](std::string_view prefix) { return take(comment, prefix); };
    if (std::none_of(k_prefixes.begin(), k_prefixes.end(), named)) return std::nullopt;

    const std::size_t end = comment.find_first_of(" \t\r\n\f");
    const std::string_view word = comment.substr(0, end);
    Directive directive;
    if (word == "disable")
        directive.command = Directive::Command::disable;
    else if (word == "enable")
        directive.command = Directive::Command::enable;
    else if (word == "disable-line")
        directive.command = Directive::Command::disable_line;
    else if (word == "disable-next-line")
        directive.command = Directive::Command::disable_next_line;
    else
        return std::nullopt;
    if (end != std::string_view::npos) directive.reason = core::collapse_space(comment.substr(end));
    return directive;
}

DisabledParts::DisabledParts(const std::vector<Directive>& directives, const IssueText& text) {
    const Directive* open = nullptr;
    const auto lines = [&](std::size_t first, std::size_t last, const Directive& directive) {
        if (first < text.line_count())
            parts_.push_back({{text.line(first).begin, text.line(last).end}, &directive.reason});
    };
    const auto close = [&](std::size_t end) {
        if (open != nullptr) parts_.push_back({{open->place.end, end}, &open->reason});
        open = nullptr;
    };
    for (const Directive& directive : directives) {
        const std::size_t first = text.line_at(directive.place.begin);
        const std::size_t last = text.line_at(directive.place.end);
        switch (directive.command) {
            case Directive::Command::disable:
                if (open == nullptr) open = &directive;
                break;
            case Directive::Command::enable: close(directive.place.begin); break;
            case Directive::Command::disable_line: lines(first, last, directive); break;
            case Directive::Command::disable_next_line: lines(last + 1, last + 1, directive); break;
        }
    }
    close(std::numeric_limits<std::size_t>::max());
    std::stable_sort(parts_.begin(), parts_.end(),
                     [](const Part& a, const Part& b) { return a.place.begin < b.place.begin; });
}

const std::string* DisabledParts::reason_at(std::size_t use) {
    while (next_ < parts_.size() && parts_[next_].place.end <= use) ++next_;
    return next_ < parts_.size() && parts_[next_].place.begin <= use ? parts_[next_].reason : nullptr;
}

}  // namespace linktender::source
