// How one link is checked: redirects, retries, cookies, HEAD before GET, a second look.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "linktender/core/time.hpp"
#include "linktender/crawl/cookie_jar.hpp"
#include "linktender/http/message.hpp"
#include "linktender/store/records.hpp"
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
    bool second_look = true;  ///< behind a certificate that does not hold
};

/// Send this request as soon as the pace of its host allows.
struct Send {
    http::Request request;
};
/// Wait that long, then call `resume`.
struct Wait {
    core::Milliseconds delay{0};
};
/// Nothing more to do; `trace` has what was seen.
struct Finish {};
using Action = std::variant<Send, Wait, Finish>;

/// What a finished check saw, in the terms of a verdict; the body is still to be analysed.
struct CheckTrace {
    url::Url url;
    store::LinkKnowledge knowledge;
    std::vector<verdict::Hop> hops;
    url::Url final_url;
    verdict::RedirectFault redirect_fault = verdict::RedirectFault::none;
    std::string redirect_target;
    http::Response response;  ///< the last one
    /// With a certificate that does not hold: what stands behind it, asked for without verification.
    std::optional<http::Response> second_look;
    unsigned attempts = 0;      ///< requests sent for the first URL
    bool head_refused = false;  ///< HEAD failed where GET then did not
};

/// Decides how one URL is checked. Performs no I/O and reads no clock; the caller carries out each
/// Action and answers a Send with `on_response`, a Wait with `resume`.
class CheckMachine {
public:
    /// What is known about this one link beforehand.
    struct Start {
        std::optional<http::Method> method;  ///< in place of the options'
        store::LinkKnowledge knowledge;
    };
    /// `options` must outlive the machine.
    CheckMachine(url::Url url, const CheckOptions& options, Start start = {});

    [[nodiscard]] Action start();
    /// `worth_retrying` is false where the host has shown that another try brings nothing.
    [[nodiscard]] Action on_response(http::Response response, core::TimePoint now,
                                     bool worth_retrying = true);
    [[nodiscard]] Action resume();

    /// Whether a page's meta refresh may be followed after Finish: once a check, to another http(s) URL.
    [[nodiscard]] bool may_refresh(const url::Url& target) const;
    /// Goes on to the target of a meta refresh. `delayed`: readers see the page first.
    [[nodiscard]] Action refresh(url::Url target, bool delayed);

    /// The URL of the next or present request: its host's pace applies.
    [[nodiscard]] const url::Url& current() const noexcept { return trace_.final_url; }
    [[nodiscard]] const CheckTrace& trace() const noexcept { return trace_; }
    [[nodiscard]] CheckTrace& trace() noexcept { return trace_; }

private:
    [[nodiscard]] Action send();
    [[nodiscard]] Action finish(http::Response response);
    [[nodiscard]] std::optional<Action> retry(const http::Response& response, core::TimePoint now,
                                              bool worth_retrying);
    [[nodiscard]] Action follow(http::Response response);
    /// Notes the visit; false when the URL was visited in the same circumstances.
    [[nodiscard]] bool visit(const url::Url& url);

    const CheckOptions* options_;
    CheckTrace trace_;
    http::Method method_;
    CookieJar cookies_;
    unsigned failed_attempts_ = 0;
    bool head_failed_ = false;
    bool looking_again_ = false;  ///< without TLS verification, after it failed
    bool refreshed_ = false;
    std::set<std::string, std::less<>> visited_;
};

}  // namespace linktender::crawl
