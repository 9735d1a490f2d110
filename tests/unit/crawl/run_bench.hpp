// A pipeline over a scripted fetcher, with everything it was given kept.
#pragma once

#include <boost/asio/io_context.hpp>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "linktender/crawl/pipeline.hpp"
#include "support/fake_fetcher.hpp"
#include "support/manual_clock.hpp"

namespace linktender::crawl {

using namespace std::chrono_literals;

inline url::Url parsed(std::string_view text) {
    return *url::parse(text);
}

inline LinkList links_of(const std::vector<std::string>& urls) {
    LinkList links;
    for (const std::string& url : urls) links.add(url);
    return links;
}

/// What was to be remembered, and what the test lets it know.
struct RecordingMemory final : Memory {
    std::map<std::string, store::HostRecord, std::less<>> hosts;
    std::map<std::string, store::LinkKnowledge, std::less<>> pages;
    std::map<std::string, std::string> unchecked;

    std::optional<store::HostRecord> host(std::string_view name) override {
        const auto found = hosts.find(name);
        return found == hosts.end() ? std::nullopt : std::optional(found->second);
    }
    store::LinkKnowledge link(std::string_view url) override {
        const auto found = pages.find(url);
        return found == pages.end() ? store::LinkKnowledge() : found->second;
    }
    void learned(const store::HostRecord& host) override { hosts.insert_or_assign(host.name, host); }
    void left_unchecked(std::string_view url, std::string_view reason) override {
        unchecked.emplace(url, reason);
    }
};

/// A pipeline over a scripted fetcher that keeps what it is given.
struct Bench {
    boost::asio::io_context io{1};
    test::FakeFetcher fetcher{io};
    const core::RealClock clock;
    verdict::RuleSet rules;
    RecordingMemory memory;
    PipelineOptions options{.limits = {.max_in_flight = 8, .host_concurrency = 2, .host_interval = 0ms}};
    std::mutex mutex;
    std::map<std::string, store::CheckRecord> records;

    Bench() { options.check.max_retries = 0; }

    RunEnd run(const std::vector<std::string>& urls) {
        LinkList links;
        for (const std::string& url : urls) links.add(url);
        Pipeline pipeline(io, fetcher, clock, rules, memory, options, [this](store::CheckRecord record) {
            const std::lock_guard lock(mutex);
            std::string url = record.url;
            records.emplace(std::move(url), std::move(record));
        });
        return pipeline.run(links);
    }
};

}  // namespace linktender::crawl
