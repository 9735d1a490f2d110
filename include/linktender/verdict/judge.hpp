// From what a check saw to an outcome with its reason.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "linktender/http/message.hpp"
#include "linktender/page/facts.hpp"
#include "linktender/url/url.hpp"
#include "linktender/verdict/outcome.hpp"
#include "linktender/verdict/rules.hpp"

namespace linktender::verdict {

/// One redirect on the way: the status that sent us on and the URL it sent us to. A status that is
/// no redirect stands for a page whose meta refresh did.
struct Hop {
    int status = 0;
    std::string url;
    bool delayed = false;  ///< a meta refresh that shows the page first: it moves nothing for good
};

/// How the walk along the redirects ended when it did not end at a response.
enum class RedirectFault : std::uint8_t {
    none,
    loop,
    too_many,
    missing_location,
    several_locations,
    bad_location,
    forbidden_scheme
};

/// Everything a verdict may rest on. Plain values, so that a stored check can be judged again.
struct Evidence {
    url::Url url;           ///< as requested
    std::vector<Hop> hops;  ///< redirects followed, in order
    std::string final_url;  ///< where the last response came from
    RedirectFault redirect_fault = RedirectFault::none;
    std::string redirect_target;  ///< the Location that could not be followed, with a fault
    int status = 0;
    http::Headers headers;
    std::optional<http::TransportError> error;
    page::PageFacts page;
    std::vector<int> accept;  ///< further statuses that count as success (`--accept`)
};

/// Pure. Rules first, by priority; then what the protocol says; last the shape of the redirects.
/// Walls, logins and parked domains count on any status; that a page is gone in spite of its status
/// is believed on a successful one alone, unless the rule names the status. A status of `accept`
/// that is no success by itself is `ok` whatever the page says: the caller knows better.
[[nodiscard]] Verdict judge(const Evidence& evidence, const RuleSet& rules);

/// One rule that fires on the evidence, whether or not it decides.
struct RuleMatch {
    std::string id;
    int priority = 0;
    RuleVerdict verdict = RuleVerdict::unknown;
    std::string evidence;  ///< what it saw, one line
};

/// All rules that fire, in the order in which they are tried. For `explain` and `rules test`.
[[nodiscard]] std::vector<RuleMatch> matching_rules(const Evidence& evidence, const RuleSet& rules);

/// What can be said without a request: refused or unchecked schemes, rules on the URL alone.
[[nodiscard]] std::optional<Verdict> lint(const url::Url& url, const RuleSet& rules);

}  // namespace linktender::verdict
