#include "meta_prescan.hpp"

#include <algorithm>
#include <optional>

#include "encodings.hpp"
#include "linktender/core/text.hpp"
#include "linktender/page/charset.hpp"

namespace linktender::page {

namespace {

struct RawAttribute {
    std::string_view name;
    std::string_view value;
};

/// Reads tags in bytes of a yet unknown encoding. Every step moves forward; the end of the window
/// ends everything.
class Prescan {
public:
    explicit Prescan(std::string_view bytes) : bytes_(bytes) {}

    std::string_view run() {
        for (; at_ < bytes_.size(); ++at_) {
            if (at("<!--")) {
                // The dashes of the beginning may be those of the end: `<!-->`.
                skip_behind("-->", at_ + 2);
            } else if (at("<meta") && (is_space(at_ + 5) || is(at_ + 5, '/'))) {
                at_ += 5;
                if (const std::string_view name = read_meta(); !name.empty()) return name;
            } else if (is(at_, '<') && is_alpha(at_ + (is(at_ + 1, '/') ? 2 : 1))) {
                at_ = std::min(bytes_.find_first_of("\t\n\f\r >", at_), bytes_.size());
                while (next_attribute()) {
                }
            } else if (at("<!") || at("</") || at("<?")) {
                skip_behind(">", at_);
            }
        }
        return {};
    }

private:
    bool is(std::size_t i, char c) const noexcept { return i < bytes_.size() && bytes_[i] == c; }
    bool is_space(std::size_t i) const noexcept {
        return i < bytes_.size() && core::is_ascii_space(bytes_[i]);
    }
    bool is_alpha(std::size_t i) const noexcept {
        return i < bytes_.size() && core::is_ascii_alpha(bytes_[i]);
    }
    bool at(std::string_view lower) const noexcept {
        return core::starts_with_ignoring_ascii_case(bytes_.substr(at_), lower);
    }

    /// Onto the last byte of `end`; the loop steps behind it.
    void skip_behind(std::string_view end, std::size_t from) noexcept {
        const std::size_t found = bytes_.find(end, std::min(from, bytes_.size()));
        at_ = found == std::string_view::npos ? bytes_.size() : found + end.size() - 1;
    }

    void skip_space() noexcept {
        while (is_space(at_)) ++at_;
    }

    /// https://html.spec.whatwg.org/#concept-get-attributes-when-sniffing; nullopt at the tag's end,
    /// with the position on its `>`, and at the end of the window.
    std::optional<RawAttribute> next_attribute() noexcept {
        while (is_space(at_) || is(at_, '/')) ++at_;
        if (at_ >= bytes_.size() || bytes_[at_] == '>') return std::nullopt;
        const std::size_t name_start = at_++;
        at_ = std::min(bytes_.find_first_of("\t\n\f\r />=", at_), bytes_.size());
        RawAttribute attribute{.name = bytes_.substr(name_start, at_ - name_start), .value = {}};
        skip_space();
        if (!is(at_, '=')) return attribute;
        ++at_;
        skip_space();
        if (is(at_, '"') || is(at_, '\'')) {
            const std::size_t end = bytes_.find(bytes_[at_], at_ + 1);
            if (end == std::string_view::npos) {
                at_ = bytes_.size();
                return std::nullopt;
            }
            attribute.value = bytes_.substr(at_ + 1, end - at_ - 1);
            at_ = end + 1;
            return attribute;
        }
        const std::size_t end = std::min(bytes_.find_first_of("\t\n\f\r >", at_), bytes_.size());
        attribute.value = bytes_.substr(at_, end - at_);
        at_ = end;
        return attribute;
    }

    std::string_view read_meta() noexcept {
        bool got_pragma = false;
        bool seen_pragma = false;
        bool need_pragma = false;
        std::optional<std::string_view> charset;  // a name; empty when the label is unknown
        bool charset_attribute = false;
        bool seen_content = false;
        while (const auto attribute = next_attribute()) {
            const auto named = [&](std::string_view name) {
                return core::equals_ignoring_ascii_case(attribute->name, name);
            };
            if (named("http-equiv") && !seen_pragma) {
                seen_pragma = true;
                got_pragma = core::equals_ignoring_ascii_case(attribute->value, "content-type");
            } else if (named("content") && !seen_content) {
                seen_content = true;
                const std::string_view name = encoding_for_label(charset_in_meta_content(attribute->value));
                if (!name.empty() && !charset) {
                    charset = name;
                    need_pragma = true;
                }
            } else if (named("charset") && !charset_attribute) {
                charset_attribute = true;
                charset = encoding_for_label(attribute->value);
                need_pragma = false;
            }
        }
        if (at_ >= bytes_.size()) return {};  // the window ended inside the tag
        if (!charset || (need_pragma && !got_pragma)) return {};
        return *charset;
    }

    std::string_view bytes_;
    std::size_t at_ = 0;
};

/// https://html.spec.whatwg.org/#xml-declaration-encoding, for `<?xml … encoding="…"?>`.
std::string_view xml_declaration_encoding(std::string_view bytes) noexcept {
    if (!bytes.starts_with("<?xml")) return {};
    const std::string_view declaration = bytes.substr(0, bytes.find('>'));
    std::size_t at = declaration.find("encoding");
    if (at == std::string_view::npos) return {};
    const auto skip_controls = [&] {
        while (at < declaration.size() && static_cast<unsigned char>(declaration[at]) <= 0x20) ++at;
    };
    at += std::string_view("encoding").size();
    skip_controls();
    if (at >= declaration.size() || declaration[at] != '=') return {};
    ++at;
    skip_controls();
    if (at >= declaration.size() || (declaration[at] != '"' && declaration[at] != '\'')) return {};
    const std::size_t end = declaration.find(declaration[at], at + 1);
    if (end == std::string_view::npos) return {};
    return encoding_for_label(declaration.substr(at + 1, end - at - 1));
}

/// What was read as ASCII is not UTF-16, whatever it says.
std::string_view as_ascii_superset(std::string_view name) noexcept {
    if (name == k_utf16le || name == k_utf16be) return k_utf8;
    return name == "x-user-defined" ? k_windows_1252 : name;
}

}  // namespace

std::string_view charset_in_meta_content(std::string_view content) noexcept {
    constexpr std::string_view k_charset = "charset";
    for (std::size_t at = 0; at < content.size(); ++at) {
        if (!core::starts_with_ignoring_ascii_case(content.substr(at), k_charset)) continue;
        std::string_view rest = core::trim(content.substr(at + k_charset.size()));
        if (!rest.starts_with('=')) continue;
        rest = core::trim(rest.substr(1));
        if (rest.starts_with('"') || rest.starts_with('\'')) {
            const std::size_t end = rest.find(rest.front(), 1);
            return end == std::string_view::npos ? std::string_view{} : rest.substr(1, end - 1);
        }
        return rest.substr(0, rest.find_first_of("\t\n\f\r ;"));
    }
    return {};
}

std::string_view prescan_encoding(std::string_view bytes) {
    using namespace std::string_view_literals;
    bytes = bytes.substr(0, k_prescan_bytes);
    if (bytes.starts_with("<\0?\0x\0"sv)) return k_utf16le;
    if (bytes.starts_with("\0<\0?\0x"sv)) return k_utf16be;
    const std::string_view meta = Prescan(bytes).run();
    return as_ascii_superset(meta.empty() ? xml_declaration_encoding(bytes) : meta);
}

}  // namespace linktender::page
