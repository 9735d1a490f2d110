// What public programming interfaces answer about a page: pure functions from bodies to facts.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "linktender/page/facts.hpp"

namespace linktender::page {

// All readers take any bytes, leniently and in linear time; fields come out as `Metadata` has them: clean,
// in one line, bounded, each with the name of its interface for a source. Any thread.

/// https://oembed.com, section 2.3.4: title, author and provider; nullopt when there is no title.
[[nodiscard]] std::optional<Metadata> read_oembed(std::string_view json);

/// `responseCode` of the Handle System's proxy: 1 found, 100 not found.
[[nodiscard]] std::optional<int> read_handle_code(std::string_view json);

/// One work of Crossref's REST interface; nullopt when there is no DOI in it.
[[nodiscard]] std::optional<Metadata> read_crossref_work(std::string_view json);

/// The first entry of an Atom feed of arXiv's export interface.
struct ArxivEntry {
    bool found = false;  ///< else the feed is empty or its entry reports an error
    bool withdrawn = false;
    Metadata metadata;
};
/// Nullopt when it is no such feed.
[[nodiscard]] std::optional<ArxivEntry> read_arxiv_feed(std::string_view atom);

/// A repository as GitHub describes it.
struct Repository {
    std::string full_name;  ///< `owner/name`
    std::string html_url;
    bool archived = false;
    Metadata metadata;
};
/// Nullopt when there is no name in it.
[[nodiscard]] std::optional<Repository> read_github_repository(std::string_view json);

/// A video as Bilibili describes it. The code is 0 for one that can be seen.
struct BilibiliVideo {
    int code = 0;
    Metadata metadata;
};
[[nodiscard]] std::optional<BilibiliVideo> read_bilibili_view(std::string_view json);

/// The first DOI in a text such as a URL, without what only ends the sentence around it; empty when there
/// is none.
[[nodiscard]] std::string doi_in(std::string_view text);

}  // namespace linktender::page
