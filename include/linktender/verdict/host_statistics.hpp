// What many links of one host tell together: different addresses that show one page show no page.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "linktender/page/fingerprint.hpp"
#include "linktender/verdict/outcome.hpp"

namespace linktender::verdict {

/// One checked link as the statistics see it. Only pages that answered as if they were there belong
/// here (outcome `ok` or `moved`).
struct PageSample {
    std::string url;        ///< as linked
    std::string final_url;  ///< where the page came from
    page::Fingerprint fingerprint;
    std::string title;
    std::vector<std::string> anchors;  ///< the texts by which the issues link to it
    bool settled = false;  ///< a rule has spoken for it: counted among the host's pages, never accused
};

struct HostStatisticsOptions {
    /// Two may be one page under two addresses.
    std::size_t fewest_links = 3;
    /// Of a host's redirected links: a site that moved sends each page to its own place.
    int redirect_percent = 50;
    /// Near-duplicate pages differ in so many of 64 bits (Manku et al. 2007); not more than seven.
    int same_bits = 3;
    /// And in so much of their length.
    int same_length_percent = 90;
    /// Less text is an app's empty shell, which is the same for every page it has.
    std::uint32_t shell_length = 200;
    /// Every page is a shell there, or rules know better.
    std::vector<std::string> excepted_hosts{"mp.weixin.qq.com"};
};

/// One page that stands behind many links of a host.
struct SharedPage {
    enum class Kind : std::uint8_t {
        same_target,  ///< they redirect to one address
        same_text,    ///< they show one title and text
    };
    Kind kind = Kind::same_text;
    std::string host;
    std::vector<std::size_t> members;  ///< indices of the samples it speaks against
    Verdict verdict;                   ///< `soft_404`, low confidence: a weak signal
};

/// Pure; linear in the samples but for sorting. Home pages, links whose anchor goes with the page's
/// title, links with one anchor, and hosts on which no other page was seen (apps that build their
/// pages by script) are not accused.
[[nodiscard]] std::vector<SharedPage> find_shared_pages(std::span<const PageSample> samples,
                                                        const HostStatisticsOptions& options = {});

}  // namespace linktender::verdict
