// What the renderers say about a link, the same in every format.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "linktender/report/message_catalogue.hpp"
#include "linktender/report/model.hpp"

namespace linktender::report {

/// http or https: what a reader may be led to by a click.
[[nodiscard]] bool is_web_url(std::string_view url) noexcept;

/// Anchor texts and titles are shown up to here.
inline constexpr std::size_t k_anchor_bytes = 300;

/// A file name as a relative URL: what a URL's path cannot hold is percent-encoded, a leading `./` gone.
[[nodiscard]] std::string encode_path(std::string_view file);

/// The link in sixteen hexadecimal digits, the same in every report.
[[nodiscard]] std::string fingerprint(std::string_view text);

/// `base_path` + file + `#L12`, with what a URL's path cannot hold percent-encoded; empty without a base and
/// for an absolute path.
[[nodiscard]] std::string file_url(std::string_view base_path, std::string_view file, std::uint32_t line);

/// The link as one place uses it, with that place's fragment.
[[nodiscard]] std::string url_at(const Link& link, const Place& place);

/// The suggested URL for one place: a fragment of the old address goes on to the new one unless that
/// brings its own, as browsers do it (Fetch standard, "location URL").
[[nodiscard]] std::string replacement_url(const Suggestion& suggestion, const Place& place);

/// What a suggested URL is: `moved to`, `archived copy of 2019-12-20`.
[[nodiscard]] std::string suggestion_words(const Words& words, const Suggestion& suggestion);

/// What to write instead, in the form that the place uses: `[text](url)`, `<url>` or the bare URL.
[[nodiscard]] std::string replacement_source(const Suggestion& suggestion, const Place& place);

/// What the latest check found, as a clause: `page not found (HTTP 404)`. Empty for a link never checked.
[[nodiscard]] std::string finding(const Words& words, const Link& link);

/// What an editor can do about a broken link, where no replacement is at hand; empty for others.
[[nodiscard]] std::string_view advice_for(const Words& words, const Link& link);

/// The evidence of a check in the language of the report, without what the finding and the link say already;
/// at most k_evidence_bytes.
[[nodiscard]] std::string short_evidence(const Words& words, const store::CheckRecord& check);
inline constexpr std::size_t k_evidence_bytes = 300;

/// The flags that say something beside the state. A flag that no catalogue knows is foreign text.
[[nodiscard]] std::vector<std::string_view> flags_in_words(const Words& words, const Link& link);

/// An editor's mark with its end and note, else what changed since the report before; empty when neither is
/// known. The note is foreign text.
[[nodiscard]] std::string change_words(const Words& words, const Link& link);

/// `since 2026-11-17`, when the link began to fail on a day before its latest check.
[[nodiscard]] std::optional<std::string> failing_since(const Words& words, const Link& link);

[[nodiscard]] bool has_flag(const Link& link, std::string_view flag) noexcept;

/// What is known of the link beside its latest check: since when it fails, when it was last good, its
/// certificate, flags. A flag that no catalogue knows is foreign text.
[[nodiscard]] std::vector<std::string> background(const Words& words, const Link& link);

/// The issue's day, or the word for none.
[[nodiscard]] std::string date_of(const Words& words, const store::IssueView& issue);
/// The issue's title, cut at k_anchor_bytes, or the word for none.
[[nodiscard]] std::string title_of(const Words& words, const store::IssueView& issue);
/// `4 issues, 35 occurrences, 31 links`.
[[nodiscard]] std::string scope_of(const Words& words, const Summary& summary);

/// The issues from the newest to the oldest; the undated ones stay last.
[[nodiscard]] std::vector<const Issue*> newest_first(const Model& model);

/// How many links changed and how, against the report compared with; empty without one.
[[nodiscard]] std::string change_summary(const Words& words, const Model& model);

/// A sentence when the run did not end well, or the network here was at fault; empty otherwise.
[[nodiscard]] std::string run_notice(const Words& words, const store::RunRecord& run);

/// A choice among links. Renderers list by these.
using Selector = bool (*)(const Link&);
[[nodiscard]] bool is_broken(const Link& link) noexcept;
/// Was broken in the report before and is not any more.
[[nodiscard]] bool has_recovered(const Link& link) noexcept;
/// An editor says that it is alive.
[[nodiscard]] bool is_marked_alive(const Link& link) noexcept;
/// An alive link with a flag that an editor wants to know of.
[[nodiscard]] bool is_notable(const Link& link) noexcept;
/// Those flags in words.
[[nodiscard]] std::string notable_words(const Words& words, const Link& link);
template <verdict::State state>
[[nodiscard]] bool is_in(const Link& link) noexcept {
    return state_of(link) == state;
}
[[nodiscard]] std::size_t count_links(const Model& model, Selector wanted);

/// Links under one name.
struct Group {
    std::string name;
    std::vector<const Link*> links;
};
/// Those for which `wanted` holds, by what `name` says of each; largest group first, then by name.
[[nodiscard]] std::vector<Group> group_links(const Model& model, Selector wanted,
                                             const std::function<std::string(const Link&)>& name);
/// The blocked links of each host: what a host says to programs it says for all of its pages.
[[nodiscard]] std::vector<Group> blocked_by_host(const Model& model);

}  // namespace linktender::report
