#include "glob.hpp"

#include <cstddef>
#include <optional>

#include "linktender/core/text.hpp"

namespace linktender::source {

namespace {

constexpr std::size_t k_npos = std::string_view::npos;

/// A set `[...]` at the start of `glob`: whether `c` is in it, and its length.
struct Set {
    bool holds = false;
    std::size_t length = 0;
};

std::optional<Set> read_set(std::string_view glob, char32_t c) noexcept {
    std::size_t at = 1;
    const bool negated = at < glob.size() && (glob[at] == '!' || glob[at] == '^');
    if (negated) ++at;
    bool found = false;
    for (bool first = true; at < glob.size() && (first || glob[at] != ']'); first = false) {
        const core::CodePoint low = core::decode_utf8(glob, at);
        at += low.length;
        char32_t high = low.value;
        if (at + 1 < glob.size() && glob[at] == '-' && glob[at + 1] != ']') {
            const core::CodePoint end = core::decode_utf8(glob, at + 1);
            high = end.value;
            at += 1 + end.length;
        }
        found = found || (c >= low.value && c <= high);
    }
    if (at >= glob.size()) return std::nullopt;  // no set: the bracket is itself
    return Set{found != negated, at + 1};
}

/// Matches one character; how much of the glob it took, 0 when it does not match.
std::size_t match_one(std::string_view glob, core::CodePoint point) noexcept {
    if (glob.empty()) return 0;
    if (glob[0] == '?') return point.value == '/' ? 0 : 1;
    if (glob[0] == '[')
        if (const auto set = read_set(glob, point.value))
            return set->holds && point.value != '/' ? set->length : 0;
    const core::CodePoint wanted = core::decode_utf8(glob);
    return wanted.value == point.value && wanted.length == point.length ? wanted.length : 0;
}

}  // namespace

bool is_glob(std::string_view text) noexcept {
    return text.find_first_of("*?[") != k_npos;
}

bool glob_matches(std::string_view glob, std::string_view path) noexcept {
    struct Retry {
        std::size_t glob = k_npos;  ///< after the star
        std::size_t path = 0;       ///< where what follows it was last tried
    };
    Retry star;
    Retry folders;
    bool whole_folders = false;  ///< the last `**` stands before a `/`
    std::size_t g = 0;
    std::size_t p = 0;
    for (;;) {
        const std::string_view rest = glob.substr(g);
        if (rest.starts_with("**")) {
            whole_folders = rest.starts_with("**/");
            g += whole_folders ? 3 : 2;
            folders = {g, p};
            star = {};
            continue;
        }
        if (rest.starts_with('*')) {
            star = {++g, p};
            continue;
        }
        if (p == path.size() && rest.empty()) return true;
        if (p < path.size()) {
            const core::CodePoint point = core::decode_utf8(path, p);
            if (const std::size_t length = match_one(rest, point); length != 0) {
                g += length;
                p += point.length;
                continue;
            }
        }
        if (star.glob != k_npos && star.path < path.size() && path[star.path] != '/') {
            p = ++star.path;
            g = star.glob;
            continue;
        }
        if (folders.glob == k_npos || folders.path >= path.size()) return false;
        const std::size_t slash = whole_folders ? path.find('/', folders.path) : folders.path;
        if (slash == k_npos) return false;
        p = folders.path = slash + 1;
        g = folders.glob;
        star = {};
    }
}

}  // namespace linktender::source
