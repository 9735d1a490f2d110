#include "linktender/page/facts.hpp"

#include <optional>
#include <utility>

#include "claims.hpp"
#include "clean.hpp"
#include "linktender/core/text.hpp"
#include "linktender/page/charset.hpp"
#include "linktender/page/document.hpp"
#include "linktender/url/url.hpp"
#include "media_type.hpp"
#include "metadata.hpp"
#include "refresh.hpp"
#include "skeleton.hpp"
#include "text.hpp"

namespace linktender::page {

namespace {

constexpr std::size_t k_visible_bytes = std::size_t{64} * 1024;
constexpr std::size_t k_html_title_bytes = 1024;

std::string_view describe(DocumentError error) noexcept {
    return error == DocumentError::out_of_time ? "cpu-time" : "memory";
}

/// The whole page; where the guard ends that, its skeleton with the text; at last without.
/// `skeleton` holds the text that the document refers to.
std::optional<Document> parse_what_fits(PageFacts& facts, std::string& skeleton) {
    if (auto whole = Document::parse(facts.decoded)) {
        return std::move(*whole);
    } else {
        facts.cut = true;
        facts.cut_reason = describe(whole.error());
    }
    for (const SkeletonPart part : {SkeletonPart::with_text, SkeletonPart::head_only}) {
        skeleton = skeleton_of(facts.decoded, part);
        if (auto left = Document::parse(skeleton)) return std::move(*left);
    }
    return std::nullopt;
}

void read_visible_text(const Node& body, PageFacts& facts) {
    Line line(k_visible_bytes);
    collect_text(body, {.leave_out_hidden = true, .count_all = true}, line);
    facts.visible_length = line.length();
    facts.visible_text = line.take();
}

std::optional<url::Url> base_element(const std::vector<Claim>& claims, const url::Url* url) {
    const std::string* const href = find_claim(claims, ClaimFrom::base, {});
    if (href == nullptr) return std::nullopt;
    const auto base = url::parse(*href, url);
    return base ? std::optional(*base) : std::nullopt;
}

void read_refresh(const std::vector<Claim>& claims, const url::Url* base, PageFacts& facts) {
    const std::string* const content = find_claim(claims, ClaimFrom::pragma, "refresh");
    if (content == nullptr) return;
    if (auto refresh = parse_refresh(*content, base)) {
        facts.meta_refresh_url = std::move(refresh->url);
        facts.meta_refresh_delay = refresh->delay;
    }
}

void read_document(const Document& document, const url::Url* url, PageFacts& facts) {
    read_visible_text(document.find("body"), facts);
    const std::vector<Claim> claims = collect_claims(document);
    const std::optional<url::Url> base = base_element(claims, url);
    const url::Url* const base_url = base ? &*base : url;
    if (const std::string* const title = find_claim(claims, ClaimFrom::title, {}))
        facts.html_title = core::truncate_utf8(*title, k_html_title_bytes);
    facts.metadata =
        build_metadata({.claims = claims, .url = url, .base = base_url, .visible_text = facts.visible_text});
    read_refresh(claims, base_url, facts);
}

}  // namespace

PageFacts analyse(const PageInput& input) {
    PageFacts facts;
    facts.kind = kind_of(parse_media_type(input.content_type).essence, input.body);
    if (facts.kind != PageFacts::Kind::html && facts.kind != PageFacts::Kind::text) return facts;
    const auto url = url::parse(input.url);
    Decoded decoded = decode_page(input.body, input.content_type, url ? url->host() : std::string_view{});
    facts.encoding = decoded.encoding;
    facts.decoded = std::move(decoded.text);
    if (facts.kind == PageFacts::Kind::text) {
        Line line(k_visible_bytes);
        line.add(facts.decoded);
        facts.visible_length = line.length();
        facts.visible_text = line.take();
        return facts;
    }
    std::string skeleton;
    if (const auto document = parse_what_fits(facts, skeleton))
        read_document(*document, url ? &*url : nullptr, facts);
    return facts;
}

}  // namespace linktender::page
