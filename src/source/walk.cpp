#include "linktender/source/walk.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

#include "glob.hpp"
#include "linktender/core/text.hpp"

namespace linktender::source {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 6> k_read{".md", ".markdown", ".html", ".htm", ".xhtml", ".txt"};
constexpr std::array<std::string_view, 5> k_not_yet{".xml", ".rss", ".atom", ".opml", ".eml"};
constexpr std::string_view k_endings = ".md .markdown .html .htm .xhtml .txt";

bool ends_in(std::string_view name, const auto& endings) noexcept {
    return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) {
        return name.size() > ending.size() &&
               core::equals_ignoring_ascii_case(name.substr(name.size() - ending.size()), ending);
    });
}

/// Folders that hold no issues of their own.
bool is_left_out(const fs::path& entry) {
    const std::string name = entry.filename().string();
    return name.starts_with('.') || name == "node_modules";
}

std::string shown(const fs::path& path) {
    std::string name = path.lexically_normal().string();
    while (name.size() > 1 && name.ends_with('/')) name.pop_back();
    return name;
}

class Walker {
public:
    explicit Walker(const WalkOptions& options) : options_(options) {}

    WalkResult walk(const std::vector<std::string>& inputs) {
        for (const std::string& input : inputs) {
            const std::size_t first = result_.files.size();
            add_input(input);
            const auto begin = result_.files.begin() + static_cast<std::ptrdiff_t>(first);
            std::sort(begin, result_.files.end(),
                      [](const auto& a, const auto& b) { return a.name < b.name; });
        }
        return std::move(result_);
    }

private:
    void add_input(const std::string& input) {
        if (input == "-") {
            if (!std::exchange(has_stdin_, true)) result_.files.push_back({"-", {}});
            return;
        }
        std::error_code error;
        const fs::file_status status = fs::status(input, error);
        if (fs::is_directory(status)) return add_folder(input);
        if (fs::exists(status)) return add_named(input);
        if (status.type() != fs::file_type::not_found)
            return problem(input, "cannot be looked at: " + error.message());
        if (core::starts_with_ignoring_ascii_case(input, "http://") ||
            core::starts_with_ignoring_ascii_case(input, "https://"))
            return problem(input, "pages on the web are not read yet; save the page and name the file");
        if (is_glob(input)) return add_glob(input);
        problem(input, "no such file or folder; check the spelling and the current folder");
    }

    void add_named(const std::string& input) {
        if (ends_in(input, k_not_yet))
            return problem(input, "feeds, OPML and mail are not read yet; leave the file out");
        add_file(shown(input), input);
    }

    void add_folder(const std::string& folder) {
        const std::size_t before = count();
        go_through(folder, k_any_depth, [&](const fs::path& file) {
            if (ends_in(file.string(), k_read)) add_file(shown(file), file);
        });
        if (count() == before)
            problem(folder, "no file in this folder has an ending that is read: " + std::string(k_endings));
    }

    void add_glob(const std::string& input) {
        const std::string glob = shown(input);
        const std::size_t first_star = glob.find_first_of("*?[");
        const std::size_t slash = glob.rfind('/', first_star);
        const fs::path base = slash == std::string::npos ? "." : slash == 0 ? "/" : glob.substr(0, slash);
        const std::string_view last = std::string_view(glob).substr(glob.rfind('/') + 1);
        const bool names_ending = last.find('.') != std::string_view::npos;
        const auto depth =
            glob.find("**") != std::string::npos
                ? k_any_depth
                : static_cast<int>(
                      std::count(glob.begin() + static_cast<std::ptrdiff_t>(first_star), glob.end(), '/'));
        const std::size_t before = count();
        std::error_code error;
        if (fs::is_directory(base, error))
            go_through(base, depth, [&](const fs::path& file) {
                const std::string name = shown(file);
                if (!glob_matches(glob, name)) return;
                if (names_ending)
                    add_named(file.string());
                else if (ends_in(name, k_read))
                    add_file(name, file);
            });
        if (count() == before)
            problem(input,
                    "no file matches this pattern; quote it so that the shell leaves it alone, or check the "
                    "folder");
    }

    /// Calls `found` for every file that is not hidden, down to so many folders below.
    template <class Found>
    void go_through(const fs::path& top, int depth, Found found) {
        std::vector<std::pair<fs::path, int>> folders{{top, 0}};
        while (!folders.empty()) {
            const auto [folder, level] = std::move(folders.back());
            folders.pop_back();
            std::error_code error;
            fs::directory_iterator entry(folder, error);
            for (const fs::directory_iterator end; !error && entry != end; entry.increment(error)) {
                const fs::path path = entry->path();
                if (is_left_out(path)) continue;
                if (is_excluded(shown(path))) {
                    ++passed_over_;
                    continue;
                }
                std::error_code ignored;
                if (entry->is_directory(ignored) && !entry->is_symlink(ignored)) {
                    if (level < depth) folders.emplace_back(path, level + 1);
                } else if (entry->is_regular_file(ignored) || !entry->exists(ignored)) {
                    found(path);  // a link that leads nowhere fails when it is read, in words
                }
            }
            if (error)
                problem(shown(folder),
                        "this folder cannot be read: " + error.message() + "; check its permissions");
        }
    }

    void add_file(const std::string& name, const fs::path& path) {
        struct stat status {};
        const bool repeated =
            ::stat(path.c_str(), &status) == 0 && !seen_.insert({status.st_dev, status.st_ino}).second;
        if (repeated || is_excluded(name))
            ++passed_over_;
        else
            result_.files.push_back({name, path});
    }

    bool is_excluded(std::string_view name) const {
        return std::any_of(
            options_.exclude_path.begin(), options_.exclude_path.end(), [&](const std::string& glob) {
                const bool whole = glob.find('/') != std::string::npos;
                for (std::size_t at = 0; at <= name.size();) {
                    const std::size_t end = std::min(name.find('/', at), name.size());
                    if (glob_matches(glob, whole ? name.substr(0, end) : name.substr(at, end - at)))
                        return true;
                    at = end + 1;
                }
                return false;
            });
    }

    void problem(std::string input, std::string message) {
        result_.problems.push_back({std::move(input), std::move(message)});
    }

    /// Of everything met so far: an input with only excluded files, or some seen before, is no problem.
    [[nodiscard]] std::size_t count() const noexcept {
        return result_.files.size() + result_.problems.size() + passed_over_;
    }

    static constexpr int k_any_depth = 1 << 20;
    const WalkOptions& options_;
    WalkResult result_;
    std::set<std::pair<dev_t, ino_t>> seen_;
    std::size_t passed_over_ = 0;
    bool has_stdin_ = false;
};

}  // namespace

WalkResult walk(const std::vector<std::string>& inputs, const WalkOptions& options) {
    return Walker(options).walk(inputs);
}

}  // namespace linktender::source
