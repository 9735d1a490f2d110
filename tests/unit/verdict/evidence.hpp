// Evidence built by hand, for tests.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "linktender/verdict/fold.hpp"
#include "linktender/verdict/judge.hpp"

namespace linktender::verdict {

inline url::Url url_of(std::string_view text) {
    auto url = url::parse(text);
    if (!url) throw std::runtime_error("no URL: " + std::string(text));
    return *url;
}

/// A visit without redirects.
inline Evidence visit(std::string_view url, int status) {
    Evidence evidence;
    evidence.url = url_of(url);
    evidence.final_url = evidence.url.without_fragment();
    evidence.status = status;
    return evidence;
}

struct Page {
    std::string html;
    std::string title = "";
    std::string text = "";
};

/// The same, with a page whose facts are given rather than found.
inline Evidence visit(std::string_view url, int status, const Page& page) {
    Evidence evidence = visit(url, status);
    evidence.page.kind = page::PageFacts::Kind::html;
    evidence.page.decoded = page.html;
    evidence.page.html_title = page.title;
    evidence.page.visible_text = page.text;
    evidence.page.visible_length = count_characters(page.text);
    return evidence;
}

/// The rules of a text that has to be right.
inline RuleSet rules_of(std::string_view toml) {
    auto rules = RuleSet::parse(toml, "test.toml");
    if (!rules) throw std::runtime_error(describe(rules.error()));
    return *rules;
}

/// One rule with what every rule needs; `more` holds its conditions.
inline std::string rule(std::string_view id, std::string_view verdict, std::string_view more,
                        int priority = 500, std::string_view stage = "body") {
    std::string text = "[[rule]]\nid = \"" + std::string(id) + "\"\nreason = \"" + std::string(id) + "\"\n";
    text += "priority = " + std::to_string(priority) + "\nstage = \"" + std::string(stage) + "\"\n";
    text += "verdict = \"" + std::string(verdict) + "\"\n" + std::string(more) + "\n";
    return text;
}

}  // namespace linktender::verdict
