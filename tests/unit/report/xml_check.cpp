#include "xml_check.hpp"

#include <regex>
#include <vector>

#include "linktender/core/text.hpp"

namespace linktender::report::test {

namespace {

const std::regex k_tag(R"re(<(/?)([A-Za-z][A-Za-z-]*)((?: [a-z:]+="[^"<]*")*)(/?)>)re");
const std::regex k_reference(R"re(&(amp|lt|gt|quot|#39);)re");

/// Every ampersand starts one of the references that we write.
bool has_bad_reference(const std::string& text) {
    for (std::size_t at = text.find('&'); at != std::string::npos; at = text.find('&', at + 1)) {
        if (!std::regex_search(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), k_reference,
                               std::regex_constants::match_continuous))
            return true;
    }
    return false;
}

}  // namespace

std::string xml_problem(std::string_view xml) {
    constexpr std::string_view k_declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    if (!core::is_valid_utf8(xml)) return "ill-formed UTF-8";
    if (!xml.starts_with(k_declaration)) return "no declaration";
    std::vector<std::string> open;
    for (std::size_t at = k_declaration.size(); at < xml.size();) {
        const std::size_t start = xml.find('<', at);
        const std::string between(xml.substr(at, start - at));
        if (has_bad_reference(between) || between.find("]]>") != std::string::npos) return "text: " + between;
        if (start == std::string_view::npos) break;
        const std::string tag(xml.substr(start, xml.find('>', start) + 1 - start));
        std::smatch parts;
        if (!std::regex_match(tag, parts, k_tag) || has_bad_reference(tag)) return "tag: " + tag;
        if (parts[1].length() > 0) {
            if (open.empty() || open.back() != parts[2]) return "closes what is not open: " + tag;
            open.pop_back();
        } else if (parts[4].length() == 0) {
            open.push_back(parts[2]);
        }
        at = start + tag.size();
    }
    return open.empty() ? std::string() : "left open: " + open.back();
}

}  // namespace linktender::report::test
