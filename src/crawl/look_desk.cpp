#include "look_desk.hpp"

#include <fmt/format.h>

#include <utility>

namespace linktender::crawl {

namespace {

constexpr std::size_t k_most_failures = 3;
constexpr std::size_t k_most_held = 1024;
/// A share of fewer answers than this is chance.
constexpr std::size_t k_least_answers = 5;

/// YouTube answers 403 for private videos, and for everything when it is asked too often.
bool may_be_throttling(const SecondLook& look, const http::Response& response) noexcept {
    return look.kind == LookKind::youtube && response.status == 403;
}

}  // namespace

bool LookDesk::admits(Waiting& waiting) const {
    if (waiting_.size() < k_most_waiting) return true;
    note_vain_look(waiting.look.kind, "is asked about too many others", waiting.record);
    return false;
}

bool LookDesk::is_worthwhile(Ticket ticket) const {
    return tally(waiting_.at(ticket).look.kind).failed_in_a_row < k_most_failures;
}

http::Request LookDesk::request(Ticket ticket, const http::Limits& limits) const {
    http::Request request = waiting_.at(ticket).look.request;
    request.limits = limits;
    request.limits.body_bytes = k_body_bytes;
    return request;
}

LookDesk::Step LookDesk::answer(Ticket ticket, const http::Response& response) {
    const auto entry = waiting_.find(ticket);
    Waiting waiting = std::move(entry->second);
    waiting_.erase(entry);
    Tally& counts = tally(waiting.look.kind);
    if (response.status > 0) ++counts.answers;
    if (may_be_throttling(waiting.look, response)) {
        ++counts.refusals;
        Held held{std::move(waiting), {}};
        held.response.status = response.status;
        if (held_.size() >= k_most_held) return {decide(std::move(held)), std::nullopt};
        held_.push_back(std::move(held));
        return {};
    }
    Looked looked = apply_second_look(waiting.look, response, options_, waiting.record);
    counts.failed_in_a_row = looked.answered ? 0 : counts.failed_in_a_row + 1;
    if (!looked.next) return {std::move(waiting.record), std::nullopt};
    return {std::nullopt, Waiting{std::move(waiting.record), *std::move(looked.next)}};
}

store::CheckRecord LookDesk::give_up(Ticket ticket, std::string_view why) {
    const auto entry = waiting_.find(ticket);
    Waiting waiting = std::move(entry->second);
    waiting_.erase(entry);
    if (!why.empty()) note_vain_look(waiting.look.kind, why, waiting.record);
    return std::move(waiting.record);
}

/// More than a fifth of the run's answers.
bool LookDesk::is_throttled() const noexcept {
    const Tally& counts = tally(LookKind::youtube);
    return counts.answers >= k_least_answers && counts.refusals * 5 > counts.answers;
}

store::CheckRecord LookDesk::decide(Held held) {
    Waiting& waiting = held.waiting;
    if (is_throttled()) {
        const Tally& counts = tally(waiting.look.kind);
        note_vain_look(waiting.look.kind,
                       fmt::format("refused {} of {} answers of this run, which says nothing of one",
                                   counts.refusals, counts.answers),
                       waiting.record);
    } else {
        (void)apply_second_look(waiting.look, held.response, options_, waiting.record);
    }
    return std::move(waiting.record);
}

std::vector<store::CheckRecord> LookDesk::settle() {
    std::vector<store::CheckRecord> records;
    for (Held& held : held_) records.push_back(decide(std::move(held)));
    for (auto& [ticket, waiting] : waiting_) records.push_back(std::move(waiting.record));
    held_.clear();
    waiting_.clear();
    return records;
}

}  // namespace linktender::crawl
