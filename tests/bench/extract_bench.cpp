// Extraction of links from real issues: bytes a second on one core, and what each format costs.
//   bench_extract FOLDER [COPIES]
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

#include "linktender/source/extract.hpp"
#include "linktender/source/walk.hpp"

using namespace linktender;

int main(int argc, char** argv) {
    if (argc < 2) {
        fmt::print(stderr, "usage: {} FOLDER [COPIES]\n", argv[0]);
        return 3;
    }
    const int copies = argc > 2 ? std::atoi(argv[2]) : 100;
    std::vector<std::pair<std::string, std::string>> issues;
    std::size_t size = 0;
    for (const source::InputFile& file : source::walk({argv[1]}).files) {
        auto bytes = source::read_file(file, source::k_max_issue_bytes);
        if (!bytes) continue;
        size += bytes->size();
        issues.emplace_back(file.name, std::move(*bytes));
    }

    for (int round = 0; round < 3; ++round) {
        std::size_t links = 0;
        const auto start = std::chrono::steady_clock::now();
        for (int copy = 0; copy < copies; ++copy)
            for (const auto& [name, bytes] : issues)
                if (const auto issue = source::extract(name, bytes, {.format = source::format_of(name)}))
                    links += issue->occurrences.size();
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
        const double total = static_cast<double>(size) * copies;
        fmt::print(
            "{} files, {:.1f} MB, {} links: {:.3f} s, {:.1f} MB/s, {:.1f} ns a byte, {:.0f} ns a link\n",
            issues.size() * static_cast<std::size_t>(copies), total / 1e6, links, took.count(),
            total / 1e6 / took.count(), took.count() * 1e9 / total,
            took.count() * 1e9 / static_cast<double>(links));
    }
    return 0;
}
