#include "linktender/crawl/robots_gate.hpp"

#include <utility>

namespace linktender::crawl {

std::string RobotsGate::origin_of(const url::Url& url) {
    std::string origin(url.scheme());
    origin += "://";
    origin += url.host();
    if (url.port()) origin += ':' + std::to_string(*url.port());
    return origin;
}

url::Url RobotsGate::file_of(const url::Url& url) {
    return *url::parse("/robots.txt", &url);
}

RobotsGate::Answer RobotsGate::ask(const url::Url& url) const {
    const auto file = files_.find(origin_of(url));
    if (file == files_.end()) return Answer::unknown;
    if (file->second.unreachable) return Answer::unreachable;
    std::string target(url.path());
    if (url.query()) {
        target += '?';
        target += *url.query();
    }
    return file->second.robots.allows(target) ? Answer::allowed : Answer::disallowed;
}

std::optional<core::Milliseconds> RobotsGate::crawl_delay(const std::string& origin) const {
    const auto file = files_.find(origin);
    if (file == files_.end()) return std::nullopt;
    const auto delay = file->second.robots.crawl_delay();
    return delay ? std::optional(std::min(*delay, k_max_delay)) : std::nullopt;
}

void RobotsGate::learn(const std::string& origin, const http::Response& response, bool redirects_failed) {
    File file{.robots = http::Robots::allow_all()};
    const bool answered = response.status >= 200 && !redirects_failed;
    if (answered && response.status < 300) {
        // What came before a body broke off counts: half the rules are better than none.
        file.robots =
            http::Robots::parse(response.body, product_token_, response.body_truncated || response.error);
        file.keep = !response.error;
    } else if (answered && response.status >= 500) {
        file.unreachable = true;
    } else {
        file.keep = answered;
    }
    files_.insert_or_assign(origin, std::move(file));
}

bool RobotsGate::recall(const std::string& origin, std::string_view text) {
    const std::string head = "# " + origin + '\n';
    if (!text.starts_with(head)) return false;
    files_.insert_or_assign(
        origin, File{.robots = http::Robots::parse(text.substr(head.size()), product_token_), .keep = true});
    return true;
}

std::optional<std::string> RobotsGate::text_of(const std::string& origin) const {
    const auto file = files_.find(origin);
    if (file == files_.end() || !file->second.keep) return std::nullopt;
    return "# " + origin + '\n' + file->second.robots.text();
}

}  // namespace linktender::crawl
