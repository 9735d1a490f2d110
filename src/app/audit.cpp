#include "linktender/app/audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <ostream>
#include <utility>

#include "linktender/app/config_file.hpp"
#include "linktender/app/crawler.hpp"
#include "linktender/app/inputs.hpp"
#include "linktender/app/together.hpp"
#include "linktender/app/version.hpp"
#include "linktender/core/log.hpp"
#include "linktender/core/text.hpp"
#include "linktender/report/baseline.hpp"
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

/// Judges what needs no request, and leaves the links that do: those neither excluded nor checked
/// within the settings' max_age.
crawl::LinkList links_to_request(const Settings& settings, const crawl::LinkList& links,
                                 const verdict::RuleSet& rules, const store::Reader& reader,
                                 store::Writer& writer, store::RunId run, const core::Clock& clock) {
    const auto filter = verdict::LinkFilter::create(settings.include, settings.exclude);
    if (!filter) throw ConfigError("--include/--exclude: " + filter.error());
    const core::TimePoint now = clock.now();
    crawl::LinkList due;
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
            if (!last || *last > now || now - *last > *settings.max_age) due.add(link.href());
        }
    }
    return due;
}

std::string_view word_for(crawl::RunEnd end) {
    switch (end) {
        case crawl::RunEnd::complete: return "complete";
        case crawl::RunEnd::interrupted: return "interrupted";
        case crawl::RunEnd::network_down: return "network-down";
    }
    return "failed";
}

void write_reports(const Settings& settings, const report::Model& model,
                   const std::vector<OutputTarget>& outputs, const Terminal& terminal) {
    for (const OutputTarget& target : outputs) {
        write_output(target, [&](std::ostream& out) {
            render(out, target.format, model,
                   {.color = terminal.color && target.file.empty(),
                    .verbosity = terminal.verbosity,
                    .language = settings.language.value_or(language_of_environment()),
                    .base_path = settings.source_url});
        });
    }
}

/// What the formats have a use for: an archive may have a million links, most of them alive.
report::Details details_for(const std::vector<OutputTarget>& outputs, const Terminal& terminal) {
    const auto is_short = [](const OutputTarget& target) {
        switch (target.format) {
            case Format::text:
            case Format::markdown:
            case Format::github:
            case Format::sarif:
            case Format::badge: return true;
            case Format::json:
            case Format::jsonl:
            case Format::html:
            case Format::csv:
            case Format::junit:
            case Format::atom: return false;
        }
        return false;
    };
    return terminal.verbosity == 0 && std::ranges::all_of(outputs, is_short) ? report::Details::problems
                                                                             : report::Details::all;
}

/// What an earlier report, given by --baseline, did not have yet.
report::Model without_baseline(const Settings& settings, report::Model model) {
    if (settings.baseline.empty()) return model;
    std::ifstream stream(settings.baseline, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (!stream.is_open() || stream.bad())
        throw ConfigError(fmt::format("--baseline {}: cannot be read", settings.baseline));
    auto fresh = report::only_new(std::move(model), text);
    if (!fresh)
        throw ConfigError(fmt::format("--baseline {}: {} (at byte {})", settings.baseline, fresh.error().what,
                                      fresh.error().offset));
    return *std::move(fresh);
}

ExitCode exit_code_for(const Settings& settings, const report::Model& model, bool incomplete) {
    if (incomplete) return ExitCode::failed;
    if (model.summary.broken() > 0 || !model.malformed.empty()) return ExitCode::broken;
    return settings.strict && model.summary.blocked > 0 ? ExitCode::broken : ExitCode::ok;
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
    const crawl::LinkList links =
        links_to_request(settings, std::exchange(reading.links, {}), rules, reader, writer, run, clock);
    writer.flush();

    core::log::info("{} links to request", links.size());
    StoreMemory memory(reader, writer, run, clock.now());
    const CrawlResult crawled = crawl_links(
        settings, rules, links, memory,
        [&](store::CheckRecord record) { writer.put_check(run, std::move(record)); }, terminal.progress);
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
    const report::Model model =
        without_baseline(settings, report::build(reader, run, details_for(outputs, terminal)));
    write_reports(settings, model, outputs, terminal);
    const bool incomplete =
        crawled.end != crawl::RunEnd::complete || reading.problems > 0 || crawled.progress.failed_here > 0;
    return exit_code_for(settings, model, incomplete);
}

}  // namespace linktender::app
