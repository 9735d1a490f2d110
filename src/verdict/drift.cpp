#include "linktender/verdict/drift.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "linktender/core/text.hpp"
#include "linktender/verdict/title_match.hpp"

namespace linktender::verdict {
namespace {

constexpr std::array<std::string_view, 4> k_drifts{"no_statement", "unchanged", "changed", "drifted"};
constexpr std::size_t k_title_bytes_shown = 120;

/// A page's own two titles: another language is another title here, and short ones count.
bool titles_differ(const PageMark& baseline, const PageMark& now) {
    TitleMatchOptions options;
    options.mismatch_length = 4;
    const TitleComparison found = compare_titles(baseline.title, now.title, options);
    return found.match == TitleMatch::mismatch || found.why == "other-language";
}

std::string quoted(std::string_view title) {
    return '"' + core::escape_control(core::truncate_utf8(title, k_title_bytes_shown)) + '"';
}

bool is_one_of(std::string_view word, const std::vector<std::string_view>& words) {
    return std::ranges::find(words, word) != words.end();
}

std::vector<std::string_view> segments_of(const url::Url& url) {
    std::vector<std::string_view> segments = core::split(url.path(), '/');
    std::erase(segments, "");
    return segments;
}

/// Repositories, their branches and lists; a file at a commit stays what it is, an issue does too.
bool is_changing_forge_page(std::string_view host, const std::vector<std::string_view>& segments) {
    if (!is_one_of(host, {"github.com", "gitee.com", "gitlab.com", "bitbucket.org", "codeberg.org"}))
        return false;
    if (segments.size() <= 2) return true;
    return is_one_of(segments[2], {"tree", "blob", "wiki", "releases", "issues", "pulls", "-", "commits"});
}

}  // namespace

std::string_view to_string(Drift drift) noexcept {
    return k_drifts.at(static_cast<std::size_t>(drift));
}

DriftFinding compare_with_baseline(const PageMark& baseline, const PageMark& now,
                                   const DriftOptions& options) {
    if (std::min(baseline.fingerprint.shingles, now.fingerprint.shingles) < options.fewest_shingles)
        return {Drift::no_statement, "too little text to compare"};
    const int bits = page::hamming(baseline.fingerprint, now.fingerprint);
    const double ratio = page::length_ratio(baseline.fingerprint, now.fingerprint);
    const std::string text =
        fmt::format("{:.0f} % alike ({} of 64 bits differ), {:.0f} % as long",
                    100 * page::similarity(baseline.fingerprint, now.fingerprint), bits, 100 * ratio);
    if (bits <= options.unchanged_bits) return {Drift::unchanged, "the text is the same: " + text};
    if (bits <= options.drifted_bits) return {Drift::changed, "the text was edited: " + text};
    if (!titles_differ(baseline, now))
        return {Drift::changed, "another text under a title that is not clearly another: " + text};
    const bool other_size = ratio < options.shortest_ratio || ratio > options.longest_ratio;
    if (!other_size && bits < options.unrelated_bits)
        return {Drift::changed, "another title, but the text has something in common: " + text};
    return {Drift::drifted, fmt::format("another page: {} was {}, the text is {}", quoted(now.title),
                                        quoted(baseline.title), text)};
}

bool expected_to_change(const url::Url& url) {
    const std::vector<std::string_view> segments = segments_of(url);
    const std::string_view host = url.host().starts_with("www.") ? url.host().substr(4) : url.host();
    if (segments.empty() && !url.query()) return true;
    if (is_changing_forge_page(host, segments)) return true;
    if (host == "arxiv.org") return !segments.empty() && (segments[0] == "abs" || segments[0] == "list");
    if (host.starts_with("docs.") || host.starts_with("wiki.") || host.ends_with(".readthedocs.io") ||
        host.ends_with(".wikipedia.org"))
        return true;
    return std::ranges::any_of(segments, [](std::string_view segment) {
        return is_one_of(segment, {"docs", "doc", "documentation", "wiki", "tag", "tags", "category"});
    });
}

}  // namespace linktender::verdict
