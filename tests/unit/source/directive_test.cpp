#include "helpers.hpp"

using namespace linktender::source;

namespace {

/// The addresses that are switched off, each with the reason.
Links disabled(std::string_view bytes, Format format = Format::markdown) {
    Links links;
    for (const Occurrence& occurrence : extract_ok(bytes, format).occurrences)
        if (occurrence.disabled) links.push_back(occurrence.raw + ":" + occurrence.disabled_reason);
    return links;
}

}  // namespace

TEST_CASE("source: comments switch links off, and the links are still listed", "[source]") {
    const std::string_view markdown =
        "[a](1)\n\n<!-- linktender-disable known  dead\n-->\n[b](2)\n\n- [c](3)\n<!-- linktender-enable "
        "-->\n[d](4)\n\n"
        "<!-- linktender-disable-next-line -->\n[e](5)\n[f](6) <!-- linktender-disable-line why --> "
        "[g](7)\n[h](8)\n";

    CHECK(disabled(markdown) == Links{"2:known dead", "3:known dead", "5:", "6:why", "7:why"});
    CHECK(extract_ok(markdown).occurrences.size() == 8);
}

TEST_CASE("source: the comments of other link checkers are honoured", "[source]") {
    CHECK(
        disabled(
            "<!-- markdown-link-check-disable -->\n[a](1)\n<!-- markdown-link-check-enable -->\n[b](2)\n") ==
        Links{"1:"});
    CHECK(disabled("<!--mlc-disable-next-line-->\n[a](1)\n") == Links{"1:"});
    CHECK(disabled("<a href=1>\n<!-- linktender-disable-line --><a href=2>\n<a href=3>", Format::html) ==
          Links{"2:"});
}

TEST_CASE("source: a comment that is shown to readers, or asks for something else, switches nothing off",
          "[source]") {
    CHECK(disabled("`<!-- linktender-disable -->` [a](1)\n").empty());
    CHECK(disabled("    <!-- linktender-disable -->\n\n[a](1)\n").empty());
    CHECK(disabled("<!-- linktender-disabled -->\n[a](1)\n").empty());
    CHECK(disabled("<!-- see linktender-disable -->\n[a](1)\n").empty());
    CHECK(disabled("<!-- linktender-enable -->\n[a](1)\n").empty());
}
