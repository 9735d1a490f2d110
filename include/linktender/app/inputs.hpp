// From what the user named to issues: walk, read, decode, extract, on all cores.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "linktender/app/ordered_parallel.hpp"
#include "linktender/app/settings.hpp"
#include "linktender/core/expected.hpp"
#include "linktender/source/extract.hpp"
#include "linktender/source/walk.hpp"
#include "linktender/url/url.hpp"

namespace linktender::app {

/// What one input file gave: its links, or why there are none.
using ReadResult = Expected<source::Issue, source::InputProblem>;

/// The inputs named in a list file (`--files-from`), one a line; empty lines and `#` comments are
/// skipped. `-` reads standard input. Throws std::runtime_error with what is wrong.
[[nodiscard]] std::vector<std::string> read_input_list(const std::string& file);

/// Expands the inputs to files. What cannot be used is logged and counted in `problems`.
[[nodiscard]] std::vector<source::InputFile> walk_inputs(const std::vector<std::string>& inputs,
                                                         const Settings& settings, std::size_t& problems);

/// Reads one file and extracts its links. Any thread.
[[nodiscard]] ReadResult read_issue(const source::InputFile& file, const url::Url* base);

/// The same of a file that was read. Any thread.
[[nodiscard]] ReadResult extract_issue(const source::InputFile& file, std::string_view bytes,
                                       const url::Url* base);

/// The base for relative links, when the settings name one.
[[nodiscard]] std::optional<url::Url> base_of(const Settings& settings);

/// One line on standard error that names the input, what is wrong and what to do.
void log_problem(const source::InputProblem& problem);

/// Walks `inputs`; `read` turns each file and the base into an Expected of something on a worker thread,
/// `each` takes that in stable order on the calling thread. What cannot be read is logged; returns how many
/// that were.
template <class Read, class Each>
std::size_t for_each_file(const std::vector<std::string>& inputs, const Settings& settings, Read read,
                          Each each) {
    // Results that may wait for their turn, a core: files differ in size.
    constexpr std::size_t k_window_per_worker = 8;

    std::size_t problems = 0;
    const std::vector<source::InputFile> files = walk_inputs(inputs, settings, problems);
    const auto base = base_of(settings);
    const url::Url* const base_used = base ? &*base : nullptr;
    const unsigned workers = std::max(1U, std::thread::hardware_concurrency());
    using Result = decltype(read(files[0], base_used));
    for_each_ordered(
        files, workers, workers * k_window_per_worker,
        [&](const source::InputFile& file) { return read(file, base_used); },
        [&](Result result) {
            if (result) return each(*std::move(result));
            log_problem(result.error());
            ++problems;
        });
    return problems;
}

/// The same for the issues; `map` turns each into something on the worker thread.
template <class Map, class Each>
std::size_t for_each_issue(const std::vector<std::string>& inputs, const Settings& settings, Map map,
                           Each each) {
    const auto read = [&](const source::InputFile& file, const url::Url* base) {
        return read_issue(file, base).map(map);
    };
    return for_each_file(inputs, settings, read, each);
}

}  // namespace linktender::app
