#include "linktender/verdict/host_statistics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "linktender/core/text.hpp"
#include "linktender/url/url.hpp"
#include "linktender/verdict/fold.hpp"
#include "linktender/verdict/title_match.hpp"

namespace linktender::verdict {
namespace {

constexpr std::size_t k_bands = 8;  ///< equal in one of them when not more than seven bits differ
constexpr std::size_t k_clusters_a_band = 8;
constexpr std::size_t k_anchors = 16;
constexpr std::size_t k_bytes_shown = 160;

/// An address without what makes no other page: scheme, `www.`, the slash at the end.
std::string identity_of(const url::Url& url) {
    std::string_view host = url.host();
    if (host.starts_with("www.")) host.remove_prefix(4);
    std::string_view path = url.path();
    while (path.ends_with('/')) path.remove_suffix(1);
    std::string identity = core::to_ascii_lower(host) + core::to_ascii_lower(path);
    if (url.query()) identity.append("?").append(*url.query());
    return identity;
}

struct Page {
    std::size_t index = 0;
    std::string identity;
    std::string final_identity;
    bool is_home = false;
    [[nodiscard]] bool redirected() const noexcept { return identity != final_identity; }
};

using Pages = std::vector<Page>;

class Statistics {
public:
    Statistics(std::span<const PageSample> samples, const HostStatisticsOptions& options)
        : samples_(samples), options_(options) {}

    std::vector<SharedPage> find() {
        for (const auto& [host, pages] : by_host()) {
            if (std::ranges::find(options_.excepted_hosts, host) != options_.excepted_hosts.end()) continue;
            find_targets(host, pages);
            find_texts(host, pages);
        }
        return std::move(found_);
    }

private:
    [[nodiscard]] std::map<std::string, Pages> by_host() const {
        std::map<std::string, Pages> hosts;
        for (std::size_t i = 0; i < samples_.size(); ++i) {
            const auto url = url::parse(samples_[i].url);
            const auto final_url = url::parse(samples_[i].final_url);
            if (!url || !final_url || !url->is_http()) continue;
            const bool is_home = url->path().size() <= 1 && !url->query();
            hosts[std::string(url->host())].push_back({.index = i,
                                                       .identity = identity_of(*url),
                                                       .final_identity = identity_of(*final_url),
                                                       .is_home = is_home});
        }
        return hosts;
    }

    [[nodiscard]] bool may_be_accused(const Page& page) const {
        const PageSample& sample = samples_[page.index];
        if (page.is_home || sample.settled) return false;
        const std::size_t most = std::min(sample.anchors.size(), k_anchors);
        return std::none_of(sample.anchors.begin(),
                            sample.anchors.begin() + static_cast<std::ptrdiff_t>(most),
                            [&](const std::string& anchor) {
                                return compare_titles(anchor, sample.title).match == TitleMatch::match;
                            });
    }

    /// How many different things the pages were linked as.
    [[nodiscard]] std::size_t count_different(const Pages& pages) const {
        std::set<std::string> identities;
        std::set<std::string> anchors;
        for (const Page& page : pages) {
            identities.insert(page.identity);
            const auto& texts = samples_[page.index].anchors;
            anchors.insert(texts.empty() || texts.front().empty() ? page.identity : fold_text(texts.front()));
        }
        return std::min(identities.size(), anchors.size());
    }

    /// Reports the page behind `pages` when those that may be accused are enough.
    void accuse(SharedPage::Kind kind, const std::string& host, const Pages& pages, std::string reason,
                std::string evidence) {
        if (pages.size() < options_.fewest_links) return;
        Pages accused;
        std::ranges::copy_if(pages, std::back_inserter(accused),
                             [&](const Page& p) { return may_be_accused(p); });
        if (count_different(accused) < options_.fewest_links) return;
        SharedPage shared{.kind = kind, .host = host};
        for (const Page& page : accused) shared.members.push_back(page.index);
        shared.verdict.outcome = Outcome::soft_404;
        shared.verdict.reason = std::move(reason);
        shared.verdict.evidence = std::move(evidence);
        shared.verdict.confidence = Confidence::low;
        found_.push_back(std::move(shared));
    }

    void find_targets(const std::string& host, const Pages& pages) {
        std::map<std::string_view, Pages> targets;
        std::size_t redirected = 0;
        for (const Page& page : pages) {
            if (!page.redirected()) continue;
            ++redirected;
            targets[page.final_identity].push_back(page);
        }
        for (const auto& [target, members] : targets) {
            if (members.size() * 100 < redirected * static_cast<std::size_t>(options_.redirect_percent))
                continue;
            accuse(SharedPage::Kind::same_target, host, members, "shared-redirect-target",
                   fmt::format("{} of {} redirected links of {} lead to {}", members.size(), redirected, host,
                               core::escape_control(core::truncate_utf8(
                                   samples_[members.front().index].final_url, k_bytes_shown))));
        }
    }

    [[nodiscard]] bool same_text(const PageSample& a, const PageSample& b) const {
        if (page::hamming(a.fingerprint, b.fingerprint) > options_.same_bits) return false;
        const auto [shorter, longer] = std::minmax(a.fingerprint.length, b.fingerprint.length);
        return std::uint64_t{shorter} * 100 >=
               std::uint64_t{longer} * static_cast<std::uint64_t>(options_.same_length_percent);
    }

    /// Groups of pages with near-duplicate texts. Candidates are found by equal bands of their hashes.
    [[nodiscard]] std::vector<Pages> cluster(const Pages& pages) const {
        std::vector<Pages> clusters;
        std::unordered_map<std::uint64_t, std::vector<std::size_t>> bands;
        for (const Page& page : pages) {
            std::array<std::vector<std::size_t>*, k_bands> lists{};
            std::size_t home = clusters.size();
            for (std::size_t band = 0; band < k_bands; ++band) {
                const std::uint64_t bits = (samples_[page.index].fingerprint.simhash >> (8 * band)) & 0xFFU;
                lists.at(band) = &bands[(std::uint64_t{band} << 8U) | bits];
                for (const std::size_t candidate : *lists.at(band)) {
                    if (home == clusters.size() &&
                        same_text(samples_[clusters[candidate].front().index], samples_[page.index]))
                        home = candidate;
                }
            }
            if (home < clusters.size()) {
                clusters[home].push_back(page);
                continue;
            }
            for (auto* list : lists) {
                if (list->size() < k_clusters_a_band) list->push_back(clusters.size());
            }
            clusters.push_back({page});
        }
        return clusters;
    }

    void find_texts(const std::string& host, const Pages& pages) {
        std::map<std::string, Pages> by_title;
        std::size_t with_text = 0;
        for (const Page& page : pages) {
            if (samples_[page.index].fingerprint.length < options_.shell_length) continue;
            ++with_text;
            by_title[fold_text(samples_[page.index].title)].push_back(page);
        }
        for (const auto& [title, members] : by_title) {
            for (const Pages& same : cluster(members)) {
                // One address shows one text; that was for the redirects to tell.
                const bool one_address = std::ranges::all_of(same, [&](const Page& page) {
                    return page.final_identity == same.front().final_identity;
                });
                if (one_address || same.size() == with_text) continue;
                accuse(SharedPage::Kind::same_text, host, same, "shared-page",
                       fmt::format("{} of {} links of {} show one page, \"{}\"", same.size(), with_text, host,
                                   core::escape_control(core::truncate_utf8(
                                       samples_[same.front().index].title, k_bytes_shown))));
            }
        }
    }

    std::span<const PageSample> samples_;
    const HostStatisticsOptions& options_;
    std::vector<SharedPage> found_;
};

}  // namespace

std::vector<SharedPage> find_shared_pages(std::span<const PageSample> samples,
                                          const HostStatisticsOptions& options) {
    assert(options.same_bits < static_cast<int>(k_bands));
    return Statistics(samples, options).find();
}

}  // namespace linktender::verdict
