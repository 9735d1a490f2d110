#include "linktender/notify/webhook.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>
#include <string_view>

#include "base64.hpp"
#include "digest_json.hpp"
#include "linktender/core/text.hpp"
#include "linktender/http/hmac.hpp"
#include "linktender/notify/message.hpp"

namespace linktender::notify {

namespace {

// What the services take, with room for what is around the text. Slack: longer texts are cut into several
// messages, in the middle of a link. Feishu: 20 KB a request. DingTalk: 20,000 bytes a request. WeCom: 4,096
// bytes of text.
constexpr std::size_t k_slack_bytes = 3'800;
constexpr std::size_t k_feishu_bytes = 18'000;
constexpr std::size_t k_dingtalk_bytes = 18'000;
constexpr std::size_t k_wecom_bytes = 4'000;
constexpr std::size_t k_json_bytes = 512 * 1024;
constexpr std::size_t k_answer_bytes = 64 * 1024;

std::string in_percent(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (core::is_ascii_alnum(c))
            out += c;
        else
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

long long milliseconds(core::TimePoint now) {
    return now.time_since_epoch().count();
}

Json slack_json(const Digest& digest, const MessageOptions& message) {
    return {{"text", message_of(digest, Markup::slack, message)}};
}

/// Feishu's signature has the secret in its key and signs nothing.
void sign_feishu(Json& json, const std::string& secret, core::TimePoint now) {
    if (secret.empty()) return;
    const std::string timestamp = std::to_string(milliseconds(now) / 1000);
    json["timestamp"] = timestamp;
    json["sign"] = base64(http::hmac_sha256(timestamp + "\n" + secret, ""));
}

/// The paragraphs are JSON already; the title stands in them.
std::string feishu_text(const Digest& digest, const HookOptions& options, const MessageOptions& message,
                        core::TimePoint now) {
    const char* language = options.language == report::Language::zh ? "zh_cn" : "en_us";
    Json json;
    sign_feishu(json, options.secret, now);
    json["msg_type"] = "post";
    json["content"]["post"][language]["content"] =
        Json::parse("[" + message_of(digest, Markup::feishu, message) + "]");
    return to_text(json);
}

Json dingtalk_json(const Digest& digest, const MessageOptions& message) {
    return {{"msgtype", "markdown"},
            {"markdown",
             {{"title", subject_of(digest, message.language)},
              {"text", message_of(digest, Markup::chat, message)}}}};
}

/// DingTalk's signature is part of the address.
url::Url signed_address(const HookOptions& options, core::TimePoint now) {
    if (options.form != HookForm::dingtalk || options.secret.empty()) return options.url;
    const std::string timestamp = std::to_string(milliseconds(now));
    const std::string sign = base64(http::hmac_sha256(options.secret, timestamp + "\n" + options.secret));
    const auto address =
        url::parse(fmt::format("{}{}timestamp={}&sign={}", options.url.without_fragment(),
                               options.url.query() ? "&" : "?", timestamp, in_percent(sign)));
    return address ? *address : options.url;
}

Json wecom_json(const Digest& digest, const MessageOptions& message) {
    return {{"msgtype", "markdown"}, {"markdown", {{"content", message_of(digest, Markup::chat, message)}}}};
}

std::string body_of(const Digest& digest, const HookOptions& options, core::TimePoint now) {
    MessageOptions message{options.language, 0, false, options.report_url};
    switch (options.form) {
        case HookForm::json: return digest_json(digest, options.language, options.report_url, k_json_bytes);
        case HookForm::slack: message.max_bytes = k_slack_bytes; return to_text(slack_json(digest, message));
        case HookForm::feishu:
            message.max_bytes = k_feishu_bytes;
            return feishu_text(digest, options, message, now);
        case HookForm::dingtalk:
            message.max_bytes = k_dingtalk_bytes;
            message.inside_json = true;
            return to_text(dingtalk_json(digest, message));
        case HookForm::wecom: message.max_bytes = k_wecom_bytes; return to_text(wecom_json(digest, message));
    }
    return {};
}

/// Which member of the answer has the code, and which codes pass by themselves.
struct Codes {
    const char* code;
    const char* text;
    std::array<int, 3> temporary;
};

std::optional<Codes> codes_of(HookForm form) {
    switch (form) {
        case HookForm::json:
        case HookForm::slack: return std::nullopt;
        case HookForm::feishu: return Codes{"code", "msg", {9499, 11232, 11247}};          // too often
        case HookForm::dingtalk: return Codes{"errcode", "errmsg", {-1, 130101, 410100}};  // busy, too often
        case HookForm::wecom: return Codes{"errcode", "errmsg", {-1, 45009, 45033}};       // busy, too often
    }
    return std::nullopt;
}

}  // namespace

http::Request hook_request(const Digest& digest, const HookOptions& options, core::TimePoint now) {
    http::Request request;
    request.url = signed_address(options, now);
    request.method = http::Method::post;
    request.version = http::Version::http1_only;
    request.keep_connection = false;
    request.headers.push_back({"content-type", "application/json; charset=utf-8"});
    if (!options.token.empty()) request.headers.push_back({"authorization", "Bearer " + options.token});
    request.limits.total_timeout = std::chrono::seconds(30);
    request.limits.body_bytes = k_answer_bytes;
    request.body = body_of(digest, options, now);
    return request;
}

std::optional<Failure> hook_failure(HookForm form, const http::Response& response, core::TimePoint now) {
    if (auto failure = failure_of(response, now)) return failure;
    const auto codes = codes_of(form);
    if (!codes) return std::nullopt;
    const Json answer = Json::parse(response.body, nullptr, false);
    const auto code = answer.is_object() ? answer.find(codes->code) : answer.end();
    if (!answer.is_object() || code == answer.end() || !code->is_number_integer())
        return Failure{"the answer is not that of such a service; is the address right?", false,
                       std::nullopt};
    const int number = code->get<int>();
    if (number == 0) return std::nullopt;
    const auto text = answer.find(codes->text);
    const std::string said = text != answer.end() && text->is_string() ? text->get<std::string>() : "";
    constexpr std::size_t k_said = 200;
    return Failure{fmt::format("{} {}: {}", codes->code, number,
                               core::escape_control(core::truncate_utf8(said, k_said))),
                   std::ranges::find(codes->temporary, number) != codes->temporary.end(), std::nullopt};
}

}  // namespace linktender::notify
