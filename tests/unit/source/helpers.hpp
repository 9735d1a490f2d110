// Shorthands for the tests of extraction.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "linktender/source/extract.hpp"
#include "support/catch.hpp"

namespace linktender::source {

inline Issue extract_ok(std::string_view bytes, Format format = Format::markdown,
                        std::string_view file = "issue") {
    auto issue = extract(file, bytes, {.format = format});
    REQUIRE(issue.has_value());
    return std::move(*issue);
}

/// `form address`, the address as it stands in the file, a word for each occurrence.
inline std::vector<std::string> links_of(std::string_view bytes, Format format = Format::markdown) {
    std::vector<std::string> links;
    for (const Occurrence& occurrence : extract_ok(bytes, format).occurrences) {
        CHECK(occurrence.exact);
        CHECK(bytes.substr(occurrence.offset, occurrence.length) == occurrence.raw);
        links.push_back(std::string(to_string(occurrence.form)) + " " + occurrence.raw);
    }
    return links;
}

using Links = std::vector<std::string>;

/// Puts another address in the place of each link in turn: the edited text must give that address
/// at that place, and the same number of links.
inline void check_edits(std::string_view bytes, Format format = Format::markdown) {
    const Issue before = extract_ok(bytes, format);
    for (const Occurrence& occurrence : before.occurrences) {
        const std::string address = "https://edited.example/a?b=1";
        std::string edited(bytes);
        edited.replace(occurrence.offset, occurrence.length, address);
        CAPTURE(edited);

        const Issue after = extract_ok(edited, format);

        bool found = false;
        for (const Occurrence& other : after.occurrences)
            found = found || (other.offset == occurrence.offset && other.url && other.url->href() == address);
        CHECK(found);
        CHECK(after.occurrences.size() == before.occurrences.size());
    }
}

}  // namespace linktender::source
