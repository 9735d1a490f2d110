// Pages made to be dear, and what measures them.
#pragma once

#include <pthread.h>

#include <ctime>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace linktender::test {

inline std::string repeat(std::string_view text, std::size_t count) {
    std::string out;
    out.reserve(text.size() * count);
    for (std::size_t i = 0; i < count; ++i) out += text;
    return out;
}

/// Distinct formatting elements left open, which gumbo opens again in every later paragraph.
inline std::string fonts_reopened(std::size_t count) {
    std::string html = "<p>";
    for (std::size_t i = 0; i < count / 4; ++i) html += "<font size=" + std::to_string(i) + ">";
    return html + repeat("<p>x", count);
}

inline std::string fonts_nested(std::size_t count) {
    std::string html;
    for (std::size_t i = 0; i < count; ++i) html += "<font size=" + std::to_string(i) + ">";
    return html;
}

inline std::string attributes(std::size_t count) {
    std::string html = "<p";
    for (std::size_t i = 0; i < count; ++i) html += " a" + std::to_string(i) + "=1";
    return html + ">";
}

struct Hostile {
    std::string name;
    std::string html;
};

/// Pages that cost gumbo far more than their size, and large ones that only look like it.
inline std::vector<Hostile> hostile_pages() {
    constexpr std::size_t k_megabyte = 1'000'000;
    return {
        {"nested div", repeat("<div>", 100'000)},
        {"fonts opened again", fonts_reopened(4'000)},
        {"nested font", fonts_nested(20'000)},
        {"nested table", repeat("<table><tr><td>", 20'000)},
        {"misnested b and div", repeat("<b><div></b>", 20'000)},
        {"nested svg", repeat("<svg>", 50'000)},
        {"nested template", repeat("<template>", 20'000)},
        {"nested list", repeat("<ul><li>", 20'000)},
        {"span closed by p", repeat("<span></p>", 20'000)},
        {"attributes", attributes(50'000)},
        {"less-than signs", std::string(k_megabyte, '<')},
        {"ampersands", std::string(k_megabyte, '&')},
        {"unclosed comment", "<!--" + std::string(k_megabyte, '-')},
        {"unclosed script", "<script>" + repeat("</scrip", k_megabyte / 8)},
        {"unclosed attribute", "<a href=\"" + std::string(k_megabyte, 'x')},
        {"nested items around long text", repeat("<b itemprop=author>", 190) + std::string(k_megabyte, ' ')},
        // What follows costs time in which gumbo allocates nothing.
        {"text below many open elements", repeat("<span>", 100'000) + "<b>" + std::string(k_megabyte, 'x')},
        {"one adoption for many elements", "<b>" + repeat("<span>", 150'000) + "<div></b>"},
        {"end tags without start", repeat("<span>", 100'000) + repeat("</x>", 100'000)},
    };
}

/// Of the calling thread.
inline double thread_cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

/// Runs `body` on a thread of 512 KiB of stack, as workers may have.
template <class Body>
void run_on_small_stack(Body body) {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 512 * 1024);
    pthread_t thread{};
    const auto start = [](void* argument) -> void* {
        (*static_cast<Body*>(argument))();
        return nullptr;
    };
    if (pthread_create(&thread, &attributes, start, &body) != 0) throw std::runtime_error("no thread");
    pthread_join(thread, nullptr);
    pthread_attr_destroy(&attributes);
}

}  // namespace linktender::test
