#include "media_type.hpp"

#include <algorithm>
#include <array>

#include "linktender/core/text.hpp"

namespace linktender::page {

namespace {

using namespace std::string_view_literals;
using Kind = PageFacts::Kind;

constexpr std::size_t k_sniffed_bytes = 1445;  // "resource header" of the MIME Sniffing Standard

bool is_token(std::string_view text) noexcept {
    constexpr std::string_view k_others = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
        return core::is_ascii_alnum(c) || k_others.find(c) != std::string_view::npos;
    });
}

/// The value of a parameter, quoted or not, taken off the front of `rest` up to the next `;`.
std::string take_value(std::string_view& rest) {
    std::string value;
    if (!rest.starts_with('"')) {
        const std::size_t end = std::min(rest.find(';'), rest.size());
        value = core::trim(rest.substr(0, end));
        rest.remove_prefix(end);
        return value;
    }
    std::size_t at = 1;
    for (; at < rest.size() && rest[at] != '"'; ++at) {
        if (rest[at] == '\\' && at + 1 < rest.size()) ++at;
        value.push_back(rest[at]);
    }
    rest.remove_prefix(std::min(rest.find(';', at), rest.size()));
    return value;
}

bool is_xml(std::string_view essence) noexcept {
    return essence.ends_with("+xml") || essence == "text/xml" || essence == "application/xml";
}

/// Only white space may stand before the tag, and only a space or `>` behind its name.
bool begins_like_html(std::string_view body) noexcept {
    static constexpr std::array k_tags{
        "<!doctype html"sv, "<html"sv, "<head"sv,  "<script"sv, "<iframe"sv, "<h1"sv,   "<div"sv, "<font"sv,
        "<table"sv,         "<a"sv,    "<style"sv, "<title"sv,  "<b"sv,      "<body"sv, "<br"sv,  "<p"sv,
        "<meta"sv,          "<link"sv};
    if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
    while (!body.empty() && core::is_ascii_space(body.front())) body.remove_prefix(1);
    if (body.starts_with("<!--")) return true;
    return std::any_of(k_tags.begin(), k_tags.end(), [&](std::string_view tag) {
        return body.size() > tag.size() && core::starts_with_ignoring_ascii_case(body, tag) &&
               (body[tag.size()] == ' ' || body[tag.size()] == '>');
    });
}

bool begins_like_image(std::string_view body) noexcept {
    static constexpr std::array k_signatures{
        "\x89PNG\r\n\x1A\n"sv, "GIF87a"sv, "GIF89a"sv, "\xFF\xD8\xFF"sv, "BM"sv, "\0\0\1\0"sv, "\0\0\2\0"sv};
    return std::any_of(k_signatures.begin(), k_signatures.end(),
                       [&](std::string_view signature) { return body.starts_with(signature); }) ||
           (body.starts_with("RIFF") && body.substr(0, 14).ends_with("WEBPVP"));
}

/// https://mimesniff.spec.whatwg.org/#binary-data-byte
bool has_binary_byte(std::string_view body) noexcept {
    return std::any_of(body.begin(), body.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte <= 0x08 || byte == 0x0B || (byte >= 0x0E && byte <= 0x1A) ||
               (byte >= 0x1C && byte <= 0x1F);
    });
}

Kind sniff(std::string_view body) noexcept {
    body = body.substr(0, k_sniffed_bytes);
    if (begins_like_html(body)) return Kind::html;
    if (body.starts_with("%PDF-")) return Kind::pdf;
    if (body.starts_with("\xFE\xFF") || body.starts_with("\xFF\xFE")) return Kind::text;
    if (begins_like_image(body)) return Kind::image;
    return has_binary_byte(body) ? Kind::other : Kind::text;
}

}  // namespace

MediaType parse_media_type(std::string_view header) {
    MediaType type;
    const std::size_t end = std::min(header.find(';'), header.size());
    const std::string essence = core::to_ascii_lower(core::trim(header.substr(0, end)));
    const std::size_t slash = essence.find('/');
    if (slash != std::string::npos && is_token(std::string_view(essence).substr(0, slash)) &&
        is_token(std::string_view(essence).substr(slash + 1)))
        type.essence = essence;
    std::string_view rest = header.substr(end);
    while (!rest.empty()) {
        rest = core::trim(rest.substr(1));  // `;`
        const std::size_t name_end = std::min(rest.find_first_of(";="), rest.size());
        const std::string_view name = core::trim(rest.substr(0, name_end));
        rest.remove_prefix(name_end);
        if (!rest.starts_with('=')) continue;
        rest.remove_prefix(1);
        std::string value = take_value(rest);
        if (type.charset.empty() && core::equals_ignoring_ascii_case(name, "charset"))
            type.charset = std::move(value);
    }
    return type;
}

bool may_declare_encoding(std::string_view essence) noexcept {
    return essence.empty() || essence == "text/html" || is_xml(essence);
}

Kind kind_of(std::string_view essence, std::string_view body) noexcept {
    if (body.empty()) return Kind::none;
    if (essence.empty() || essence == "unknown/unknown" || essence == "application/unknown" ||
        essence == "*/*")
        return sniff(body);
    if (essence == "text/html" || essence == "application/xhtml+xml") return Kind::html;
    if (essence == "application/pdf") return Kind::pdf;
    if (essence.starts_with("image/")) return Kind::image;
    if (essence.starts_with("text/") || is_xml(essence) || essence == "application/json" ||
        essence.ends_with("+json") || essence == "application/javascript")
        return Kind::text;
    return Kind::other;
}

}  // namespace linktender::page
