// Which links the user wants checked.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "linktender/core/expected.hpp"

namespace linktender::verdict {

/// Regular expressions (RE2 syntax, unanchored) over the whole URL. An include beats an exclude.
/// With excludes, what matches one is left out; with includes alone, what matches none is.
/// Immutable and cheap to copy; any thread.
class LinkFilter {
public:
    LinkFilter();  ///< leaves nothing out
    /// The error says which expression is wrong and how.
    [[nodiscard]] static Expected<LinkFilter, std::string> create(const std::vector<std::string>& include,
                                                                  const std::vector<std::string>& exclude);
    [[nodiscard]] bool wants(std::string_view url) const;

private:
    struct Patterns;
    std::shared_ptr<const Patterns> patterns_;
};

}  // namespace linktender::verdict
