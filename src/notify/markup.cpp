// Foreign text in each form of markup, where it stays text.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "document.hpp"
#include "linktender/core/text.hpp"
#include "linktender/report/markdown_text.hpp"

namespace linktender::notify {

namespace {

using Kind = Piece::Kind;

/// Longer addresses are shown cut, and lead nowhere.
constexpr std::size_t k_url_bytes = 1000;

bool is_web_url(std::string_view url) {
    return core::starts_with_ignoring_ascii_case(url, "http://") ||
           core::starts_with_ignoring_ascii_case(url, "https://");
}

/// An address to click on; anything else is shown as text.
bool is_clickable(std::string_view url) {
    return is_web_url(url) && url.size() <= k_url_bytes && core::escape_control(url) == url;
}

std::string shown_url(std::string_view url) {
    return core::escape_control(core::truncate_utf8(url, k_url_bytes));
}

/// With the characters of `unsafe` percent-encoded.
std::string encode(std::string_view url, std::string_view unsafe) {
    std::string out;
    for (const char c : url) {
        if (unsafe.find(c) == std::string_view::npos)
            out += c;
        else
            fmt::format_to(std::back_inserter(out), "%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

std::string with_entities(std::string_view text, bool quotes) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += quotes ? "&quot;" : "\""; break;
            case '\'': out += quotes ? "&#39;" : "'"; break;
            default: out += c;
        }
    }
    return out;
}

/// Marks without an escape become their full-width twins: `[` would start a link, `<@` a mention.
std::string full_width(std::string_view text) {
    constexpr std::string_view k_marks = "<>[]()*_`#@~|\\";
    std::string out;
    for (const char c : text) {
        if (k_marks.find(c) == std::string_view::npos)
            out += c;
        else
            core::append_utf8(out, static_cast<char32_t>(static_cast<unsigned char>(c)) + 0xFEE0);
    }
    return out;
}

std::string plain(const Piece& piece) {
    if (piece.kind == Kind::link) return shown_url(piece.text);
    return core::escape_control(piece.text);
}

std::string markdown(const Piece& piece) {
    switch (piece.kind) {
        case Kind::words: return piece.text;
        case Kind::strong: return "**" + piece.text + "**";
        case Kind::foreign: return report::markdown_text(piece.text);
        case Kind::code: return report::markdown_code(piece.text);
        case Kind::link: return report::markdown_link(piece.text);
    }
    return {};
}

std::string html(const Piece& piece) {
    const std::string text = with_entities(plain(piece), true);
    switch (piece.kind) {
        case Kind::words:
        case Kind::foreign: return text;
        case Kind::strong: return "<b>" + text + "</b>";
        case Kind::code: return "<code>" + text + "</code>";
        case Kind::link:
            return is_clickable(piece.text) ? fmt::format("<a href=\"{0}\">{0}</a>", text) : text;
    }
    return {};
}

std::string slack(const Piece& piece) {
    const std::string text = with_entities(plain(piece), false);
    switch (piece.kind) {
        case Kind::words:
        case Kind::foreign:
        case Kind::code: return text;
        case Kind::strong: return "*" + text + "*";
        case Kind::link:
            // A bar would begin a label, and entities are not for it.
            return is_clickable(piece.text) ? "<" + with_entities(encode(piece.text, "|<> "), false) + ">"
                                            : text;
    }
    return {};
}

std::string chat(const Piece& piece) {
    switch (piece.kind) {
        case Kind::words: return piece.text;
        case Kind::strong: return "**" + piece.text + "**";
        case Kind::foreign:
        case Kind::code: return full_width(core::escape_control(piece.text));
        case Kind::link: break;
    }
    const std::string text = full_width(shown_url(piece.text));
    return is_clickable(piece.text) ? fmt::format("[{}]({})", text, encode(piece.text, "()<>[] ")) : text;
}

nlohmann::ordered_json feishu(const Piece& piece) {
    const std::string text = plain(piece);
    if (piece.kind == Kind::link && is_clickable(piece.text))
        return {{"tag", "a"}, {"text", text}, {"href", piece.text}};
    return {{"tag", "text"}, {"text", text}};
}

std::string joined(const Line& line, std::string (*mark)(const Piece&)) {
    std::string out;
    for (const Piece& piece : line.pieces) out += mark(piece);
    return out;
}

std::string_view prefix(Line::Kind kind, Markup markup) {
    const bool marks = markup == Markup::markdown || markup == Markup::chat;
    switch (kind) {
        case Line::Kind::title: return marks ? "## " : "";
        case Line::Kind::heading: return marks ? "\n### " : "\n";
        case Line::Kind::text: return "";
        case Line::Kind::item: return markup == Markup::slack ? "• " : "- ";
        case Line::Kind::detail: return "  ";
    }
    return "";
}

std::string html_line(const Line& line) {
    const std::string inside = joined(line, html);
    switch (line.kind) {
        case Line::Kind::title: return "<h2>" + inside + "</h2>\n";
        case Line::Kind::heading: return "<h3>" + inside + "</h3>\n";
        case Line::Kind::text: break;
        case Line::Kind::item: return "<p>• " + inside + "</p>\n";
        case Line::Kind::detail: return "<p style=\"margin-left:2em\">" + inside + "</p>\n";
    }
    return "<p>" + inside + "</p>\n";
}

std::string feishu_line(const Line& line) {
    auto paragraph = nlohmann::ordered_json::array();
    const bool heading = line.kind == Line::Kind::heading;
    const std::string_view start = heading ? std::string_view() : prefix(line.kind, Markup::feishu);
    if (!start.empty()) paragraph.push_back({{"tag", "text"}, {"text", start}});
    for (const Piece& piece : line.pieces) paragraph.push_back(feishu(piece));
    using Json = nlohmann::ordered_json;
    return paragraph.dump(-1, ' ', false, Json::error_handler_t::replace) + ",";
}

/// In Markdown a line that is no item or heading needs an empty line before what follows, and a detail
/// becomes an item below its own.
std::string text_line(const Line& line, Markup markup, std::string (*mark)(const Piece&)) {
    std::string out(prefix(line.kind, markup));
    if (markup == Markup::markdown && line.kind == Line::Kind::detail) out += "- ";
    if (markup == Markup::slack && line.kind <= Line::Kind::heading)
        return out + "*" + joined(line, mark) + "*\n";
    out += joined(line, mark) + "\n";
    const bool marks = markup == Markup::markdown || markup == Markup::chat;
    if (marks && line.kind <= Line::Kind::text) out += "\n";
    return out;
}

}  // namespace

std::string mark_up(const Line& line, Markup markup) {
    switch (markup) {
        case Markup::plain: return text_line(line, markup, plain);
        case Markup::markdown: return text_line(line, markup, markdown);
        case Markup::html: return html_line(line);
        case Markup::slack: return text_line(line, markup, slack);
        case Markup::chat: return text_line(line, markup, chat);
        case Markup::feishu: return feishu_line(line);
    }
    return {};
}

}  // namespace linktender::notify
