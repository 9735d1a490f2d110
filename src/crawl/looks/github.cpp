// GitHub repositories, while their pages are refused.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "linktender/core/text.hpp"
#include "linktender/page/api_answers.hpp"
#include "looks.hpp"

namespace linktender::crawl::looks {

namespace {

using verdict::Outcome;
using namespace std::string_view_literals;

/// First parts of paths that are no owners.
constexpr std::array k_reserved{
    "about"sv,   "apps"sv,     "collections"sv, "contact"sv,     "customer-stories"sv,
    "explore"sv, "features"sv, "login"sv,       "marketplace"sv, "notifications"sv,
    "orgs"sv,    "search"sv,   "settings"sv,    "site"sv,        "sponsors"sv,
    "topics"sv,  "trending"sv, "users"sv};

bool is_name(std::string_view part) noexcept {
    constexpr std::size_t k_longest = 100;
    return !part.empty() && part.size() <= k_longest && part != "." && part != ".." &&
           std::all_of(part.begin(), part.end(),
                       [](char c) { return core::is_ascii_alnum(c) || c == '-' || c == '_' || c == '.'; });
}

bool is_github(const url::Url& url) noexcept {
    return url.host() == "github.com" || url.host() == "www.github.com";
}

/// `owner/name` of any page of a repository.
std::string repository_of(const url::Url& url) {
    if (!is_github(url)) return {};
    const auto parts = core::split(url.path().substr(std::min<std::size_t>(1, url.path().size())), '/');
    if (parts.size() < 2 || !is_name(parts[0])) return {};
    if (std::find(k_reserved.begin(), k_reserved.end(), parts[0]) != k_reserved.end()) return {};
    std::string_view name = parts[1];
    if (name.ends_with(".git")) name.remove_suffix(4);
    return is_name(name) ? fmt::format("{}/{}", parts[0], name) : std::string();
}

/// Whether the link is the repository itself, not a page of it.
bool is_front_page(std::string_view link) {
    const auto url = url::parse(link);
    if (!url || !is_github(*url) || url->query()) return false;
    std::string_view path = url->path();
    if (path.ends_with('/')) path.remove_suffix(1);
    return std::count(path.begin(), path.end(), '/') == 2;
}

SecondLook ask(std::string repository, std::string_view url, const SecondLookOptions& options) {
    SecondLook look = question(LookKind::github, std::move(repository), url);
    if (!options.github_token.empty())
        look.request.headers.push_back({"authorization", "Bearer " + options.github_token});
    return look;
}

/// Where a repository went that was renamed: the token goes nowhere but there.
std::optional<SecondLook> follow(const SecondLook& look, const http::Response& response,
                                 const SecondLookOptions& options) {
    const std::string* location = response.headers.find("location");
    if (look.redirected || location == nullptr) return std::nullopt;
    const auto target = url::parse(core::to_valid_utf8(*location), &look.request.url);
    if (!target || target->scheme() != "https" || target->host() != look.request.url.host() ||
        target->effective_port() != look.request.url.effective_port() || !target->username().empty())
        return std::nullopt;
    SecondLook next = ask(look.subject, target->without_fragment(), options);
    next.redirected = true;
    return next;
}

void apply_repository(const SecondLook& look, page::Repository repository, store::CheckRecord& record) {
    if (repository.archived) add_flag(record, "archived");
    const bool renamed = !core::equals_ignoring_ascii_case(repository.full_name, look.subject);
    const std::string says =
        renamed ? fmt::format("GitHub's API says that {} is {} now", look.subject, repository.full_name)
                : fmt::format("GitHub's API says that {} is there", look.subject);
    if (!is_front_page(record.url)) return add_word(record, says + "; its pages below were not seen");
    const auto target = url::parse(repository.html_url);
    if (renamed && target && is_github(*target)) {
        decide(record, Outcome::moved, "github-api-renamed", says);
        record.verdict.moved_to = target->href();
    } else {
        find_alive(record, "github-api-found", says);
    }
    know_better(record, std::move(repository.metadata));
}

}  // namespace

std::optional<SecondLook> plan_github(const store::CheckRecord& record, const SecondLookOptions& options) {
    if (!options.github || !is_blocked(record)) return std::nullopt;
    std::string repository = first_on_the_way(record, repository_of);
    if (repository.empty()) return std::nullopt;
    const std::string url = "https://api.github.com/repos/" + repository;
    return ask(std::move(repository), url, options);
}

Looked apply_github(const SecondLook& look, const http::Response& response, const SecondLookOptions& options,
                    store::CheckRecord& record) {
    switch (response.status) {
        case 200:
            if (auto repository = page::read_github_repository(response.body)) {
                apply_repository(look, *std::move(repository), record);
                return {true, {}};
            }
            break;
        case 301:
        case 302:
        case 307:
        case 308:
            if (auto next = follow(look, response, options)) return {true, std::move(next)};
            break;
        case 404:
        case 410:
            find_gone(record, "github-api-not-found",
                      fmt::format("GitHub's API answers {} for {}: deleted, or private", response.status,
                                  look.subject));
            return {true, {}};
        case 451:
            decide(record, Outcome::legal, "github-api-legal",
                   fmt::format("GitHub's API answers 451 for {}", look.subject));
            return {true, {}};
        default: break;
    }
    note_vain_look(look.kind, fmt::format("answered {}, which says nothing", response.status), record);
    return {};
}

}  // namespace linktender::crawl::looks
