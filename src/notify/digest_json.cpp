#include "digest_json.hpp"

#include <algorithm>

#include "linktender/core/text.hpp"
#include "linktender/notify/message.hpp"

namespace linktender::notify {

namespace {

constexpr std::size_t k_hosts = 100;

Json suggestion_json(const Entry& entry) {
    if (!entry.suggestion) return nullptr;
    return {{"kind", report::to_string(entry.suggestion->kind)}, {"url", entry.suggestion->url}};
}

Json entry_json(const Entry& entry, const report::Words& words) {
    return {{"url", entry.url},
            {"outcome", verdict::to_string(entry.outcome)},
            {"reason", entry.reason},
            {"finding", words.describe(entry.outcome, entry.reason)},
            {"text", entry.text},
            {"file", entry.file},
            {"line", entry.line},
            {"more_places", entry.more_places},
            {"suggestion", suggestion_json(entry)}};
}

Json list_json(const Bounded<Entry>& entries, const report::Words& words, std::size_t most) {
    Json list = Json::array();
    for (const Entry& entry : entries.first) {
        if (list.size() == most) break;
        list.push_back(entry_json(entry, words));
    }
    return list;
}

Json list_json(const Bounded<Certificate>& certificates, std::size_t most) {
    Json list = Json::array();
    for (const Certificate& certificate : certificates.first) {
        if (list.size() == most) break;
        list.push_back({{"host", certificate.host},
                        {"expires_at", core::format_time(certificate.expires_at)},
                        {"links", certificate.links}});
    }
    return list;
}

Json hosts_json(const std::vector<std::string>& hosts) {
    Json list = Json::array();
    for (const std::string& host : hosts) {
        if (list.size() == k_hosts) break;
        list.push_back(host);
    }
    return list;
}

Json text_or_null(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

std::string with_lists_of(const Digest& digest, report::Language language, const std::string& report_url,
                          std::size_t most) {
    const report::Words words(language);
    Json json{{"schema", "linktender.digest/1"},
              {"archive", digest.archive},
              {"test", digest.test},
              {"run", {{"id", digest.run}, {"started_at", core::format_time(digest.at)}}},
              {"since", digest.since ? Json(core::format_time(*digest.since)) : Json(nullptr)},
              {"text", subject_of(digest, language)},
              {"report_url", text_or_null(report_url)},
              {"incident", text_or_null(digest.incident)},
              {"host_incidents", hosts_json(digest.host_incidents)},
              {"summary",
               {{"broken", digest.standing.all},
                {"newly_broken", digest.broken.all},
                {"recovered", digest.recovered.all},
                {"newly_moved", digest.moved.all},
                {"expiring", digest.expiring.all}}},
              {"newly_broken", list_json(digest.broken, words, most)},
              {"recovered", list_json(digest.recovered, words, most)},
              {"newly_moved", list_json(digest.moved, words, most)},
              {"expiring", list_json(digest.expiring, most)}};
    Json left;
    left["newly_broken"] = digest.broken.all - json["newly_broken"].size();
    left["recovered"] = digest.recovered.all - json["recovered"].size();
    left["newly_moved"] = digest.moved.all - json["newly_moved"].size();
    left["expiring"] = digest.expiring.all - json["expiring"].size();
    json["left_out"] = std::move(left);
    return to_text(json);
}

}  // namespace

std::string to_text(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string digest_json(const Digest& digest, report::Language language, const std::string& report_url,
                        std::size_t max_bytes) {
    for (std::size_t most = k_most_entries;; most /= 2) {
        std::string text = with_lists_of(digest, language, report_url, most);
        if (text.size() <= max_bytes || most == 0) return text;
    }
}

}  // namespace linktender::notify
