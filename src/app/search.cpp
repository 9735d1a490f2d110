#include "linktender/app/search.hpp"

#include <fmt/format.h>

#include <iterator>
#include <ostream>

#include "linktender/app/config_file.hpp"
#include "linktender/core/log.hpp"
#include "linktender/core/text.hpp"
#include "linktender/report/occurrence_lines.hpp"
#include "linktender/store/reader.hpp"

namespace linktender::app {

namespace {

std::string text_of(const store::SearchHit& hit) {
    const auto& check = hit.link.check;
    const std::string title =
        check && check->metadata ? core::escape_control(check->metadata->title) : std::string();
    std::string text =
        fmt::format("{}  [{}]\n", core::escape_control(hit.link.url), to_string(hit.link.state.state));
    if (!title.empty()) text += fmt::format("    {}\n", title);
    for (const store::SearchHit::Place& place : hit.places)
        text += fmt::format("    {}:{}:{}  {}\n", core::escape_control(place.file), place.line, place.column,
                            core::escape_control(place.text));
    return text;
}

std::string json_of(const store::SearchHit& hit) {
    std::string json = "{\"url\":";
    report::append_json_string(json, hit.link.url);
    json += fmt::format(",\"state\":\"{}\",\"title\":", to_string(hit.link.state.state));
    report::append_json_string(
        json, hit.link.check && hit.link.check->metadata ? hit.link.check->metadata->title : std::string());
    json += ",\"occurrences\":[";
    for (const store::SearchHit::Place& place : hit.places) {
        if (json.back() != '[') json += ',';
        json += "{\"file\":";
        report::append_json_string(json, place.file);
        json += fmt::format(",\"line\":{},\"column\":{},\"text\":", place.line, place.column);
        report::append_json_string(json, place.text);
        json += '}';
    }
    return json + "]}\n";
}

}  // namespace

ExitCode search(const Settings& settings, const std::vector<std::string>& words, std::size_t limit,
                const std::vector<OutputTarget>& outputs) {
    const OutputTarget& target = outputs.front();
    if (outputs.size() != 1 || (target.format != Format::text && target.format != Format::jsonl))
        throw ConfigError("search writes text or jsonl, one of them");
    const store::Reader reader(database_of(settings));
    std::size_t found = 0;
    write_output(target, [&](std::ostream& out) {
        reader.search(words, limit, [&](const store::SearchHit& hit) {
            ++found;
            out << (target.format == Format::text ? text_of(hit) : json_of(hit));
        });
    });
    if (found == 0) core::log::warn("nothing in the database has all of these words");
    if (found == limit) core::log::warn("only the first {}; --limit shows more", limit);
    return ExitCode::ok;
}

}  // namespace linktender::app
