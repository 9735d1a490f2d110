// What follows from the protocol alone: status codes, transport errors, redirects that lead nowhere.
#pragma once

#include <string_view>
#include <vector>

#include "linktender/http/message.hpp"
#include "linktender/verdict/judge.hpp"
#include "linktender/verdict/outcome.hpp"

namespace linktender::verdict {

/// By the status of the last response. Every number has an answer; `accept` lists further ones that
/// count as success. `url` is where the response came from, for the evidence.
[[nodiscard]] Verdict by_status(int status, std::string_view url, const std::vector<int>& accept = {});

/// True for statuses whose body is the page that was asked for: 2xx but those without content.
[[nodiscard]] bool is_page_status(int status) noexcept;

/// By the error that ended the fetch; the error's own slug is the reason. Faults of this machine
/// give `skipped`: nothing was learned about the link.
[[nodiscard]] Verdict by_error(const http::TransportError& error, std::string_view url);

/// By a walk along redirects that could not go on. `fault` is not `none`.
[[nodiscard]] Verdict by_redirect_fault(const Evidence& evidence);

/// The last URL of the leading run of 301 and 308, when it names another resource than the one
/// asked for; empty otherwise.
[[nodiscard]] std::string_view moved_target(const Evidence& evidence) noexcept;

}  // namespace linktender::verdict
