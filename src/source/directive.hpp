// Comments in an issue that tell linktender to leave links alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "span.hpp"

namespace linktender::source {

class IssueText;

/// One such comment.
struct Directive {
    enum class Command : std::uint8_t { disable, enable, disable_line, disable_next_line };
    Command command = Command::disable;
    Span place;  ///< of the whole comment, in the issue's text
    std::string reason;
};

/// Reads `<!-- linktender-disable-next-line reason -->`; also the names `markdown-link-check-` and
/// `mlc-` before the command, so that archives that name them need no change. `comment` is the whole
/// comment; nullopt for any other one. `place` is left for the caller to set.
[[nodiscard]] std::optional<Directive> parse_directive(std::string_view comment);

/// Where links are switched off.
class DisabledParts {
public:
    DisabledParts(const std::vector<Directive>& directives, const IssueText& text);

    /// The reason given (it may be empty) when the link used at `use` is switched off, else null.
    /// Calls must come in the order of `use`.
    [[nodiscard]] const std::string* reason_at(std::size_t use);

private:
    struct Part {
        Span place;
        const std::string* reason = nullptr;
    };
    std::vector<Part> parts_;  ///< by their begin
    std::size_t next_ = 0;
};

}  // namespace linktender::source
