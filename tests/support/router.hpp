// Handlers by host and path, for servers that play many sites at once.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "support/scripted_server.hpp"

namespace linktender::test {

/// A `Handler`. Filled before the server starts and unchanged from then on, so that two servers may share it.
class Router {
public:
    /// `host` "" stands for every host, but a host's own routes are asked first. `path` is a whole path, or a
    /// prefix when it ends in `*`. Of several that fit, the first one added answers.
    Router& on(std::string host, std::string path, Handler handler);
    Router& on(std::string host, std::string path, Reply reply);
    /// Answers what no route fits; without it that is a plain 404.
    Router& otherwise(Handler handler);

    [[nodiscard]] Reply operator()(const ReceivedRequest& request) const;
    /// The hosts that have routes of their own, in alphabetical order.
    [[nodiscard]] std::vector<std::string> hosts() const;

private:
    struct Route {
        std::string path;
        bool prefix = false;
        Handler handler;
    };
    [[nodiscard]] const Handler* find(const std::string& host, std::string_view path) const;

    std::unordered_map<std::string, std::vector<Route>> routes_;
    Handler otherwise_;
};

/// Answers with each reply once, in order, and with the last one from then on. Any thread.
[[nodiscard]] Handler sequence(std::vector<Reply> replies);

}  // namespace linktender::test
