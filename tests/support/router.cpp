#include "support/router.hpp"

#include <algorithm>
#include <atomic>
#include <utility>

namespace linktender::test {

Router& Router::on(std::string host, std::string path, Handler handler) {
    const bool prefix = !path.empty() && path.back() == '*';
    if (prefix) path.pop_back();
    routes_[std::move(host)].push_back({std::move(path), prefix, std::move(handler)});
    return *this;
}

Router& Router::on(std::string host, std::string path, Reply reply) {
    return on(std::move(host), std::move(path),
              [reply = std::move(reply)](const ReceivedRequest&) { return reply; });
}

Router& Router::otherwise(Handler handler) {
    otherwise_ = std::move(handler);
    return *this;
}

const Handler* Router::find(const std::string& host, std::string_view path) const {
    const auto site = routes_.find(host);
    if (site == routes_.end()) return nullptr;
    const auto fits = [path](const Route& route) {
        return route.prefix ? path.substr(0, route.path.size()) == route.path : path == route.path;
    };
    const auto route = std::find_if(site->second.begin(), site->second.end(), fits);
    return route == site->second.end() ? nullptr : &route->handler;
}

Reply Router::operator()(const ReceivedRequest& request) const {
    const Handler* handler = find(request.host, request.path());
    if (handler == nullptr) handler = find("", request.path());
    if (handler == nullptr && otherwise_) handler = &otherwise_;
    return handler != nullptr ? (*handler)(request) : text("no route", 404);
}

std::vector<std::string> Router::hosts() const {
    std::vector<std::string> names;
    for (const auto& [host, routes] : routes_) {
        if (!host.empty()) names.push_back(host);
    }
    std::sort(names.begin(), names.end());
    return names;
}

Handler sequence(std::vector<Reply> replies) {
    struct State {
        std::vector<Reply> replies;
        std::atomic<std::size_t> next{0};
    };
    auto state = std::make_shared<State>();
    state->replies = std::move(replies);
    return [state](const ReceivedRequest&) {
        return state->replies.at(std::min(state->next++, state->replies.size() - 1));
    };
}

}  // namespace linktender::test
