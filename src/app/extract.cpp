#include "linktender/app/extract.hpp"

#include <cstddef>
#include <ostream>

#include "linktender/app/config_file.hpp"
#include "linktender/app/inputs.hpp"
#include "linktender/report/occurrence_lines.hpp"

namespace linktender::app {

ExitCode extract(const Settings& settings, const std::vector<std::string>& inputs,
                 const std::vector<OutputTarget>& outputs) {
    if (outputs.size() != 1) throw ConfigError("extract writes one format; run it again for another");
    const OutputTarget& target = outputs.front();
    if (target.format != Format::text && target.format != Format::jsonl) {
        throw ConfigError("extract writes text or jsonl; for other formats use audit --offline");
    }
    const auto append = target.format == Format::jsonl ? report::append_json_line : report::append_text_line;

    std::size_t problems = 0;
    write_output(target, [&](std::ostream& out) {
        // Lines are made where the issue was read, on every core, and only written here.
        const auto render = [append](const source::Issue& issue) {
            std::string lines;
            for (const source::Occurrence& occurrence : issue.occurrences)
                append(lines, issue.file, occurrence);
            return lines;
        };
        problems = for_each_issue(inputs, settings, render, [&](const std::string& lines) { out << lines; });
    });
    return problems == 0 ? ExitCode::ok : ExitCode::failed;
}

}  // namespace linktender::app
