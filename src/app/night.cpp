#include "linktender/app/night.hpp"

#include <fmt/format.h>

#include <utility>

#include "linktender/app/crawler.hpp"
#include "linktender/app/together.hpp"
#include "linktender/app/version.hpp"
#include "night_work.hpp"
#include "reading.hpp"
#include "sieve.hpp"
#include "store_memory.hpp"

namespace linktender::app {

namespace {

Settings settings_of(const Settings& settings, const Archive& archive) {
    Settings own = settings;
    if (own.database.empty()) own.database = default_database();
    if (!archive.base_url.empty()) own.base_url = archive.base_url;
    return own;
}

/// The run's memory on another route: what is learned on it says nothing about the usual one.
class OtherRoute final : public crawl::Memory {
public:
    OtherRoute(crawl::Memory& memory, bool http1_only) : memory_(memory), http1_only_(http1_only) {}

    std::optional<store::HostRecord> host(std::string_view name) override {
        auto host = memory_.host(name);
        if (!http1_only_) return host;
        if (!host) host.emplace().name = name;
        host->http1_only = true;
        return host;
    }
    store::LinkKnowledge link(std::string_view url) override { return memory_.link(url); }

private:
    crawl::Memory& memory_;
    bool http1_only_;
};

/// Asks as the errand demands.
class Asker {
public:
    Asker(const Settings& settings, const NightOptions& options, const verdict::RuleSet& rules,
          crawl::Memory& memory, const NightHooks& hooks)
        : settings_(settings), options_(options), rules_(rules), memory_(memory), hooks_(hooks) {}

    crawl::RunEnd ask(const crawl::LinkList& links, Errand errand, const crawl::Pipeline::Sink& sink) {
        switch (errand) {
            case Errand::plan: return crawl(settings_, links, memory_, sink);
            case Errand::last_strikes: return ask_by_other_route(links, sink);
            case Errand::canaries: break;
        }
        crawl::Memory nothing;
        return crawl(settings_, links, nothing, sink);
    }

    crawl::RunEnd crawl(const Settings& settings, const crawl::LinkList& links, crawl::Memory& memory,
                        const crawl::Pipeline::Sink& sink) {
        crawl::RunEnd end{};
        const auto crawl_now = [&] {
            end = crawl_links_on(hooks_.io, settings, rules_, links, memory, sink, hooks_.crawling).end;
        };
        if (hooks_.on_loop)
            hooks_.on_loop(crawl_now);
        else
            crawl_now();
        return end;
    }

private:
    crawl::RunEnd ask_by_other_route(const crawl::LinkList& links, const crawl::Pipeline::Sink& sink) {
        // Each crawl has connections of its own, so HTTP/1.1 is all that is left to change.
        OtherRoute memory(memory_, options_.last_strike_proxy.empty());
        Settings settings = settings_;
        if (!options_.last_strike_proxy.empty()) settings.proxy = options_.last_strike_proxy;
        return crawl(settings, links, memory, sink);
    }

    const Settings& settings_;
    const NightOptions& options_;
    const verdict::RuleSet& rules_;
    crawl::Memory& memory_;
    const NightHooks& hooks_;
};

/// By the anchor texts of the issues that the run has.
std::string accepted_languages(const store::Reader& reader, store::RunId run) {
    AnchorLanguages languages;
    reader.occurrences_of(run, [&](const store::OccurrenceView& place) {
        if (!place.url.empty() && !place.disabled) languages.add(place.text);
    });
    return std::string(languages.accepted());
}

}  // namespace

NightResult run_night(const Settings& given, const NightOptions& options, const Archive& archive,
                      const verdict::RuleSet& rules, const NightHooks& hooks) {
    Settings settings = settings_of(given, archive);
    const Sieve sieve(settings, rules);
    const core::RealClock clock;
    const auto ending = [&] { return hooks.ending && hooks.ending(); };

    store::Writer writer(settings.database, options.ladder);
    const store::Reader reader(settings.database);
    settle_killed_nights(writer, reader, options);
    const store::RunId run = writer.begin_run({.started_at = clock.now(),
                                               .tool = fmt::format("linktender {}", version()),
                                               .inputs = archive.inputs,
                                               .archive = archive.name});
    const std::size_t unread =
        read_archive(settings, archive, reader.content_hashes(archive.name), writer, run);
    writer.flush();
    if (settings.accept_language.empty()) settings.accept_language = accepted_languages(reader, run);

    StoreMemory memory(reader, writer, run, clock.now());
    Asker asker(settings, options, rules, memory, hooks);
    const auto ask = [&](const crawl::LinkList& links, Errand errand, const crawl::Pipeline::Sink& sink) {
        return asker.ask(links, errand, sink);
    };
    const auto judge_all = [&] {
        const auto aside = [&](const crawl::LinkList& links, crawl::Memory& nothing,
                               const crawl::Pipeline::Sink& sink) {
            (void)asker.crawl(settings, links, nothing, sink);
        };
        judge_together(settings, aside, reader, writer, run, clock);
    };
    NightResult result = do_night_work(
        {.writer = writer,
         .reader = reader,
         .run = run,
         .options = options,
         .clock = clock,
         .canaries = settings.canary,
         .judge = [&](const url::Url& link, core::TimePoint now) { return sieve.judge(link, now); },
         .ask = ask,
         .judge_together = judge_all,
         .ending = ending});
    result.unread_inputs = unread;
    return result;
}

}  // namespace linktender::app
