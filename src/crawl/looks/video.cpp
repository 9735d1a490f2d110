// YouTube and Bilibili: pages that say 200 to everything, and walls.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "linktender/core/text.hpp"
#include "linktender/page/api_answers.hpp"
#include "linktender/url/host.hpp"
#include "looks.hpp"

namespace linktender::crawl::looks {

namespace {

using verdict::Outcome;
using namespace std::string_view_literals;

/// The part of a path behind `prefix`, up to the next slash; empty when the path begins otherwise.
std::string_view behind(std::string_view path, std::string_view prefix) noexcept {
    if (!path.starts_with(prefix)) return {};
    path.remove_prefix(prefix.size());
    return path.substr(0, path.find('/'));
}

std::string_view parameter(const url::Url& url, std::string_view name) noexcept {
    std::string_view query = url.query().value_or(std::string_view());
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        const std::string_view pair = query.substr(0, end);
        if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=')
            return pair.substr(name.size() + 1);
        query.remove_prefix(std::min(end + 1, query.size()));
    }
    return {};
}

std::string youtube_id(const url::Url& url) {
    constexpr std::size_t k_longest = 32;
    const std::string domain = url::registrable_domain(url.host());
    std::string_view id;
    if (domain == "youtu.be") {
        id = behind(url.path(), "/");
    } else if (domain == "youtube.com" || domain == "youtube-nocookie.com") {
        if (url.path() == "/watch") id = parameter(url, "v");
        for (const std::string_view prefix : {"/shorts/"sv, "/embed/"sv, "/live/"sv, "/v/"sv})
            if (id.empty()) id = behind(url.path(), prefix);
    }
    const bool sound = id.size() <= k_longest && std::all_of(id.begin(), id.end(), [](char c) {
                           return core::is_ascii_alnum(c) || c == '-' || c == '_';
                       });
    // Two words below /embed/ that are no videos.
    return sound && id != "videoseries" && id != "live_stream" ? std::string(id) : std::string();
}

/// Whether the page left open if there is a video. Where a rule called it alive, it did not.
bool is_open(const store::CheckRecord& record) noexcept {
    if (record.status <= 0 || record.status == 304) return false;
    switch (record.verdict.outcome) {
        case Outcome::ok:
        case Outcome::moved: return record.verdict.rule.empty();
        case Outcome::blocked:
        case Outcome::login: return true;
        case Outcome::soft_404: return record.verdict.confidence == verdict::Confidence::low;
        default: return false;
    }
}

/// `bvid=BV1xx411c7mD` or `aid=170001`.
std::string bilibili_video(const url::Url& url) {
    constexpr std::size_t k_longest = 20;
    if (url::registrable_domain(url.host()) != "bilibili.com") return {};
    std::string_view id = behind(url.path(), "/video/");
    if (id.size() > k_longest || id.size() < 3) return {};
    const std::string_view tail = id.substr(2);
    if (core::starts_with_ignoring_ascii_case(id, "av") &&
        std::all_of(tail.begin(), tail.end(), core::is_ascii_digit))
        return fmt::format("aid={}", tail);
    if (id.starts_with("BV") && std::all_of(tail.begin(), tail.end(), core::is_ascii_alnum))
        return fmt::format("bvid={}", id);
    return {};
}

}  // namespace

std::optional<SecondLook> plan_youtube(const store::CheckRecord& record, const SecondLookOptions& options) {
    if (!options.youtube || !is_open(record)) return std::nullopt;
    std::string id = first_on_the_way(record, youtube_id);
    if (id.empty()) return std::nullopt;
    const std::string url = fmt::format(
        "https://www.youtube.com/oembed?url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3D{}&format=json", id);
    return question(LookKind::youtube, std::move(id), url);
}

Looked apply_youtube(const SecondLook& look, const http::Response& response, const SecondLookOptions&,
                     store::CheckRecord& record) {
    const auto says = [&](std::string_view meaning) {
        return fmt::format("YouTube's oEmbed answers {} for the video {}: {}", response.status, look.subject,
                           meaning);
    };
    switch (response.status) {
        case 200:
            if (auto metadata = page::read_oembed(response.body)) {
                find_alive(record, "youtube-oembed-found", says("it is there"));
                know_better(record, *std::move(metadata));
                return {true, std::nullopt};
            }
            break;
        case 400: find_gone(record, "youtube-oembed-gone", says("no video has this name")); return {true, {}};
        case 404: find_gone(record, "youtube-oembed-gone", says("it is gone")); return {true, {}};
        case 401:
        case 403:
            decide(record, Outcome::login, "youtube-oembed-refused", says("private, or not to be embedded"),
                   verdict::Confidence::low);
            return {true, {}};
        default: break;
    }
    note_vain_look(look.kind, fmt::format("answered {}, which says nothing", response.status), record);
    return {};
}

std::optional<SecondLook> plan_bilibili(const store::CheckRecord& record, const SecondLookOptions& options) {
    if (!options.bilibili || !is_blocked(record)) return std::nullopt;
    std::string video = first_on_the_way(record, bilibili_video);
    if (video.empty()) return std::nullopt;
    const std::string url = "https://api.bilibili.com/x/web-interface/view?" + video;
    return question(LookKind::bilibili, std::move(video), url);
}

Looked apply_bilibili(const SecondLook& look, const http::Response& response, const SecondLookOptions&,
                      store::CheckRecord& record) {
    constexpr std::array k_gone{-404, 62002};  // never there; taken off
    auto video = response.status == 200 ? page::read_bilibili_view(response.body) : std::nullopt;
    if (!video) {
        note_vain_look(look.kind, fmt::format("answered {}, which says nothing", response.status), record);
        return {};
    }
    const std::string says = fmt::format("Bilibili's API answers code {} for {}", video->code, look.subject);
    if (video->code == 0) {
        find_alive(record, "bilibili-api-found", says + ": it is there");
        video->metadata.site = "哔哩哔哩";
        video->metadata.sources.site = "bilibili-api";
        know_better(record, std::move(video->metadata));
    } else if (std::find(k_gone.begin(), k_gone.end(), video->code) != k_gone.end()) {
        find_gone(record, "bilibili-api-gone", says + ": it is gone");
    } else {
        add_word(record, says + ", which says nothing");
        return {};
    }
    return {true, {}};
}

}  // namespace linktender::crawl::looks
