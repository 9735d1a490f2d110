#include "linktender/app/inputs.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <stdexcept>

#include "linktender/core/log.hpp"
#include "linktender/core/text.hpp"

namespace linktender::app {

std::vector<std::string> read_input_list(const std::string& file) {
    std::ifstream stream;
    if (file != "-") {
        stream.open(file);
        if (!stream)
            throw std::runtime_error(
                fmt::format("{}: the list of inputs cannot be read: {}", file, std::strerror(errno)));
    }
    std::istream& lines = file == "-" ? std::cin : stream;
    std::vector<std::string> inputs;
    for (std::string line; std::getline(lines, line);) {
        const std::string_view input = core::trim(line);
        if (!input.empty() && input.front() != '#') inputs.emplace_back(input);
    }
    return inputs;
}

std::optional<url::Url> base_of(const Settings& settings) {
    if (settings.base_url.empty()) return std::nullopt;
    return *url::parse(settings.base_url);  // it was parsed when it was set
}

ReadResult read_issue(const source::InputFile& file, const url::Url* base) {
    auto bytes = source::read_file(file, source::k_max_issue_bytes);
    if (!bytes) return unexpected(bytes.error());
    return extract_issue(file, *bytes, base);
}

ReadResult extract_issue(const source::InputFile& file, std::string_view bytes, const url::Url* base) {
    auto issue = source::extract(file.name, bytes, {.format = source::format_of(file.name), .base = base});
    if (!issue)
        return unexpected(source::InputProblem{file.name, std::string(source::describe(issue.error()))});
    return *std::move(issue);
}

void log_problem(const source::InputProblem& problem) {
    core::log::error("{}: {}", core::escape_control(problem.input), core::escape_control(problem.message));
}

std::vector<source::InputFile> walk_inputs(const std::vector<std::string>& inputs, const Settings& settings,
                                           std::size_t& problems) {
    source::WalkResult walked = source::walk(inputs, {.exclude_path = settings.exclude_path});
    for (const source::InputProblem& problem : walked.problems) log_problem(problem);
    problems += walked.problems.size();
    return std::move(walked.files);
}

}  // namespace linktender::app
