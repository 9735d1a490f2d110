#include "issue_text.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <optional>
#include <utility>

#include "linktender/core/text.hpp"
#include "linktender/page/html_tags.hpp"

namespace linktender::source {

namespace {

constexpr std::string_view k_utf8_bom = "\xEF\xBB\xBF";

/// The encoding of UTF-16 text by its BOM or, without one, by the side on which the zero bytes of
/// its ASCII characters stand. In a text that is UTF-8 apart from its zeros they have to be many.
std::string_view utf16_of(std::string_view bytes) noexcept {
    if (bytes.starts_with("\xFF\xFE")) return "UTF-16LE";
    if (bytes.starts_with("\xFE\xFF")) return "UTF-16BE";
    if (bytes.size() % 2 != 0) return {};
    std::size_t zeros = 0;
    std::size_t odd_zeros = 0;
    for (std::size_t at = bytes.find('\0'); at != std::string_view::npos; at = bytes.find('\0', at + 1)) {
        ++zeros;
        odd_zeros += at % 2;
        if (odd_zeros != 0 && odd_zeros != zeros) return {};
    }
    if (zeros == 0 || (zeros < bytes.size() / 4 && core::is_valid_utf8(bytes))) return {};
    return odd_zeros != 0 ? "UTF-16LE" : "UTF-16BE";
}

/// Whether bytes that are not valid UTF-8 are UTF-8 all the same, with a few broken characters: a
/// text in another encoding hardly ever has even one character that happens to be valid UTF-8.
bool is_damaged_utf8(std::string_view bytes) noexcept {
    std::size_t broken = 0;
    std::size_t whole = 0;
    for (std::size_t at = 0; at < bytes.size();) {
        const core::CodePoint point = core::decode_utf8(bytes, at);
        if (point.length > 1)
            ++whole;
        else if (static_cast<unsigned char>(bytes[at]) >= 0x80)
            ++broken;
        at += point.length;
    }
    return whole > 20 * broken;
}

/// The encoding that a <meta> near the start of an HTML file names. One that could be read there is
/// not in UTF-16, whatever it says.
std::string_view encoding_in_meta(std::string_view bytes) {
    constexpr std::size_t k_prescan = 4096;
    page::HtmlTags tags(bytes.substr(0, k_prescan));
    while (const page::HtmlToken* token = tags.next()) {
        if (token->kind != page::HtmlToken::Kind::start_tag || token->name != "meta") continue;
        if (const page::HtmlAttribute* charset = token->attribute("charset"))
            return page::encoding_for_label(charset->value);
        const page::HtmlAttribute* content = token->attribute("content");
        if (content == nullptr) continue;
        std::string_view value = content->value;
        const std::size_t at = value.find("charset=");
        if (at == std::string_view::npos) continue;
        value.remove_prefix(at + std::strlen("charset="));
        return page::encoding_for_label(core::trim(value.substr(0, value.find(';'))));
    }
    return {};
}

/// Decodes when that leaves nothing undecodable and no NUL.
std::optional<page::Decoded> decode_cleanly(std::string_view bytes, std::string_view encoding) {
    page::Decoded decoded = page::decode_with_map(bytes, encoding);
    if (decoded.replacements != 0 || decoded.text.find('\0') != std::string::npos) return std::nullopt;
    return decoded;
}

}  // namespace

Expected<IssueText, ExtractError> IssueText::decode(std::string_view bytes, Format format) {
    if (bytes.size() > k_max_issue_bytes) return unexpected(ExtractError::too_large);
    const std::size_t bom = bytes.starts_with(k_utf8_bom) ? k_utf8_bom.size() : 0;
    const bool has_zero = bytes.find('\0') != std::string_view::npos;
    const std::string_view utf16 =
        bom == 0 && (has_zero || bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF"))
            ? utf16_of(bytes)
            : std::string_view{};
    if (!utf16.empty()) {
        if (auto decoded = decode_cleanly(bytes, utf16)) return IssueText(std::move(*decoded));
        return unexpected(has_zero ? ExtractError::binary : ExtractError::undecodable);
    }
    if (has_zero) return unexpected(ExtractError::binary);
    if (core::is_valid_utf8(bytes)) return IssueText(bytes, bom);
    if (bom != 0 || is_damaged_utf8(bytes)) return IssueText(page::decode_with_map(bytes, "UTF-8"));
    const std::string_view named = format == Format::html ? encoding_in_meta(bytes) : std::string_view{};
    for (const std::string_view encoding : {named, std::string_view("gb18030")})
        if (!encoding.empty() && !encoding.starts_with("UTF-16"))
            if (auto decoded = decode_cleanly(bytes, encoding)) return IssueText(std::move(*decoded));
    return unexpected(ExtractError::undecodable);
}

IssueText::IssueText(std::string_view utf8, std::size_t bom_size)
    : utf8_(utf8.substr(bom_size)), bom_size_(bom_size) {
    find_lines();
}

IssueText::IssueText(page::Decoded decoded) : decoded_(std::move(decoded)) {
    find_lines();
}

void IssueText::find_lines() {
    const std::string_view all = text();
    line_begins_.push_back(0);
    const auto begin_after = [&](std::size_t at) {
        line_begins_.push_back(static_cast<std::uint32_t>(at + 1));
    };
    const bool has_cr = all.find('\r') != std::string_view::npos;
    if (!has_cr) {
        for (std::size_t at = all.find('\n'); at != std::string_view::npos; at = all.find('\n', at + 1))
            begin_after(at);
        return;
    }
    for (std::size_t at = 0; at < all.size(); ++at)
        if (all[at] == '\n' || (all[at] == '\r' && all.substr(at + 1, 1) != "\n")) begin_after(at);
}

Span IssueText::line(std::size_t index) const noexcept {
    const std::string_view all = text();
    const std::size_t begin = line_begins_[index];
    if (index + 1 == line_begins_.size()) return {begin, all.size()};
    std::size_t end = line_begins_[index + 1] - 1;
    if (all[end] == '\n' && end > begin && all[end - 1] == '\r') --end;
    return {begin, end};
}

std::size_t IssueText::line_at(std::size_t at) const noexcept {
    const auto after = std::upper_bound(line_begins_.begin(), line_begins_.end(), at);
    return static_cast<std::size_t>(std::distance(line_begins_.begin(), after)) - 1;
}

Position IssueText::position(std::size_t at) const noexcept {
    const std::size_t index = line_at(at);
    return {static_cast<std::uint32_t>(index + 1), static_cast<std::uint32_t>(at - line_begins_[index] + 1)};
}

Span IssueText::in_file(Span span) const noexcept {
    if (!decoded_) return {span.begin + bom_size_, span.end + bom_size_};
    return {page::source_offset(*decoded_, span.begin), page::source_offset(*decoded_, span.end)};
}

}  // namespace linktender::source
