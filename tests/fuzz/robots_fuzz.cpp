// Any bytes are a robots.txt: its canonical text reads back to the same decisions, a Disallow that stands
// alone refuses what it spells out, and no decision takes long.
//
// What stands after the last NUL of the input is a path of its own.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "linktender/http/robots.hpp"

namespace {

using linktender::http::Robots;

void require(bool holds) {
    if (!holds) std::abort();
}

void require_same(const Robots& a, const Robots& b, std::string_view path) {
    require(a.allows(path) == b.allows(path));
}

/// Each line of the file as a path, whole and from its first slash on; enough of them.
void compare_lines(const Robots& a, const Robots& b, std::string_view file) {
    for (int line = 0; line < 64 && !file.empty(); ++line) {
        const std::string_view text = file.substr(0, file.find('\n'));
        file.remove_prefix(text.size() == file.size() ? file.size() : text.size() + 1);
        require_same(a, b, text);
        const std::size_t slash = text.find('/');
        if (slash != std::string_view::npos) require_same(a, b, text.substr(slash));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const std::size_t nul = input.rfind('\0');
    const std::string_view file = input.substr(0, nul);
    const std::string_view path = nul == std::string_view::npos ? input : input.substr(nul + 1);

    const Robots robots = Robots::parse(file, "linktender");
    const std::string text = robots.text();
    const Robots again = Robots::parse(text, "someone-else");
    require(text.size() <= Robots::k_text_bytes);
    require(again.text() == text);
    require(again.crawl_delay() == robots.crawl_delay());
    require_same(robots, again, path);
    compare_lines(robots, again, file);
    require(robots.allows("/robots.txt"));

    // A cut file has no rule more than the whole one.
    require(Robots::parse(file, "linktender", true).text().size() <= text.size() + 64);

    // A path without special characters is refused by the rule that it makes.
    if (path.starts_with('/') && path.find_first_of("*$#\r\n") == std::string_view::npos &&
        !path.starts_with("/robots.txt") && path.find_last_not_of(" \t") == path.size() - 1) {
        const std::string rule = "User-agent: *\nDisallow: " + std::string(path);
        const Robots one = Robots::parse(rule, "linktender");
        require(!one.allows(path));
        require(!one.allows(std::string(path) + "/more"));
    }
    return 0;
}
