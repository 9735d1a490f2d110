#include "robots_pattern.hpp"

#include <algorithm>
#include <cstring>

#include "linktender/core/text.hpp"

namespace linktender::http {
namespace {

/// RFC 3986 2.3.
bool is_unreserved(char c) {
    return core::is_ascii_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

bool is_one_of(char c, std::string_view set) {
    return set.find(c) != std::string_view::npos;
}

void append_encoded(std::string& out, char c) {
    constexpr char digits[] = "0123456789ABCDEF";
    const auto octet = static_cast<unsigned char>(c);
    out += {'%', digits[octet >> 4U], digits[octet & 15U]};
}

/// Puts a text into the form that is compared. `free_query` decodes what delimits nothing in a query.
class Normaliser {
public:
    Normaliser(bool is_pattern, bool free_query) : is_pattern_(is_pattern), free_query_(free_query) {}

    std::string run(std::string_view text) {
        out_.reserve(text.size() + 8);
        for (std::size_t at = 0; at < text.size();) {
            const int high = text[at] == '%' && at + 2 < text.size() ? core::hex_value(text[at + 1]) : -1;
            const int low = high >= 0 ? core::hex_value(text[at + 2]) : -1;
            if (low >= 0) {
                encoded(static_cast<char>(high * 16 + low));
                at += 3;
            } else {
                bare(text[at], at + 1 == text.size());
                ++at;
            }
        }
        return std::move(out_);
    }

private:
    void bare(char c, bool last) {
        if (c == '?') in_query_ = true;
        const bool special = is_pattern_ && (c == '*' || (c == '$' && last));
        if (special || is_unreserved(c) || is_one_of(c, "/?:@!&'()+,;=")) {
            out_ += c;
        } else {
            append_encoded(out_, c);
        }
    }

    void encoded(char c) {
        // `&`, `=` and `+` mean something else bare, and so do `/` and `?` in a path.
        const bool same_bare =
            is_unreserved(c) || is_one_of(c, ":@!'(),;") || (in_query_ && free_query_ && is_one_of(c, "/?"));
        if (same_bare) {
            out_ += c;
        } else {
            append_encoded(out_, c);
        }
    }

    const bool is_pattern_;
    const bool free_query_;
    bool in_query_ = false;
    std::string out_;
};

/// std::string_view::find is quadratic on hostile text, memmem is not.
std::size_t find_linear(std::string_view text, std::string_view needle) {
    const void* found = memmem(text.data(), text.size(), needle.data(), needle.size());
    return found == nullptr ? std::string_view::npos
                            : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

/// Leftmost matches are enough: what a star takes too little of, the next one can take.
bool matches_glob(std::string_view pattern, std::string_view path, std::size_t& budget) {
    const bool anchored = pattern.ends_with('$');
    if (anchored) pattern.remove_suffix(1);
    std::size_t star = pattern.find('*');
    if (star == std::string_view::npos) return anchored ? path == pattern : path.starts_with(pattern);
    if (!path.starts_with(pattern.substr(0, star))) return false;
    path.remove_prefix(star);
    for (;;) {
        pattern.remove_prefix(star + 1);
        star = pattern.find('*');
        const std::string_view piece = pattern.substr(0, star);
        if (star == std::string_view::npos && anchored) return path.ends_with(piece);
        if (!piece.empty()) {
            budget -= std::min(budget, path.size());
            const std::size_t at = budget == 0 ? std::string_view::npos : find_linear(path, piece);
            if (at == std::string_view::npos) return false;
            path.remove_prefix(at + piece.size());
        }
        if (star == std::string_view::npos) return true;
    }
}

}  // namespace

std::string robots_pattern(std::string_view text) {
    return Normaliser(true, true).run(text);
}

RobotsPath::RobotsPath(std::string_view path_and_query)
    : plain_(Normaliser(false, false).run(path_and_query)),
      with_query_(Normaliser(false, true).run(path_and_query)) {
    if (!plain_.starts_with('/')) {
        plain_.insert(0, 1, '/');
        with_query_.insert(0, 1, '/');
    }
}

bool RobotsPath::matches(std::string_view pattern, std::size_t& budget) const {
    const bool has_query = pattern.find('?') != std::string_view::npos;
    return matches_glob(pattern, has_query ? with_query_ : plain_, budget);
}

}  // namespace linktender::http
