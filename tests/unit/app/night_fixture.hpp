// Nights over a scripted web, with a real database and a clock that the test sets.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/night_work.hpp"
#include "linktender/core/log.hpp"
#include "linktender/source/occurrence.hpp"
#include "linktender/url/url.hpp"
#include "support/manual_clock.hpp"
#include "support/temp_dir.hpp"

namespace linktender::app::test {

/// What a link is seen to be; a status of 0 means that nothing answered.
struct Sight {
    verdict::Outcome outcome = verdict::Outcome::ok;
    int status = 200;
};
inline constexpr Sight k_gone{verdict::Outcome::gone, 410};
inline constexpr Sight k_not_found{verdict::Outcome::not_found, 404};
inline constexpr Sight k_timeout{verdict::Outcome::timeout, 0};
inline constexpr Sight k_wall{verdict::Outcome::blocked, 403};

inline constexpr core::TimePoint k_first_night =
    std::chrono::sys_days{std::chrono::year{2026} / 1 / 5} + std::chrono::hours(3);

class Nights {
public:
    explicit Nights(NightOptions given = {}) : options(std::move(given)) {
        core::init_log(core::LogLevel::quiet);
        reopen();
    }

    /// As after a kill: whatever was begun is not finished.
    void reopen() {
        writer.reset();
        writer.emplace(file, options.ladder, ++nights_);  // a night as it was the last time the test ran
        reader_.emplace(file);
    }

    /// One night, now.
    NightResult run() {
        begin();
        return do_night_work(work());
    }

    /// Reads the issues, one a link, as the first part of a night does.
    void begin() {
        asked.clear();
        asked_again.clear();
        store::RunRecord record;
        record.started_at = clock.now();
        record.tool = "linktender 0.1.0";
        record.archive = "weekly";
        last_run = writer->begin_run(record);
        for (const std::string& url : links) {
            if (known_.insert(url).second)
                writer->put_issue(last_run, issue_of(url), "as before");
            else
                writer->keep_issue(last_run, url + ".md");
        }
    }

    [[nodiscard]] NightWork work() {
        return {.writer = *writer,
                .reader = reader(),
                .run = last_run,
                .options = options,
                .clock = clock,
                .canaries = {"https://canary1.example/", "https://canary2.example/"},
                .judge = judge,
                .ask = [this](const crawl::LinkList& urls, Errand errand,
                              const crawl::Pipeline::Sink& sink) { return ask(urls, errand, sink); },
                .judge_together = [] {},
                .ending = [this] { return ending; }};
    }

    [[nodiscard]] const store::Reader& reader() const { return *reader_; }
    [[nodiscard]] store::StateRecord state_of(std::string_view url) const {
        return reader().link(url)->state;
    }
    /// Of every link in the archive, by URL.
    [[nodiscard]] std::map<std::string, store::StateRecord> states() const {
        std::map<std::string, store::StateRecord> found;
        for (const store::RecheckLink& link : reader().recheck_links(last_run)) found[link.url] = link.state;
        return found;
    }

    linktender::test::TempDir folder;
    std::filesystem::path file = folder / "nights.db";
    linktender::test::ManualClock clock{k_first_night};
    NightOptions options;
    std::vector<std::string> links;
    std::function<Sight(const std::string&)> look = [](const std::string&) { return Sight{}; };
    /// By the other route; as `look` when absent.
    std::function<Sight(const std::string&)> look_again;
    std::function<std::optional<store::CheckRecord>(const url::Url&, core::TimePoint)> judge =
        [](const url::Url&, core::TimePoint) { return std::optional<store::CheckRecord>(); };
    bool canaries_answer = true;
    bool network_down = false;
    bool ending = false;
    std::optional<std::size_t> dies_after;  ///< so many checks, as a kill would end them

    std::optional<store::Writer> writer;
    store::RunId last_run = 0;
    std::vector<std::string> asked;        ///< last night, by the plan
    std::vector<std::string> asked_again;  ///< and by the other route

private:
    std::optional<store::Reader> reader_;
    std::set<std::string> known_;
    std::uint32_t nights_ = 0;

    static source::Issue issue_of(const std::string& url) {
        source::Issue issue;
        issue.file = url + ".md";
        source::Occurrence& place = issue.occurrences.emplace_back();
        place.url = *url::parse(url);
        place.raw = url;
        place.form = source::Form::inline_;
        return issue;
    }

    crawl::RunEnd ask(const crawl::LinkList& urls, Errand errand, const crawl::Pipeline::Sink& sink) {
        if (network_down) return crawl::RunEnd::network_down;
        for (std::size_t i = 0; i < urls.size(); ++i) {
            if (dies_after && i == *dies_after) throw std::runtime_error("killed");
            const std::string url(urls[i]);
            if (errand == Errand::canaries) {
                sink(check_of(url, canaries_answer ? Sight{} : k_timeout));
                continue;
            }
            const bool again = errand == Errand::last_strikes;
            (again ? asked_again : asked).push_back(url);
            sink(check_of(url, again && look_again ? look_again(url) : look(url)));
        }
        return crawl::RunEnd::complete;
    }

    [[nodiscard]] store::CheckRecord check_of(const std::string& url, const Sight& sight) const {
        store::CheckRecord check;
        check.url = url;
        check.checked_at = clock.now();
        check.verdict.outcome = sight.outcome;
        check.verdict.reason = "as scripted";
        if (sight.outcome == verdict::Outcome::moved) check.verdict.moved_to = url + "moved";
        check.status = sight.status;
        check.final_url = url;
        return check;
    }
};

}  // namespace linktender::app::test
