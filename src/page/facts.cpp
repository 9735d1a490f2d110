#include "linktender/page/facts.hpp"

#include <chrono>
#include <optional>
#include <utility>

#include "claims.hpp"
#include "clean.hpp"
#include "line.hpp"
#include "linktender/core/text.hpp"
#include "linktender/page/charset.hpp"
#include "linktender/page/document.hpp"
#include "linktender/url/url.hpp"
#include "media_type.hpp"
#include "metadata.hpp"
#include "pdf_title.hpp"
#include "refresh.hpp"
#include "scan.hpp"

namespace linktender::page {

namespace {

constexpr std::size_t k_visible_bytes = std::size_t{64} * 1024;
constexpr std::size_t k_html_title_bytes = 1024;

std::string_view describe(DocumentError error) noexcept {
    return error == DocumentError::out_of_time ? "cpu-time" : "memory";
}

// A digest is small: one that takes longer was made to. Together with the whole tree that a rule may
// ask for, a page stays below 300 ms.
constexpr DocumentLimits k_digest_limits{.cpu_time = std::chrono::milliseconds(30)};
constexpr DocumentLimits k_flat_limits{.cpu_time = std::chrono::milliseconds(20)};

/// Where the guard ends the parse, what is left is metadata without bylines and headings.
std::vector<Claim> claims_of(const std::string& digest, PageFacts& facts) {
    const auto document = Document::parse(digest, k_digest_limits);
    if (document) return collect_claims(*document);
    facts.cut = true;
    facts.cut_reason = describe(document.error());
    const std::string flat = flat_digest(facts.decoded);
    const auto left = Document::parse(flat, k_flat_limits);
    return left ? collect_claims(*left) : std::vector<Claim>{};
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

void read_page(const url::Url* url, core::TimePoint now, PageFacts& facts) {
    Scan scanned = scan(facts.decoded, k_visible_bytes);
    facts.visible_text = std::move(scanned.visible_text);
    facts.visible_length = scanned.visible_length;
    const std::vector<Claim> claims = claims_of(scanned.digest, facts);
    const std::optional<url::Url> base = base_element(claims, url);
    const url::Url* const base_url = base ? &*base : url;
    if (const std::string* const title = find_claim(claims, ClaimFrom::title, {}))
        facts.html_title = core::truncate_utf8(*title, k_html_title_bytes);
    facts.metadata = build_metadata({.claims = claims,
                                     .url = url,
                                     .base = base_url,
                                     .visible_text = facts.visible_text,
                                     .html = facts.decoded,
                                     .now = now});
    read_refresh(claims, base_url, facts);
}

}  // namespace

PageFacts analyse(const PageInput& input) {
    PageFacts facts;
    facts.kind = kind_of(parse_media_type(input.content_type).essence, input.body);
    if (facts.kind == PageFacts::Kind::pdf) {
        facts.metadata.title = pdf_title(input.body);
        if (!facts.metadata.title.empty()) facts.metadata.sources.title = "pdf";
    }
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
    read_page(url ? &*url : nullptr, input.now, facts);
    return facts;
}

}  // namespace linktender::page
