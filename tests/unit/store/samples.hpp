// Issues and checks as the other rooms would hand them over.
#pragma once

#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "linktender/source/occurrence.hpp"
#include "linktender/store/records.hpp"
#include "linktender/store/writer.hpp"
#include "linktender/url/url.hpp"

namespace linktender::store::test {

inline constexpr core::TimePoint k_monday =
    std::chrono::sys_days(std::chrono::year(2026) / std::chrono::November / 23) + std::chrono::hours(2);
inline constexpr core::TimePoint k_tuesday = k_monday + std::chrono::days(1);

inline RunRecord sample_run(core::TimePoint started_at = k_monday) {
    RunRecord run;
    run.started_at = started_at;
    run.tool = "linktender 0.1.0";
    run.inputs = {"issues/", "a \"quoted\" name.md"};
    return run;
}

inline source::Occurrence occurrence(std::string_view target, std::uint32_t line, std::string text = "a text",
                                     source::Form form = source::Form::inline_) {
    source::Occurrence one;
    one.line = line;
    one.column = 3;
    one.offset = std::size_t{line} * 100;
    one.length = target.size();
    one.raw = target;
    one.text = std::move(text);
    one.form = form;
    if (auto url = url::parse(target))
        one.url = std::move(*url);
    else if (url.error() != url::UrlError::relative_without_base)
        one.url_error = url.error();
    return one;
}

inline source::Issue issue(std::string file, std::vector<source::Occurrence> occurrences) {
    source::Issue one;
    one.file = std::move(file);
    one.title = "Issue of " + one.file;
    one.date = std::chrono::year(2019) / std::chrono::December / 17;
    one.occurrences = std::move(occurrences);
    return one;
}

inline CheckRecord check(std::string_view url, verdict::Outcome outcome = verdict::Outcome::ok,
                         core::TimePoint checked_at = k_monday) {
    CheckRecord one;
    one.url = url;
    one.checked_at = checked_at;
    one.verdict.outcome = outcome;
    one.verdict.reason = "a-reason";
    one.verdict.evidence = "what was seen";
    one.status = outcome == verdict::Outcome::not_found ? 404 : 200;
    one.final_url = url;
    return one;
}

/// The kind of error that `action` throws; fails when it throws none.
template <class Action>
StoreError::Kind kind_of_error(Action action) {
    try {
        action();
    } catch (const StoreError& error) {
        return error.kind();
    }
    throw std::logic_error("nothing was thrown");
}

/// The words of the error that `action` throws; empty when it throws none.
template <class Action>
std::string words_of_error(Action action) {
    try {
        action();
    } catch (const StoreError& error) {
        return error.what();
    }
    return {};
}

inline bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

}  // namespace linktender::store::test
