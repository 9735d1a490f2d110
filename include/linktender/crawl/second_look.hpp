// Where a host does not tell a plain client whether a page is there, a public interface of its owner does.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "linktender/http/message.hpp"
#include "linktender/store/records.hpp"

namespace linktender::crawl {

enum class LookKind : std::uint8_t {
    youtube,   ///< www.youtube.com/oembed
    doi,       ///< doi.org/api/handles: whether a DOI is registered
    crossref,  ///< api.crossref.org/works: what a DOI stands for
    arxiv,     ///< export.arxiv.org/api/query
    github,    ///< api.github.com/repos
    bilibili,  ///< api.bilibili.com/x/web-interface/view
};
inline constexpr std::size_t k_look_kinds = 6;

/// As the interface is called in evidence: `YouTube's oEmbed`.
[[nodiscard]] std::string_view name_of(LookKind kind) noexcept;

struct SecondLookOptions {
    bool youtube = true;
    bool doi = true;
    bool crossref = true;
    bool arxiv = true;
    bool github = false;  ///< 60 answers an hour without a token
    bool bilibili = true;
    std::string github_token;  ///< sent to api.github.com alone, never logged; empty: none
};

/// A question to an interface. It is meant for programs, so robots.txt does not apply to it; the pace of
/// its host does.
struct SecondLook {
    LookKind kind = LookKind::youtube;
    std::string subject;  ///< what is asked about: the video, the DOI, `owner/name`
    http::Request request;
    bool redirected = false;  ///< the question follows from a redirect of the first one
};

/// The question that would settle what a check left open: none where the page spoke for itself, where no
/// interface knows the host, and where it is switched off. Pure; any thread.
[[nodiscard]] std::optional<SecondLook> plan_second_look(const store::CheckRecord& record,
                                                         const SecondLookOptions& options);

struct Looked {
    bool answered = false;           ///< else the record has a word more in its evidence, and is as it was
    std::optional<SecondLook> next;  ///< another question that follows from the answer
};

/// Completes the record by the answer: outcome, reason, evidence, confidence, flags and metadata, as far as
/// the interface knows better. Answers are foreign bytes; none is taken for more than it says. Pure.
[[nodiscard]] Looked apply_second_look(const SecondLook& look, const http::Response& response,
                                       const SecondLookOptions& options, store::CheckRecord& record);

/// A word in the evidence of a record whose look brought nothing: `why` follows the interface's name, as
/// in `gave no answer`.
void note_vain_look(LookKind kind, std::string_view why, store::CheckRecord& record);

}  // namespace linktender::crawl
