// The last question to a host that may answer 200 to everything: what does it say to a page that
// cannot exist? Bar-Yossef et al., "Sic transit gloria telae", 2004.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "linktender/core/time.hpp"
#include "linktender/page/fingerprint.hpp"
#include "linktender/url/url.hpp"
#include "linktender/verdict/outcome.hpp"
#include "linktender/verdict/title_match.hpp"

namespace linktender::verdict {

struct ProbeOptions {
    bool enabled = true;
    std::size_t per_host = 2;  ///< in one run: requests for nothing should stay rare in a host's log
    std::size_t per_run = 50;
    std::chrono::hours directory_interval{30 * 24};  ///< hosts seldom change how they say no
    /// Nine tenths of the shingles shared are about six bits of 64.
    int same_bits = 6;
    /// Six tenths are about fifteen.
    int other_bits = 15;
    int same_length_percent = 80;
    /// Less text is an empty shell that scripts fill: it is the same for every page.
    std::uint32_t shell_length = 200;
};

/// The address to ask: in the same directory, with the same suffix, by a name that nobody chose.
/// nullopt for a home page and for pages told apart by their query.
[[nodiscard]] std::optional<std::string> sibling_url(const url::Url& url, std::uint64_t random);

/// What one answer stands for: the directory, with the suffix where pages have one. For the cache.
[[nodiscard]] std::string directory_of(const url::Url& url);

/// What is known of a page before anything more is asked.
struct ProbeCandidate {
    Outcome outcome = Outcome::ok;
    Confidence confidence = Confidence::high;
    bool ruled = false;                           ///< a rule has decided
    bool has_content = false;                     ///< an article by its structure
    bool built_by_script = false;                 ///< an app's shell: its siblings all look alike
    TitleMatch title = TitleMatch::no_statement;  ///< against the anchors
};

/// Whether the answer could change anything: a page that seems alive by its status alone, or gone by
/// a weak signal.
[[nodiscard]] bool worth_probing(const ProbeCandidate& page) noexcept;

/// The requests of one run. One thread.
class ProbeBudget {
public:
    explicit ProbeBudget(const ProbeOptions& options) : options_(options) {}

    /// Takes one request to `host` when there is one left. `probed_at`: when the directory was last
    /// asked, in this run or an earlier one.
    [[nodiscard]] bool take(std::string_view host, std::optional<core::TimePoint> probed_at,
                            core::TimePoint now);

private:
    ProbeOptions options_;
    std::size_t taken_ = 0;
    std::map<std::string, std::size_t, std::less<>> by_host_;
};

/// One of the two answers.
struct ProbeSide {
    Outcome outcome = Outcome::ok;
    std::string url;        ///< as requested
    std::string final_url;  ///< where the answer came from
    std::size_t redirects = 0;
    std::string title;
    page::Fingerprint text;  ///< of `text_without_address`
};

/// The text without its own address, which error pages like to repeat: the URL, its path and the last
/// segment, also percent-decoded, where they have 4 to 512 bytes. Linear.
[[nodiscard]] std::string text_without_address(std::string_view text, const url::Url& url);

enum class ProbeResult : std::uint8_t {
    no_statement,
    trustworthy,  ///< the host tells pages that are missing from those that are there
    soft_404,     ///< the page is what the host shows for nothing
};

struct ProbeFinding {
    ProbeResult result = ProbeResult::no_statement;
    std::string evidence;  ///< for people, one line
};

/// Pure. A soft 404 by this is a weak signal still: pages whose content comes by script look alike
/// without it.
[[nodiscard]] ProbeFinding compare_with_sibling(const ProbeSide& page, const ProbeSide& sibling,
                                                const ProbeOptions& options = {});

}  // namespace linktender::verdict
