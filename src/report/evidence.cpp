#include "evidence.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

#include "evidence_words.hpp"

namespace linktender::report {

namespace {

constexpr std::string_view k_divider = "; ";
constexpr std::string_view k_before = "before that: ";
/// No sentence has more places.
constexpr std::size_t k_most_places = 4;
using Places = std::array<std::string_view, k_most_places>;

/// What stands in the places of a sentence. Each place ends where the words behind it begin; the last one
/// reaches to the end of the clause.
std::optional<Places> match(std::string_view sentence, std::string_view clause) {
    Places places;
    std::size_t open = sentence.find('{');
    if (!clause.starts_with(sentence.substr(0, open))) return std::nullopt;
    clause.remove_prefix(std::min(open, sentence.size()));
    while (open != std::string_view::npos) {
        const auto place = static_cast<std::size_t>(sentence[open + 1] - '0');
        sentence.remove_prefix(open + 3);
        open = sentence.find('{');
        const std::string_view words = sentence.substr(0, open);
        const bool last = open == std::string_view::npos;
        if (last && !clause.ends_with(words)) return std::nullopt;
        const std::size_t end = last ? clause.size() - words.size() : clause.find(words);
        if (end == std::string_view::npos || end == 0) return std::nullopt;
        places[place] = clause.substr(0, end);
        clause.remove_prefix(end + words.size());
    }
    return clause.empty() ? std::optional(places) : std::nullopt;
}

/// `the connection was reset (Recv failure)` in two: the cause, and a library's words with a space before.
std::string_view cause_of(std::string_view clause) {
    const auto known = [](std::string_view text) {
        return std::ranges::any_of(evidence_causes(), [&](const auto& cause) { return cause.en == text; });
    };
    if (known(clause)) return clause;
    const std::size_t open = clause.ends_with(')') ? clause.find(" (") : std::string_view::npos;
    const std::string_view head = clause.substr(0, open);
    return open != std::string_view::npos && known(head) ? head : std::string_view();
}

std::optional<std::string> cause_in_chinese(std::string_view clause) {
    const std::string_view cause = cause_of(clause);
    if (cause.empty()) return std::nullopt;
    const auto found = std::ranges::find(evidence_causes(), cause, &EvidenceSentence::en);
    std::string text(found->zh);
    if (const std::string_view rest = clause.substr(cause.size()); !rest.empty())
        text.append("（").append(rest.substr(2, rest.size() - 3)).append("）");
    return text;
}

std::optional<std::string> sentence_in_chinese(const Words& words, std::string_view clause) {
    for (const EvidenceSentence& sentence : evidence_sentences()) {
        if (const auto places = match(sentence.en, clause)) return words.fill_text(sentence.zh, *places);
    }
    return std::nullopt;
}

/// The address that a clause begins with (`https://a.example/x: no answer in time`), the colon with it.
std::string_view subject_of(std::string_view clause) {
    const std::size_t space = clause.find(' ');
    if (space == std::string_view::npos) return {};
    const std::string_view word = clause.substr(0, space);
    return word.ends_with(':') || word.find("://") != std::string_view::npos ? word : std::string_view();
}

std::optional<std::string> in_chinese(const Words& words, std::string_view clause) {
    if (auto cause = cause_in_chinese(clause)) return cause;
    if (auto sentence = sentence_in_chinese(words, clause)) return sentence;
    std::string_view subject = subject_of(clause);
    if (subject.empty()) return std::nullopt;
    const std::string_view rest = clause.substr(subject.size() + 1);
    auto said = cause_in_chinese(rest);
    if (!said) said = sentence_in_chinese(words, rest);
    if (!said) return std::nullopt;
    const bool colon = subject.ends_with(':');
    if (colon) subject.remove_suffix(1);
    return std::string(subject) + (colon ? "：" : " ") + *said;
}

}  // namespace

std::vector<std::string_view> clauses_of(std::string_view evidence) {
    std::vector<std::string_view> clauses;
    std::size_t begin = 0;
    bool quoted = false;
    for (std::size_t at = 0; at < evidence.size(); ++at) {
        if (evidence[at] == '"') quoted = !quoted;
        if (quoted || !evidence.substr(at).starts_with(k_divider)) continue;
        clauses.push_back(evidence.substr(begin, at - begin));
        begin = at + k_divider.size();
    }
    if (begin < evidence.size()) clauses.push_back(evidence.substr(begin));
    return clauses;
}

bool is_bare_cause(std::string_view clause) {
    return !cause_of(clause).empty();
}

std::string clause_in(const Words& words, std::string_view clause) {
    if (words.language() == Language::en) return std::string(clause);
    const bool before = clause.starts_with(k_before);
    if (before) clause.remove_prefix(k_before.size());
    auto said = in_chinese(words, clause);
    if (!said) said = words.fill("phrase.original", clause);
    return before ? words.fill("phrase.before", *said) : *std::move(said);
}

std::string evidence_in(const Words& words, std::string_view evidence) {
    std::string text;
    for (const std::string_view clause : clauses_of(evidence)) {
        if (!text.empty()) text += words("mark.semicolon");
        text += clause_in(words, clause);
    }
    return text;
}

}  // namespace linktender::report
