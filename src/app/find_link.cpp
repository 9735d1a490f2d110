#include "find_link.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "linktender/app/config_file.hpp"
#include "linktender/core/text.hpp"
#include "linktender/url/url.hpp"

namespace linktender::app {

namespace {

constexpr std::size_t k_shown = 3;

/// How much two URLs have in common at their start and end, whatever the case of letters.
std::size_t likeness(std::string_view a, std::string_view b) noexcept {
    const auto same = [](char x, char y) { return core::ascii_lower(x) == core::ascii_lower(y); };
    const std::size_t shorter = std::min(a.size(), b.size());
    const auto begin = static_cast<std::size_t>(
        std::distance(a.begin(), std::mismatch(a.begin(), a.end(), b.begin(), b.end(), same).first));
    const auto end = static_cast<std::size_t>(
        std::distance(a.rbegin(), std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend(), same).first));
    return std::min(begin + end, shorter);
}

/// The links of the host that are most like `url`, the best first.
std::vector<std::string> most_like(const store::Reader& reader, const std::string& host,
                                   const std::string& url) {
    std::vector<std::pair<std::size_t, std::string>> best;
    reader.urls_of_host(host, [&](const std::string& other) {
        const std::size_t score = likeness(url, other);
        if (best.size() == k_shown && score <= best.back().first) return;
        const auto worse = [&](const auto& entry) { return entry.first < score; };
        best.insert(std::find_if(best.begin(), best.end(), worse), {score, other});
        if (best.size() > k_shown) best.pop_back();
    });
    std::vector<std::string> urls;
    for (auto& [score, other] : best) urls.push_back(std::move(other));
    return urls;
}

}  // namespace

std::string find_link(const store::Reader& reader, const std::string& text) {
    const std::string shown = core::escape_control(text);
    const auto url = url::parse(text);
    if (!url) throw ConfigError(fmt::format("{}: {}", shown, describe(url.error())));
    const std::string wanted(url->without_fragment());
    if (const auto link = reader.link(wanted)) return link->url;
    std::string message = fmt::format("{}: no issue that was read has this link", shown);
    const std::string host(url->host());
    const std::vector<std::string> others = most_like(reader, host, wanted);
    if (!others.empty()) {
        message += "; the most like it are";
        for (const std::string& other : others) message += "\n  " + core::escape_control(other);
    } else if (!host.empty()) {
        message += fmt::format(", nor any other of {}; `linktender search` finds links by their words",
                               core::escape_control(host));
    }
    throw ConfigError(message);
}

}  // namespace linktender::app
