#include "reading.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <utility>

#include "linktender/app/inputs.hpp"
#include "linktender/app/version.hpp"
#include "linktender/core/fnv1a.hpp"
#include "linktender/core/text.hpp"
#include "linktender/verdict/fold.hpp"

namespace linktender::app {

namespace {

bool has_cjk(std::string_view text) noexcept {
    for (std::size_t at = 0; at < text.size();) {
        const core::CodePoint point = core::decode_utf8(text, at);
        if (verdict::is_cjk(point.value)) return true;
        at += point.length;
    }
    return false;
}

/// An issue of an archive, without its links when it did not change.
struct ArchivedIssue {
    std::string file;
    std::string content_hash;
    std::optional<source::Issue> issue;
};

std::string name_in(const std::filesystem::path& folder, const std::string& file) {
    if (folder.empty()) return file;
    const std::string name = std::filesystem::path(file).lexically_relative(folder).string();
    return name.empty() || name == "." || name.starts_with("..") ? file : name;
}

Expected<ArchivedIssue, source::InputProblem> read_changed(const source::InputFile& file,
                                                           const url::Url* base,
                                                           const std::filesystem::path& folder,
                                                           const std::map<std::string, std::string>& hashes) {
    const auto bytes = source::read_file(file, source::k_max_issue_bytes);
    if (!bytes) return unexpected(bytes.error());
    // The same bytes give other links with another base, and perhaps with another version of ours.
    // The files are the operator's own: nobody gains by making two of them look alike.
    core::Fnv1a hash;
    hash.add(version()).add({"\0", 1}).add(base != nullptr ? base->href() : std::string()).add({"\0", 1});
    hash.add(*bytes);
    ArchivedIssue archived{name_in(folder, file.name),
                           fmt::format("{:016x}-{:x}", hash.value(), bytes->size()), std::nullopt};
    const auto before = hashes.find(archived.file);
    if (before != hashes.end() && before->second == archived.content_hash) return archived;
    auto issue = extract_issue(file, *bytes, base);
    if (!issue) return unexpected(issue.error());
    archived.issue = *std::move(issue);
    archived.issue->file = archived.file;
    return archived;
}

}  // namespace

void AnchorLanguages::add(std::string_view anchor) {
    ++anchors_;
    chinese_ += has_cjk(anchor) ? 1U : 0U;
}

std::string_view AnchorLanguages::accepted() const noexcept {
    constexpr std::size_t k_share = 5;  // one anchor in five: names of products are written in Latin
    return chinese_ * k_share > anchors_ ? "zh-CN,zh;q=0.9,en;q=0.5" : "en,*;q=0.5";
}

Reading read_inputs(const Settings& settings, const std::vector<std::string>& inputs, store::Writer& writer,
                    store::RunId run) {
    Reading reading;
    const auto keep = [](source::Issue issue) { return issue; };
    reading.problems = for_each_issue(inputs, settings, keep, [&](source::Issue issue) {
        for (const source::Occurrence& occurrence : issue.occurrences) {
            if (!occurrence.url || occurrence.disabled || occurrence.form == source::Form::definition)
                continue;
            reading.links.add(occurrence.url->without_fragment());
            reading.languages.add(occurrence.text);
        }
        writer.put_issue(run, std::move(issue));
    });
    return reading;
}

std::size_t read_archive(const Settings& settings, const Archive& archive,
                         const std::map<std::string, std::string>& hashes, store::Writer& writer,
                         store::RunId run) {
    const auto read = [&](const source::InputFile& file, const url::Url* base) {
        return read_changed(file, base, archive.folder, hashes);
    };
    return for_each_file(archive.inputs, settings, read, [&](ArchivedIssue archived) {
        if (archived.issue)
            writer.put_issue(run, *std::move(archived.issue), std::move(archived.content_hash));
        else
            writer.keep_issue(run, std::move(archived.file));
    });
}

}  // namespace linktender::app
