#include "linktender/verdict/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <system_error>
#include <utility>

#include "compiled_rules.hpp"
#include "linktender/core/text.hpp"
#include "linktender/verdict/rule_reader.hpp"

namespace linktender::verdict {
namespace {

/// An id in two places would leave a report's reader guessing which rule was meant.
Expected<std::vector<Rule>, RuleError> read_all(const std::vector<RuleSet::File>& files) {
    std::vector<Rule> rules;
    std::map<std::string, std::string> places;
    for (const RuleSet::File& file : files) {
        auto more = read_rules(file.text, file.name);
        if (!more) return more;
        for (Rule& rule : *more) {
            const auto [place, is_new] =
                places.try_emplace(rule.id, fmt::format("{}:{}", rule.file, rule.line));
            if (!is_new) {
                return unexpected(RuleError{rule.file, rule.line, "id",
                                            fmt::format("\"{}\" is taken by {}", rule.id, place->second)});
            }
            rules.push_back(std::move(rule));
        }
    }
    return rules;
}

Expected<RuleSet::File, RuleError> read_file(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    RuleSet::File file{path.string(), {}};
    if (stream) {
        // One byte more than allowed is enough to see that a file is too large.
        file.text.resize(k_max_rule_file_bytes + 1);
        stream.read(file.text.data(), static_cast<std::streamsize>(file.text.size()));
        file.text.resize(static_cast<std::size_t>(stream.gcount()));
    }
    if (!stream.eof() && !stream) return unexpected(RuleError{file.name, 0, "", "the file cannot be read"});
    return file;
}

}  // namespace

RuleSet::RuleSet() : compiled_(std::make_shared<const Compiled>()) {}

RuleSet::RuleSet(std::shared_ptr<const Compiled> compiled) noexcept : compiled_(std::move(compiled)) {}

std::size_t RuleSet::size() const noexcept {
    return compiled_->rules.size();
}

const std::vector<Rule>& RuleSet::rules() const noexcept {
    return compiled_->rules;
}

Expected<RuleSet, RuleError> RuleSet::parse(const std::vector<File>& files) {
    auto rules = read_all(files);
    if (!rules) return unexpected(std::move(rules.error()));
    std::ranges::stable_sort(*rules, std::ranges::greater{}, &Rule::priority);
    auto compiled = compile(std::move(*rules));
    if (!compiled) return unexpected(std::move(compiled.error()));
    return RuleSet(std::make_shared<const Compiled>(std::move(*compiled)));
}

Expected<RuleSet, RuleError> RuleSet::parse(std::string_view toml, std::string_view file_name) {
    return parse({File{std::string(file_name), std::string(toml)}});
}

Expected<RuleSet, RuleError> RuleSet::load(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> paths;
    std::error_code error;
    for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end;
         at.increment(error)) {
        if (at->path().extension() == ".toml") paths.push_back(at->path());
    }
    if (error) {
        return unexpected(
            RuleError{folder.string(), 0, "", fmt::format("the folder cannot be read: {}", error.message())});
    }
    std::ranges::sort(paths);
    std::vector<File> files;
    for (const std::filesystem::path& path : paths) {
        auto file = read_file(path);
        if (!file) return unexpected(std::move(file.error()));
        files.push_back(std::move(*file));
    }
    return parse(files);
}

std::string describe(const RuleError& error) {
    std::string out = core::escape_control(error.file);
    if (error.line > 0) out += fmt::format(":{}", error.line);
    if (!error.key.empty()) out += fmt::format(": key \"{}\"", core::escape_control(error.key));
    return out + ": " + core::escape_control(error.message);
}

}  // namespace linktender::verdict
