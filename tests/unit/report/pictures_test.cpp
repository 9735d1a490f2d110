#include "pictures.hpp"

#include <algorithm>
#include <chrono>
#include <string>

#include "samples.hpp"
#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::report::test;
using report::Language;
using report::Picture;
using report::Shape;
using report::Words;
using verdict::Outcome;

namespace {

const Words k_words(Language::en);

const Shape* shape(const Picture& picture, std::string_view css) {
    const auto found = std::ranges::find(picture.shapes, css, &Shape::css);
    return found == picture.shapes.end() ? nullptr : &*found;
}

std::size_t columns(const Picture& picture) {
    return static_cast<std::size_t>(
        std::ranges::count(picture.shapes, std::string_view("hint-area"), &Shape::css));
}

}  // namespace

TEST_CASE("pictures: the archive's health has a column for each dated issue, with words", "[report]") {
    const auto picture = report::health_picture(k_words, sample_model());

    REQUIRE(picture);
    CHECK(columns(*picture) == 3);
    CHECK(shape(*picture, "hint-area")->title == "2026-01-15: 1 broken, 1 alive");
    CHECK(picture->text.find("from 2026-01-15 to 2026-04-30") != std::string::npos);
}

TEST_CASE("pictures: the shares of a column are as high as they count", "[report]") {
    const auto link = [](const char* url, Outcome outcome, std::size_t issue) {
        return at(checked(url, outcome, ""), issue, 1);
    };
    const auto model = report::assemble(
        complete_run(), {issue("a.md", "", "2026-01-01"), issue("b.md", "", "2026-02-01")},
        {link("https://a.example/1", Outcome::not_found, 0), link("https://a.example/2", Outcome::ok, 0),
         link("https://a.example/3", Outcome::ok, 0), link("https://a.example/4", Outcome::ok, 0),
         link("https://b.example/", Outcome::ok, 1)});

    const auto picture = report::health_picture(k_words, model);

    REQUIRE(picture);
    CHECK(shape(*picture, "broken")->path == "M0.0 75.0h498.0v25.0h-498.0z");
    CHECK(shape(*picture, "alive")->path == "M0.0 0.0h498.0v75.0h-498.0zM500.0 0.0h498.0v100.0h-498.0z");
    CHECK(shape(*picture, "moved") == nullptr);
}

TEST_CASE("pictures: thousands of issues share columns", "[report]") {
    const auto picture = report::health_picture(k_words, large_model(4'000, 1));

    REQUIRE(picture);
    CHECK(columns(*picture) <= report::k_health_columns);
    CHECK(picture->text.find("each 34 issues") != std::string::npos);
}

TEST_CASE("pictures: one issue, or none with a date, is no picture", "[report]") {
    CHECK_FALSE(report::health_picture(k_words, fine_model()));
    CHECK_FALSE(report::health_picture(k_words,
                                       report::assemble(complete_run(), {issue("a.md"), issue("b.md")}, {})));
}

TEST_CASE("pictures: without a past there is none, with one it ends now", "[report]") {
    CHECK_FALSE(report::past_picture(k_words, sample_model()));
    CHECK_FALSE(report::survival_picture(k_words, sample_model()));

    const auto picture = report::past_picture(k_words, tended_model());

    REQUIRE(picture);
    CHECK(picture->text == "From 2026-09-25 to 2026-11-24 the broken links went from 15 to 20.");
    CHECK(shape(*picture, "line broken")->title == "20 broken");
}

TEST_CASE("pictures: the survival says in words what its curve shows", "[report]") {
    const auto picture = report::survival_picture(Words(Language::zh), tended_model());

    REQUIRE(picture);
    CHECK(picture->text.starts_with("观察了"));
    CHECK(shape(*picture, "line curve") != nullptr);
    CHECK(shape(*picture, "band") != nullptr);
}

TEST_CASE("pictures: a link's strip shows its last checks, good ones tall", "[report]") {
    report::Link link = checked("https://a.example/", Outcome::not_found, "http-404", {}, 404);
    CHECK_FALSE(report::history_picture(k_words, link));
    for (int night = 0; night < 40; ++night) {
        link.history.push_back({.checked_at = k_run_start + std::chrono::days(night),
                                .outcome = night < 38 ? Outcome::ok : Outcome::not_found,
                                .status = 200});
    }

    const auto picture = report::history_picture(k_words, link);

    REQUIRE(picture);
    CHECK(picture->title == "last 30 checks, 28 of them good, oldest first");
    CHECK(shape(*picture, "alive")->path == "M0 7h139");
    CHECK(shape(*picture, "broken")->path == "M140 10.5h9");
}
