// evaluate_pages FOLDER: judges a folder of labelled pages with the rules the program is built with.
// Prints a line a page, the confusion matrix and one line of figures; 1 when an alive page was called dead.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <map>
#include <string>
#include <string_view>

#include "labelled_pages.hpp"

namespace {

using namespace linktender::verdict;

constexpr std::array<std::string_view, 6> k_labels{"alive", "soft404", "parked", "blocked", "login", "dead"};

/// How often a page of the first label was given the second.
using Confusion = std::map<std::string, std::map<std::string, int>>;

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
        for (const std::string_view label : k_labels) {
            fmt::print("{:>9}", confusion[std::string(expected)][std::string(label)]);
        }
        fmt::print("\n");
    }
}

int evaluate(const char* folder) {
    const RuleSet rules = builtin_rules();
    Confusion confusion;
    int right = 0;
    int total = 0;
    int killed = 0;
    for (const LabelledPage& page : read_labelled_pages(folder)) {
        const Verdict verdict = judge_page(page, rules);
        std::string label = label_of(verdict.outcome);
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
    return killed == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        fmt::print(stderr, "usage: evaluate_pages FOLDER\n");
        return 3;
    }
    try {
        return evaluate(argv[1]);
    } catch (const std::exception& error) {
        fmt::print(stderr, "evaluate_pages: {}\n", error.what());
        return 3;
    }
}
