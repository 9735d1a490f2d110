#include "host_adapters.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "json_reader.hpp"
#include "linktender/core/text.hpp"
#include "linktender/page/references.hpp"
#include "script_string.hpp"

namespace linktender::page {

namespace {

using namespace std::string_view_literals;

constexpr int k_most_places = 4;  // looked at for one name

/// How the value behind a name in a script stands there.
enum class Form : std::uint8_t {
    text,     ///< a string, perhaps inside a call: `htmlDecode("…")`
    instant,  ///< a string with a time; where it has no zone it is China's
};

/// One variable or member of a host's scripts. The first row of a key that has a value gives it.
struct Variable {
    std::string_view host;
    std::string_view key;
    std::string_view name;
    std::string_view call = {};  ///< its value is the argument of that function
    Form form = Form::text;
};

// WeChat writes articles, pictures and videos by different templates, and has changed them over the years.
constexpr std::string_view k_wechat = "mp.weixin.qq.com";
constexpr std::array k_variables{
    Variable{k_wechat, "title", "var msg_title"},
    Variable{k_wechat, "title", "title", "JsDecode"},
    Variable{k_wechat, "site", "var nickname"},
    Variable{k_wechat, "site", "nick_name", "JsDecode"},
    Variable{k_wechat, "published", "var ct", {}, Form::instant},
    Variable{k_wechat, "published", "ori_create_time", {}, Form::instant},
    Variable{k_wechat, "published", "createTime", {}, Form::instant},
    Variable{k_wechat, "published", "publish_time", {}, Form::instant},
    Variable{k_wechat, "image", "msg_cdn_url"},
};

/// What stands in front of each title of a host.
struct Prefix {
    std::string_view domain;
    std::string_view text;
};
constexpr std::array k_prefixes{Prefix{"github.com", "GitHub - "}};

struct Name {
    std::string_view domain;
    std::string_view site;
};
constexpr std::array k_names{Name{"zhihu.com", "知乎"}, Name{"arxiv.org", "arXiv"},
                             Name{"github.com", "GitHub"}};

bool is_name_character(char c) noexcept {
    return core::is_ascii_alnum(c) || c == '_' || c == '$';
}

bool is_in_script(std::string_view html, std::size_t at) noexcept {
    constexpr std::size_t k_script_bytes = std::size_t{1} << 20U;
    const std::size_t begin = at - std::min(at, k_script_bytes);
    const std::string_view before = html.substr(begin, at - begin);
    const std::size_t open = before.rfind("<script");
    const std::size_t close = before.rfind("</script");
    return open != std::string_view::npos && (close == std::string_view::npos || close < open);
}

std::string_view behind_space(std::string_view text) noexcept {
    while (!text.empty() && core::is_ascii_space(text.front())) text.remove_prefix(1);
    return text;
}

/// Behind a name: `= "…"`, `: '…'`, `= htmlDecode("…")`. The content as written.
std::optional<std::string_view> string_behind(std::string_view text, std::string_view call) noexcept {
    text = behind_space(text.substr(0, k_claim_bytes));
    if (!text.starts_with('=') && !text.starts_with(':')) return std::nullopt;
    text = behind_space(text.substr(1));
    const auto* const name_end = std::find_if_not(text.begin(), text.end(), is_name_character);
    const std::string_view name = text.substr(0, static_cast<std::size_t>(name_end - text.begin()));
    if (!call.empty() && name != call) return std::nullopt;
    text.remove_prefix(name.size());
    if (!name.empty() && !text.starts_with('(')) return std::nullopt;
    if (!name.empty()) text = behind_space(text.substr(1));
    if (!text.starts_with('"') && !text.starts_with('\'')) return std::nullopt;
    for (std::size_t i = 1; i < text.size() && text[i] != '\n'; ++i) {
        if (text[i] == '\\') {
            ++i;
        } else if (text[i] == text.front()) {
            return text.substr(1, i - 1);
        }
    }
    return std::nullopt;
}

/// The first string that is not empty and belongs to that name in a script.
std::string script_value(std::string_view html, const Variable& variable) {
    const std::string_view name = variable.name;
    int places = 0;
    for (std::size_t at = html.find(name); at != std::string_view::npos && places < k_most_places;
         at = html.find(name, at + 1)) {
        if (at > 0 && is_name_character(html[at - 1])) continue;
        const auto raw = string_behind(html.substr(at + name.size()), variable.call);
        if (!raw || raw->empty()) continue;
        ++places;
        if (is_in_script(html, at))
            return CharRefs().decode(decode_script_escapes(*raw), CharRefs::Rules::text);
    }
    return {};
}

std::string in_china(std::string text) {
    const bool number = std::all_of(text.begin(), text.end(), core::is_ascii_digit);
    const bool has_clock = text.find(':') != std::string::npos;
    return number || !has_clock ? text : text + " +08:00";
}

/// The text of the element with that id, when it holds no other.
std::string text_of_id(std::string_view html, std::string_view id) {
    constexpr std::size_t k_bytes = 512;
    const std::size_t at = html.find("id=\"" + std::string(id) + '"');
    if (at == std::string_view::npos) return {};
    const std::string_view near = html.substr(at, k_bytes);
    const std::size_t begin = near.find('>');
    if (begin == std::string_view::npos) return {};
    const std::size_t end = near.find("</", begin);
    if (end == std::string_view::npos) return {};
    const std::string_view text = near.substr(begin + 1, end - begin - 1);
    return text.find('<') == std::string_view::npos ? CharRefs().decode(text, CharRefs::Rules::text)
                                                    : std::string{};
}

bool has_key(const std::vector<Claim>& claims, std::string_view key) noexcept {
    return std::any_of(claims.begin(), claims.end(), [&](const Claim& claim) { return claim.key == key; });
}

void read_variables(std::string_view host, std::string_view html, std::vector<Claim>& found) {
    for (const Variable& variable : k_variables) {
        if (variable.host != host || has_key(found, variable.key)) continue;
        std::string value = script_value(html, variable);
        if (variable.form == Form::instant) value = in_china(std::move(value));
        if (!value.empty()) found.push_back({ClaimFrom::host, std::string(variable.key), std::move(value)});
    }
}

/// Articles and answers of Zhihu stand in the state that its scripts start from, under the number
/// that the path ends with: `"51563760":{…,"created":1552011021,…}`.
void read_zhihu(const url::Url& url, std::string_view html, std::vector<Claim>& found) {
    constexpr std::size_t k_state_bytes = std::size_t{1} << 20U;
    const std::size_t state = html.find("js-initialData");
    const std::string_view id = url.path().substr(url.path().rfind('/') + 1);
    if (state == std::string_view::npos || id.empty()) return;
    const std::string member = '"' + std::string(id) + "\":";
    const std::size_t at = html.find(member, state);
    if (at == std::string_view::npos) return;
    JsonReader reader(html.substr(at + member.size(), k_state_bytes));
    int depth = 0;
    bool in_author = false;
    do {
        const JsonPiece piece = reader.next();
        if (piece.kind == JsonPiece::Kind::end) return;
        const bool begins =
            piece.kind == JsonPiece::Kind::begin_object || piece.kind == JsonPiece::Kind::begin_array;
        const bool ends =
            piece.kind == JsonPiece::Kind::end_object || piece.kind == JsonPiece::Kind::end_array;
        depth += begins ? 1 : ends ? -1 : 0;
        if (begins && depth == 2) in_author = piece.key == "author";
        if (depth == 1 && (piece.key == "created" || piece.key == "createdTime"))
            found.push_back({ClaimFrom::host, "published", std::string(piece.value)});
        if (depth == 2 && in_author && piece.key == "name")
            found.push_back({ClaimFrom::host, "author", decode_script_escapes(piece.value)});
    } while (depth > 0);
}

bool is_below(std::string_view host, std::string_view domain) noexcept {
    return host.ends_with(domain) &&
           (host.size() == domain.size() || host[host.size() - domain.size() - 1] == '.');
}

}  // namespace

std::vector<Claim> host_claims(const url::Url& url, std::string_view html, const std::vector<Claim>& claims) {
    std::vector<Claim> found;
    const std::string_view host = url.host();
    read_variables(host, html, found);
    if (host == k_wechat) {
        // The title for sharing is the title; the one in the script is what is left without it.
        const std::string* const shared = find_claim(claims, ClaimFrom::meta, "og:title");
        if (shared != nullptr && !core::trim(*shared).empty())
            std::erase_if(found, [](const Claim& claim) { return claim.key == "title"; });
        if (!has_key(found, "site"))
            if (std::string name = text_of_id(html, "js_name"); !core::trim(name).empty())
                found.push_back({ClaimFrom::host, "site", std::move(name)});
    }
    if (is_below(host, "zhihu.com")) read_zhihu(url, html, found);
    return found;
}

std::string_view without_host_prefix(std::string_view title, std::string_view host) noexcept {
    for (const Prefix& prefix : k_prefixes) {
        if (is_below(host, prefix.domain) && title.starts_with(prefix.text))
            return title.substr(prefix.text.size());
    }
    // `[1812.00332] Title`
    if (is_below(host, "arxiv.org") && title.starts_with('[')) {
        const std::size_t end = title.find("] ");
        const bool number = end != std::string_view::npos && end > 1 && core::is_ascii_digit(title[end - 1]);
        if (number) return core::trim(title.substr(end + 2));
    }
    return title;
}

std::string_view site_of_host(std::string_view host) noexcept {
    const auto* const found = std::find_if(k_names.begin(), k_names.end(),
                                           [&](const Name& name) { return is_below(host, name.domain); });
    return found == k_names.end() ? std::string_view{} : found->site;
}

}  // namespace linktender::page
