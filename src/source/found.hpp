// What the readers of the formats hand over: links with places in the decoded text.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "directive.hpp"
#include "linktender/source/occurrence.hpp"
#include "span.hpp"

namespace linktender::source {

/// One link as a reader sees it, before its address is resolved.
struct Found {
    std::size_t use = 0;  ///< where it is used, in the issue's text
    Span address;         ///< where its address is written
    /// The address without the format's escapes; empty when it is written without any.
    std::string decoded;
    std::string text;
    Form form = Form::inline_;
    bool exact = true;
};

/// All that one issue's text says.
struct Reading {
    std::string title;
    std::optional<std::chrono::year_month_day> date;
    std::string base;  ///< of <base href>, decoded; empty when there is none
    std::vector<Found> links;
    std::vector<Directive> directives;
};

}  // namespace linktender::source
