// Papers behind walls: DOIs, Crossref, arXiv.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "linktender/core/text.hpp"
#include "linktender/page/api_answers.hpp"
#include "linktender/url/host.hpp"
#include "looks.hpp"

namespace linktender::crawl::looks {

namespace {

using verdict::Outcome;
using namespace std::string_view_literals;

bool is_resolver(const url::Url& url) noexcept {
    return url.host() == "doi.org" || url.host() == "dx.doi.org" || url.host() == "www.doi.org";
}

/// A DOI in a path, without what publishers put behind it; at a resolver it is all of the path.
std::string doi_of(const url::Url& url) {
    constexpr std::array k_views{"/full"sv,  "/abstract"sv, "/abs"sv, "/pdf"sv, "/epdf"sv,
                                 "/pdfft"sv, "/meta"sv,     ".pdf"sv, ".html"sv};
    std::string doi = page::doi_in(url.path());
    if (is_resolver(url)) return doi;
    for (const std::string_view view : k_views) {
        const std::size_t least = doi.find('/') + 2;
        if (doi.ends_with(view) && doi.size() - view.size() >= least) doi.resize(doi.size() - view.size());
    }
    return doi;
}

SecondLook ask_crossref(std::string doi) {
    const std::string url = "https://api.crossref.org/works/" + doi;
    return question(LookKind::crossref, std::move(doi), url);
}

/// `1812.00332v2` or `cs/0112017` of `/abs/…`, `/pdf/…` and the like.
std::string arxiv_id(const url::Url& url) {
    constexpr std::size_t k_longest = 48;
    if (url::registrable_domain(url.host()) != "arxiv.org") return {};
    for (const std::string_view prefix : {"/abs/"sv, "/pdf/"sv, "/html/"sv, "/ps/"sv, "/format/"sv}) {
        if (!url.path().starts_with(prefix)) continue;
        std::string_view id = url.path().substr(prefix.size());
        if (id.ends_with(".pdf")) id.remove_suffix(4);
        const bool sound = id.size() <= k_longest && std::all_of(id.begin(), id.end(), [](char c) {
                               return core::is_ascii_alnum(c) || c == '.' || c == '-' || c == '/';
                           });
        return sound ? std::string(id) : std::string();
    }
    return {};
}

}  // namespace

std::optional<SecondLook> plan_doi(const store::CheckRecord& record, const SecondLookOptions& options) {
    const bool walled = is_blocked(record) || record.verdict.outcome == Outcome::login;
    if (!walled || (!options.doi && !options.crossref)) return std::nullopt;
    std::string doi = record.metadata ? record.metadata->doi : std::string();
    if (doi.empty()) doi = first_on_the_way(record, doi_of);
    if (doi.empty()) return std::nullopt;
    if (!options.doi) return ask_crossref(std::move(doi));
    const std::string url = "https://doi.org/api/handles/" + doi;
    return question(LookKind::doi, std::move(doi), url);
}

Looked apply_doi(const SecondLook& look, const http::Response& response, const SecondLookOptions& options,
                 store::CheckRecord& record) {
    constexpr int k_found = 1;
    constexpr int k_not_found = 100;
    std::optional<int> code;
    if (response.status == 200 || response.status == 404) code = page::read_handle_code(response.body);
    const auto link = url::parse(record.url);
    const bool is_the_doi = link && is_resolver(*link);
    if (code == k_found) {
        // A DOI stands for the work. That this page of it can be read is seen by readers alone.
        find_alive(record, "doi-registered", fmt::format("doi.org knows the DOI {}", look.subject),
                   is_the_doi ? verdict::Confidence::high : verdict::Confidence::low);
        Looked looked{true, std::nullopt};
        if (options.crossref) looked.next = ask_crossref(look.subject);
        return looked;
    }
    if (code == k_not_found) {
        const std::string says = fmt::format("doi.org does not know the DOI {}", look.subject);
        // A DOI that was read out of a publisher's URL may have been read wrongly.
        if (is_the_doi)
            find_gone(record, "doi-not-registered", says);
        else
            add_word(record, says);
        return {true, {}};
    }
    note_vain_look(look.kind, fmt::format("answered {}, which says nothing", response.status), record);
    return {};
}

Looked apply_crossref(const SecondLook& look, const http::Response& response, const SecondLookOptions&,
                      store::CheckRecord& record) {
    if (response.status == 404) {
        add_word(record, fmt::format("Crossref does not list the DOI {}", look.subject));
        return {true, {}};
    }
    auto work = response.status == 200 ? page::read_crossref_work(response.body) : std::nullopt;
    if (!work || !core::equals_ignoring_ascii_case(work->doi, look.subject)) {
        note_vain_look(look.kind, fmt::format("answered {}, which says nothing", response.status), record);
        return {};
    }
    add_word(record, fmt::format("Crossref lists the DOI as \"{}\"", work->title));
    know_better(record, *std::move(work));
    return {true, {}};
}

std::optional<SecondLook> plan_arxiv(const store::CheckRecord& record, const SecondLookOptions& options) {
    if (!options.arxiv || !is_blocked(record)) return std::nullopt;
    std::string id = first_on_the_way(record, arxiv_id);
    if (id.empty()) return std::nullopt;
    const std::string url = fmt::format("https://export.arxiv.org/api/query?id_list={}&max_results=1", id);
    return question(LookKind::arxiv, std::move(id), url);
}

Looked apply_arxiv(const SecondLook& look, const http::Response& response, const SecondLookOptions&,
                   store::CheckRecord& record) {
    // An identifier that cannot be one is answered with 400 and a feed that says so.
    const bool spoke = response.status == 200 || response.status == 400;
    auto entry = spoke ? page::read_arxiv_feed(response.body) : std::nullopt;
    if (!entry) {
        note_vain_look(look.kind, fmt::format("answered {}, which says nothing", response.status), record);
        return {};
    }
    if (!entry->found) {
        find_gone(record, "arxiv-api-not-found", fmt::format("arXiv's API knows no paper {}", look.subject));
        return {true, {}};
    }
    find_alive(record, "arxiv-api-found", fmt::format("arXiv's API lists the paper {}", look.subject));
    if (entry->withdrawn) add_flag(record, "withdrawn");
    know_better(record, std::move(entry->metadata));
    return {true, {}};
}

}  // namespace linktender::crawl::looks
