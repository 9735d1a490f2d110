#include "host_parser.hpp"
#include "parser.hpp"

namespace linktender::url {

/// https://url.spec.whatwg.org/#file-state
Parser::Failure Parser::file() {
    if (at_slash()) {
        ++at_;
        return file_slash();
    }
    if (base_ == nullptr || base_->scheme() != "file") {
        empty_authority();
        path();
        return std::nullopt;
    }
    if (at_end() || at('#')) {
        copy_base(base_->fragment_start_);
        fragment();
    } else if (at('?')) {
        copy_base(base_->query_start_);
        query_and_fragment();
    } else if (starts_with_windows_drive_letter(rest())) {
        copy_base_authority();
        path();
    } else {
        copy_base(base_->query_start_);
        shorten_path();
        path();
    }
    return std::nullopt;
}

/// https://url.spec.whatwg.org/#file-slash-state
Parser::Failure Parser::file_slash() {
    if (at_slash()) {
        ++at_;
        return file_host();
    }
    if (base_ == nullptr || base_->scheme() != "file") {
        empty_authority();
    } else {
        copy_base_authority();
        const std::string_view first = base_->path().substr(1, base_->path().find('/', 1) - 1);
        if (!starts_with_windows_drive_letter(rest()) && is_normalized_windows_drive_letter(first)) {
            add_segment(first);
        }
    }
    path();
    return std::nullopt;
}

/// https://url.spec.whatwg.org/#file-host-state
Parser::Failure Parser::file_host() {
    empty_authority();
    const std::string_view text = part();
    if (is_windows_drive_letter(text)) {  // the first segment of the path, not a host
        path();
        return std::nullopt;
    }
    at_ += text.size();
    if (!text.empty()) {
        const auto kind = append_parsed_host(url_.href_, text, false);
        if (!kind) return kind.error();
        url_.host_kind_ = *kind;
        if (std::string_view(url_.href_).substr(url_.host_start_) == "localhost") {
            url_.href_.resize(url_.host_start_);
            url_.host_kind_ = HostKind::none;
        }
        url_.host_end_ = written();
    }
    path_start();
    return std::nullopt;
}

/// The empty host that every file URL has at least.
void Parser::empty_authority() {
    url_.href_ += "//";
    url_.username_end_ = url_.host_start_ = url_.host_end_ = url_.path_start_ = written();
}

}  // namespace linktender::url
