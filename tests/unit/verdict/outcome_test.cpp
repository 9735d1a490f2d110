#include "linktender/verdict/outcome.hpp"

#include <set>
#include <string>

#include "support/catch.hpp"

using namespace linktender::verdict;

TEST_CASE("verdict: every outcome has a word of its own that leads back to it", "[verdict]") {
    std::set<std::string_view> words;
    for (int i = 0; i <= static_cast<int>(Outcome::skipped); ++i) {
        const auto outcome = static_cast<Outcome>(i);
        CAPTURE(i, to_string(outcome));

        CHECK(words.insert(to_string(outcome)).second);
        CHECK(outcome_from(to_string(outcome)) == outcome);
    }
    CHECK(outcome_from("fine") == std::nullopt);
    CHECK(outcome_from("") == std::nullopt);
}

TEST_CASE("verdict: the words of outcomes are those of reports", "[verdict]") {
    CHECK(to_string(Outcome::ok) == "ok");
    CHECK(to_string(Outcome::not_found) == "not_found");
    CHECK(to_string(Outcome::soft_404) == "soft_404");
    CHECK(to_string(Outcome::dns_not_found) == "dns_not_found");
    CHECK(to_string(Outcome::redirect_error) == "redirect_error");
    CHECK(to_string(Outcome::skipped) == "skipped");
}

TEST_CASE("verdict: every state has a word of its own that leads back to it", "[verdict]") {
    std::set<std::string_view> words;
    for (int i = 0; i <= static_cast<int>(State::unchecked); ++i) {
        const auto state = static_cast<State>(i);
        CAPTURE(i, to_string(state));

        CHECK(words.insert(to_string(state)).second);
        CHECK(state_from(to_string(state)) == state);
    }
    CHECK(to_string(State::failing) == "failing");
    CHECK(to_string(State::unchecked) == "unchecked");
    CHECK(state_from("broken") == std::nullopt);
}

TEST_CASE("verdict: a single outcome gives the state of a one-off audit", "[verdict]") {
    struct Row {
        Outcome outcome;
        State state;
    };
    const auto row = GENERATE(values<Row>({
        {Outcome::ok, State::alive},
        {Outcome::moved, State::moved},
        {Outcome::not_found, State::failing},
        {Outcome::gone, State::failing},
        {Outcome::soft_404, State::failing},
        {Outcome::parked, State::failing},
        {Outcome::blocked, State::blocked},
        {Outcome::login, State::blocked},
        {Outcome::legal, State::failing},
        {Outcome::client_error, State::failing},
        {Outcome::server_error, State::failing},
        {Outcome::timeout, State::failing},
        {Outcome::dns_not_found, State::failing},
        {Outcome::dns_error, State::failing},
        {Outcome::connect_error, State::failing},
        {Outcome::tls_error, State::failing},
        {Outcome::protocol_error, State::failing},
        {Outcome::redirect_error, State::failing},
        {Outcome::unsafe, State::failing},
        {Outcome::disallowed, State::blocked},
        {Outcome::skipped, State::skipped},
    }));
    CAPTURE(to_string(row.outcome));

    CHECK(state_of(row.outcome) == row.state);
}

TEST_CASE("verdict: failing and dead are broken, nothing else is", "[verdict]") {
    CHECK(is_broken(State::failing));
    CHECK(is_broken(State::dead));
    CHECK_FALSE(is_broken(State::alive));
    CHECK_FALSE(is_broken(State::moved));
    CHECK_FALSE(is_broken(State::blocked));
    CHECK_FALSE(is_broken(State::skipped));
    CHECK_FALSE(is_broken(State::unchecked));
}
