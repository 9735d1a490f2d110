#include "linktender/app/explain.hpp"

#include <fmt/format.h>

#include <ostream>

#include "explanation.hpp"
#include "find_link.hpp"
#include "linktender/app/config_file.hpp"
#include "linktender/store/reader.hpp"

namespace linktender::app {

namespace {

/// A link checked every night for three years.
constexpr std::size_t k_checks_shown = 1000;

}  // namespace

ExitCode explain(const Settings& settings, const verdict::LadderOptions& ladder,
                 const std::vector<std::string>& urls, const std::vector<OutputTarget>& outputs) {
    const OutputTarget& target = outputs.front();
    const bool json = target.format == Format::json;
    if (outputs.size() != 1 || (!json && target.format != Format::text && target.format != Format::jsonl))
        throw ConfigError("explain writes text, json or jsonl, one of them");
    const core::TimePoint now = core::RealClock().now();
    const store::Reader reader(database_of(settings), now);
    std::string result = json ? R"({"schema":"linktender.explain/1","links":[)" : "";
    for (std::size_t i = 0; i < urls.size(); ++i) {
        const std::string url = find_link(reader, urls[i]);
        const Explanation explanation =
            explain_link(*reader.link(url), reader.history(url, k_checks_shown), k_checks_shown, ladder);
        if (target.format == Format::text)
            result += text_of(explanation, now, ladder);
        else
            result += (json && i > 0 ? "," : "") + json_of(explanation, now, ladder) + (json ? "" : "\n");
    }
    if (json) result += "]}\n";
    write_output(target, [&](std::ostream& out) { out << result; });
    return ExitCode::ok;
}

}  // namespace linktender::app
