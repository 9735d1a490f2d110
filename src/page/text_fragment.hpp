// Text fragments: `:~:text=[prefix-,]start[,end][,-suffix]`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace linktender::page {

/// One `text=` directive, folded for comparison. https://wicg.github.io/scroll-to-text-fragment/#syntax
struct TextDirective {
    std::string prefix;
    std::string start;
    std::string end;
    std::string suffix;
};

/// The directives behind `:~:` that are well-formed; of a few, as nobody writes more.
[[nodiscard]] std::vector<TextDirective> parse_text_directives(std::string_view directives);

/// Whether the text has it: whole words, case and white space ignored.
/// `folded_text` comes from `fold_for_match`.
[[nodiscard]] bool has_text(std::string_view folded_text, const TextDirective& directive);

/// Text in one line, with its case folded.
[[nodiscard]] std::string fold_for_match(std::string_view text);

/// `%E4%B8%AD` -> `中`; what is no escape stays, ill-formed UTF-8 becomes U+FFFD.
[[nodiscard]] std::string percent_decode(std::string_view text);

}  // namespace linktender::page
