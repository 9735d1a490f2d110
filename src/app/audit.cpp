#include "linktender/app/audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "linktender/app/config_file.hpp"
#include "linktender/app/crawler.hpp"
#include "linktender/app/reporting.hpp"
#include "linktender/app/together.hpp"
#include "linktender/app/version.hpp"
#include "linktender/core/log.hpp"
#include "linktender/report/model.hpp"
#include "linktender/store/reader.hpp"
#include "linktender/store/writer.hpp"
#include "reading.hpp"
#include "sieve.hpp"
#include "store_memory.hpp"

namespace linktender::app {

namespace {

/// Judges what needs no request, and marks all links that need none: those that are excluded, told by their
/// form, or were checked within the settings' max_age.
std::vector<bool> pass_over(const Settings& settings, const crawl::LinkList& links,
                            const verdict::RuleSet& rules, const store::Reader& reader, store::Writer& writer,
                            store::RunId run, const core::Clock& clock) {
    const Sieve sieve(settings, rules);
    const core::TimePoint now = clock.now();
    std::vector<bool> passed_over(links.size(), true);
    for (std::size_t i = 0; i < links.size(); ++i) {
        const url::Url link = *url::parse(links[i]);
        if (auto check = sieve.judge(link, now)) {
            writer.put_check(run, *std::move(check));
        } else if (!settings.offline) {
            const auto last = settings.max_age ? reader.last_checked(link.without_fragment()) : std::nullopt;
            // A check from the future comes from a clock that was wrong; it proves nothing about today.
            if (!last || *last > now || now - *last > *settings.max_age) passed_over[i] = false;
        }
    }
    return passed_over;
}

}  // namespace

ExitCode audit(const Settings& given, const std::vector<std::string>& inputs,
               const std::vector<OutputTarget>& outputs, const Terminal& terminal) {
    Settings settings = given;
    if (settings.database.empty()) settings.database = default_database();
    const verdict::RuleSet rules = load_rules(settings);
    const core::RealClock clock;

    store::Writer writer(settings.database);
    const store::RunId run = writer.begin_run(
        {.started_at = clock.now(), .tool = fmt::format("linktender {}", version()), .inputs = inputs});
    Reading reading = read_inputs(settings, inputs, writer, run);
    writer.flush();
    const store::Reader reader(settings.database);  // opening one takes as long as checking fifty links
    if (settings.accept_language.empty()) settings.accept_language = reading.languages.accepted();
    const std::vector<bool> passed_over =
        pass_over(settings, reading.links, rules, reader, writer, run, clock);
    writer.flush();

    core::log::info("{} links to request", std::ranges::count(passed_over, false));
    StoreMemory memory(reader, writer, run, clock.now());
    const CrawlResult crawled = crawl_links(
        settings, rules, reading.links, memory,
        [&](store::CheckRecord record) { writer.put_check(run, std::move(record)); }, terminal.progress,
        passed_over);
    reading.links = {};
    if (crawled.end == crawl::RunEnd::complete && !settings.offline) {
        writer.flush();
        const auto ask = [&](const crawl::LinkList& links, crawl::Memory& nothing,
                             const crawl::Pipeline::Sink& sink) {
            (void)crawl_links(settings, rules, links, nothing, sink, false);
        };
        judge_together(settings, ask, reader, writer, run, clock);
    }
    writer.finish_run(run, clock.now(), std::string(word_for(crawled.end)));
    writer.flush();

    if (crawled.end == crawl::RunEnd::network_down) {
        core::log::error(
            "the network is down: nothing resolves or connects, and {} did not answer either; no link was "
            "judged",
            fmt::join(settings.canary, ", "));
    }
    if (crawled.progress.left_out > 0) {
        core::log::warn(
            "{} links were left unchecked: their hosts stood behind bot walls or asked for a pause that is "
            "longer "
            "than a run; the next one goes on there",
            crawled.progress.left_out);
    }
    const report::Model model = build_report(settings, reader, run, outputs, terminal);
    write_reports(settings, model, outputs, terminal);
    const bool incomplete =
        crawled.end != crawl::RunEnd::complete || reading.problems > 0 || crawled.progress.failed_here > 0;
    return incomplete ? ExitCode::failed : exit_code_for(settings, model);
}

}  // namespace linktender::app
