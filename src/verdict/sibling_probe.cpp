#include "linktender/verdict/sibling_probe.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "linktender/core/text.hpp"
#include "linktender/verdict/fold.hpp"

namespace linktender::verdict {
namespace {

constexpr std::size_t k_name_letters = 25;   ///< as in the literature: no accident makes such a name
constexpr std::size_t k_shortest_echo = 4;   ///< a shorter segment is a word like any other
constexpr std::size_t k_longest_echo = 512;  ///< keeps the search linear in the text
constexpr std::size_t k_suffix_letters = 5;  ///< `.html`, `.shtml`, `.aspx`
constexpr std::size_t k_bytes_shown = 160;

std::string random_name(std::uint64_t random) {
    std::string name;
    for (std::size_t i = 0; i < k_name_letters; ++i) {
        random = random * 6364136223846793005U + 1442695040888963407U;
        name += static_cast<char>('a' + (random >> 33U) % 26);
    }
    return name;
}

/// The path cut into the directory, the name in it, and what follows the name: `/a/`, `b.html`, ``.
struct PathParts {
    std::string_view directory;
    std::string_view name;
    std::string_view end;  ///< a slash, or nothing
};

PathParts parts_of(std::string_view path) noexcept {
    const std::string_view whole = path;
    if (path.ends_with('/')) path.remove_suffix(1);
    const std::size_t slash = path.rfind('/');
    const std::size_t start = slash == std::string_view::npos ? 0 : slash + 1;
    return {whole.substr(0, start), path.substr(start), whole.substr(path.size())};
}

/// `.html` of `page.html`; dots of other names begin no suffix.
std::string_view suffix_of(std::string_view name) noexcept {
    const std::size_t dot = name.rfind('.');
    if (dot == std::string_view::npos || dot == 0) return {};
    const std::string_view suffix = name.substr(dot);
    const bool letters = std::ranges::all_of(suffix.substr(1), core::is_ascii_alpha);
    return letters && suffix.size() > 1 && suffix.size() <= k_suffix_letters + 1 ? suffix
                                                                                 : std::string_view{};
}

/// Scheme, host and port, as the URL has them before its path.
std::string_view origin_of(const url::Url& url) noexcept {
    const std::string_view href = url.without_fragment();
    const std::size_t tail = url.path().size() + (url.query() ? url.query()->size() + 1 : 0);
    return href.substr(0, href.size() - tail);
}

std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool escaped = text[at] == '%' && at + 2 < text.size() && core::hex_value(text[at + 1]) >= 0 &&
                             core::hex_value(text[at + 2]) >= 0;
        if (escaped) {
            out += static_cast<char>(core::hex_value(text[at + 1]) * 16 + core::hex_value(text[at + 2]));
            at += 2;
        } else {
            out += text[at];
        }
    }
    return out;
}

void blank(std::string& text, std::string_view needle) {
    if (needle.size() < k_shortest_echo || needle.size() > k_longest_echo) return;
    for (std::size_t at = text.find(needle); at != std::string::npos;
         at = text.find(needle, at + needle.size()))
        std::fill_n(text.begin() + static_cast<std::ptrdiff_t>(at), needle.size(), ' ');
}

std::string shown(std::string_view text) {
    return core::escape_control(core::truncate_utf8(text, k_bytes_shown));
}

bool is_page(Outcome outcome) noexcept {
    return outcome == Outcome::ok || outcome == Outcome::moved;
}

/// What the answer to a page that cannot exist says by its outcome alone.
std::optional<ProbeFinding> by_outcome(const ProbeSide& sibling) {
    switch (sibling.outcome) {
        case Outcome::not_found:
        case Outcome::gone:
        case Outcome::soft_404:
            return ProbeFinding{
                ProbeResult::trustworthy,
                fmt::format("the host says \"{}\" to a page that cannot exist", to_string(sibling.outcome))};
        case Outcome::ok:
        case Outcome::moved: return std::nullopt;
        default:
            return ProbeFinding{
                ProbeResult::no_statement,
                fmt::format("the answer to a page that cannot exist is \"{}\"", to_string(sibling.outcome))};
    }
}

bool same_length(const page::Fingerprint& a, const page::Fingerprint& b, const ProbeOptions& options) {
    const auto [shorter, longer] = std::minmax(a.length, b.length);
    return std::uint64_t{shorter} * 100 >=
           std::uint64_t{longer} * static_cast<std::uint64_t>(options.same_length_percent);
}

}  // namespace

std::optional<std::string> sibling_url(const url::Url& url, std::uint64_t random) {
    if (!url.is_http() || url.query()) return std::nullopt;
    const PathParts parts = parts_of(url.path());
    if (parts.name.empty()) return std::nullopt;
    return fmt::format("{}{}{}{}{}", origin_of(url::without_credentials(url)), parts.directory,
                       random_name(random), suffix_of(parts.name), parts.end);
}

std::string directory_of(const url::Url& url) {
    const PathParts parts = parts_of(url.path());
    return fmt::format("{}{}*{}{}", origin_of(url::without_credentials(url)), parts.directory,
                       suffix_of(parts.name), parts.end);
}

bool worth_probing(const ProbeCandidate& page) noexcept {
    if (page.ruled || page.built_by_script) return false;
    if (page.outcome == Outcome::soft_404) return page.confidence == Confidence::low;
    return is_page(page.outcome) && !page.has_content && page.title != TitleMatch::match;
}

bool ProbeBudget::take(std::string_view host, std::optional<core::TimePoint> probed_at, core::TimePoint now) {
    if (!options_.enabled || taken_ >= options_.per_run) return false;
    // A date in the future came from a clock that was wrong.
    if (probed_at && *probed_at <= now && now - *probed_at < options_.directory_interval) return false;
    auto found = by_host_.find(host);
    if (found == by_host_.end()) found = by_host_.emplace(std::string(host), 0).first;
    if (found->second >= options_.per_host) return false;
    ++found->second;
    ++taken_;
    return true;
}

std::string text_without_address(std::string_view text, const url::Url& url) {
    std::string out(text);
    const std::string_view path = url.path();
    const std::string_view name = parts_of(path).name;
    blank(out, url.without_fragment());
    blank(out, path);
    blank(out, percent_decoded(path));
    blank(out, name);
    blank(out, percent_decoded(name));
    return out;
}

ProbeFinding compare_with_sibling(const ProbeSide& page, const ProbeSide& sibling,
                                  const ProbeOptions& options) {
    if (const auto finding = by_outcome(sibling)) return *finding;
    const bool both_redirected = page.redirects > 0 && page.redirects == sibling.redirects;
    if (both_redirected && page.final_url == sibling.final_url)
        return {ProbeResult::soft_404,
                fmt::format("a page that cannot exist leads to {} as well", shown(page.final_url))};
    if (std::min(page.text.length, sibling.text.length) < options.shell_length)
        return {ProbeResult::no_statement, "too little text to compare with a page that cannot exist"};
    const int bits = page::hamming(page.text, sibling.text);
    const std::string alike = fmt::format("{:.0f} % alike ({} of 64 bits differ)",
                                          100 * page::similarity(page.text, sibling.text), bits);
    if (bits >= options.other_bits)
        return {ProbeResult::trustworthy, "a page that cannot exist looks different from this one: " + alike};
    const bool same = bits <= options.same_bits && same_length(page.text, sibling.text, options) &&
                      fold_text(page.title) == fold_text(sibling.title);
    if (same) return {ProbeResult::soft_404, "a page that cannot exist looks like this one: " + alike};
    return {ProbeResult::no_statement, "a page that cannot exist looks somewhat like this one: " + alike};
}

}  // namespace linktender::verdict
