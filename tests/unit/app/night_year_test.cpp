// A year of nights over everything that happens to links, through the database.
#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "night_fixture.hpp"
#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::app;
using namespace linktender::app::test;
using verdict::Outcome;
using verdict::State;

namespace {

constexpr int k_nights = 365;
constexpr std::size_t k_per_night = 120;
constexpr std::size_t k_per_host = 24;
const std::set<int> k_without_network{60, 61, 62};
const std::set<int> k_lost_network{150, 151};  // in the middle of the night
const std::set<int> k_odd_nights{250};         // most links fail, yet the canaries answer

struct Link {
    std::string story;
    std::function<Sight(int)> look;  ///< by the number of the night
    int published = 0;
    std::optional<int> dies = {};
    std::optional<int> comes_back = {};
    // What the year brought.
    std::optional<int> seen_failing = {};
    std::optional<int> called_dead = {};
    std::optional<int> called_back = {};

    [[nodiscard]] bool lives(int night) const {
        return !dies || night < *dies || (comes_back && night >= *comes_back);
    }
};

using Web = std::map<std::string, Link>;

std::function<Sight(int)> out_between(int from, int to, Sight sight) {
    return [=](int night) { return night >= from && night < to ? sight : Sight{}; };
}

class WebBuilder {
public:
    Link& add(std::string story, std::function<Sight(int)> look, std::string host = {}) {
        const std::string number = std::to_string(web_.size());
        if (host.empty()) host = "host" + std::to_string(web_.size() % 50) + ".example";
        Link link;
        link.story = std::move(story);
        link.look = std::move(look);
        return web_["https://" + host + "/" + number] = std::move(link);
    }
    void add_death(std::string story, int dies, Sight sight) {
        add(std::move(story), out_between(dies, 1000, sight)).dies = dies;
    }
    [[nodiscard]] Web take() { return std::move(web_); }

private:
    Web web_;
};

Web whole_web() {
    WebBuilder web;
    for (int i = 0; i < 420; ++i) web.add("quiet", [](int) { return Sight{}; });
    for (int i = 0; i < 20; ++i) web.add("new", [](int) { return Sight{}; }).published = 17 * i + 1;
    for (int i = 0; i < 20; ++i) {
        web.add_death("404", 14 * i + 3, k_not_found);
        web.add_death("410", 14 * i + 9, k_gone);
    }
    for (int i = 0; i < 4; ++i) {
        web.add_death("never answers again", 60 * i + 20, k_timeout);
        Link& back = web.add("comes back", out_between(30 * i + 10, 30 * i + 100, k_not_found));
        back.dies = 30 * i + 10;
        back.comes_back = 30 * i + 100;
        web.add("404 every second pair of days",
                [](int night) { return night % 4 < 2 ? k_not_found : Sight{}; });
        web.add("moved", [i](int night) {
            return night < 40 * i + 20 ? Sight{} : Sight{Outcome::moved, 200};
        });
        for (const int length : {1, 3, 5}) {
            web.add("outage", out_between(70 * i + 12, 70 * i + 12 + length, k_not_found));
            web.add("outage", out_between(70 * i + 40, 70 * i + 40 + length, k_timeout));
        }
    }
    for (int i = 0; i < 12; ++i) {
        // A wall for three months.
        web.add(
            "behind a wall", [](int night) { return night >= 100 && night < 190 ? k_wall : Sight{}; },
            "walled.example");
        web.add("on a host with a bad deployment", out_between(210, 215, k_not_found), "deployed.example");
    }
    return web.take();
}

struct Year {
    Web web = whole_web();
    std::size_t planned = 0;
    std::size_t asked_again = 0;
    int incidents = 0;
};

bool is_troubled(int night) {
    return k_without_network.contains(night) || k_lost_network.contains(night) ||
           k_odd_nights.contains(night);
}

void set_network(Nights& nights, int night) {
    nights.network_down = k_without_network.contains(night);
    nights.canaries_answer = !k_lost_network.contains(night);
}

/// Links that live and are called dead; one that came back may be called so until it was seen twice.
std::vector<std::string> note(Year& year, const std::map<std::string, store::StateRecord>& states,
                              int night) {
    std::vector<std::string> wronged;
    for (auto& [url, link] : year.web) {
        const auto found = states.find(url);
        if (found == states.end()) continue;
        const State state = found->second.state;
        if (!link.lives(night)) {
            if (verdict::is_broken(state) && !link.seen_failing) link.seen_failing = night;
            if (state == State::dead && !link.called_dead) link.called_dead = night;
        } else if (link.comes_back && night >= *link.comes_back) {
            if (state == State::alive && !link.called_back) link.called_back = night;
        } else if (state == State::dead) {
            wronged.push_back(link.story + " " + url + " " + found->second.recent);
        }
    }
    return wronged;
}

/// At most so many of one host.
void check_budget(const Nights& nights) {
    CHECK(nights.asked.size() <= k_per_night);
    std::map<std::string, std::size_t> hosts;
    for (const std::string& url : nights.asked) ++hosts[url.substr(0, url.find('/', 8))];
    for (const auto& [host, count] : hosts)
        if (count > k_per_host) FAIL_CHECK(host << " was asked " << count << " times");
}

Year live_through() {
    NightOptions options;
    options.plan.per_night = k_per_night;
    options.plan.per_host = k_per_host;
    Nights nights(options);
    Year year;
    int night = 0;
    nights.look = [&](const std::string& url) {
        const bool fails = k_lost_network.contains(night) || k_odd_nights.contains(night);
        if (fails && std::hash<std::string>()(url) % 4 != 0) return k_timeout;
        return year.web.at(url).look(night);
    };
    std::map<std::string, store::StateRecord> before;
    for (; night < k_nights; ++night) {
        nights.links.clear();
        for (const auto& [url, link] : year.web)
            if (link.published <= night) nights.links.push_back(url);
        set_network(nights, night);
        // Nights do not begin on the minute.
        nights.clock.set(k_first_night + std::chrono::days(night) + std::chrono::minutes(night * 37 % 60));

        const NightResult result = nights.run();

        check_budget(nights);
        year.planned += nights.asked.size();
        year.asked_again += nights.asked_again.size();
        const auto states = nights.states();
        CAPTURE(night);
        if (is_troubled(night)) {
            CHECK_FALSE(result.incident.empty());
            // No issue is published on such a night.
            CHECK(states == before);
        }
        year.incidents += result.incident.empty() ? 0 : 1;
        CHECK(note(year, states, night) == std::vector<std::string>{});
        before = states;
    }
    CHECK(nights.reader().unsettled_runs().empty());
    return year;
}

/// Nights between the two on which nothing could be found.
int lost_nights(int from, int to) {
    int lost = 0;
    for (int night = from; night <= to; ++night) lost += is_troubled(night) ? 1 : 0;
    return lost;
}

}  // namespace

TEST_CASE("night: in a year no living link is called dead, every death is found, and the plan holds",
          "[app]") {
    const Year year = live_through();

    for (const auto& [url, link] : year.web) {
        if (!link.dies || *link.dies > k_nights - 60) continue;
        CAPTURE(url, link.story, *link.dies);
        REQUIRE(link.seen_failing);
        CHECK(*link.seen_failing - *link.dies <= 14 + lost_nights(*link.dies, *link.seen_failing));
        REQUIRE(link.called_dead);
        const int to_confirm = link.story == "never answers again" ? 26 : 14;
        CHECK(*link.called_dead - *link.seen_failing <=
              to_confirm + lost_nights(*link.seen_failing, *link.called_dead));
        if (!link.comes_back) continue;
        REQUIRE(link.called_back);
        CHECK(*link.called_back - *link.comes_back <= 78);
    }
    CHECK(year.incidents >= 6);
    CHECK(year.incidents <= 8);
    // A look a fortnight, more for those in trouble; few are asked for twice.
    CHECK(year.planned <= year.web.size() * 45);
    CHECK(year.asked_again * 20 <= year.planned);
}
