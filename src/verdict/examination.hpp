// One check's evidence as rules look at it: everything dear is made once, and only when asked for.
// Private to the room.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "compiled_rules.hpp"
#include "linktender/page/document.hpp"
#include "linktender/url/url.hpp"
#include "linktender/verdict/judge.hpp"
#include "linktender/verdict/prose.hpp"

namespace linktender::verdict {

/// Refers to the evidence and the rules, which must outlive it. Not for several threads at once.
class Examination {
public:
    Examination(const Evidence& evidence, const RuleSet::Compiled& rules);

    /// What made the rule of that index fire, for people; nullopt when it does not fire. Rules of
    /// the url stage never do: they are for `lint`.
    [[nodiscard]] std::optional<std::string> fires(std::size_t index);
    /// The URL that a firing `moved` rule captures; nullopt when there is no usable one.
    [[nodiscard]] std::optional<std::string> target_of(const Rule& rule) const;
    /// The last hop; nullptr when its URL does not parse.
    [[nodiscard]] const url::Url* final_url() const noexcept { return final_url_ ? &*final_url_ : nullptr; }

private:
    // What a condition says: it fails, or holds with something to show (perhaps empty).
    using Holds = std::optional<std::string>;

    [[nodiscard]] bool hosts_hold(const Rule& rule) const;
    [[nodiscard]] bool urls_hold(const Rule& rule) const;
    [[nodiscard]] Holds response_holds(const Rule& rule) const;
    [[nodiscard]] Holds cheap_body_holds(const Rule& rule, const RuleLiterals& literals);
    [[nodiscard]] Holds title_holds(const Rule& rule);
    [[nodiscard]] Holds source_holds(const Rule& rule, const RuleLiterals& literals);
    [[nodiscard]] Holds visible_text_holds(const Rule& rule, const RuleLiterals& literals);
    [[nodiscard]] Holds elements_hold(const Rule& rule, const RuleLiterals& literals);
    [[nodiscard]] bool vetoed(const Rule& rule, const RuleLiterals& literals);
    [[nodiscard]] bool prose_holds(const Rule& rule);

    [[nodiscard]] std::string_view folded_title();
    [[nodiscard]] std::string_view folded_text();
    [[nodiscard]] const LiteralHits& source_hits();
    [[nodiscard]] const LiteralHits& text_hits();
    /// nullptr when the guard ended the parse.
    [[nodiscard]] const page::Document* document();

    const Evidence& evidence_;
    const RuleSet::Compiled& rules_;
    std::optional<url::Url> final_url_;
    std::string registrable_;        ///< of the requested host
    std::string final_registrable_;  ///< of the last hop's
    std::optional<std::string> title_;
    std::optional<std::string> text_;
    std::optional<LiteralHits> source_hits_;
    std::optional<LiteralHits> text_hits_;
    std::optional<page::Document> document_;
    bool document_tried_ = false;
    std::optional<Prose> prose_;
};

/// Whether one of the patterns names the host. `registrable` is the host's registrable domain.
[[nodiscard]] bool any_host_matches(const std::vector<HostPattern>& patterns, std::string_view host,
                                    std::string_view registrable);
/// `url` and `unless_url` of a rule against the requested URL.
[[nodiscard]] bool url_matches(const Rule& rule, std::string_view url);

}  // namespace linktender::verdict
