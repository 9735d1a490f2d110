// How one link is checked: redirects, retries, HEAD before GET.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "linktender/core/time.hpp"
#include "linktender/http/message.hpp"
#include "linktender/url/url.hpp"
#include "linktender/verdict/judge.hpp"

namespace linktender::crawl {

/// What applies to every check of a run.
struct CheckOptions {
    http::Method method = http::Method::get;
    unsigned max_redirects = 10;
    unsigned max_retries = 2;             ///< after the first attempt, over all hops of one check
    core::Milliseconds retry_wait{1000};  ///< doubled each time
    core::Milliseconds longest_wait{std::chrono::minutes{1}};  ///< a Retry-After beyond it ends the check
    http::Limits limits;
};

/// Send this request as soon as the pace of its host allows.
struct Send {
    http::Request request;
};
/// Wait that long, then call `resume`.
struct Wait {
    core::Milliseconds delay{0};
};
/// Nothing more to do; `take_trace` has what was seen.
struct Finish {};
using Action = std::variant<Send, Wait, Finish>;

/// What a finished check saw, in the terms of a verdict; the body is still to be analysed.
struct CheckTrace {
    url::Url url;
    std::vector<verdict::Hop> hops;
    url::Url final_url;
    verdict::RedirectFault redirect_fault = verdict::RedirectFault::none;
    std::string redirect_target;
    http::Response response;  ///< the last one
    unsigned attempts = 0;    ///< requests sent for the first URL
};

/// Decides how one URL is checked. Performs no I/O and reads no clock; the caller carries out each
/// Action and answers a Send with `on_response`, a Wait with `resume`.
class CheckMachine {
public:
    /// `options` must outlive the machine.
    CheckMachine(url::Url url, const CheckOptions& options);

    [[nodiscard]] Action start();
    [[nodiscard]] Action on_response(http::Response response, core::TimePoint now);
    [[nodiscard]] Action resume();

    /// The URL of the next or present request: its host's pace applies.
    [[nodiscard]] const url::Url& current() const noexcept { return trace_.final_url; }
    [[nodiscard]] CheckTrace take_trace() && { return std::move(trace_); }

private:
    [[nodiscard]] Action send();
    [[nodiscard]] Action finish(http::Response response);
    [[nodiscard]] std::optional<Action> retry(const http::Response& response, core::TimePoint now);
    [[nodiscard]] Action follow(http::Response response, std::string_view location);

    const CheckOptions* options_;
    CheckTrace trace_;
    http::Method method_;
    unsigned failed_attempts_ = 0;
    std::set<std::string, std::less<>> visited_;
};

}  // namespace linktender::crawl
