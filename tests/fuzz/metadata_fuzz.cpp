// What pages and files say about themselves, from any bytes. Properties:
// - every claim from scripts is valid UTF-8 where the page is, and there are few of them;
// - a date that is read reads the same again, and is not in the future;
// - the title of a PDF is one clean line;
// - an id that is written into a page is found as its fragment.
// The first byte chooses the reader.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "linktender/core/text.hpp"
#include "linktender/page/fragments.hpp"
#include "page/date.hpp"
#include "page/host_adapters.hpp"
#include "page/json_ld.hpp"
#include "page/pdf_title.hpp"

using namespace linktender;

namespace {

constexpr core::TimePoint k_now = std::chrono::sys_days{std::chrono::year{2021} / 3 / 10};

void require(bool holds) {
    if (!holds) std::abort();
}

void check_claims(const std::vector<page::Claim>& claims) {
    require(claims.size() <= 256);
    for (const page::Claim& claim : claims) require(core::is_valid_utf8(claim.value));
}

void check_scripts(std::string_view bytes) {
    const std::string text = core::to_valid_utf8(bytes);
    check_claims(page::json_ld_claims("<script type=application/ld+json>" + text));
    check_claims(page::json_ld_claims(text));
    for (const char* address : {"https://mp.weixin.qq.com/s/a", "https://zhuanlan.zhihu.com/p/1"}) {
        const auto url = url::parse(address);
        require(url.has_value());
        check_claims(page::host_claims(*url, "<script>" + text, {}));
    }
}

void check_date(std::string_view bytes) {
    const page::DateContext context{.host = "a.example.cn", .now = k_now};
    for (const std::string& date : {page::clean_date(bytes, context), page::date_in_path(bytes, context)}) {
        if (date.empty()) continue;
        require(date >= "1994-12-31" && date < "2021-03-14");
        require(date.size() == 10 ? core::parse_date(date).has_value() : core::parse_time(date).has_value());
        require(page::clean_date(date, context) == date);
    }
}

void check_pdf(std::string_view bytes) {
    const std::string title = page::pdf_title(bytes);
    require(core::is_valid_utf8(title) && title.size() <= 512);
    require(title.find("\uFFFD") == std::string::npos);
    require(title.find_first_of("\n\r\t") == std::string::npos);
    (void)page::find_fragment({.kind = page::PageFacts::Kind::pdf, .body = bytes, .fragment = "page=2"});
}

void check_fragment(std::string_view bytes) {
    const std::string text = core::to_valid_utf8(bytes);
    (void)page::find_fragment({.body = text, .visible_text = text, .fragment = text});
    (void)page::find_fragment({.body = text, .visible_text = text, .fragment = ":~:text=" + text});
    if (text.empty() || text.find_first_of("\"&%:\r") != std::string::npos ||
        text.find('\0') != std::string::npos)
        return;
    const std::string html = "<p id=\"" + text + "\">";
    if (text.front() == '/' || text.front() == '!') return;
    require(page::find_fragment({.body = html, .fragment = text}) == page::FragmentPresence::present);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    switch (data[0] % 4) {
        case 0: check_scripts(bytes); break;
        case 1: check_date(bytes); break;
        case 2: check_pdf(bytes); break;
        default: check_fragment(bytes); break;
    }
    return 0;
}
