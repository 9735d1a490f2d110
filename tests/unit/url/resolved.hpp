// How the tables of this room's tests name a result.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "linktender/url/url.hpp"

namespace linktender::url {

/// `href` of `input` resolved against `base` (empty: none), or what is wrong with it in words.
inline std::string resolved(std::string_view input, std::string_view base = "") {
    std::optional<Url> base_url;
    if (!base.empty()) {
        const auto parsed = parse(base);
        if (!parsed) return "base: " + std::string(describe(parsed.error()));
        base_url = *parsed;
    }
    const auto url = parse(input, base_url ? &*base_url : nullptr);
    return std::string(url ? url->href() : describe(url.error()));
}

/// A row of a table: what is parsed, what comes out.
struct Row {
    std::string_view input;
    std::string_view expected;
};

/// The same against a base.
struct BaseRow {
    std::string_view base;
    std::string_view input;
    std::string_view expected;
};

}  // namespace linktender::url
