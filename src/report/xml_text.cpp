#include "xml_text.hpp"

#include "linktender/core/text.hpp"

namespace linktender::report {

namespace {

/// Noncharacters that XML 1.0 leaves out of its Char production.
constexpr std::string_view k_fffe = "\xEF\xBF\xBE";
constexpr std::string_view k_ffff = "\xEF\xBF\xBF";

}  // namespace

std::string xml_text(std::string_view text) {
    const std::string shown = core::escape_control(text);
    std::string out;
    out.reserve(shown.size() + 16);
    for (std::size_t at = 0; at < shown.size(); ++at) {
        const std::string_view rest = std::string_view(shown).substr(at);
        switch (rest.front()) {
            case '&': out += "&amp;"; continue;
            case '<': out += "&lt;"; continue;
            case '>': out += "&gt;"; continue;
            case '"': out += "&quot;"; continue;
            case '\'': out += "&#39;"; continue;
            default: break;
        }
        if (rest.starts_with(k_fffe) || rest.starts_with(k_ffff)) {
            out += rest.starts_with(k_fffe) ? "\\ufffe" : "\\uffff";
            at += k_fffe.size() - 1;
        } else {
            out += rest.front();
        }
    }
    return out;
}

}  // namespace linktender::report
