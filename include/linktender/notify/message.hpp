// A digest in words, in each form that a target takes. Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "linktender/notify/digest.hpp"
#include "linktender/report/message_catalogue.hpp"

namespace linktender::notify {

/// How text is marked up, and what must not come through from foreign text.
enum class Markup : std::uint8_t {
    plain,
    markdown,  ///< GitHub, GitLab, Gitee
    html,      ///< the inside of a body
    slack,     ///< mrkdwn
    chat,      ///< the few marks of Markdown that DingTalk and WeCom know, which have no escapes
    feishu,    ///< the paragraphs of a `post` message: JSON arrays, divided by commas
};

struct MessageOptions {
    report::Language language = report::Language::en;
    std::size_t max_bytes = 100'000;
    bool inside_json = false;  ///< bytes are counted as a JSON string would hold them
    std::string report_url;    ///< of the whole report; empty: none is named
};

/// `weekly: 3 newly broken, 1 recovered`, one line of plain text, at most 200 bytes.
[[nodiscard]] std::string subject_of(const Digest& digest, report::Language language);

/// The changes, newest issues first, with what is broken in all. Entries that do not fit are counted;
/// k_least_message bytes always fit.
[[nodiscard]] std::string message_of(const Digest& digest, Markup markup, const MessageOptions& options);
inline constexpr std::size_t k_least_message = 2'500;

/// All that is broken now, for a ticket whose text is replaced whenever this text changes: no date and
/// nothing else stands in it that changes by itself.
[[nodiscard]] std::string standing_of(const Digest& digest, Markup markup, const MessageOptions& options);

}  // namespace linktender::notify
