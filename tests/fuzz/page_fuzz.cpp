// Any bytes are a page. Holds: nothing crashes; decoded text is valid UTF-8 and its map ordered and
// in bounds; tokens follow one another without a gap; every attribute stands where it says it does; every
// field is clean, in one line.
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <string>
#include <string_view>

#include "linktender/core/text.hpp"
#include "linktender/page/charset.hpp"
#include "linktender/page/document.hpp"
#include "linktender/page/facts.hpp"
#include "linktender/page/html_tags.hpp"

using namespace linktender;

namespace {

constexpr std::string_view k_content_types[] = {
    "",
    "text/html",
    "text/html; charset=utf-8",
    "text/html; charset=gb2312",
    "text/html; charset=big5",
    "text/html; charset=shift_jis",
    "text/html; charset=utf-16le",
    "text/html; charset=iso-2022-jp",
    "text/html; charset=windows-1252",
    "application/xhtml+xml",
    "text/plain",
};
constexpr std::string_view k_encodings[] = {"utf-8",    "gb18030",     "big5",   "shift_jis", "euc-jp",
                                            "utf-16le", "iso-2022-jp", "euc-kr", "utf-16be",  "windows-1252"};

void require(bool holds) {
    if (!holds) std::abort();
}

void check_map(std::string_view bytes, std::string_view encoding) {
    const page::Decoded decoded = page::decode_with_map(bytes, encoding);
    require(core::is_valid_utf8(decoded.text));
    require(decoded.text == page::decode(bytes, encoding).text);
    std::size_t before = 0;
    for (std::size_t at = 0; at <= decoded.text.size(); ++at) {
        const std::size_t place = page::source_offset(decoded, at);
        require(place >= before && place <= bytes.size());
        before = place;
    }
    require(before == bytes.size());
}

/// The raw bytes are the value, unless something in them is written otherwise than it reads:
/// references, line ends, and control characters, for which the parser puts U+FFFD.
void check_attribute(std::string_view html, const page::Attribute& attribute) {
    require(attribute.offset <= html.size() && attribute.length <= html.size() - attribute.offset);
    const std::string_view raw = html.substr(attribute.offset, attribute.length);
    const bool literal = raw.find_first_of(std::string_view("&\r\0", 3)) == std::string_view::npos &&
                         attribute.value.find("\uFFFD") == std::string_view::npos;
    if (attribute.offset != 0 && literal) require(raw == attribute.value);
    if (attribute.offset == 0) require(attribute.length == 0);
}

bool is_part(std::string_view part, std::string_view whole) {
    return part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size();
}

/// Every byte is in one token, but for a tag that never ends, which takes the rest with it.
void check_tokens(std::string_view html, bool foreign) {
    page::HtmlTags tags(html);
    tags.set_foreign(foreign);
    std::size_t at = 0;
    while (const page::HtmlToken* const token = tags.next()) {
        require(!token->source.empty() && token->source.data() == html.data() + at);
        at += token->source.size();
        if (token->kind == page::HtmlToken::Kind::start_tag) {
            require(token->raw_text.data() == html.data() + at);
            at += token->raw_text.size();
        }
        for (const page::HtmlAttribute& attribute : token->attributes) {
            require(!attribute.name.empty() && is_part(attribute.value, token->source));
            require(core::to_ascii_lower(attribute.name) == attribute.name);
        }
    }
    require(at == html.size() || html[at] == '<');
}

void check_document(std::string_view html) {
    const auto document = page::Document::parse(html);
    if (!document) return;
    const page::Node root = document->root();
    for (page::Node node = root; node; node = node.next_in(root)) {
        if (const auto offset = node.offset()) require(html.substr(*offset).starts_with('<'));
        for (std::size_t i = 0; i < node.attribute_count(); ++i) check_attribute(html, node.attribute(i));
    }
    require(page::text_of(root, 100).size() <= 100);
}

void check_field(const std::string& field, std::size_t max_bytes) {
    require(core::is_valid_utf8(field) && field.size() <= max_bytes);
    require(field.find_first_of(std::string_view("\0\n\r\t", 4)) == std::string::npos);
}

void check_facts(const page::PageFacts& facts) {
    require(core::is_valid_utf8(facts.decoded));
    check_field(facts.html_title, 2048);
    check_field(facts.visible_text, std::size_t{64} * 1024);
    check_field(facts.metadata.title, 512);
    check_field(facts.metadata.description, 2048);
    check_field(facts.metadata.site, 256);
    check_field(facts.metadata.published, 32);
    check_field(facts.metadata.language, 35);
    check_field(facts.metadata.doi, 256);
    for (const std::string& author : facts.metadata.authors) check_field(author, 128);
    require(facts.metadata.title.find("\uFFFD") == std::string::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::string_view content_type = k_content_types[data[0] % std::size(k_content_types)];
    check_map(bytes, k_encodings[data[0] % std::size(k_encodings)]);
    const page::PageFacts facts =
        page::analyse({.body = bytes, .content_type = content_type, .url = "https://a.example.cn/b/c?d"});
    check_facts(facts);
    check_document(facts.decoded);
    check_document(bytes);
    check_tokens(bytes, data[0] % 2 != 0);
    return 0;
}
