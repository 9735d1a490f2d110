// Runs the URL vectors of web-platform-tests through url::parse.
//
//   wpt_url URLTESTDATA_JSON [TOASCII_JSON [PERCENT_ENCODING_JSON]]
//
// Prints each mismatch and a line with the counts. Exit code: 0 all passed, 1 a mismatch, 3 bad usage or
// file.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <exception>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "linktender/core/text.hpp"
#include "linktender/url/url.hpp"

namespace {

using linktender::url::parse;
using linktender::url::Url;
using Json = nlohmann::json;

/// A vector that this parser does not pass, and the clause that allows or explains it.
struct Exception {
    std::string_view input;
    std::string_view clause;
};

/// None today: every vector passes.
constexpr std::array<Exception, 0> k_exceptions{};

struct Counts {
    int passed = 0;
    int failed = 0;
    int skipped = 0;
};

/// JSON text where every `\uXXXX` escape of a surrogate without its partner has become U+FFFD: the
/// vectors contain such strings, the JSON library refuses them, and the URL API makes the same change.
std::string without_lone_surrogates(std::string text) {
    const auto unit_at = [&text](std::size_t at) -> unsigned {
        if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u') return 0;
        unsigned unit = 0;
        for (std::size_t i = at + 2; i < at + 6; ++i) {
            unit = unit * 16 + static_cast<unsigned>(linktender::core::hex_value(text[i]));
        }
        return unit;
    };
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        if (text[i] != '\\') continue;
        const unsigned unit = unit_at(i);
        const unsigned next = unit_at(i + 6);
        if (unit >= 0xD800 && unit < 0xDC00 && next >= 0xDC00 && next < 0xE000) {
            i += 11;
        } else if (unit >= 0xD800 && unit < 0xE000) {
            text.replace(i, 6, "\\uFFFD");
            i += 5;
        } else {
            ++i;  // the escaped character, which may itself be a backslash
        }
    }
    return text;
}

Json read_json(const char* path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error(fmt::format("cannot read {}", path));
    return Json::parse(without_lone_surrogates(
        std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>())));
}

/// The members of the URL API that the vectors state, from the parts of `url`.
Json api_view(const Url& url) {
    const auto with_prefix = [](char prefix, std::optional<std::string_view> part) {
        return part.value_or("").empty() ? std::string() : fmt::format("{}{}", prefix, *part);
    };
    const std::string port = url.port() ? fmt::format("{}", *url.port()) : std::string();
    return {{"href", url.href()},
            {"protocol", fmt::format("{}:", url.scheme())},
            {"username", url.username()},
            {"password", url.password()},
            {"host", fmt::format("{}{}", url.host(), port.empty() ? "" : ":" + port)},
            {"hostname", url.host()},
            {"port", port},
            {"pathname", url.path()},
            {"search", with_prefix('?', url.query())},
            {"hash", with_prefix('#', url.fragment())}};
}

/// What differs between `vector` and what the parser made of it; empty when nothing does.
std::string difference(const Json& vector) {
    const auto input = vector.at("input").get<std::string>();
    const bool failure = vector.value("failure", false);
    std::optional<Url> base;
    if (const auto text = vector.find("base"); text != vector.end() && text->is_string()) {
        const auto parsed = parse(text->get<std::string>());
        if (!parsed) return failure ? "" : fmt::format("base: {}", describe(parsed.error()));
        base = *parsed;
    }
    const auto url = parse(input, base ? &*base : nullptr);
    if (!url) return failure ? "" : fmt::format("failed: {}", describe(url.error()));
    if (failure) return fmt::format("expected a failure, got {}", url->href());
    const Json actual = api_view(*url);
    std::string text;
    for (const auto& [member, value] : actual.items()) {
        if (vector.contains(member) && vector.at(member) != value) {
            text += fmt::format("{}: expected {}, got {}; ", member, vector.at(member).dump(), value.dump());
        }
    }
    return text;
}

std::string host_difference(const Json& vector) {
    const auto url = parse(fmt::format("https://{}/x", vector.at("input").get<std::string>()));
    const Json actual = url ? Json(url->host()) : Json(nullptr);
    if (actual == vector.at("output")) return "";
    return fmt::format("expected {}, got {}", vector.at("output").dump(), actual.dump());
}

std::string encoding_difference(const Json& vector) {
    const auto input = vector.at("input").get<std::string>();
    const auto expected = vector.at("output").at("utf-8").get<std::string>();
    const auto url = parse(fmt::format("https://example.invalid/?{0}#{0}", input));
    if (url && url->query() == expected && url->fragment() == expected) return "";
    return fmt::format("expected {}, got {}", expected, url ? url->href() : describe(url.error()));
}

void run(const char* path, std::string (*differ)(const Json&), Counts& counts) {
    for (const Json& vector : read_json(path)) {
        if (!vector.is_object()) continue;  // strings are comments
        const auto input = vector.at("input").get<std::string>();
        const auto* const exception = std::find_if(k_exceptions.begin(), k_exceptions.end(),
                                                   [&](const Exception& e) { return e.input == input; });
        const std::string found = differ(vector);
        if (found.empty()) {
            ++counts.passed;
        } else if (exception != k_exceptions.end()) {
            ++counts.skipped;
            fmt::print("skip {}: {}\n", vector.at("input").dump(), exception->clause);
        } else {
            ++counts.failed;
            fmt::print("FAIL {} base {}: {}\n", vector.at("input").dump(),
                       vector.value("base", Json()).dump(), found);
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2 || argc > 4) {
        fmt::print(stderr, "usage: wpt_url URLTESTDATA_JSON [TOASCII_JSON [PERCENT_ENCODING_JSON]]\n");
        return 3;
    }
    constexpr std::array k_differ = {difference, host_difference, encoding_difference};
    Counts counts;
    try {
        for (int i = 1; i < argc; ++i) run(argv[i], k_differ[static_cast<std::size_t>(i - 1)], counts);
    } catch (const std::exception& error) {
        fmt::print(stderr, "wpt_url: {}\n", error.what());
        return 3;
    }
    fmt::print("{} passed, {} failed, {} skipped\n", counts.passed, counts.failed, counts.skipped);
    return counts.failed == 0 ? 0 : 1;
}
