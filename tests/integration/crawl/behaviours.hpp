// Every way a server can answer, by the words that docs/outcomes.md has for it.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "support/certificate_authority.hpp"
#include "support/dns_server.hpp"
#include "support/scripted_server.hpp"

namespace linktender::test {

/// One host that always behaves in one way.
struct Behaviour {
    /// `visit` counts the requests for the page, from 1. robots.txt is not among them.
    std::function<Reply(const ReceivedRequest&, int visit)> reply = nullptr;
    std::string robots;  ///< its robots.txt; empty for none
    int robots_status = 200;
    bool tls = false;
    CertificateFault certificate = CertificateFault::none;
    DnsAnswer dns{.addresses = {"127.0.0.1"}};
    std::string url;    ///< in place of http(s)://HOST:PORT/page; `PORT` stands for the server's port
    bool head = false;  ///< asked for with HEAD
};

/// By the text of the table's first column.
[[nodiscard]] std::map<std::string, Behaviour> behaviours();

}  // namespace linktender::test
