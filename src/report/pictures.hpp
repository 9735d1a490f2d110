// The report's pictures as shapes and words; the page only has to draw them. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "linktender/report/message_catalogue.hpp"
#include "linktender/report/model.hpp"
#include "survival.hpp"

namespace linktender::report {

/// One SVG path. No foreign text gets in here.
struct Shape {
    std::string css;    ///< class
    std::string path;   ///< the `d` attribute
    std::string title;  ///< what a pointer over it tells; may be empty
};

struct Label {
    std::string css;
    double x = 0;
    double y = 0;
    std::string text;
};

struct Picture {
    std::string id;
    std::string title;
    std::string text;  ///< what the picture shows, for those who cannot see it, and as its caption
    int width = 0;
    int height = 0;
    std::vector<Shape> shapes;
    std::vector<Label> labels;
};

/// A column for each dated issue, oldest first, with the shares of its links by state; neighbours share
/// a column when there are more than k_health_columns. Nothing for fewer than two dated issues.
[[nodiscard]] std::optional<Picture> health_picture(const Words& words, const Model& model);
inline constexpr std::size_t k_health_columns = 120;

/// Broken, moved and blocked links of each run, this one last. Nothing without earlier runs.
[[nodiscard]] std::optional<Picture> past_picture(const Words& words, const Model& model);

/// The survival of links by age with its band. Nothing when fewer than k_survival_lives links were
/// watched or none died.
[[nodiscard]] std::optional<Picture> survival_picture(const Words& words, const Model& model);
inline constexpr std::size_t k_survival_lives = 20;

/// The last k_history_shown checks of one link as a strip. Nothing for fewer than two.
[[nodiscard]] std::optional<Picture> history_picture(const Words& words, const Link& link);

}  // namespace linktender::report
