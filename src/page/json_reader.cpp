#include "json_reader.hpp"

#include <algorithm>

#include "linktender/core/text.hpp"

namespace linktender::page {

namespace {

using namespace std::string_view_literals;

bool is_quote(char c) noexcept {
    return c == '"' || c == '\'';
}

/// `name:` without quotes, as scripts write keys.
bool begins_with_bare_key(std::string_view text) noexcept {
    constexpr std::size_t k_longest = 32;
    std::size_t at = 0;
    while (at < text.size() && at < k_longest && (core::is_ascii_alnum(text[at]) || text[at] == '_')) ++at;
    const std::size_t end = at;
    while (at < text.size() && at < end + 2 && text[at] == ' ') ++at;
    return end > 0 && at < text.size() && text[at] == ':';
}

bool is_space(char c) noexcept {
    return core::is_ascii_space(c) || c == '\v';
}

}  // namespace

std::size_t JsonReader::behind_space(std::size_t from, std::size_t limit) const noexcept {
    const std::string_view text = text_.substr(0, limit);
    for (;;) {
        while (from < text.size() && is_space(text[from])) ++from;
        const std::string_view rest = text.substr(std::min(from, text.size()));
        const bool block = rest.starts_with("/*");
        if (!block && !rest.starts_with("//")) return from;
        const std::size_t end = block ? rest.find("*/", 2) : rest.find('\n');
        if (end == std::string_view::npos) return text.size();
        from += end + (block ? 2 : 1);
    }
}

void JsonReader::skip_filler() noexcept {
    for (;;) {
        at_ = behind_space(at_, text_.size());
        if (at_ >= text_.size()) return;
        const char c = text_[at_];
        if (c == ',' || c == ';' || c == ':') {
            ++at_;
        } else if (is_at("<![CDATA[")) {
            at_ += "<![CDATA["sv.size();
        } else if (is_at("<!--")) {
            at_ += "<!--"sv.size();
        } else if (is_at("-->") || (depth_ == 0 && is_at("]]>"))) {
            at_ += 3;
        } else {
            return;
        }
    }
}

/// A quote that nothing follows which may follow a string is part of the string. Each quote looks a
/// little ahead, since a hostile text has nothing but quotes before one long comment.
bool JsonReader::ends_string(std::size_t behind_quote, bool is_key) const noexcept {
    constexpr std::size_t k_looked_ahead = 256;
    const std::size_t limit = std::min(behind_quote + k_looked_ahead, text_.size());
    std::size_t at = behind_space(behind_quote, limit);
    if (at >= limit) return true;
    char c = text_[at];
    if (is_key) return c == ':';
    if (c == '}' || c == ']' || c == ';' || c == '<') return true;
    if (is_quote(c))
        return text_.substr(behind_quote, at - behind_quote).find('\n') != std::string_view::npos;
    if (c != ',') return false;
    if (!in_object()) return true;
    at = behind_space(at + 1, limit);
    if (at >= limit) return true;
    c = text_[at];
    return is_quote(c) || c == '}' || c == ']' || c == ',' || begins_with_bare_key(text_.substr(at));
}

bool JsonReader::take_string(bool is_key, std::string_view& content) noexcept {
    const char quote = text_[at_];
    const std::size_t start = at_ + 1;
    for (std::size_t i = start; i < text_.size(); ++i) {
        if (text_[i] == '\\') {
            ++i;
        } else if (text_[i] == quote && ends_string(i + 1, is_key)) {
            content = text_.substr(start, i - start);
            at_ = i + 1;
            return true;
        }
    }
    return false;
}

std::string_view JsonReader::take_word() noexcept {
    const std::size_t end = std::min(text_.find_first_of(",:;{}[]\"' \t\n\r\f\v", at_ + 1), text_.size());
    const std::string_view word = text_.substr(at_, end - at_);
    at_ = end;
    return word;
}

bool JsonReader::is_open(bool object) const noexcept {
    const auto* const end = is_object_.begin() + depth_;
    return std::find(is_object_.begin(), end, object) != end;
}

JsonPiece JsonReader::begin(bool object) noexcept {
    if (depth_ == k_max_depth) return finish();
    ++at_;
    is_object_[depth_++] = object;
    const JsonPiece piece{object ? JsonPiece::Kind::begin_object : JsonPiece::Kind::begin_array, key_, {}};
    key_ = {};
    has_key_ = false;
    return piece;
}

JsonPiece JsonReader::finish() noexcept {
    at_ = text_.size();
    return {};
}

JsonPiece JsonReader::next() noexcept {
    for (;;) {
        skip_filler();
        if (at_ >= text_.size()) return finish();
        const char c = text_[at_];
        if (c == '{' || c == '[') return begin(c == '{');
        if (c == '}' || c == ']') {
            key_ = {};
            has_key_ = false;
            if (!is_open(c == '}')) {
                ++at_;
                continue;
            }
            // What is still open inside ends as well, piece by piece.
            const bool object = is_object_[--depth_];
            if (object == (c == '}')) ++at_;
            return {object ? JsonPiece::Kind::end_object : JsonPiece::Kind::end_array, {}, {}};
        }
        const bool is_key = in_object() && !has_key_;
        std::string_view content;
        if (!is_quote(c)) {
            content = take_word();
        } else if (!take_string(is_key, content)) {
            return finish();
        }
        if (is_key) {
            key_ = content;
            has_key_ = true;
            continue;
        }
        const JsonPiece piece{is_quote(c) ? JsonPiece::Kind::string : JsonPiece::Kind::literal, key_,
                              content};
        key_ = {};
        has_key_ = false;
        return piece;
    }
}

}  // namespace linktender::page
