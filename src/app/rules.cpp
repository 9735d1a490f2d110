#include "linktender/app/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <optional>

#include "linktender/app/config_file.hpp"
#include "linktender/app/crawler.hpp"
#include "linktender/core/log.hpp"
#include "linktender/core/text.hpp"
#include "linktender/core/time.hpp"
#include "linktender/report/occurrence_lines.hpp"
#include "linktender/source/walk.hpp"
#include "linktender/verdict/judge.hpp"
#include "linktender/verdict/labelled_pages.hpp"
#include "linktender/verdict/rule.hpp"

namespace linktender::app {

namespace {

using verdict::LabelledPage;
using verdict::Rule;

/// Knowledge about somebody else's pages grows old.
constexpr std::chrono::months k_stale{18};
constexpr std::size_t k_max_page = std::size_t{8} << 20U;

std::string host_text(const Rule& rule) {
    std::string text;
    for (const verdict::HostPattern& host : rule.hosts) {
        if (!text.empty()) text += ' ';
        if (host.kind == verdict::HostPattern::Kind::subdomains) text += "*.";
        if (host.kind == verdict::HostPattern::Kind::registrable) text += '=';
        text += host.name;
    }
    return text;
}

std::string json_line(const Rule& rule) {
    std::string line =
        fmt::format(R"({{"priority":{},"stage":"{}","verdict":"{}","confidence":"{}")", rule.priority,
                    to_string(rule.stage), to_string(rule.verdict), to_string(rule.confidence));
    const auto add = [&](std::string_view name, std::string_view value) {
        line += fmt::format(",\"{}\":", name);
        report::append_json_string(line, value);
    };
    add("id", rule.id);
    add("hosts", host_text(rule));
    add("reason", rule.reason);
    add("evidence", rule.evidence);
    add("verified", rule.verified);
    add("file", rule.file);
    return line + fmt::format(",\"line\":{}}}\n", rule.line);
}

/// Whether the rule's evidence is that old; a date that is none counts as old.
bool is_stale(const Rule& rule, std::chrono::year_month_day today) {
    const auto verified = core::parse_date(rule.verified);
    return !verified || std::chrono::sys_days(*verified) < std::chrono::sys_days(today - k_stale);
}

std::string read_page(const std::string& file) {
    auto bytes = source::read_file({.name = file, .path = file}, k_max_page);
    if (!bytes) throw ConfigError(fmt::format("{}: {}", core::escape_control(file), bytes.error().message));
    return *std::move(bytes);
}

url::Url parse_url(const char* flag, const std::string& text) {
    auto url = url::parse(text);
    if (!url)
        throw ConfigError(fmt::format("{}: {}: {}", flag, core::escape_control(text), describe(url.error())));
    return *std::move(url);
}

verdict::Evidence evidence_of(const SavedPage& page) {
    verdict::Evidence evidence;
    evidence.url = parse_url("--url", page.url);
    evidence.final_url = page.final_url.empty()
                             ? std::string(evidence.url.without_fragment())
                             : std::string(parse_url("--final-url", page.final_url).without_fragment());
    evidence.status = page.status;
    for (const std::string& header : page.headers) {
        const std::size_t colon = header.find(':');
        if (colon == 0 || colon == std::string::npos)
            throw ConfigError("--header: a header of the form 'Name: value' is needed");
        evidence.headers.add(core::to_ascii_lower(core::trim(std::string_view(header).substr(0, colon))),
                             core::trim(std::string_view(header).substr(colon + 1)));
    }
    if (page.file.empty()) return evidence;
    const std::string body = read_page(page.file);
    const std::string* type = evidence.headers.find("content-type");
    evidence.page =
        page::analyse({.body = body,
                       .content_type = type ? std::string_view(*type) : std::string_view("text/html"),
                       .url = evidence.final_url,
                       .truncated = false});
    return evidence;
}

bool fires(const Rule& rule, const LabelledPage& page, const verdict::RuleSet& rules) {
    const auto matches = verdict::matching_rules(page.evidence, rules);
    return std::ranges::find(matches, rule.id, &verdict::RuleMatch::id) != matches.end();
}

/// How often a page of the first label was given the second.
using Confusion = std::map<std::string, std::map<std::string, int>>;
constexpr std::string_view k_labels[] = {"alive", "soft404", "parked", "blocked", "login", "dead"};

/// Mean of the F1 of every label that some page deserves.
double macro_f1(Confusion& confusion) {
    double sum = 0;
    int labels = 0;
    for (const auto& [expected, given] : confusion) {
        int deserved = 0;
        int claimed = 0;
        for (const auto& [label, count] : given) deserved += count;
        for (auto& [other, row] : confusion) claimed += row[expected];
        sum += 2.0 * confusion[expected][expected] / std::max(1, deserved + claimed);
        ++labels;
    }
    return labels == 0 ? 0 : sum / labels;
}

void print_matrix(Confusion& confusion) {
    fmt::print("\n{:>12}", "deserved");
    for (const std::string_view label : k_labels) fmt::print("{:>9}", label);
    fmt::print("\n");
    for (const std::string_view expected : k_labels) {
        if (!confusion.contains(std::string(expected))) continue;
        fmt::print("{:>12}", expected);
        for (const std::string_view label : k_labels)
            fmt::print("{:>9}", confusion[std::string(expected)][std::string(label)]);
        fmt::print("\n");
    }
}

std::vector<LabelledPage> read_pages(const std::filesystem::path& folder) {
    try {
        return verdict::read_labelled_pages(folder);
    } catch (const std::runtime_error& error) {
        throw ConfigError(error.what());
    }
}

}  // namespace

ExitCode list_rules(const Settings& settings, bool json_lines) {
    for (const verdict::RuleSet rules = load_rules(settings); const Rule& rule : rules.rules()) {
        if (json_lines)
            fmt::print("{}", json_line(rule));
        else
            fmt::print("{:>4}  {:<8} {:<8} {:<4} {:<40} {:<34} {}\n", rule.priority, to_string(rule.stage),
                       to_string(rule.verdict), to_string(rule.confidence), rule.id, rule.reason,
                       host_text(rule));
    }
    return ExitCode::ok;
}

ExitCode test_rules(const Settings& settings, const SavedPage& page) {
    const verdict::RuleSet rules = load_rules(settings);
    const verdict::Evidence evidence = evidence_of(page);
    const auto by_url = verdict::lint(evidence.url, rules);
    if (by_url)
        fmt::print("       by the URL alone, without a request: {} ({})\n", by_url->rule, by_url->reason);
    const auto matches = verdict::matching_rules(evidence, rules);
    for (const verdict::RuleMatch& match : matches)
        fmt::print("{:>5}  {:<8} {}: {}\n", match.priority, to_string(match.verdict), match.id,
                   match.evidence);
    if (matches.empty()) fmt::print("       no rule fires on the answer\n");
    const verdict::Verdict verdict = by_url ? *by_url : verdict::judge(evidence, rules);
    fmt::print("verdict: {}, {}{}{}\n         {}\n", to_string(verdict.outcome), verdict.reason,
               verdict.rule.empty() ? "" : ", by rule " + verdict.rule,
               verdict.moved_to.empty() ? "" : ", moved to " + core::escape_control(verdict.moved_to),
               core::escape_control(verdict.evidence));
    return ExitCode::ok;
}

ExitCode check_rules(const Settings& settings, const std::filesystem::path& folder) {
    const verdict::RuleSet rules = load_rules(settings);
    const auto today = std::chrono::floor<std::chrono::days>(core::RealClock().now());
    std::map<std::string, const LabelledPage*> by_file;
    const std::vector<LabelledPage> pages = read_pages(folder);
    for (const LabelledPage& page : pages) by_file[page.file] = &page;
    std::size_t examples = 0;
    std::size_t failed = 0;
    for (const Rule& rule : rules.rules()) {
        if (is_stale(rule, today))
            core::log::warn("{}:{}: {}: verified {}, more than 18 months ago: look at a page again",
                            rule.file, rule.line, rule.id, rule.verified.empty() ? "never" : rule.verified);
        const auto try_on = [&](const std::vector<std::string>& files, bool expected) {
            for (const std::string& file : files) {
                ++examples;
                const auto page = by_file.find(file);
                if (page != by_file.end() && fires(rule, *page->second, rules) == expected) continue;
                ++failed;
                fmt::print("{}:{}: {}: {}\n", rule.file, rule.line, rule.id,
                           page == by_file.end() ? "its example " + file + " is not among the pages"
                           : expected            ? "does not fire on its example " + file
                                                 : "fires on " + file + ", which it should pass over");
            }
        };
        try_on(rule.match_examples, true);
        try_on(rule.miss_examples, false);
    }
    fmt::print("{} rules, {} examples, {} failed\n", rules.size(), examples, failed);
    return failed == 0 ? ExitCode::ok : ExitCode::broken;
}

ExitCode evaluate_rules(const Settings& settings, const std::filesystem::path& folder) {
    const verdict::RuleSet rules = load_rules(settings);
    Confusion confusion;
    int right = 0;
    int total = 0;
    int killed = 0;
    for (const LabelledPage& page : read_pages(folder)) {
        const verdict::Verdict verdict = verdict::judge_page(page, rules);
        std::string label = verdict::label_of(verdict.outcome);
        // A label that is no mistake counts as the one that was expected.
        if (std::ranges::find(page.accept, label) != page.accept.end()) label = page.expected;
        const bool is_right = label == page.expected;
        ++total;
        right += is_right ? 1 : 0;
        killed +=
            page.expected == "alive" && (label == "soft404" || label == "parked" || label == "dead") ? 1 : 0;
        ++confusion[page.expected][label];
        fmt::print("{} {:<36} {:<8} {:<8} {:<28} {}\n", is_right ? ' ' : '!', page.file, page.expected, label,
                   verdict.rule.empty() ? verdict.reason : verdict.rule, verdict.evidence);
    }
    print_matrix(confusion);
    fmt::print("\n{} right of {}, macro-F1 {:.3f}, alive called dead {}\n", right, total, macro_f1(confusion),
               killed);
    return killed == 0 ? ExitCode::ok : ExitCode::broken;
}

}  // namespace linktender::app
