// What a host's robots.txt allows us: RFC 9309, and Crawl-delay beside it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "linktender/core/time.hpp"

namespace linktender::http {

/// The rules that one robots.txt gives to one product token. A value: parsed once, asked for every URL of
/// that scheme, host and port. Fetching and caching the file is for the caller: a 4xx answer is
/// `allow_all()`, a 5xx or none at all `disallow_all()` (RFC 9309 2.3.1). Never fails: a line that is no
/// rule is passed over.
class Robots {
public:
    /// What has to be fetched of a robots.txt: RFC 9309 2.5 asks for no less.
    static constexpr std::size_t k_body_bytes = std::size_t{500} * 1024;
    /// What is read of a text: the canonical form of any `k_body_bytes` fits. More is cut at a line.
    static constexpr std::size_t k_text_bytes = 4 * k_body_bytes;

    /// The groups for `product_token` (`linktender`; what follows a `/` is not compared) merged into one,
    /// else those for `*`, else no rules. `cut`: the body went on, so its last line may be half a rule and is
    /// dropped.
    [[nodiscard]] static Robots parse(std::string_view body, std::string_view product_token,
                                      bool cut = false);
    [[nodiscard]] static Robots allow_all() { return Robots(); }
    [[nodiscard]] static Robots disallow_all();

    /// `path_and_query` as in the request line: `/a/b?c=d`. The rule with the longest pattern decides, Allow
    /// wins a tie. `/robots.txt` is always allowed. Linear in the path for each rule; where a robots.txt asks
    /// for absurdly much comparing, the answer is no.
    [[nodiscard]] bool allows(std::string_view path_and_query) const;

    /// The longest Crawl-delay of the groups, which the RFC does not know; at most 30 days.
    [[nodiscard]] std::optional<core::Milliseconds> crawl_delay() const noexcept { return crawl_delay_; }

    /// A robots.txt of one group for `*` that `parse` reads back to the same rules, at most `k_text_bytes`;
    /// empty when there are none.
    [[nodiscard]] std::string text() const;

    struct Rule {
        std::string pattern;  ///< in the form that paths are compared in; `*` and a last `$` are special
        bool allow = false;
        friend bool operator==(const Rule&, const Rule&) = default;
    };

private:
    std::vector<Rule> rules_;  ///< the longest first, Allow before Disallow
    std::optional<core::Milliseconds> crawl_delay_;
};

}  // namespace linktender::http
