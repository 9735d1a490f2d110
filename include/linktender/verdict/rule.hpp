// One rule: what must hold, and what follows. Plain data with its patterns compiled.
#pragma once

#include <re2/re2.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "linktender/verdict/outcome.hpp"
#include "linktender/verdict/rules.hpp"
#include "linktender/verdict/selector.hpp"

namespace linktender::verdict {

/// Patterns ignore ASCII case and cost linear time; shared because RuleSets are copied and merged.
using Pattern = std::shared_ptr<const RE2>;

/// What a rule needs to have seen.
enum class Stage : std::uint8_t {
    url,       ///< the requested URL alone: judged without a request
    response,  ///< status, headers and the way of redirects
    body       ///< the page as well
};

struct HostPattern {
    enum class Kind : std::uint8_t { exact, subdomains, registrable };
    Kind kind = Kind::exact;
    std::string name;  ///< lower case, without `*.` or `=`
};

struct StatusRange {
    int first = 0;
    int last = 0;  ///< inclusive
};

struct HeaderPattern {
    std::string name;  ///< lower case
    Pattern value;     ///< one field of that name has to match
};

/// Conditions all have to hold; those not given hold always. Texts, titles and their patterns are
/// compared in the form of `fold_text`.
struct Rule {
    std::string id;
    int priority = 0;  ///< higher first
    Stage stage = Stage::body;

    std::vector<HostPattern> hosts;        ///< any; of the requested URL or of the last hop
    std::vector<HostPattern> final_hosts;  ///< any; of the last hop
    std::vector<Pattern> url;              ///< all; on the requested URL
    Pattern unless_url;
    Pattern final_url;  ///< on the last hop
    std::vector<StatusRange> status;
    std::vector<HeaderPattern> headers;  ///< all

    Pattern title;                      ///< anywhere in <title>
    Pattern title_part;                 ///< the whole of the title's first or last part: `lost page | Site`
    std::vector<Selector> selectors;    ///< any element that one of them matches; scope for text
    std::vector<std::string> text_any;  ///< folded; in the scope, else in the visible text
    Pattern text;                       ///< the same scope
    std::vector<std::string> raw_any;   ///< in the decoded source, scripts included
    std::vector<std::string> raw_all;
    std::vector<Selector> unless_selectors;
    std::optional<std::size_t> max_text;   ///< visible characters
    std::optional<std::size_t> max_bytes;  ///< of the decoded source
    std::optional<std::size_t> max_prose;  ///< running text; an article never passes
    std::size_t head_window = 0;           ///< text is looked for in so many visible characters; 0 = all

    RuleVerdict verdict = RuleVerdict::unknown;
    std::string reason;
    Pattern target;  ///< first group on the source: where the page moved to
    Confidence confidence = Confidence::high;
    std::vector<std::string> flags;

    std::string evidence;  ///< where the knowledge comes from
    std::string verified;  ///< when, `YYYY-MM-DD`
    std::vector<std::string> match_examples;
    std::vector<std::string> miss_examples;

    std::string file;
    unsigned line = 0;
};

[[nodiscard]] std::string_view to_string(Stage stage) noexcept;

}  // namespace linktender::verdict
