// A digest as a mail. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "linktender/core/time.hpp"
#include "linktender/notify/digest.hpp"
#include "linktender/report/message_catalogue.hpp"

namespace linktender::notify {

struct MailOptions {
    std::string from;             ///< an address, `http::is_mail_address`
    std::vector<std::string> to;  ///< the same
    std::string target;           ///< name of the target: mails of two targets are two mails
    report::Language language = report::Language::en;
    std::string report_url;
};

/// Header and body (RFC 5322, MIME): text and HTML as alternatives, in base64. Lines end in CRLF and have at
/// most 78 bytes, but for long addresses. The Message-ID is the same for the same run and target: a mail that
/// was sent twice because an answer got lost is one mail.
[[nodiscard]] std::string mail_message(const Digest& digest, const MailOptions& options, core::TimePoint now);

/// An unstructured header value: as it is where it is plain ASCII of one line, else as encoded words (RFC
/// 2047) of at most 75 characters, folded. No text can end the line.
[[nodiscard]] std::string encoded_header(std::string_view text);

}  // namespace linktender::notify
