#include "pictures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <span>

#include "linktender/verdict/outcome.hpp"

namespace linktender::report {

namespace {

using verdict::State;

// The charts: a plot area inside of a margin for ticks.
constexpr int k_width = 360;
constexpr int k_height = 200;
constexpr double k_left = 40;
constexpr double k_right = 346;
constexpr double k_top = 26;
constexpr double k_bottom = 176;

/// What a link's state looks like: four colours.
enum class Tone : std::uint8_t { broken, moved, blocked, alive };
constexpr auto k_tones = std::to_array<std::string_view>({"broken", "moved", "blocked", "alive"});

std::optional<Tone> tone_of(State state) noexcept {
    if (verdict::is_broken(state)) return Tone::broken;
    if (state == State::moved) return Tone::moved;
    if (state == State::blocked) return Tone::blocked;
    if (state == State::alive) return Tone::alive;
    return std::nullopt;
}

using Shares = std::array<std::size_t, k_tones.size()>;

std::size_t sum(const Shares& shares) noexcept {
    std::size_t all = 0;
    for (const std::size_t one : shares) all += one;
    return all;
}

std::string shares_in_words(const Words& words, const Shares& shares) {
    std::vector<std::string> parts;
    for (std::size_t tone = 0; tone < k_tones.size(); ++tone) {
        if (shares[tone] > 0)
            parts.push_back(words.share("state." + std::string(k_tones[tone]), shares[tone]));
    }
    return words.list(parts);
}

/// A round step so that no more than `most` of them reach `value`.
double tick_step(double value, int most) {
    double step = 1;
    for (int i = 0; step * most < value && i < 60; ++i) step *= i % 3 == 1 ? 2.5 : 2;
    return step;
}

struct Axes {
    double x_most = 1;
    double y_most = 1;

    [[nodiscard]] double x(double value) const { return k_left + (k_right - k_left) * value / x_most; }
    [[nodiscard]] double y(double value) const { return k_bottom - (k_bottom - k_top) * value / y_most; }
};

void put_frame(Picture& picture, const Axes& axes, std::span<const std::pair<double, std::string>> y_ticks) {
    for (const auto& [value, text] : y_ticks) {
        picture.shapes.push_back(
            {"grid", fmt::format("M{:.1f} {:.1f}H{:.1f}", k_left, axes.y(value), k_right), {}});
        picture.labels.push_back({"tick end", k_left - 5, axes.y(value) + 4, text});
    }
}

std::vector<std::pair<double, std::string>> count_ticks(const Words& words, double most) {
    std::vector<std::pair<double, std::string>> ticks;
    const double step = tick_step(most, 4);
    for (double value = 0; value <= most + step / 2 && ticks.size() < 8; value += step)
        ticks.emplace_back(value, words.number(static_cast<std::size_t>(value)));
    return ticks;
}

std::string age_in_words(const Words& words, double days) {
    const auto whole = static_cast<std::size_t>(std::lround(days));
    if (whole >= 365 && whole % 365 == 0) return words.count("count.years", whole / 365);
    return words.count("count.days", whole);
}

std::string percent(double share) {
    return fmt::format("{:.0f}%", share * 100);
}

}  // namespace

std::optional<Picture> health_picture(const Words& words, const Model& model) {
    constexpr int k_health_height = 100;
    std::vector<const Issue*> dated;
    for (const Issue& issue : model.issues) {
        if (issue.view.date && !issue.uses.empty()) dated.push_back(&issue);
    }
    if (dated.size() < 2) return std::nullopt;
    const std::size_t bundle = (dated.size() + k_health_columns - 1) / k_health_columns;
    const std::size_t columns = (dated.size() + bundle - 1) / bundle;
    Picture picture{.id = "health",
                    .title = std::string(words("heading.health")),
                    .width = 1000,
                    .height = k_health_height};
    std::array<std::string, k_tones.size()> paths;
    std::vector<Shape> hints;
    const double width = 1000.0 / static_cast<double>(columns);
    for (std::size_t column = 0; column < columns; ++column) {
        Shares shares{};
        const std::size_t first = column * bundle;
        const std::size_t last = std::min(first + bundle, dated.size()) - 1;
        for (std::size_t i = first; i <= last; ++i) {
            for (const Use& use : dated[i]->uses) {
                if (const auto tone = tone_of(state_of(model.links[use.link])))
                    ++shares[static_cast<std::size_t>(*tone)];
            }
        }
        const std::size_t all = sum(shares);
        if (all == 0) continue;
        const double x = width * static_cast<double>(column);
        const double gap = columns > 60 ? width * 0.12 : 2;
        double y = k_health_height;
        for (std::size_t tone = 0; tone < k_tones.size(); ++tone) {
            if (shares[tone] == 0) continue;
            const double height =
                k_health_height * static_cast<double>(shares[tone]) / static_cast<double>(all);
            y -= height;
            paths[tone] +=
                fmt::format("M{:.1f} {:.1f}h{:.1f}v{:.1f}h-{:.1f}z", x, y, width - gap, height, width - gap);
        }
        const std::string when = first == last
                                     ? words.date(*dated[first]->view.date)
                                     : words.fill("phrase.range", words.date(*dated[first]->view.date),
                                                  words.date(*dated[last]->view.date));
        hints.push_back({"hint-area",
                         fmt::format("M{:.1f} 0h{:.1f}v{}h-{:.1f}z", x, width, k_health_height, width),
                         when + std::string(words("mark.colon")) + shares_in_words(words, shares)});
    }
    for (std::size_t tone = 0; tone < k_tones.size(); ++tone) {
        if (!paths[tone].empty()) picture.shapes.push_back({std::string(k_tones[tone]), paths[tone], {}});
    }
    std::ranges::move(hints, std::back_inserter(picture.shapes));
    const std::string from = words.date(*dated.front()->view.date);
    const std::string to = words.date(*dated.back()->view.date);
    picture.text = bundle == 1 ? words.fill("picture.health", from, to)
                               : words.fill("picture.health_bundled", from, to, bundle);
    return picture;
}

std::optional<Picture> past_picture(const Words& words, const Model& model) {
    if (model.past.empty()) return std::nullopt;
    std::vector<PastCount> counts = model.past;
    const Summary& now = model.summary;
    counts.push_back({.at = model.run.finished_at.value_or(model.run.started_at),
                      .alive = now.alive,
                      .moved = now.moved,
                      .broken = now.broken(),
                      .blocked = now.blocked});
    std::ranges::stable_sort(counts, {}, &PastCount::at);
    std::size_t most = 1;
    for (const PastCount& one : counts) most = std::max({most, one.moved, one.broken, one.blocked});
    const double step = tick_step(static_cast<double>(most), 4);
    const double length = std::max(1.0, static_cast<double>((counts.back().at - counts.front().at).count()));
    const Axes axes{length, std::ceil(static_cast<double>(most) / step) * step};
    Picture picture{
        .id = "past", .title = std::string(words("heading.past")), .width = k_width, .height = k_height};
    put_frame(picture, axes, count_ticks(words, axes.y_most));
    const auto line = [&](std::string_view tone, auto member, double label_x) {
        std::string path;
        for (const PastCount& one : counts) {
            path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? "M" : "L",
                                axes.x(static_cast<double>((one.at - counts.front().at).count())),
                                axes.y(static_cast<double>(one.*member)));
        }
        const std::string css = fmt::format("line {}", tone);
        const std::string legend = words.share("state." + std::string(tone), counts.back().*member);
        picture.shapes.push_back({css, path, legend});
        picture.shapes.push_back({css + " thick", fmt::format("M{} 12h14", label_x), {}});
        picture.labels.push_back({"legend", label_x + 19, 16, legend});
    };
    line("blocked", &PastCount::blocked, 246);
    line("moved", &PastCount::moved, 143);
    line("broken", &PastCount::broken, k_left);
    picture.labels.push_back({"tick", k_left, k_bottom + 17, words.date(counts.front().at)});
    picture.labels.push_back({"tick end", k_right, k_bottom + 17, words.date(counts.back().at)});
    picture.text = words.fill("picture.past", words.date(counts.front().at), words.date(counts.back().at),
                              words.number(counts.front().broken), words.number(counts.back().broken));
    return picture;
}

std::optional<Picture> survival_picture(const Words& words, const Model& model) {
    std::vector<Lifetime> lives;
    double longest = 0;
    for (const Link& link : model.links) {
        if (const auto life = lifetime_of(model, link)) {
            lives.push_back(*life);
            longest = std::max(longest, life->exit);
        }
    }
    const std::vector<SurvivalStep> steps = kaplan_meier(lives);
    if (lives.size() < k_survival_lives || steps.empty()) return std::nullopt;
    const Axes axes{longest, 1};
    Picture picture{.id = "survival",
                    .title = std::string(words("heading.survival")),
                    .width = k_width,
                    .height = k_height};
    const std::vector<std::pair<double, std::string>> ticks{{0, "0%"}, {0.5, "50%"}, {1, "100%"}};
    put_frame(picture, axes, ticks);
    std::string curve = fmt::format("M{:.1f} {:.1f}", axes.x(0), axes.y(1));
    std::string high = curve;
    std::string low;
    double before = 1;
    for (const SurvivalStep& step : steps) {
        curve += fmt::format("H{:.1f}V{:.1f}", axes.x(step.day), axes.y(step.share));
        high += fmt::format("H{:.1f}V{:.1f}", axes.x(step.day), axes.y(step.high));
        low = fmt::format("V{:.1f}H{:.1f}", axes.y(step.low), axes.x(step.day)) + low;
        before = step.low;
    }
    const std::string end = fmt::format("H{:.1f}", axes.x(longest));
    picture.shapes.push_back(
        {"band",
         high + end + fmt::format("V{:.1f}", axes.y(before)) + low + "V" + fmt::format("{:.1f}z", axes.y(1)),
         {}});
    picture.shapes.push_back({"line curve", curve + end, {}});
    static constexpr auto k_steps =
        std::to_array<double>({1, 2, 5, 10, 20, 50, 100, 200, 365, 730, 1825, 3650, 7300});
    const auto step = std::ranges::find_if(k_steps, [&](double one) { return longest / one <= 4; });
    const double tick = step == k_steps.end() ? longest : *step;
    for (double day = 0; day <= longest; day += tick) {
        const bool last = day + tick > longest && day > longest * 0.85;
        picture.labels.push_back(
            {last ? "tick end" : "tick", axes.x(day), k_bottom + 17, age_in_words(words, day)});
    }
    // Told in words: where half are gone, or else where the curve ends.
    const auto half = std::ranges::find_if(steps, [](const SurvivalStep& one) { return one.share <= 0.5; });
    const SurvivalStep& told = half == steps.end() ? steps.back() : *half;
    const auto deaths = std::ranges::count_if(lives, &Lifetime::died);
    picture.text = words.fill("picture.survival", words.number(lives.size()),
                              words.number(static_cast<std::size_t>(deaths)), age_in_words(words, told.day),
                              percent(told.share), percent(told.low), percent(told.high));
    return picture;
}

std::optional<Picture> history_picture(const Words& words, const Link& link) {
    constexpr int k_cell = 5;
    constexpr int k_strip_height = 14;
    const std::size_t shown = std::min(link.history.size(), k_history_shown);
    if (shown < 2) return std::nullopt;
    const std::span<const PastCheck> checks = std::span(link.history).last(shown);
    std::array<std::string, k_tones.size()> paths;
    std::string none;
    std::size_t good = 0;
    std::size_t runs = 0;
    for (std::size_t i = 0; i < shown; i += runs) {
        const auto tone = tone_of(verdict::state_of(checks[i].outcome));
        for (runs = 1; i + runs < shown && tone_of(verdict::state_of(checks[i + runs].outcome)) == tone;)
            ++runs;
        // Height as well as colour: good checks stand tall.
        const bool tall = tone == Tone::alive || tone == Tone::moved;
        if (tall) good += runs;
        (tone ? paths[static_cast<std::size_t>(*tone)] : none) +=
            fmt::format("M{} {}h{}", i * k_cell, tall ? 7 : 10.5, runs * k_cell - 1);
    }
    Picture picture{.id = {},
                    .title = words.fill("picture.history", shown, good),
                    .text = words.fill("phrase.range", words.date(checks.front().checked_at),
                                       words.date(checks.back().checked_at)),
                    .width = static_cast<int>(shown) * k_cell - 1,
                    .height = k_strip_height};
    for (std::size_t tone = 0; tone < k_tones.size(); ++tone) {
        if (!paths[tone].empty()) picture.shapes.push_back({std::string(k_tones[tone]), paths[tone], {}});
    }
    if (!none.empty()) picture.shapes.push_back({"skipped", none, {}});
    return picture;
}

}  // namespace linktender::report
