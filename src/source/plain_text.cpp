#include "plain_text.hpp"

#include <utility>
#include <vector>

#include "bare_urls.hpp"
#include "linktender/page/references.hpp"

namespace linktender::source {

Reading read_plain_text(const IssueText& text) {
    Reading reading;
    page::CharRefs refs;
    std::vector<Span> addresses;
    find_bare_urls(text.text(), {0, text.text().size()}, Escapes::none, addresses);
    for (const Span& address : addresses) {
        Found found;
        found.use = address.begin;
        found.address = address;
        found.form = Form::bare;
        found.decoded = decode_bare_url(address.of(text.text()), Escapes::none, refs);
        reading.links.push_back(std::move(found));
    }
    return reading;
}

}  // namespace linktender::source
