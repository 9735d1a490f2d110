// The single looks, and what they share. Private to the room.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "linktender/crawl/second_look.hpp"
#include "linktender/page/facts.hpp"
#include "linktender/url/url.hpp"

namespace linktender::crawl::looks {

/// The first answer of `find` that is not empty, over the URLs of a check from the link to its last page.
[[nodiscard]] std::string first_on_the_way(const store::CheckRecord& record,
                                           const std::function<std::string(const url::Url&)>& find);

/// The URL is our own: the characters of subjects in it are those of URLs.
[[nodiscard]] SecondLook question(LookKind kind, std::string subject, std::string_view url);

/// The page is there: what was `moved` stays so, all else becomes `ok`.
void find_alive(store::CheckRecord& record, std::string_view reason, std::string_view evidence,
                verdict::Confidence confidence = verdict::Confidence::high);
/// The page is gone, whatever its status says.
void find_gone(store::CheckRecord& record, std::string_view reason, std::string_view evidence);
/// Any other outcome.
void decide(store::CheckRecord& record, verdict::Outcome outcome, std::string_view reason,
            std::string_view evidence, verdict::Confidence confidence = verdict::Confidence::high);
/// One more word of evidence; nothing else changes.
void add_word(store::CheckRecord& record, std::string_view word);
void add_flag(store::CheckRecord& record, std::string_view flag);
/// Takes over each field that the interface fills.
void know_better(store::CheckRecord& record, page::Metadata metadata);

[[nodiscard]] bool is_blocked(const store::CheckRecord& record) noexcept;

using Plan = std::optional<SecondLook> (*)(const store::CheckRecord&, const SecondLookOptions&);
[[nodiscard]] std::optional<SecondLook> plan_youtube(const store::CheckRecord&, const SecondLookOptions&);
[[nodiscard]] std::optional<SecondLook> plan_bilibili(const store::CheckRecord&, const SecondLookOptions&);
[[nodiscard]] std::optional<SecondLook> plan_arxiv(const store::CheckRecord&, const SecondLookOptions&);
[[nodiscard]] std::optional<SecondLook> plan_github(const store::CheckRecord&, const SecondLookOptions&);
/// DOI and Crossref.
[[nodiscard]] std::optional<SecondLook> plan_doi(const store::CheckRecord&, const SecondLookOptions&);

using Apply = Looked (*)(const SecondLook&, const http::Response&, const SecondLookOptions&,
                         store::CheckRecord&);
[[nodiscard]] Looked apply_youtube(const SecondLook&, const http::Response&, const SecondLookOptions&,
                                   store::CheckRecord&);
[[nodiscard]] Looked apply_bilibili(const SecondLook&, const http::Response&, const SecondLookOptions&,
                                    store::CheckRecord&);
[[nodiscard]] Looked apply_arxiv(const SecondLook&, const http::Response&, const SecondLookOptions&,
                                 store::CheckRecord&);
[[nodiscard]] Looked apply_github(const SecondLook&, const http::Response&, const SecondLookOptions&,
                                  store::CheckRecord&);
[[nodiscard]] Looked apply_doi(const SecondLook&, const http::Response&, const SecondLookOptions&,
                               store::CheckRecord&);
[[nodiscard]] Looked apply_crossref(const SecondLook&, const http::Response&, const SecondLookOptions&,
                                    store::CheckRecord&);

}  // namespace linktender::crawl::looks
