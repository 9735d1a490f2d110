// Rows a second through Writer and Reader, on a database in the system's folder for temporary files.
#include <fmt/format.h>

#include <chrono>
#include <string>
#include <utility>

#include "../support/temp_dir.hpp"
#include "linktender/store/reader.hpp"
#include "linktender/store/writer.hpp"
#include "linktender/url/url.hpp"

namespace {

using namespace linktender;
using std::chrono::steady_clock;

constexpr int k_checks = 50'000;
constexpr int k_issues = 1'000;
constexpr int k_links_an_issue = 35;

std::string url_of(int number) {
    return fmt::format("https://host-{}.example.org/articles/{}/a-typical-path", number % 997, number);
}

store::CheckRecord check_of(int number, bool with_page) {
    store::CheckRecord check;
    check.url = url_of(number);
    check.verdict.reason = "http-200";
    check.verdict.evidence = "200 OK";
    check.status = 200;
    check.final_url = check.url;
    check.content_type = "text/html; charset=utf-8";
    check.http_version = "2";
    check.remote_address = "203.0.113.7";
    if (!with_page) return check;
    page::Metadata& page = check.metadata.emplace();
    page.title = fmt::format("An article of middling length, number {}", number);
    page.description =
        fmt::format("What article {} is about, in a sentence as sites put it into their pages.", number);
    page.authors = {"Ada Example"};
    page.site = "An example";
    return check;
}

source::Issue issue_of(int number) {
    source::Issue issue;
    issue.file = fmt::format("issues/{:04}.md", number);
    issue.title = fmt::format("Issue {}", number);
    for (int i = 0; i < k_links_an_issue; ++i) {
        source::Occurrence& one = issue.occurrences.emplace_back();
        one.line = static_cast<std::uint32_t>(i + 1);
        one.raw = url_of(number * k_links_an_issue + i);
        one.url = *url::parse(one.raw);
        one.text = fmt::format("The article number {}", i);
    }
    return issue;
}

/// Prints how long `work` on `rows` rows took.
template <class Work>
void measure(std::string_view name, int rows, Work work) {
    const auto start = steady_clock::now();
    work();
    const std::chrono::duration<double> took = steady_clock::now() - start;
    fmt::print("{:<32} {:>8} rows {:>7.2f} s {:>9.0f} rows/s\n", name, rows, took.count(),
               rows / took.count());
}

}  // namespace

int main() {
    const test::TempDir folder;
    const auto file = folder / "bench.db";
    store::Writer writer(file);
    const store::RunId run = writer.begin_run({});
    const auto put_issues = [&] {
        for (int i = 0; i < k_issues; ++i) writer.put_issue(run, issue_of(i));
        writer.flush();
    };
    const auto put_checks = [&](bool with_page) {
        for (int i = 0; i < k_checks; ++i) writer.put_check(run, check_of(i, with_page));
        writer.flush();
    };
    const int occurrences = k_issues * k_links_an_issue;
    measure("issues, new", occurrences, put_issues);
    measure("issues, unchanged", occurrences, put_issues);
    measure("checks without page", k_checks, [&] { put_checks(false); });
    measure("checks with a new page", k_checks, [&] { put_checks(true); });
    measure("checks with the same page", k_checks, [&] { put_checks(true); });

    const store::Reader reader(file);
    measure("links of a run", occurrences, [&] { reader.links_of(run, [](const store::LinkView&) {}); });
    measure("occurrences of a run", occurrences,
            [&] { reader.occurrences_of(run, [](const store::OccurrenceView&) {}); });
    measure("last_checked", k_checks, [&] {
        for (int i = 0; i < k_checks; ++i) (void)reader.last_checked(url_of(i));
    });
    fmt::print("{:.1f} MB\n", static_cast<double>(std::filesystem::file_size(file)) / 1e6);
}
