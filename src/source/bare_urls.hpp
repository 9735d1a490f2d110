// Addresses in running text: `see https://example.org/a, or www.example.org`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "linktender/page/references.hpp"
#include "span.hpp"

namespace linktender::source {

/// How the text is written: as it is, or with Markdown's backslashes and character references.
enum class Escapes : unsigned char { none, markdown };

/// Adds the addresses in `within` to `found`, in order. One begins with `http://` or `https://`
/// after anything but a letter or digit, or with `www.` and two more labels, as GitHub has it. It
/// ends before
/// - white space, a control character, `<`, `>`, `"` or a backtick;
/// - punctuation and brackets of Chinese, Japanese and Korean writing, such as ，。（》, and the
///   quotation marks “ ” ‘ ’, dashes and ellipses that go with it. Letters of those scripts belong to it;
/// - a bracket ( ) [ ] { } without its partner in the address;
/// - the quote or emphasis mark that stands right before it;
/// - punctuation at its end: . , : ; ! ? ' * _ ~ | \ and, in Markdown, a named character reference.
void find_bare_urls(std::string_view text, Span within, Escapes escapes, std::vector<Span>& found);

/// What such an address says: without Markdown's escapes, with the scheme that `www.` leaves out.
/// Empty when that is how it is written.
[[nodiscard]] std::string decode_bare_url(std::string_view raw, Escapes escapes, page::CharRefs& refs);

}  // namespace linktender::source
