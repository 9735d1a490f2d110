// The basic URL parser as a class: each state of the standard that decides something is one function.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "code_points.hpp"
#include "linktender/core/expected.hpp"
#include "linktender/url/url.hpp"

namespace linktender::url {

/// https://url.spec.whatwg.org/#default-port of a special scheme; 0 for `file`, nullopt for every other
/// scheme.
[[nodiscard]] std::optional<std::uint16_t> special_scheme_port(std::string_view scheme) noexcept;

/// Runs once over one input. The standard collects a URL record and serialises it afterwards; this parser
/// appends each part to the serialisation as soon as it is known, because both have the same order.
///
/// A state is a member function that begins at `at_` and ends by calling the next one; the chain has no
/// loop, so its depth is fixed. Where the standard reads a buffer code point by code point, a function
/// finds the end of the part first.
class Parser {
public:
    /// `input` has neither C0 controls nor spaces at its ends, no tab or newline, and is well-formed UTF-8.
    Parser(std::string_view input, const Url* base) noexcept : input_(input), base_(base) {}

    [[nodiscard]] Expected<Url, UrlError> run();

private:
    using Failure = std::optional<UrlError>;

    // parser.cpp: from the scheme to the authority
    [[nodiscard]] Failure scheme();
    [[nodiscard]] Failure no_scheme();
    [[nodiscard]] Failure relative();
    [[nodiscard]] Failure relative_slash();
    [[nodiscard]] Failure special_authority_ignore_slashes();
    [[nodiscard]] Failure authority();
    void credentials(std::string_view userinfo);
    [[nodiscard]] Failure host_and_port(std::string_view text);
    [[nodiscard]] Failure port(std::string_view digits);

    // parser_file.cpp: the states of `file`
    [[nodiscard]] Failure file();
    [[nodiscard]] Failure file_slash();
    [[nodiscard]] Failure file_host();

    // parser_path.cpp: everything behind the authority
    void path_start();
    void path();
    void add_segment(std::string_view segment);
    void shorten_path();
    void opaque_path();
    void query_and_fragment();
    void query();
    void fragment();
    void keep_path_from_looking_like_an_authority();

    void set_scheme(std::string_view name);
    void empty_authority();
    void copy_base_authority();
    void copy_base(std::size_t end);

    [[nodiscard]] bool at_end() const noexcept { return at_ == input_.size(); }
    [[nodiscard]] bool at(char c) const noexcept { return at_ < input_.size() && input_[at_] == c; }
    [[nodiscard]] bool is_slash(char c) const noexcept { return c == '/' || (c == '\\' && special_); }
    [[nodiscard]] bool at_slash() const noexcept { return !at_end() && is_slash(input_[at_]); }
    [[nodiscard]] std::string_view rest() const noexcept { return input_.substr(at_); }
    /// What stands before the next slash, `?` or `#`: an authority or a segment of a path.
    [[nodiscard]] std::string_view part() const noexcept {
        std::size_t end = at_;
        while (end < input_.size() && !is_slash(input_[end]) && input_[end] != '?' && input_[end] != '#')
            ++end;
        return input_.substr(at_, end - at_);
    }
    [[nodiscard]] std::string_view scheme_name() const noexcept { return url_.scheme(); }
    /// The length of the serialisation so far: where the next part begins.
    [[nodiscard]] std::uint32_t written() const noexcept {
        return static_cast<std::uint32_t>(url_.href_.size());
    }

    std::string_view input_;
    const Url* base_;
    std::size_t at_ = 0;  ///< the standard's pointer, in bytes
    bool special_ = false;
    bool file_ = false;
    Url url_;
};

}  // namespace linktender::url
