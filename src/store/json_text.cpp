#include "json_text.hpp"

#include <fmt/format.h>

#include <iterator>
#include <string_view>

#include "linktender/core/text.hpp"
#include "linktender/url/redact.hpp"

namespace linktender::store {

namespace {

/// A JSON string by RFC 8259, section 7.
void append_string(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : core::to_valid_utf8(text)) {
        if (c == '"' || c == '\\')
            (out += '\\') += c;
        else if (static_cast<unsigned char>(c) < 0x20)
            fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
        else
            out += c;
    }
    out += '"';
}

template <class Item, class Append>
std::string array_of(const std::vector<Item>& items, Append append) {
    std::string out = "[";
    for (const Item& item : items) {
        if (out.size() > 1) out += ',';
        append(out, item);
    }
    return out += ']';
}

}  // namespace

std::string to_json(const std::vector<std::string>& list) {
    return array_of(list, [](std::string& out, const std::string& item) { append_string(out, item); });
}

std::string to_json(const std::vector<verdict::Hop>& hops) {
    return array_of(hops, [](std::string& out, const verdict::Hop& hop) {
        fmt::format_to(std::back_inserter(out), R"({{"status":{},"url":)", hop.status);
        append_string(out, url::without_userinfo(hop.url));
        out += hop.delayed ? R"(,"delayed":true})" : "}";
    });
}

std::string to_json(const page::MetadataSources& sources) {
    std::string out = "{";
    for (const auto& [name, field] : k_source_fields) {
        if ((sources.*field).empty()) continue;
        if (out.size() > 1) out += ',';
        append_string(out, name);
        out += ':';
        append_string(out, sources.*field);
    }
    return out += '}';
}

}  // namespace linktender::store
