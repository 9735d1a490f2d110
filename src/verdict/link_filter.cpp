#include "linktender/verdict/link_filter.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>

namespace linktender::verdict {

namespace {

using Regexes = std::vector<std::unique_ptr<RE2>>;

Expected<Regexes, std::string> compile(const std::vector<std::string>& expressions) {
    Regexes regexes;
    for (const std::string& expression : expressions) {
        auto regex = std::make_unique<RE2>(expression, RE2::Quiet);
        if (!regex->ok())
            return unexpected(fmt::format("'{}' is no regular expression: {}", expression, regex->error()));
        regexes.push_back(std::move(regex));
    }
    return regexes;
}

bool any_matches(const Regexes& regexes, std::string_view url) {
    return std::any_of(regexes.begin(), regexes.end(), [&](const auto& regex) {
        return RE2::PartialMatch(re2::StringPiece(url.data(), url.size()), *regex);
    });
}

}  // namespace

struct LinkFilter::Patterns {
    Regexes include;
    Regexes exclude;
};

LinkFilter::LinkFilter() : patterns_(std::make_shared<Patterns>()) {}

Expected<LinkFilter, std::string> LinkFilter::create(const std::vector<std::string>& include,
                                                     const std::vector<std::string>& exclude) {
    auto patterns = std::make_shared<Patterns>();
    auto included = compile(include);
    if (!included) return unexpected(included.error());
    auto excluded = compile(exclude);
    if (!excluded) return unexpected(excluded.error());
    patterns->include = *std::move(included);
    patterns->exclude = *std::move(excluded);
    LinkFilter filter;
    filter.patterns_ = std::move(patterns);
    return filter;
}

bool LinkFilter::wants(std::string_view url) const {
    if (any_matches(patterns_->include, url)) return true;
    if (patterns_->exclude.empty()) return patterns_->include.empty();
    return !any_matches(patterns_->exclude, url);
}

}  // namespace linktender::verdict
