#include "linktender/notify/digest.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <tuple>
#include <utility>

#include "linktender/core/text.hpp"
#include "linktender/crawl/analysis.hpp"
#include "linktender/verdict/signal.hpp"

namespace linktender::notify {

namespace {

using core::TimePoint;
using verdict::State;

/// Longer texts are cut: one of them must not fill a message.
constexpr std::size_t k_text_bytes = 160;
constexpr std::size_t k_file_bytes = 300;

/// How a run ends that found no network.
constexpr const char* k_network_down = "network-down";

bool says_something(State state) noexcept {
    return state != State::blocked && state != State::skipped && state != State::unchecked;
}

bool is_broken(State state, const verdict::LadderOptions& ladder) noexcept {
    return verdict::counts_as_broken(verdict::Standing{.state = state}, ladder);
}

/// The last state that said something at that time, by climbing the ladder once more.
State state_at(const report::Link& link, TimePoint when, const verdict::LadderOptions& ladder) {
    verdict::Standing standing;
    for (const report::PastCheck& check : link.history) {
        if (check.checked_at > when) break;
        const verdict::Verdict verdict{.outcome = check.outcome};
        verdict::CheckSeen seen;
        seen.at = check.checked_at;
        seen.outcome = check.outcome;
        seen.signal = verdict::classify(verdict, check.status, check.checked_at);
        standing = verdict::climb(standing, seen, ladder).standing;
    }
    return says_something(standing.state) ? standing.state : standing.last_known.value_or(State::unchecked);
}

/// Whether the check before the link came into its state said nothing: the state may be the one before.
bool was_silent_before(const report::Link& link) {
    const auto& history = link.history;
    const auto turned = std::find_if(history.begin(), history.end(), [&](const report::PastCheck& check) {
        return check.checked_at >= *link.view.state.since;
    });
    return turned != history.begin() && !says_something(verdict::state_of(std::prev(turned)->outcome));
}

/// What the digest says of a link.
enum class News : std::uint8_t { none, broken, recovered, moved };

News news_of(const report::Link& link, const DigestOptions& options) {
    const verdict::Standing& standing = link.view.state;
    const bool broken = verdict::counts_as_broken(standing, options.ladder);
    const bool moved = standing.state == State::moved;
    if (!options.since) return broken ? News::broken : moved ? News::moved : News::none;
    if (!standing.since || *standing.since <= *options.since) return News::none;
    if (broken) {
        const bool known = was_silent_before(link) &&
                           is_broken(state_at(link, *options.since, options.ladder), options.ladder);
        return known ? News::none : News::broken;
    }
    if (!moved && standing.state != State::alive) return News::none;
    const State before = state_at(link, *options.since, options.ladder);
    if (is_broken(before, options.ladder)) return News::recovered;
    return moved && !(was_silent_before(link) && before == State::moved) ? News::moved : News::none;
}

/// Issues by date, the newest first; undated ones last.
class Order {
public:
    explicit Order(const report::Model& model) : model_(model) {}

    /// The place to name: the first one in the newest issue that uses the link.
    [[nodiscard]] const report::Place* place_of(const report::Link& link) const {
        const report::Place* newest = nullptr;
        for (const report::Place& place : link.places) {
            if (newest == nullptr || rank(place) > rank(*newest)) newest = &place;
        }
        return newest;
    }
    void sort(std::vector<const report::Link*>& links) const {
        std::ranges::stable_sort(links, [this](const report::Link* a, const report::Link* b) {
            return rank(a) > rank(b);  // within an issue they stay sorted by URL
        });
    }

private:
    /// Dated issues come first in a model, in the order of their dates.
    [[nodiscard]] std::size_t rank(const report::Place& place) const {
        return model_.issues[place.issue].view.date ? place.issue + 1 : 0;
    }
    [[nodiscard]] std::size_t rank(const report::Link* link) const {
        const report::Place* place = place_of(*link);
        return place == nullptr ? 0 : rank(*place);
    }

    const report::Model& model_;
};

Entry entry_of(const report::Model& model, const report::Link& link, const Order& order) {
    Entry entry;
    entry.url = link.view.url;
    if (link.view.check) {
        entry.outcome = link.view.check->verdict.outcome;
        entry.reason = link.view.check->verdict.reason;
    }
    if (const report::Place* place = order.place_of(link)) {
        entry.text = core::truncate_utf8(place->text, k_text_bytes);
        entry.file = core::truncate_utf8(model.issues[place->issue].view.file, k_file_bytes);
        entry.line = place->line;
        entry.more_places = link.places.size() - 1;
    }
    entry.suggestion = link.suggestion;
    return entry;
}

Bounded<Entry> entries_of(const report::Model& model, std::vector<const report::Link*> links,
                          const Order& order) {
    order.sort(links);
    Bounded<Entry> entries{.first = {}, .all = links.size()};
    links.resize(std::min(links.size(), k_most_entries));
    for (const report::Link* link : links) entries.first.push_back(entry_of(model, *link, order));
    return entries;
}

bool has_flag(const report::Link& link, std::string_view flag) {
    return link.view.check && std::ranges::find(link.view.check->flags, flag) != link.view.check->flags.end();
}

/// Whether an earlier check of the link, up to `when`, saw the same certificate flagged.
bool was_flagged(const report::Link& link, TimePoint expires_at, TimePoint when) {
    return std::ranges::any_of(link.history, [&](const report::PastCheck& check) {
        return check.checked_at <= when && check.checked_at > expires_at - crawl::k_expiring &&
               verdict::state_of(check.outcome) != State::skipped;
    });
}

/// One certificate serves many links; it is told of once.
Bounded<Certificate> expiring_of(const report::Model& model, const DigestOptions& options) {
    struct Seen {
        std::size_t links = 0;
        bool told = false;
    };
    std::map<std::pair<TimePoint, std::string>, Seen> certificates;
    for (const report::Link& link : model.links) {
        if (!has_flag(link, "expiring") || !link.view.check->tls_expires_at) continue;
        if (verdict::is_broken(report::state_of(link))) continue;
        const TimePoint expires_at = *link.view.check->tls_expires_at;
        Seen& seen = certificates[{expires_at, link.host}];
        ++seen.links;
        seen.told = seen.told || (options.since && was_flagged(link, expires_at, *options.since));
    }
    Bounded<Certificate> expiring;
    for (const auto& [certificate, seen] : certificates) {
        if (seen.told) continue;
        ++expiring.all;
        if (expiring.first.size() < k_most_entries)
            expiring.first.push_back({certificate.second, certificate.first, seen.links});
    }
    return expiring;
}

bool is_acknowledged(const report::Link& link) noexcept {
    const auto& mark = link.view.mark;
    return link.change == report::Change::acknowledged ||
           (mark && mark->kind == store::MarkKind::acknowledged);
}

}  // namespace

bool Digest::empty() const noexcept {
    return broken.all == 0 && recovered.all == 0 && moved.all == 0 && expiring.all == 0 && incident.empty();
}

Digest make_digest(const report::Model& model, const DigestOptions& options) {
    std::vector<const report::Link*> broken;
    std::vector<const report::Link*> recovered;
    std::vector<const report::Link*> moved;
    std::vector<const report::Link*> standing;
    for (const report::Link& link : model.links) {
        if (is_acknowledged(link)) continue;
        if (verdict::counts_as_broken(link.view.state, options.ladder)) standing.push_back(&link);
        switch (news_of(link, options)) {
            case News::none: break;
            case News::broken: broken.push_back(&link); break;
            case News::recovered: recovered.push_back(&link); break;
            case News::moved: moved.push_back(&link); break;
        }
    }
    const Order order(model);
    Digest digest;
    digest.archive = options.archive;
    digest.run = model.run.id;
    digest.at = model.run.started_at;
    digest.since = options.since;
    digest.incident = model.run.incident;
    if (digest.incident.empty() && model.run.ended == k_network_down) digest.incident = k_network_down;
    digest.host_incidents = model.run.host_incidents;
    digest.broken = entries_of(model, std::move(broken), order);
    digest.recovered = entries_of(model, std::move(recovered), order);
    digest.moved = entries_of(model, std::move(moved), order);
    digest.standing = entries_of(model, std::move(standing), order);
    digest.expiring = expiring_of(model, options);
    return digest;
}

Digest test_digest(std::string archive, TimePoint now) {
    Digest digest;
    digest.archive = std::move(archive);
    digest.test = true;
    digest.at = now;
    return digest;
}

}  // namespace linktender::notify
