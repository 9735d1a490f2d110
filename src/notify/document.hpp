// A message before it is marked up: lines made of pieces, in sections that may be cut.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "linktender/notify/message.hpp"

namespace linktender::notify {

struct Piece {
    enum class Kind : std::uint8_t {
        words,    ///< our own, from the catalogue
        strong,   ///< the same, with weight
        foreign,  ///< somebody else's text
        code,     ///< somebody else's text that is read letter by letter, such as a file name
        link,     ///< a web address
    };
    Kind kind = Kind::words;
    std::string text;
};

struct Line {
    enum class Kind : std::uint8_t {
        title,
        heading,
        text,
        item,
        detail,  ///< below an item
    };
    Kind kind = Kind::text;
    std::vector<Piece> pieces;
};

/// Entries of a few lines each below a heading.
struct Section {
    Line heading;
    std::vector<std::vector<Line>> entries;
    std::size_t all = 0;  ///< there may be more than `entries`
};

struct Document {
    std::vector<Line> head;
    std::vector<Section> sections;
    std::vector<Line> tail;
};

/// One line with its line end.
[[nodiscard]] std::string mark_up(const Line& line, Markup markup);

/// The whole, with as many entries as fit; what is left out is counted below each section.
[[nodiscard]] std::string write(const Document& document, Markup markup, const MessageOptions& options);

}  // namespace linktender::notify
