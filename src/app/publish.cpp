#include "linktender/app/publish.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <ostream>
#include <set>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <vector>

#include "linktender/core/text.hpp"
#include "linktender/core/time.hpp"
#include "linktender/report/atomic_file.hpp"

namespace linktender::app {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view k_list = ".linktender-reports";

/// The names of the files in a directory that are ours.
class OwnFiles {
public:
    explicit OwnFiles(fs::path directory) : directory_(std::move(directory)) {
        std::ifstream list(directory_ / k_list, std::ios::binary);
        for (std::string line; std::getline(list, line);) {
            // A list that somebody edited leads no further than this directory.
            if (!line.empty() && line.find('/') == std::string::npos) names_.insert(line);
        }
    }

    [[nodiscard]] const std::set<std::string>& names() const noexcept { return names_; }

    /// Before the file is written: a report that a power cut leaves behind is on the list.
    void claim(const std::string& name) {
        if (names_.contains(name)) return;
        if (fs::symlink_status(directory_ / name).type() != fs::file_type::not_found)
            throw std::runtime_error(fmt::format(
                "{}: not a report that was written here; move it away, or give the reports another directory",
                core::escape_control((directory_ / name).string())));
        names_.insert(name);
        save();
    }

    void remove(const std::vector<std::string>& names) {
        for (const std::string& name : names) {
            fs::remove(directory_ / name);
            names_.erase(name);
        }
        if (!names.empty()) save();
    }

private:
    void save() const {
        report::write_file_atomically(directory_ / k_list, [&](std::ostream& out) {
            for (const std::string& name : names_) out << name << '\n';
        });
    }

    fs::path directory_;
    std::set<std::string> names_;
};

/// `NAME-2026-11-24.html`, and nothing that only looks like it.
bool is_dated(std::string_view file, const Publication& publication) {
    const std::string head = publication.name + "-";
    if (!file.starts_with(head) || !file.ends_with(publication.ending)) return false;
    if (file.size() < head.size() + publication.ending.size()) return false;
    file.remove_prefix(head.size());
    file.remove_suffix(publication.ending.size());
    return core::parse_date(file).has_value();
}

void copy_bytes(const fs::path& from, std::ostream& out) {
    std::ifstream in(from, std::ios::binary);
    if (!in.is_open())
        throw std::system_error(errno, std::generic_category(), core::escape_control(from.string()));
    out << in.rdbuf();
}

}  // namespace

fs::path publish_report(const Publication& publication, const std::function<void(std::ostream&)>& render) {
    const std::string latest = "latest" + publication.ending;
    const std::string dated =
        fmt::format("{}-{}{}", publication.name, core::format_date(publication.day), publication.ending);
    fs::create_directories(publication.directory);
    OwnFiles own(publication.directory);
    own.claim(dated);
    own.claim(latest);
    const fs::path file = publication.directory / dated;
    report::write_file_atomically(file, render);
    report::write_file_atomically(publication.directory / latest,
                                  [&](std::ostream& out) { copy_bytes(file, out); });

    // In the order of their dates, the latest last.
    std::vector<std::string> old;
    std::ranges::copy_if(own.names(), std::back_inserter(old),
                         [&](const std::string& name) { return is_dated(name, publication); });
    old.resize(old.size() - std::min(old.size(), std::max<std::size_t>(publication.keep, 1)));
    std::erase(old, dated);
    own.remove(old);
    return file;
}

}  // namespace linktender::app
