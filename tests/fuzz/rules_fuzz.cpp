// Rule files: any text gives rules or an error that names the file, and what was read can be tried
// on a page without harm.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "linktender/verdict/judge.hpp"
#include "linktender/verdict/rules.hpp"

namespace {

using namespace linktender;

verdict::Evidence some_evidence() {
    verdict::Evidence evidence;
    if (auto url = url::parse("https://a.example/s/1?x=2")) evidence.url = *url;
    evidence.final_url = "https://b.example/404";
    evidence.status = 200;
    evidence.headers.add("server", "x");
    evidence.page.kind = page::PageFacts::Kind::html;
    evidence.page.decoded =
        "<html><body class=a><h1 id=x>Page not found</h1><script>var x='y'</script></body></html>";
    evidence.page.html_title = "Page not found - Site";
    evidence.page.visible_text = "Page not found";
    evidence.page.visible_length = evidence.page.visible_text.size();
    return evidence;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const verdict::Evidence evidence = some_evidence();
    const std::string_view text(reinterpret_cast<const char*>(data), size);

    const auto rules = verdict::RuleSet::parse(text, "fuzz.toml");

    if (!rules) {
        if (rules.error().file != "fuzz.toml" || rules.error().message.empty()) std::abort();
        return 0;
    }
    const verdict::Verdict verdict = verdict::judge(evidence, *rules);
    if (verdict.reason.empty() || verdict.evidence.empty()) std::abort();
    if (verdict::lint(evidence.url, *rules) && rules->size() == 0) std::abort();
    return 0;
}
