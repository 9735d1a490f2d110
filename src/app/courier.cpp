#include "courier.hpp"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "linktender/core/text.hpp"
#include "linktender/http/blocking_client.hpp"
#include "linktender/http/mail.hpp"
#include "linktender/notify/mail_message.hpp"
#include "linktender/notify/webhook.hpp"
#include "mail_address.hpp"

namespace linktender::app {

namespace {

using notify::Failure;

constexpr std::chrono::milliseconds k_patience{50};

bool is_ending(const NotifyOptions& options) {
    return options.ending && options.ending();
}

notify::Surroundings surroundings_of(const NotifyOptions& options) {
    return {[] { return std::chrono::steady_clock::now(); },
            [&options](core::Milliseconds time) {
                const auto until = std::chrono::steady_clock::now() + time;
                while (std::chrono::steady_clock::now() < until) {
                    if (is_ending(options)) return false;
                    std::this_thread::sleep_for(k_patience);
                }
                return !is_ending(options);
            }};
}

/// An address that stands in the target itself is meant, a name that leads to one is not: names are
/// other people's to change.
http::AddressGuard guard_for(const Settings& settings, const NotifyTarget& target, std::string_view host) {
    std::vector<std::string> allowed = settings.allow_address;
    allowed.insert(allowed.end(), target.allow_address.begin(), target.allow_address.end());
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    if (host == "localhost") allowed.insert(allowed.end(), {"127.0.0.0/8", "::1"});
    auto guard = http::AddressGuard::create(allowed);
    allowed.emplace_back(host);
    auto with_host = http::AddressGuard::create(allowed);  // fails for a name
    return with_host ? *std::move(with_host) : guard ? *std::move(guard) : http::AddressGuard();
}

std::string ca_file_of(const Settings& settings, const NotifyTarget& target) {
    return target.ca_file.empty() ? settings.cacert : target.ca_file;
}

/// What the target needs to know that nobody else may.
struct Secrets {
    std::string url;
    std::string token;
    std::string secret;
    std::string password;

    /// The text without any of them.
    [[nodiscard]] std::string cleaned(std::string text) const {
        constexpr std::size_t k_shortest = 4;  // shorter ones would take words apart
        for (const std::string& each : {url, token, secret, password}) {
            if (each.size() < k_shortest) continue;
            for (std::size_t at = 0; (at = text.find(each, at)) != std::string::npos;)
                text.replace(at, each.size(), "***");
        }
        return text;
    }
};

Expected<Secrets, std::string> secrets_of(const NotifyTarget& target) {
    Secrets secrets;
    for (const auto& [source, into] :
         {std::pair{&target.url_source, &secrets.url}, std::pair{&target.token, &secrets.token},
          std::pair{&target.secret, &secrets.secret}, std::pair{&target.password, &secrets.password}}) {
        auto secret = read_secret(*source);
        if (!secret) return unexpected(std::move(secret.error()));
        *into = *std::move(secret);
    }
    // What a webhook is reached by is all that it takes to write there.
    const bool is_hook = target.type >= NotifyType::webhook && target.type <= NotifyType::wecom;
    if (is_hook && secrets.url.empty()) secrets.url = target.url;
    return secrets;
}

Expected<std::unique_ptr<http::BlockingClient>, std::string> client_for(const Settings& settings,
                                                                        const NotifyTarget& target,
                                                                        const url::Url& address) {
    http::FetcherOptions options;
    options.user_agent = settings.user_agent.empty() ? default_user_agent() : settings.user_agent;
    options.ca_file = ca_file_of(settings, target);
    options.resolve = settings.resolve;
    options.proxy = settings.proxy;
    options.max_connections = 2;
    options.guard = guard_for(settings, target, address.host());
    return http::BlockingClient::create(std::move(options));
}

using Attempt = std::function<std::optional<Failure>()>;

Attempt failing(std::string what) {
    return [what = std::move(what)] { return Failure{what, false, std::nullopt}; };
}

Attempt mail_attempt(const Parcel& parcel, const Settings& settings, const NotifyTarget& target,
                     const Secrets& secrets, const NotifyOptions& options) {
    const auto address = read_mail_address(target.url);
    if (!address) return failing("the address of the mail server cannot be read");
    http::MailServer server;
    server.host = address->host;
    server.security = address->security;
    if (server.security == http::MailSecurity::starttls && !target.starttls)
        server.security = http::MailSecurity::none;
    const bool clear = server.security == http::MailSecurity::none;
    const bool implicit = server.security == http::MailSecurity::implicit;
    server.port = address->port.value_or(implicit ? 465 : clear ? 25 : 587);
    server.user = target.user;
    server.password = secrets.password;
    server.ca_file = ca_file_of(settings, target);
    server.resolve = settings.resolve;
    server.guard = guard_for(settings, target, server.host);
    http::Mail mail{
        target.from, target.to,
        notify::mail_message(*parcel.digest,
                             {target.from, target.to, target.name, parcel.language, target.report_url},
                             parcel.now)};
    return [server = std::move(server), mail = std::move(mail), &options]() -> std::optional<Failure> {
        const auto error = http::send_mail(server, mail, options.ending);
        if (!error) return std::nullopt;
        return Failure{error->message, error->temporary, std::nullopt};
    };
}

notify::HookForm form_of(NotifyType type) {
    switch (type) {
        case NotifyType::slack: return notify::HookForm::slack;
        case NotifyType::feishu: return notify::HookForm::feishu;
        case NotifyType::dingtalk: return notify::HookForm::dingtalk;
        case NotifyType::wecom: return notify::HookForm::wecom;
        default: return notify::HookForm::json;
    }
}

Attempt hook_attempt(const Parcel& parcel, const Settings& settings, const NotifyTarget& target,
                     const Secrets& secrets, const NotifyOptions& options) {
    const auto address = url::parse(secrets.url);
    if (!address || !address->is_http()) return failing("the address of the webhook is no http or https URL");
    auto client = client_for(settings, target, *address);
    if (!client) return failing(client.error());
    const notify::HookOptions hook{form_of(target.type), *address,        secrets.secret,
                                   secrets.token,        parcel.language, target.report_url};
    return [client = std::shared_ptr<http::BlockingClient>(*std::move(client)), hook, parcel, &options] {
        // Signatures hold for an hour from this time on, however often it is tried.
        http::Request request = notify::hook_request(*parcel.digest, hook, parcel.now);
        return notify::hook_failure(hook.form, client->send(std::move(request), options.ending), parcel.now);
    };
}

struct TicketPlace {
    notify::TicketService service;
    const char* base;
};

TicketPlace ticket_place(NotifyType type) {
    switch (type) {
        case NotifyType::gitee: return {notify::TicketService::gitee, "https://gitee.com/api/v5"};
        case NotifyType::gitlab: return {notify::TicketService::gitlab, "https://gitlab.com/api/v4"};
        default: return {notify::TicketService::github, "https://api.github.com"};
    }
}

Attempt ticket_attempt(const Parcel& parcel, const Settings& settings, const NotifyTarget& target,
                       const Secrets& secrets, notify::TicketMemory& ticket, const NotifyOptions& options) {
    const TicketPlace place = ticket_place(target.type);
    const auto base = url::parse(target.url.empty() ? std::string(place.base) : target.url);
    if (!base || !base->is_http()) return failing("the address of the interface is no http or https URL");
    auto client = client_for(settings, target, *base);
    if (!client) return failing(client.error());
    notify::TicketOptions tending{place.service, *base,           target.repository, secrets.token,
                                  target.label,  parcel.language, target.report_url, target.name};
    return [client = std::shared_ptr<http::BlockingClient>(*std::move(client)), tending = std::move(tending),
            parcel, &ticket, &options] {
        return notify::tend_ticket(
            *parcel.digest, tending, ticket,
            [&](http::Request request) { return client->send(std::move(request), options.ending); },
            parcel.now);
    };
}

}  // namespace

std::optional<std::string> bring(const Parcel& parcel, const Settings& settings, const NotifyTarget& target,
                                 notify::TicketMemory& ticket, const NotifyOptions& options) {
    const auto secrets = secrets_of(target);
    if (!secrets) return secrets.error();
    Attempt attempt;
    switch (target.type) {
        case NotifyType::mail: attempt = mail_attempt(parcel, settings, target, *secrets, options); break;
        case NotifyType::webhook:
        case NotifyType::slack:
        case NotifyType::feishu:
        case NotifyType::dingtalk:
        case NotifyType::wecom: attempt = hook_attempt(parcel, settings, target, *secrets, options); break;
        case NotifyType::github:
        case NotifyType::gitee:
        case NotifyType::gitlab:
            attempt = ticket_attempt(parcel, settings, target, *secrets, ticket, options);
            break;
    }
    const auto failure = notify::deliver(attempt, options.retry, surroundings_of(options));
    if (!failure) return std::nullopt;
    return secrets->cleaned(failure->message);
}

}  // namespace linktender::app
