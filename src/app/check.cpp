#include "linktender/app/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <ostream>
#include <unordered_map>
#include <utility>

#include "linktender/app/config_file.hpp"
#include "linktender/app/crawler.hpp"
#include "linktender/core/log.hpp"
#include "linktender/core/text.hpp"
#include "linktender/report/render.hpp"
#include "linktender/verdict/judge.hpp"

namespace linktender::app {

namespace {

/// A URL as people type it: without a scheme it is https.
url::Url parse_argument(const std::string& argument) {
    auto parsed = url::parse(argument);
    if (!parsed && argument.find("://") == std::string::npos) parsed = url::parse("https://" + argument);
    if (!parsed)
        throw ConfigError(
            fmt::format("{}: {}", core::escape_control(argument), url::describe(parsed.error())));
    return *std::move(parsed);
}

}  // namespace

ExitCode check(const Settings& settings, const std::vector<std::string>& urls,
               const std::vector<OutputTarget>& outputs, const Terminal& terminal) {
    const OutputTarget& target = outputs.front();
    if (outputs.size() != 1 || (target.format != Format::text && target.format != Format::jsonl)) {
        throw ConfigError("check writes text or jsonl, one of them");
    }
    const verdict::RuleSet rules = load_rules(settings);
    std::vector<std::string> order;  // as given, each once
    std::unordered_map<std::string, store::CheckRecord> records;
    crawl::LinkList links;
    for (const std::string& argument : urls) {
        url::Url link = parse_argument(argument);
        std::string key(url::without_credentials(link).without_fragment());  // as records name it
        if (std::find(order.begin(), order.end(), key) != order.end()) continue;
        order.push_back(key);
        if (link.is_http()) {
            links.add(link.href());
        } else {
            records[key] = {
                .url = key, .checked_at = core::RealClock().now(), .verdict = *verdict::lint(link, rules)};
        }
    }

    Settings checked = settings;
    checked.canary.clear();  // whoever names a URL wants to know about that one
    crawl::Memory memory;
    std::mutex mutex;
    const CrawlResult crawled = crawl_links(
        checked, rules, links, memory,
        [&](store::CheckRecord record) {
            const std::lock_guard lock(mutex);
            std::string key = record.url;
            records.insert_or_assign(std::move(key), std::move(record));
        },
        terminal.progress);

    bool broken = false;
    write_output(target, [&](std::ostream& out) {
        for (const std::string& key : order) {
            const auto found = records.find(key);
            if (found == records.end()) continue;
            const report::RenderOptions options{.color = terminal.color && target.file.empty(),
                                                .verbosity = terminal.verbosity};
            if (target.format == Format::text)
                report::render_check(out, found->second, options);
            else
                report::render_check_json(out, found->second);
            broken |= verdict::is_broken(verdict::state_of(found->second.verdict.outcome));
        }
    });
    if (crawled.end != crawl::RunEnd::complete || records.size() < order.size()) return ExitCode::failed;
    return broken ? ExitCode::broken : ExitCode::ok;
}

}  // namespace linktender::app
