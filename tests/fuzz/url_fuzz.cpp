// Parsing what a parsed Url serialises to gives the same Url, with and without a base, and what stands
// before the fragment is a URL of its own.
//
// The first line of the input is the base, the rest is the URL.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "linktender/url/host.hpp"
#include "linktender/url/url.hpp"

namespace {

using linktender::url::parse;
using linktender::url::Url;

void require(bool holds) {
    if (!holds) std::abort();
}

void require_same_parts(const Url& a, const Url& b) {
    require(a == b);
    require(a.without_fragment() == b.without_fragment());
    require(a.scheme() == b.scheme());
    require(a.username() == b.username());
    require(a.password() == b.password());
    require(a.host() == b.host());
    require(a.host_kind() == b.host_kind());
    require(a.port() == b.port());
    require(a.path() == b.path());
    require(a.query() == b.query());
    require(a.fragment() == b.fragment());
}

void check(const Url& url, const Url* base) {
    const auto again = parse(url.href());
    require(again.has_value());
    require_same_parts(url, *again);

    const auto with_base = parse(url.href(), base);
    require(with_base.has_value());
    require_same_parts(url, *with_base);

    const auto page = parse(url.without_fragment());
    require(page.has_value() && page->href() == url.without_fragment());

    const Url anonymous = without_credentials(url);
    require(anonymous.username().empty() && anonymous.password().empty());
    require(anonymous.host() == url.host() && anonymous.path() == url.path());
    const auto parsed = parse(anonymous.href());
    require(parsed.has_value());
    require_same_parts(anonymous, *parsed);

    (void)linktender::url::registrable_domain(url.host());
    (void)linktender::url::to_unicode(url.host());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::size_t line_end = text.find('\n');
    const std::string_view first = text.substr(0, line_end);
    const std::string_view rest = line_end == std::string_view::npos ? first : text.substr(line_end + 1);

    const auto base = parse(first);
    if (base) check(*base, nullptr);
    const auto url = parse(rest, base ? &*base : nullptr);
    if (url) check(*url, base ? &*base : nullptr);
    return 0;
}
