// The numbers of a title, by what they number. Private to the room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace linktender::verdict {

/// Each list sorted and without repetitions; numerals of every kind as decimal digits.
struct TitleNumbers {
    /// Parts of a series: `(二)`, `第3章`, `part II`, `#4`; `下` stands as itself.
    std::vector<std::string> parts;
    std::vector<std::string> versions;  ///< `v0.5` gives `0.5`
    std::vector<std::string> numbers;   ///< all others written with digits, versions too
};

/// `folded` as `fold_text` gives it. Linear.
[[nodiscard]] TitleNumbers numbers_of(std::string_view folded);

}  // namespace linktender::verdict
