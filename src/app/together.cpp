#include "linktender/app/together.hpp"

#include <fmt/format.h>

#include <map>
#include <mutex>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "linktender/core/log.hpp"
#include "linktender/verdict/host_statistics.hpp"
#include "linktender/verdict/sibling_probe.hpp"

namespace linktender::app {

namespace {

/// A link that its host's other links speak against.
struct Accused {
    verdict::PageSample page;
    verdict::Verdict verdict;
};

std::vector<Accused> find_accused(const store::Reader& reader, store::RunId run) {
    std::vector<Accused> accused;
    reader.page_samples(run, [&](const std::vector<verdict::PageSample>& samples) {
        for (const verdict::SharedPage& shared : verdict::find_shared_pages(samples))
            for (const std::size_t member : shared.members)
                accused.push_back({samples[member], shared.verdict});
    });
    return accused;
}

verdict::ProbeSide side_of(const store::CheckRecord& check) {
    verdict::ProbeSide side{.outcome = check.verdict.outcome,
                            .url = check.url,
                            .final_url = check.final_url,
                            .redirects = check.hops.size()};
    if (check.metadata) side.title = check.metadata->title;
    if (check.fingerprint) side.text = *check.fingerprint;
    return side;
}

/// By directory, what its host says to a page that cannot exist: what is known, and what can be asked.
class Siblings {
public:
    Siblings(const Settings& settings, const store::Reader& reader, const core::Clock& clock)
        : settings_(settings), reader_(reader), clock_(clock), budget_(options_) {}

    /// Notes what has to be asked to judge this page.
    void want(const std::string& url) {
        const auto parsed = url::parse(url);
        if (!parsed) return;
        std::string directory = verdict::directory_of(*parsed);
        if (known_.contains(directory) || asked_for_.contains(directory)) return;
        if (auto probe = reader_.probe(directory);
            probe && clock_.now() - probe->asked_at < options_.directory_interval) {
            known_.emplace(std::move(directory), std::move(probe->answer));
            return;
        }
        const auto sibling = verdict::sibling_url(*parsed, random_());
        if (!settings_.sibling_probe || !sibling || !budget_.take(parsed->host(), std::nullopt, clock_.now()))
            return;
        to_ask_.add(*sibling);
        directory_of_[*sibling] = directory;
        asked_for_[directory] = *sibling;
    }

    void ask(const AskAside& ask, store::Writer& writer) {
        if (to_ask_.empty()) return;
        core::log::info("{} hosts are asked for a page that cannot exist", to_ask_.size());
        crawl::Memory memory;
        std::mutex mutex;
        ask(to_ask_, memory, [&](const store::CheckRecord& check) {
            const std::lock_guard lock(mutex);
            const auto directory = directory_of_.find(check.url);
            if (directory == directory_of_.end()) return;
            known_[directory->second] = side_of(check);
        });
        for (const auto& [directory, sibling] : asked_for_)
            if (const auto answer = known_.find(directory); answer != known_.end())
                writer.put_probe({directory, clock_.now(), answer->second});
    }

    [[nodiscard]] verdict::ProbeFinding compare(const store::CheckRecord& check) const {
        const auto parsed = url::parse(check.url);
        if (!parsed) return {};
        const auto sibling = known_.find(verdict::directory_of(*parsed));
        if (sibling == known_.end()) return {};
        return verdict::compare_with_sibling(side_of(check), sibling->second, options_);
    }

private:
    const Settings& settings_;
    const store::Reader& reader_;
    const core::Clock& clock_;
    const verdict::ProbeOptions options_;
    verdict::ProbeBudget budget_;
    std::mt19937_64 random_{std::random_device()()};
    std::map<std::string, verdict::ProbeSide> known_;  // by directory
    std::map<std::string, std::string> asked_for_;     // sibling by directory
    std::map<std::string, std::string> directory_of_;  // and back
    crawl::LinkList to_ask_;
};

}  // namespace

void judge_together(const Settings& settings, const AskAside& ask, const store::Reader& reader,
                    store::Writer& writer, store::RunId run, const core::Clock& clock) {
    const std::vector<Accused> accused = find_accused(reader, run);
    if (accused.empty()) return;
    Siblings siblings(settings, reader, clock);
    for (const Accused& each : accused) siblings.want(each.page.url);
    siblings.ask(ask, writer);
    for (const Accused& each : accused) {
        const auto latest = reader.check_of(run, each.page.url);
        if (!latest) continue;
        store::CheckRecord check = *latest;
        const verdict::ProbeFinding finding = siblings.compare(check);
        // The host tells pages that are missing from those that are there: then these are there.
        if (finding.result == verdict::ProbeResult::trustworthy) continue;
        check.verdict = each.verdict;
        if (!finding.evidence.empty()) check.verdict.evidence += "; " + finding.evidence;
        check.checked_at = clock.now();
        check.attempts = 0;
        check.metadata.reset();
        check.flags.clear();
        writer.put_check(run, std::move(check));
    }
    writer.flush();
}

}  // namespace linktender::app
