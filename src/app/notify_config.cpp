#include "linktender/app/notify_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "linktender/app/config_file.hpp"
#include "linktender/core/text.hpp"
#include "linktender/http/address_guard.hpp"
#include "linktender/http/mail.hpp"
#include "linktender/url/url.hpp"
#include "mail_address.hpp"
#include "toml_file.hpp"

namespace linktender::app {

namespace {

constexpr std::size_t k_longest_name = 64;

// Which types a key is for.
using Types = unsigned;
constexpr Types only(NotifyType type) {
    return 1U << static_cast<unsigned>(type);
}
constexpr Types k_mail = only(NotifyType::mail);
constexpr Types k_signed = only(NotifyType::feishu) | only(NotifyType::dingtalk);
constexpr Types k_hooks =
    only(NotifyType::webhook) | only(NotifyType::slack) | only(NotifyType::wecom) | k_signed;
constexpr Types k_tickets = only(NotifyType::github) | only(NotifyType::gitee) | only(NotifyType::gitlab);
constexpr Types k_with_token = only(NotifyType::webhook) | k_tickets;
constexpr Types k_any = k_mail | k_hooks | k_tickets;

constexpr std::array<std::string_view, 9> k_types{"mail",  "webhook", "slack", "feishu", "dingtalk",
                                                  "wecom", "github",  "gitee", "gitlab"};

NotifyType type_of(const TomlValue& value) {
    const std::string text = value.text();
    const auto found = std::ranges::find(k_types, text);
    if (found == k_types.end()) value.fail(fmt::format("one of {} is needed", fmt::join(k_types, ", ")));
    return static_cast<NotifyType>(found - k_types.begin());
}

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= k_longest_name && text.front() != '-' &&
           std::ranges::all_of(
               text, [](char c) { return (c >= 'a' && c <= 'z') || core::is_ascii_digit(c) || c == '-'; });
}

std::string name_of(const TomlValue& value) {
    const std::string text = value.text();
    if (!is_name(text))
        value.fail("a name of small letters, digits and '-' is needed, at most 64, such as \"editors\"");
    return text;
}

/// The address is not repeated in a complaint: that of a webhook is a secret.
std::string web_address(const TomlValue& value) {
    const auto parsed = url::parse(value.text());
    if (!parsed || !parsed->is_http()) value.fail("an http or https URL is needed");
    return std::string(parsed->href());
}

std::string mail_box(const TomlValue& value, const std::string& text) {
    if (!http::is_mail_address(text)) value.fail("a mail address is needed, such as \"links@news.example\"");
    return text;
}

/// One path component each: they go into addresses.
std::string repository(const TomlValue& value) {
    std::string text = value.text();
    const auto fits = [](std::string_view part) {
        return !part.empty() && part != "." && part != ".." && std::ranges::all_of(part, [](char c) {
            return core::is_ascii_alnum(c) || std::string_view("-_.").find(c) != std::string_view::npos;
        });
    };
    const auto parts = core::split(text, '/');
    if (parts.size() < 2 || !std::ranges::all_of(parts, fits))
        value.fail("a repository such as \"owner/name\" is needed");
    return text;
}

struct Key {
    std::string_view name;
    Types types;
    void (*read)(const TomlValue&, NotifyTarget&);
};

constexpr Key k_keys[] = {
    {"name", k_any, [](const TomlValue& value, NotifyTarget& target) { target.name = name_of(value); }},
    {"type", k_any, [](const TomlValue& value, NotifyTarget& target) { target.type = type_of(value); }},
    {"archives", k_any,
     [](const TomlValue& value, NotifyTarget& target) {
         target.archives = value.texts();
         if (!std::ranges::all_of(target.archives, is_name)) value.fail("names of archives are needed");
     }},
    {"language", k_any,
     [](const TomlValue& value, NotifyTarget& target) {
         target.language = report::language_from(value.text());
         if (!target.language) value.fail("\"zh\" or \"en\" is needed");
     }},
    {"report_url", k_any,
     [](const TomlValue& value, NotifyTarget& target) { target.report_url = web_address(value); }},
    {"url", k_any,
     [](const TomlValue& value, NotifyTarget& target) {
         if (target.type != NotifyType::mail) {
             target.url = web_address(value);
         } else {
             target.url = value.text();
             if (!read_mail_address(target.url))
                 value.fail("smtp://HOST, smtps://HOST or one of them with :PORT is needed");
         }
     }},
    {"allow_address", k_any,
     [](const TomlValue& value, NotifyTarget& target) {
         target.allow_address = value.texts();
         if (const auto guard = http::AddressGuard::create(target.allow_address); !guard)
             value.fail(guard.error());
     }},
    {"ca_file", k_mail | k_hooks | k_tickets,
     [](const TomlValue& value, NotifyTarget& target) { target.ca_file = value.path().string(); }},
    {"from", k_mail,
     [](const TomlValue& value, NotifyTarget& target) { target.from = mail_box(value, value.text()); }},
    {"to", k_mail,
     [](const TomlValue& value, NotifyTarget& target) {
         for (const std::string& text : value.texts()) target.to.push_back(mail_box(value, text));
     }},
    {"user", k_mail, [](const TomlValue& value, NotifyTarget& target) { target.user = value.text(); }},
    {"starttls", k_mail,
     [](const TomlValue& value, NotifyTarget& target) { target.starttls = value.truth(); }},
    {"repository", k_tickets,
     [](const TomlValue& value, NotifyTarget& target) { target.repository = repository(value); }},
    {"label", k_tickets, [](const TomlValue& value, NotifyTarget& target) { target.label = value.text(); }},
};

struct SecretKey {
    std::string_view name;
    Types types;
    SecretSource NotifyTarget::*source;
};

constexpr SecretKey k_secrets[] = {
    {"url", k_hooks, &NotifyTarget::url_source},
    {"token", k_with_token, &NotifyTarget::token},
    {"secret", k_signed, &NotifyTarget::secret},
    {"password", k_mail, &NotifyTarget::password},
};

/// Reads `token_file` and its like; false when the key is none of them.
bool read_source(const TomlValue& value, std::string_view name, NotifyTarget& target) {
    for (const SecretKey& key : k_secrets) {
        if ((key.types & only(target.type)) == 0 || !name.starts_with(key.name)) continue;
        const std::string_view ending = name.substr(key.name.size());
        SecretSource source;
        if (ending == "_file")
            source = {SecretSource::Kind::file, value.path().string()};
        else if (ending == "_env")
            source = {SecretSource::Kind::environment, value.text()};
        else if (ending == "_credential")
            source = {SecretSource::Kind::credential, value.text()};
        else if (ending.empty() && key.name != "url")
            value.fail(fmt::format(
                "secrets have no place in this file; {0}_file, {0}_env or {0}_credential says where it is",
                key.name));
        else
            continue;
        if (source.kind == SecretSource::Kind::credential && source.name.find('/') != std::string::npos)
            value.fail("the name of a credential has no '/'");
        if ((target.*key.source).is_set()) value.fail("there is another source of the same secret already");
        target.*key.source = std::move(source);
        return true;
    }
    return false;
}

void read_key(const TomlValue& value, std::string_view name, NotifyTarget& target) {
    if (read_source(value, name, target)) return;
    const Types type = only(target.type);
    const auto* key = std::ranges::find(k_keys, name, &Key::name);
    if (key != std::end(k_keys) && (key->types & type) != 0) return key->read(value, target);
    std::vector<std::string> known;
    for (const Key& each : k_keys)
        if ((each.types & type) != 0) known.emplace_back(each.name);
    for (const SecretKey& each : k_secrets) {
        if ((each.types & type) == 0) continue;
        for (const char* ending : {"_file", "_env", "_credential"})
            known.push_back(std::string(each.name) + ending);
    }
    value.fail(fmt::format("no such key for a target of type {}; there are {}", to_string(target.type),
                           fmt::join(known, ", ")));
}

void check_mail(const TomlValue& table, const NotifyTarget& target) {
    if (target.url.empty()) table.fail("a url is needed, such as \"smtp://mail.example\"");
    if (target.from.empty() || target.to.empty()) table.fail("from and to are needed");
    if (target.user.empty() != !target.password.is_set())
        table.fail(
            "a user needs a password (password_file, password_env or password_credential), and "
            "the other way round");
    if (!target.user.empty() && read_mail_address(target.url)->security == http::MailSecurity::starttls &&
        !target.starttls)
        table.fail("a password is not sent in clear: without starttls there can be no user");
}

void check_whole(const TomlValue& table, const NotifyTarget& target) {
    const Types type = only(target.type);
    if (target.name.empty()) table.fail("a name is needed");
    if (type == k_mail) check_mail(table, target);
    if ((type & k_hooks) != 0) {
        if (target.url.empty() == !target.url_source.is_set())
            table.fail("the address is needed once: as url_file, url_env, url_credential or url");
    }
    if ((type & k_tickets) != 0) {
        if (target.repository.empty()) table.fail("a repository is needed, such as \"owner/name\"");
        if (!target.token.is_set()) table.fail("token_file, token_env or token_credential is needed");
    }
}

NotifyTarget read_target(const TomlValue& table, const std::vector<NotifyTarget>& others) {
    NotifyTarget target;
    if (table.table().get("type") == nullptr)
        table.fail(fmt::format("a type is needed: one of {}", fmt::join(k_types, ", ")));
    target.type = type_of(table.at("type"));  // the other keys depend on it
    for (const auto& [name, node] : table.table())
        read_key({table.file, fmt::format("{}.{}", table.key, name.str()), node}, name.str(), target);
    check_whole(table, target);
    if (std::ranges::find(others, target.name, &NotifyTarget::name) != others.end())
        table.at("name").fail(fmt::format("there is a target '{}' already; names are unique", target.name));
    return target;
}

}  // namespace

std::string_view to_string(NotifyType type) noexcept {
    return k_types.at(static_cast<std::size_t>(type));
}

void apply_notify_tables(const std::filesystem::path& file, std::vector<NotifyTarget>& targets) {
    const toml::table tables = read_toml_file(file);
    const toml::node* node = tables.get("notify");
    if (node == nullptr) return;
    for (const TomlValue& each : TomlValue{file, "notify", *node}.tables())
        targets.push_back(read_target(each, targets));
}

}  // namespace linktender::app
