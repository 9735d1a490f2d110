#include "parser.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "host_parser.hpp"
#include "linktender/core/text.hpp"
#include "percent.hpp"

namespace linktender::url {
namespace {

/// https://url.spec.whatwg.org/#c0-control-or-space
constexpr bool is_c0_control_or_space(char c) noexcept {
    return static_cast<unsigned char>(c) <= 0x20;
}

constexpr bool is_tab_or_newline(char c) noexcept {
    return c == '\t' || c == '\n' || c == '\r';
}

/// The input as a string of scalar values without what the parser ignores. `storage` holds the result when it
/// is not a part of `input`.
std::string_view clean(std::string_view input, std::string& storage) {
    // Step 1: C0 controls and spaces at both ends.
    while (!input.empty() && is_c0_control_or_space(input.front())) input.remove_prefix(1);
    while (!input.empty() && is_c0_control_or_space(input.back())) input.remove_suffix(1);
    bool has_space = false;
    bool has_non_ascii = false;
    for (const char c : input) {
        has_space |= is_tab_or_newline(c);
        has_non_ascii |= !is_ascii(c);
    }
    // Ill-formed bytes are replaced first: what stands around a newline must not become one character.
    if (has_non_ascii && !core::is_valid_utf8(input)) {
        storage = core::to_valid_utf8(input);
        input = storage;
    }
    if (has_space) {  // step 3: tabs and newlines anywhere
        std::string kept(input);
        std::erase_if(kept, is_tab_or_newline);
        storage = std::move(kept);
        input = storage;
    }
    return input;
}

constexpr bool is_scheme_code_point(char c) noexcept {
    return core::is_ascii_alnum(c) || c == '+' || c == '-' || c == '.';
}

}  // namespace

std::optional<std::uint16_t> special_scheme_port(std::string_view scheme) noexcept {
    if (scheme == "https" || scheme == "wss") return std::uint16_t{443};
    if (scheme == "http" || scheme == "ws") return std::uint16_t{80};
    if (scheme == "ftp") return std::uint16_t{21};
    if (scheme == "file") return std::uint16_t{0};
    return std::nullopt;
}

Expected<Url, UrlError> Parser::run() {
    if (const Failure failure = scheme()) return unexpected(*failure);
    keep_path_from_looking_like_an_authority();
    // Percent-encoding and the base can make the result longer than the input.
    if (url_.href_.size() > k_max_url_bytes) return unexpected(UrlError::too_long);
    return std::move(url_);
}

/// https://url.spec.whatwg.org/#scheme-start-state and https://url.spec.whatwg.org/#scheme-state
Parser::Failure Parser::scheme() {
    if (at_end() || !core::is_ascii_alpha(input_.front())) return no_scheme();
    const auto* const end = std::find_if_not(input_.begin(), input_.end(), is_scheme_code_point);
    if (end == input_.end() || *end != ':') return no_scheme();
    at_ = static_cast<std::size_t>(end - input_.begin()) + 1;
    url_.href_.reserve(input_.size() + 1);  // one more for the `/` of an empty path
    set_scheme(input_.substr(0, at_ - 1));

    if (file_) return file();
    if (special_) {
        // https://url.spec.whatwg.org/#special-relative-or-authority-state
        const bool same_scheme = base_ != nullptr && base_->scheme() == scheme_name();
        if (same_scheme && !rest().starts_with("//")) return relative();
        return special_authority_ignore_slashes();
    }
    if (!at('/')) {
        opaque_path();
        return std::nullopt;
    }
    ++at_;
    // https://url.spec.whatwg.org/#path-or-authority-state
    if (at('/')) {
        ++at_;
        return authority();
    }
    url_.path_start_ = written();
    path();
    return std::nullopt;
}

/// https://url.spec.whatwg.org/#no-scheme-state
Parser::Failure Parser::no_scheme() {
    if (base_ == nullptr) return UrlError::relative_without_base;
    if (base_->has_opaque_path()) {
        if (!at('#')) return UrlError::relative_without_base;
        set_scheme(base_->scheme());
        copy_base(base_->fragment_start_);
        fragment();
        return std::nullopt;
    }
    set_scheme(base_->scheme());
    return file_ ? file() : relative();
}

/// https://url.spec.whatwg.org/#relative-state
Parser::Failure Parser::relative() {
    url_.href_.reserve(base_->href_.size() + rest().size());
    if (at_slash()) {
        ++at_;
        return relative_slash();
    }
    if (at_end() || at('#')) {
        copy_base(base_->fragment_start_);
        fragment();
    } else if (at('?')) {
        copy_base(base_->query_start_);
        query_and_fragment();
    } else {
        copy_base(base_->query_start_);
        shorten_path();
        path();
    }
    return std::nullopt;
}

/// https://url.spec.whatwg.org/#relative-slash-state
Parser::Failure Parser::relative_slash() {
    if (special_ && at_slash()) return special_authority_ignore_slashes();
    if (at('/')) {
        ++at_;
        return authority();
    }
    copy_base_authority();
    path();
    return std::nullopt;
}

/// https://url.spec.whatwg.org/#special-authority-slashes-state and
/// https://url.spec.whatwg.org/#special-authority-ignore-slashes-state: any number of either slash.
Parser::Failure Parser::special_authority_ignore_slashes() {
    while (at_slash()) ++at_;
    return authority();
}

/// https://url.spec.whatwg.org/#authority-state
Parser::Failure Parser::authority() {
    const std::string_view text = part();
    at_ += text.size();
    url_.href_ += "//";
    url_.username_end_ = written();
    // Every `@` but the last belongs to the credentials, as `%40`.
    const std::size_t at_sign = text.rfind('@');
    if (at_sign == std::string_view::npos) {
        if (const Failure failure = host_and_port(text)) return failure;
    } else {
        if (at_sign + 1 == text.size()) return UrlError::host_missing;
        credentials(text.substr(0, at_sign));
        if (const Failure failure = host_and_port(text.substr(at_sign + 1))) return failure;
    }
    path_start();
    return std::nullopt;
}

/// Step 1 of the authority state. The first `:` ends the user name; an empty part is not serialised.
void Parser::credentials(std::string_view userinfo) {
    const std::size_t colon = std::min(userinfo.find(':'), userinfo.size());
    append_percent_encoded(url_.href_, userinfo.substr(0, colon), CodePointSet::userinfo);
    url_.username_end_ = written();
    if (userinfo.size() > colon + 1) {
        url_.href_ += ':';
        append_percent_encoded(url_.href_, userinfo.substr(colon + 1), CodePointSet::userinfo);
    }
    if (colon > 0 || userinfo.size() > 1) url_.href_ += '@';
}

/// https://url.spec.whatwg.org/#host-state
Parser::Failure Parser::host_and_port(std::string_view text) {
    bool inside_brackets = false;
    std::size_t colon = 0;
    for (; colon < text.size(); ++colon) {
        if (text[colon] == ':' && !inside_brackets) break;
        if (text[colon] == '[') inside_brackets = true;
        if (text[colon] == ']') inside_brackets = false;
    }
    // Step 2 for `:`, step 3 for special schemes.
    if (colon == 0 && (special_ || !text.empty())) return UrlError::host_missing;
    url_.host_start_ = written();
    const auto kind = append_parsed_host(url_.href_, text.substr(0, colon), !special_);
    if (!kind) return kind.error();
    url_.host_kind_ = *kind;
    url_.host_end_ = written();
    return colon < text.size() ? port(text.substr(colon + 1)) : std::nullopt;
}

/// https://url.spec.whatwg.org/#port-state
Parser::Failure Parser::port(std::string_view digits) {
    if (digits.empty()) return std::nullopt;
    std::uint32_t value = 0;
    for (const char c : digits) {
        if (!core::is_ascii_digit(c)) return UrlError::port_invalid;
        value = std::min(value * 10 + static_cast<std::uint32_t>(c - '0'), std::uint32_t{0x10000});
    }
    if (value > 0xFFFF) return UrlError::port_out_of_range;
    if (special_scheme_port(scheme_name()) == value) return std::nullopt;
    url_.port_ = static_cast<std::int32_t>(value);
    url_.href_ += ':';
    url_.href_ += std::to_string(value);
    return std::nullopt;
}

void Parser::set_scheme(std::string_view name) {
    url_.href_.append(name);
    std::transform(url_.href_.begin(), url_.href_.end(), url_.href_.begin(), core::ascii_lower);
    url_.scheme_end_ = written();
    url_.href_ += ':';
    // Null host until an authority says otherwise.
    url_.username_end_ = url_.host_start_ = url_.host_end_ = written();
    special_ = special_scheme_port(scheme_name()).has_value();
    file_ = scheme_name() == "file";
}

/// The base's credentials, host and port; the path is empty.
void Parser::copy_base_authority() {
    const std::size_t end = base_->has_authority() ? base_->path_start_ : base_->scheme_end_ + 1U;
    url_.href_.assign(base_->href_, 0, end);
    url_.username_end_ = base_->username_end_;
    url_.host_start_ = base_->host_start_;
    url_.host_end_ = base_->host_end_;
    url_.host_kind_ = base_->host_kind_;
    url_.port_ = base_->port_;
    url_.path_start_ = written();
}

/// The base up to `end` of its serialisation, which lies behind its path. A `/.` before the path is left out.
void Parser::copy_base(std::size_t end) {
    copy_base_authority();
    url_.href_.append(base_->href_, base_->path_start_, end - base_->path_start_);
    url_.query_start_ = url_.path_start_ + (base_->query_start_ - base_->path_start_);
}

Expected<Url, UrlError> parse(std::string_view input, const Url* base) {
    if (input.size() > k_max_url_bytes) return unexpected(UrlError::too_long);
    if (base != nullptr && base->href().empty()) base = nullptr;
    std::string storage;
    return Parser(clean(input, storage), base).run();
}

}  // namespace linktender::url
