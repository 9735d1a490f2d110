// The servers behind the table of outcomes: a host for every kind of answer.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "behaviours.hpp"
#include "linktender/core/text.hpp"
#include "linktender/http/curl_fetcher.hpp"

namespace linktender::test {

inline std::string host_of(const std::string& answer, int copy) {
    std::string host;
    for (const char c : answer) {
        if (core::is_ascii_alnum(c))
            host += core::ascii_lower(c);
        else if (!host.empty() && host.back() != '-')
            host += '-';
    }
    while (host.size() > 56 || host.back() == '-') host.pop_back();
    return host + (copy > 1 ? "-" + std::to_string(copy) : std::string()) + ".test";
}

inline std::string replaced(std::string text, std::string_view what, std::string_view by) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
    return text;
}

/// Plain and TLS servers on which every behaviour has a host, and the name server that knows them.
class MisbehavingWeb {
public:
    /// `copies` hosts for every behaviour.
    explicit MisbehavingWeb(int copies = 1) {
        for (const auto& [answer, behaviour] : behaviours()) {
            for (int copy = 1; copy <= copies; ++copy) add(host_of(answer, copy), answer, behaviour);
        }
        const auto handler = [this](const ReceivedRequest& request) { return answer(request); };
        secure_ = std::make_unique<ScriptedServer>(ServerOptions{.handler = handler, .tls = authority_});
        plain_ = std::make_unique<ScriptedServer>(ServerOptions{.handler = handler});
        names_ = std::make_unique<DnsServer>(
            [this](const std::string& name, int type) { return resolve(name, type); });
    }

    [[nodiscard]] http::FetcherOptions fetcher_options() const {
        http::FetcherOptions options;
        options.user_agent = "linktender-test";
        options.ca_file = authority_->certificate_file().string();
        options.name_servers = {names_->address()};
        options.guard = http::AddressGuard::create({"127.0.0.1", "127.0.0.9"}).value();
        return options;
    }

    void for_each(const std::function<void(const std::string& answer, const Behaviour&,
                                           const std::string& url, const std::string& host)>& each) const {
        for (const auto& [host, site] : sites_) {
            const Behaviour& behaviour = site->behaviour;
            const std::string url = !behaviour.url.empty()
                                        ? with_port(replaced(behaviour.url, "HOST", host))
                                        : (behaviour.tls ? *secure_ : *plain_).origin(host) + "/page";
            each(site->answer, behaviour, url, host);
        }
    }

    /// Requests for the page that arrived from the one who asked for `host`.
    [[nodiscard]] int visits(const std::string& host) const { return sites_.at(host)->visits; }

private:
    void add(const std::string& host, const std::string& answer, const Behaviour& behaviour) {
        if (!sites_.emplace(host, std::make_unique<Site>(answer, behaviour)).second)
            throw std::logic_error("two behaviours at " + host);
        authority_->set_fault(host, behaviour.certificate);
    }

    struct Site {
        Site(std::string the_answer, Behaviour the_behaviour)
            : answer(std::move(the_answer)), behaviour(std::move(the_behaviour)) {}
        std::string answer;
        Behaviour behaviour;
        std::atomic<int> visits{0};
    };

    [[nodiscard]] std::string with_port(std::string text) const {
        return replaced(std::move(text), "PORT", std::to_string(plain_->port()));
    }

    Site* site_of(std::string host) {
        if (host.ends_with('.')) host.pop_back();
        if (host.starts_with("under_score.")) host.erase(0, 12);
        const auto found = sites_.find(host);
        return found == sites_.end() ? nullptr : found->second.get();
    }

    Reply answer(const ReceivedRequest& request) {
        Site* site = site_of(request.host);
        // Where redirects lead.
        if (site == nullptr) return request.path() == "/robots.txt" ? text("", 404) : html("<p>Another page");
        const Behaviour& behaviour = site->behaviour;
        if (request.path() == "/robots.txt")
            return behaviour.robots.empty() ? text("", 404) : text(behaviour.robots, behaviour.robots_status);
        Reply reply = behaviour.reply(request, ++site->visits);
        for (Header& header : reply.headers)
            if (header.name == "Location") header.value = with_port(header.value);
        return reply;
    }

    DnsAnswer resolve(const std::string& name, int type) {
        if (type != DnsServer::k_a) {
            Site* site = site_of(name);
            return site && site->behaviour.dns.code != 0 ? site->behaviour.dns : DnsAnswer{};
        }
        if (name == "inside.test") return {.addresses = {"10.0.0.1"}};
        Site* site = site_of(name);
        if (site == nullptr) return {.addresses = {"127.0.0.1"}};
        return site->behaviour.dns;
    }

    std::map<std::string, std::unique_ptr<Site>> sites_;
    std::shared_ptr<CertificateAuthority> authority_ = std::make_shared<CertificateAuthority>();
    std::unique_ptr<ScriptedServer> secure_;
    std::unique_ptr<ScriptedServer> plain_;
    std::unique_ptr<DnsServer> names_;
};

}  // namespace linktender::test
