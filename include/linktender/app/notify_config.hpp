// Who is told what changed, as `[[notify]]` in the configuration describes it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "linktender/core/expected.hpp"
#include "linktender/report/message_catalogue.hpp"

namespace linktender::app {

/// Where a secret is, which is read when it is needed.
struct SecretSource {
    enum class Kind : std::uint8_t {
        none,
        file,
        environment,
        credential,  ///< of systemd, below $CREDENTIALS_DIRECTORY
    };
    Kind kind = Kind::none;
    std::string name;  ///< path, variable or credential

    [[nodiscard]] bool is_set() const noexcept { return kind != Kind::none; }
};

/// The secret without white space around it, empty for no source; else what is wrong, for people, without
/// any of it. A secret is one line of at most 4 KiB.
[[nodiscard]] Expected<std::string, std::string> read_secret(const SecretSource& source);

enum class NotifyType : std::uint8_t { mail, webhook, slack, feishu, dingtalk, wecom, github, gitee, gitlab };

[[nodiscard]] std::string_view to_string(NotifyType type) noexcept;

struct NotifyTarget {
    std::string name;  ///< `[a-z0-9][a-z0-9-]*`, unique: what was told is kept under it
    NotifyType type = NotifyType::mail;
    std::vector<std::string> archives;         ///< names; empty: all
    std::optional<report::Language> language;  ///< none: that of the archive, else of the settings
    std::string report_url;                    ///< of the report that messages lead to
    /// Of the webhook, of the service's interface, or `smtp://HOST[:PORT]` and `smtps://HOST[:PORT]`. Of
    /// webhooks it is a secret: it is not shown.
    std::string url;
    SecretSource url_source;  ///< in place of `url`
    SecretSource token;
    SecretSource secret;
    std::vector<std::string> allow_address;  ///< beside those of the settings
    std::string ca_file;                     ///< empty: that of the settings
    // Mail
    std::string from;
    std::vector<std::string> to;
    std::string user;
    SecretSource password;
    bool starttls = true;  ///< false: in clear, with smtp://
    // Tickets
    std::string repository;  ///< `owner/name`
    std::string label = "linktender";
};

/// Adds the `[[notify]]` tables of a file. Secrets that stand in it are refused. Throws ConfigError that
/// names file, line and key.
void apply_notify_tables(const std::filesystem::path& file, std::vector<NotifyTarget>& targets);

}  // namespace linktender::app
