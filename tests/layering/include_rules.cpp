#include "include_rules.hpp"

#include <algorithm>
#include <regex>

namespace linktender::layering {

namespace {

/// A header prefix and the rooms that may include it.
struct Home {
    std::string_view prefix;
    std::vector<std::string_view> rooms;
};

const std::vector<Home>& homes() {
    static const std::vector<Home> list{
        {"unicode/", {"url", "page"}},
        {"libpsl.h", {"url"}},
        {"gumbo.h", {"page"}},
        {"uchardet", {"page"}},
        {"cmark", {"source"}},
        {"curl/", {"http"}},
        {"ares", {"http"}},
        {"openssl/", {"http"}},
        {"zlib.h", {"http"}},
        {"brotli/", {"http"}},
        // The loop belongs to http; crawl sets timers on it, app runs it.
        {"boost/asio", {"http", "crawl", "app"}},
        {"toml++", {"verdict", "app"}},
        {"re2/", {"verdict"}},
        {"SQLiteCpp", {"store"}},
        {"sqlite3.h", {"store"}},
        // Reports are its main use; messages to services are JSON too.
        {"nlohmann/", {"report", "notify"}},
        {"kainjow/", {"report"}},
        {"systemd/", {"app"}},
        {"CLI/", {"cli"}},
    };
    return list;
}

std::size_t position(std::string_view room) {
    const auto& order = rooms();
    return static_cast<std::size_t>(std::find(order.begin(), order.end(), room) - order.begin());
}

}  // namespace

const std::vector<std::string_view>& rooms() {
    static const std::vector<std::string_view> order{"core",  "url",   "page",   "source", "http", "verdict",
                                                     "store", "crawl", "report", "notify", "app",  "cli"};
    return order;
}

std::vector<std::string> complaints(std::string_view room, std::string_view source) {
    static const std::regex include(R"(^[ \t]*#[ \t]*include[ \t]*[<"]([^>"]+)[>"])", std::regex::multiline);
    static const std::string_view own = "linktender/";
    std::vector<std::string> found;
    for (std::cregex_iterator match(source.data(), source.data() + source.size(), include), end; match != end;
         ++match) {
        const std::string header = (*match)[1];
        if (header.starts_with(own)) {
            const std::string used = header.substr(own.size(), header.find('/', own.size()) - own.size());
            if (position(used) > position(room))
                found.push_back(header + ": the room " + used + " is below " + std::string(room));
            continue;
        }
        for (const Home& home : homes()) {
            if (!header.starts_with(home.prefix)) continue;
            if (std::find(home.rooms.begin(), home.rooms.end(), room) == home.rooms.end()) {
                found.push_back(header + ": this library's home is " + std::string(home.rooms.front()));
            }
        }
    }
    return found;
}

}  // namespace linktender::layering
