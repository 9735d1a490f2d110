// A digest as one request to a webhook, and what the answer says. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "linktender/core/time.hpp"
#include "linktender/http/message.hpp"
#include "linktender/notify/delivery.hpp"
#include "linktender/notify/digest.hpp"
#include "linktender/report/message_catalogue.hpp"
#include "linktender/url/url.hpp"

namespace linktender::notify {

enum class HookForm : std::uint8_t {
    json,  ///< `linktender.digest/1`, docs/notify.md
    slack,
    feishu,
    dingtalk,
    wecom,
};

struct HookOptions {
    HookForm form = HookForm::json;
    url::Url url;
    std::string secret;  ///< Feishu and DingTalk: messages are signed with it; empty: they are not
    std::string token;   ///< json: sent as `Authorization: Bearer`; empty: no such header
    report::Language language = report::Language::en;
    std::string report_url;
};

/// A POST whose body keeps within what the service takes. `now` goes into signatures.
[[nodiscard]] http::Request hook_request(const Digest& digest, const HookOptions& options,
                                         core::TimePoint now);

/// Nothing when the service took the message; some say no in the body of a 200.
[[nodiscard]] std::optional<Failure> hook_failure(HookForm form, const http::Response& response,
                                                  core::TimePoint now);

}  // namespace linktender::notify
