#include <algorithm>
#include <cstddef>

#include "parser.hpp"
#include "percent.hpp"

namespace linktender::url {
namespace {

/// Takes `.` or `%2e` from the front of `segment`.
bool remove_dot(std::string_view& segment) noexcept {
    if (segment.starts_with('.')) {
        segment.remove_prefix(1);
        return true;
    }
    if (segment.starts_with("%2e") || segment.starts_with("%2E")) {
        segment.remove_prefix(3);
        return true;
    }
    return false;
}

/// https://url.spec.whatwg.org/#single-dot-path-segment
bool is_single_dot(std::string_view segment) noexcept {
    return remove_dot(segment) && segment.empty();
}

/// https://url.spec.whatwg.org/#double-dot-path-segment
bool is_double_dot(std::string_view segment) noexcept {
    return remove_dot(segment) && remove_dot(segment) && segment.empty();
}

}  // namespace

/// https://url.spec.whatwg.org/#path-start-state
void Parser::path_start() {
    url_.path_start_ = written();
    if (!special_ && !at('/')) {  // here an authority may stand without a path
        query_and_fragment();
        return;
    }
    if (at_slash()) ++at_;
    path();
}

/// https://url.spec.whatwg.org/#path-state. Begins behind the first segment's slash, with `path_start_` set.
void Parser::path() {
    for (;;) {
        const std::string_view segment = part();
        at_ += segment.size();
        const bool last = !at_slash();
        if (is_double_dot(segment)) {
            shorten_path();
            if (last) url_.href_ += '/';
        } else if (is_single_dot(segment)) {
            if (last) url_.href_ += '/';
        } else {
            add_segment(segment);
        }
        if (last) break;
        ++at_;
    }
    query_and_fragment();
}

void Parser::add_segment(std::string_view segment) {
    const bool first = url_.href_.size() == url_.path_start_;
    url_.href_ += '/';
    if (file_ && first && is_windows_drive_letter(segment)) {
        url_.href_ += segment[0];
        url_.href_ += ':';
        return;
    }
    append_percent_encoded(url_.href_, segment, CodePointSet::path);
}

/// https://url.spec.whatwg.org/#shorten-a-urls-path
void Parser::shorten_path() {
    const std::string_view path = std::string_view(url_.href_).substr(url_.path_start_);
    if (path.empty()) return;
    if (file_ && is_normalized_windows_drive_letter(path.substr(1))) return;
    url_.href_.resize(url_.path_start_ + path.rfind('/'));
}

/// https://url.spec.whatwg.org/#cannot-be-a-base-url-path-state
void Parser::opaque_path() {
    url_.path_start_ = written();
    const std::size_t end = std::min(input_.find_first_of("?#", at_), input_.size());
    const std::string_view text = input_.substr(at_, end - at_);
    at_ = end;
    // A space in front of the query or fragment would be lost when that is cut off: it is encoded.
    const bool space_at_end = !at_end() && text.ends_with(' ');
    append_percent_encoded(url_.href_, text.substr(0, text.size() - (space_at_end ? 1 : 0)),
                           CodePointSet::c0_control);
    if (space_at_end) url_.href_ += "%20";
    query_and_fragment();
}

void Parser::query_and_fragment() {
    url_.query_start_ = written();
    if (at('?')) query();
    fragment();
}

/// https://url.spec.whatwg.org/#query-state, in UTF-8
void Parser::query() {
    const std::size_t end = std::min(input_.find('#', at_), input_.size());
    url_.href_ += '?';
    append_percent_encoded(url_.href_, input_.substr(at_ + 1, end - at_ - 1),
                           special_ ? CodePointSet::special_query : CodePointSet::query);
    at_ = end;
}

/// https://url.spec.whatwg.org/#fragment-state; also sets the end of a URL without a fragment.
void Parser::fragment() {
    url_.fragment_start_ = written();
    if (!at('#')) return;
    url_.href_ += '#';
    append_percent_encoded(url_.href_, input_.substr(at_ + 1), CodePointSet::fragment);
    at_ = input_.size();
}

/// Step 3 of https://url.spec.whatwg.org/#concept-url-serializer: without a host, a path that begins with
/// two slashes gets `/.` in front, which is no part of the path.
void Parser::keep_path_from_looking_like_an_authority() {
    if (url_.has_authority() || !url_.path().starts_with("//")) return;
    url_.href_.insert(url_.path_start_, "/.");
    url_.path_start_ += 2;
    url_.query_start_ += 2;
    url_.fragment_start_ += 2;
}

}  // namespace linktender::url
