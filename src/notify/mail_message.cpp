#include "linktender/notify/mail_message.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base64.hpp"
#include "hash.hpp"
#include "linktender/core/text.hpp"
#include "linktender/notify/message.hpp"

namespace linktender::notify {

namespace {

constexpr std::string_view k_boundary = "=_linktender_part";  // base64 has no `_`
constexpr std::size_t k_line = 76;
/// `=?UTF-8?B?` and `?=` around 39 bytes in base64 make 64 characters, which fit beside the name of a header.
constexpr std::size_t k_word_bytes = 39;
constexpr std::size_t k_plain_header = 60;
constexpr std::size_t k_text_limit = 200'000;

/// RFC 5322 3.3: `Tue, 24 Nov 2026 02:30:00 +0000`. The C locale's names, whatever the process has.
std::string mail_date(core::TimePoint time) {
    constexpr std::array<std::string_view, 7> k_days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<std::string_view, 12> k_months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
    return fmt::format("{}, {} {} {} {:02}:{:02}:{:02} +0000",
                       k_days.at(std::chrono::weekday(day).c_encoding()), static_cast<unsigned>(date.day()),
                       k_months.at(static_cast<unsigned>(date.month()) - 1), static_cast<int>(date.year()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::string_view domain_of(std::string_view address) {
    return address.substr(address.rfind('@') + 1);
}

/// What can stand in a Message-ID and a List-Id: letters, digits, dots and minus.
std::string atom(std::string_view text) {
    std::string out;
    for (const char c : text.substr(0, 64)) out += core::is_ascii_alnum(c) || c == '-' ? c : '-';
    return out.empty() ? "archive" : out;
}

std::string folded_base64(std::string_view bytes) {
    const std::string digits = base64(bytes);
    std::string out;
    for (std::size_t at = 0; at < digits.size(); at += k_line) out += digits.substr(at, k_line) + "\r\n";
    return out;
}

std::string part(std::string_view type, std::string_view text) {
    return fmt::format(
        "--{}\r\nContent-Type: {}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{}", k_boundary,
        type, folded_base64(text));
}

std::string recipients(const std::vector<std::string>& to) {
    std::string out;
    for (const std::string& address : to) {
        if (!out.empty()) out += ",\r\n ";
        out += address;
    }
    return out;
}

/// Text lines of a mail end in CRLF (RFC 2046 4.1.1).
std::string with_crlf(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\n') out += '\r';
        out += c;
    }
    return out + "\r\n";
}

}  // namespace

std::string encoded_header(std::string_view text) {
    const bool plain = text.size() <= k_plain_header && text.find("=?") == std::string_view::npos &&
                       std::ranges::all_of(text, [](char c) { return c >= ' ' && c < '\x7f'; });
    if (plain) return std::string(text);
    const std::string valid = core::escape_control(text);
    std::string out;
    for (std::size_t at = 0; at < valid.size();) {
        // Each word holds whole characters.
        std::size_t end = at;
        while (end < valid.size()) {
            const std::size_t length = core::decode_utf8(valid, end).length;
            if (end + length - at > k_word_bytes) break;
            end += length;
        }
        if (!out.empty()) out += "\r\n ";
        out += "=?UTF-8?B?" + base64(std::string_view(valid).substr(at, end - at)) + "?=";
        at = end;
    }
    return out;
}

std::string mail_message(const Digest& digest, const MailOptions& options, core::TimePoint now) {
    const std::string archive = atom(digest.archive);
    const std::string_view domain = domain_of(options.from);
    std::string out;
    const auto header = [&](std::string_view name, std::string_view value) {
        out += fmt::format("{}: {}\r\n", name, value);
    };
    header("From", fmt::format("linktender <{}>", options.from));
    header("To", recipients(options.to));
    header("Subject", encoded_header(subject_of(digest, options.language)));
    header("Date", mail_date(now));
    header("Message-ID", fmt::format("<{}.{}.{}@{}>", archive, digest.run,
                                     short_hash(fmt::format("{}\n{}\n{}", digest.archive, options.target,
                                                            core::format_time(digest.at))),
                                     domain));
    header("List-Id", fmt::format("<{}.linktender.{}>", archive, domain));
    header("Auto-Submitted", "auto-generated");  // RFC 3834: out-of-office replies stay away
    header("MIME-Version", "1.0");
    header("Content-Type", fmt::format("multipart/alternative;\r\n boundary=\"{}\"", k_boundary));
    out += "\r\n";
    const MessageOptions text{options.language, k_text_limit, false, options.report_url};
    out += part("text/plain", with_crlf(message_of(digest, Markup::plain, text)));
    out += part("text/html", with_crlf("<!doctype html>\n<html><body>\n" +
                                       message_of(digest, Markup::html, text) + "\n</body></html>"));
    out += fmt::format("--{}--\r\n", k_boundary);
    return out;
}

}  // namespace linktender::notify
