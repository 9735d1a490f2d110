// Extraction from any bytes. Properties, for each format:
// - every occurrence lies in the file, and for UTF-8 its place is exact and `raw` is what its bytes say.
//   One thing is not known: what blocks stand in a footnote that cmark drops, be it the second of its name
//   or one with a name that nothing can refer to. Definitions in it count all the same, so texts with such a
//   footnote may have places that say they are not exact;
// - putting another address in the place of one gives that address there (for UTF-8).
// The first byte chooses the format, the second the occurrence that is edited.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>

#include "linktender/core/text.hpp"
#include "linktender/source/extract.hpp"

using namespace linktender::source;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

constexpr std::string_view k_address = "https://e.example/x";

/// Whether the occurrence at that place has that address.
bool has_address(const Issue& issue, std::size_t offset, std::string_view address) {
    for (const Occurrence& occurrence : issue.occurrences)
        if (occurrence.offset == offset && occurrence.url && occurrence.url->href() == address) return true;
    return false;
}

/// Whether the address is part of how Markdown reads the text around it: without the bracket or
/// quote in it, what was no tag or definition can become one, as in `<a href='http://a'b'>`.
bool takes_part(const Occurrence& occurrence, std::string_view text) {
    const bool bare = occurrence.form == Form::bare;
    if (bare && text.find('<') != std::string_view::npos) return true;
    return occurrence.raw.find_first_of(bare ? "'()[]{}*_~\\&|" : " ()[]`<>'\"") != std::string::npos;
}

/// Whether a footnote is defined that cmark drops.
bool drops_footnote(std::string_view text) {
    std::set<std::string> names;
    for (std::size_t at = text.find("[^"); at != std::string_view::npos; at = text.find("[^", at + 2)) {
        const std::size_t end = text.find_first_of("] \t\r\n", at + 2);
        if (end == std::string_view::npos || !text.substr(end).starts_with("]:")) continue;
        const std::string name = linktender::core::to_ascii_lower(text.substr(at + 2, end - at - 2));
        if (name.find_first_of("[!\\`<&*_~") != std::string::npos || !names.insert(name).second) return true;
    }
    return false;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const auto format = static_cast<Format>(data[0] % 3);
    const std::string bytes(reinterpret_cast<const char*>(data + 2), size - 2);
    const ExtractOptions options{.format = format};
    const auto issue = extract("fuzz", bytes, options);
    if (!issue) return 0;

    const bool utf8 = linktender::core::is_valid_utf8(bytes) && bytes.find('\0') == std::string::npos;
    const bool loose = drops_footnote(bytes);
    std::uint32_t line = 1;
    for (const Occurrence& occurrence : issue->occurrences) {
        require(occurrence.offset <= bytes.size() && occurrence.length <= bytes.size() - occurrence.offset);
        require(occurrence.line >= line && occurrence.column >= 1);
        require(linktender::core::is_valid_utf8(occurrence.text));
        line = occurrence.line;
        if (!utf8) continue;
        require(occurrence.exact ? occurrence.length > 0 : loose);
        if (!occurrence.exact) continue;
        require(std::string_view(bytes).substr(occurrence.offset, occurrence.length) == occurrence.raw);
    }
    if (!utf8 || issue->occurrences.empty()) return 0;

    const Occurrence& edited = issue->occurrences[data[1] % issue->occurrences.size()];
    if (!edited.exact || takes_part(edited, bytes)) return 0;
    std::string after = bytes;
    after.replace(edited.offset, edited.length, k_address);
    const auto again = extract("fuzz", after, options);
    require(again && has_address(*again, edited.offset, k_address));
    return 0;
}
