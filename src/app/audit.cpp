#include "linktender/app/audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "linktender/app/config_file.hpp"
#include "linktender/app/crawler.hpp"
#include "linktender/app/inputs.hpp"
#include "linktender/app/reporting.hpp"
#include "linktender/app/together.hpp"
#include "linktender/app/version.hpp"
#include "linktender/core/log.hpp"
#include "linktender/core/text.hpp"
#include "linktender/report/model.hpp"
#include "linktender/store/reader.hpp"
#include "linktender/store/writer.hpp"
#include "linktender/verdict/fold.hpp"
#include "linktender/verdict/link_filter.hpp"
#include "store_memory.hpp"

namespace linktender::app {

namespace {

/// What reading the inputs gave: the distinct links to look at, and how much could not be read.
struct Reading {
    crawl::LinkList links;
    std::size_t problems = 0;
    std::size_t anchors = 0;
    std::size_t chinese_anchors = 0;
};

/// Editors of a Chinese archive want to know what their readers see.
std::string_view languages_of(const Reading& reading) noexcept {
    constexpr std::size_t k_share = 5;  // one anchor in five: names of products are written in Latin
    return reading.chinese_anchors * k_share > reading.anchors ? "zh-CN,zh;q=0.9,en;q=0.5" : "en,*;q=0.5";
}

bool has_cjk(std::string_view text) noexcept {
    for (std::size_t at = 0; at < text.size();) {
        const core::CodePoint point = core::decode_utf8(text, at);
        if (verdict::is_cjk(point.value)) return true;
        at += point.length;
    }
    return false;
}

/// Stores every issue as it is read and collects the links they use, each once.
Reading read_inputs(const Settings& settings, const std::vector<std::string>& inputs, store::Writer& writer,
                    store::RunId run) {
    Reading reading;
    const auto keep = [](source::Issue issue) { return issue; };
    reading.problems = for_each_issue(inputs, settings, keep, [&](source::Issue issue) {
        for (const source::Occurrence& occurrence : issue.occurrences) {
            if (!occurrence.url || occurrence.disabled || occurrence.form == source::Form::definition)
                continue;
            reading.links.add(occurrence.url->without_fragment());
            ++reading.anchors;
            reading.chinese_anchors += has_cjk(occurrence.text) ? 1U : 0U;
        }
        writer.put_issue(run, std::move(issue));
    });
    return reading;
}

store::CheckRecord without_request(const url::Url& link, verdict::Verdict verdict, core::TimePoint now) {
    store::CheckRecord record;
    record.url = link.without_fragment();
    record.checked_at = now;
    record.flags = verdict.flags;
    record.verdict = std::move(verdict);
    record.attempts = 0;
    return record;
}

/// Judges what needs no request, and marks all links that need none: those that are excluded, told by their
/// form, or were checked within the settings' max_age.
std::vector<bool> pass_over(const Settings& settings, const crawl::LinkList& links,
                            const verdict::RuleSet& rules, const store::Reader& reader, store::Writer& writer,
                            store::RunId run, const core::Clock& clock) {
    const auto filter = verdict::LinkFilter::create(settings.include, settings.exclude);
    if (!filter) throw ConfigError("--include/--exclude: " + filter.error());
    const core::TimePoint now = clock.now();
    std::vector<bool> passed_over(links.size(), true);
    for (std::size_t i = 0; i < links.size(); ++i) {
        const url::Url link = *url::parse(links[i]);
        if (!filter->wants(link.href())) {
            writer.put_check(
                run, without_request(
                         link, {verdict::Outcome::skipped, "excluded", "left out by --exclude or --include"},
                         now));
        } else if (auto verdict = verdict::lint(link, rules)) {
            writer.put_check(run, without_request(link, *std::move(verdict), now));
        } else if (!settings.offline) {
            const auto last = settings.max_age ? reader.last_checked(link.without_fragment()) : std::nullopt;
            // A check from the future comes from a clock that was wrong; it proves nothing about today.
            if (!last || *last > now || now - *last > *settings.max_age) passed_over[i] = false;
        }
    }
    return passed_over;
}

std::string_view word_for(crawl::RunEnd end) {
    switch (end) {
        case crawl::RunEnd::complete: return "complete";
        case crawl::RunEnd::interrupted: return "interrupted";
        case crawl::RunEnd::network_down: return "network-down";
    }
    return "failed";
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
    if (settings.accept_language.empty()) settings.accept_language = languages_of(reading);
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
        judge_together(settings, rules, reader, writer, run, clock);
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
