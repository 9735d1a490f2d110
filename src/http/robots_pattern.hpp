// How a path is compared with the pattern of a robots.txt rule: RFC 9309 2.2.2 and 2.2.3.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace linktender::http {

/// The pattern in the form it is compared in; applying it again changes nothing. Octets that no URL holds
/// bare are percent-encoded, encoded ones that mean the same bare are decoded, hexadecimal digits are upper
/// case. `*` and a last `$` stay special; `%2A`, `%24` and a `$` elsewhere stand for the characters.
[[nodiscard]] std::string robots_pattern(std::string_view text);

/// One path, ready to be compared with many patterns.
class RobotsPath {
public:
    explicit RobotsPath(std::string_view path_and_query);

    /// True when the pattern, as `robots_pattern` gives it, matches from the start of the path. Takes what
    /// was looked through from `budget`; with nothing left the answer is no.
    [[nodiscard]] bool matches(std::string_view pattern, std::size_t& budget) const;

private:
    // A slash in a query delimits nothing, and the RFC's own table takes it for the same as `%2F` there; in a
    // path they differ. A pattern says which of the two it means only by its `?`.
    std::string plain_;
    std::string with_query_;  ///< for patterns with a `?`
};

}  // namespace linktender::http
