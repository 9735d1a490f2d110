// `linktender search`: what the archive links to, by its words.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "linktender/app/exit_code.hpp"
#include "linktender/app/output.hpp"
#include "linktender/app/settings.hpp"

namespace linktender::app {

inline constexpr std::size_t k_search_results = 50;

/// Links in whose title, description, authors, site or anchors all words are found, with the places that
/// use them. Exit code ok, also when there is none.
ExitCode search(const Settings& settings, const std::vector<std::string>& words, std::size_t limit,
                const std::vector<OutputTarget>& outputs);

}  // namespace linktender::app
