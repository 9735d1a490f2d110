#include "linktender/notify/mail_message.hpp"

#include <sstream>
#include <string>

#include "samples.hpp"
#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::notify;
using namespace linktender::notify::test;

namespace {

MailOptions options() {
    MailOptions options;
    options.from = "links@news.example";
    options.to = {"ada@news.example", "bob@news.example"};
    options.target = "editors";
    return options;
}

std::vector<std::string> header_lines(const std::string& mail) {
    std::vector<std::string> lines;
    std::istringstream in(mail.substr(0, mail.find("\r\n\r\n")));
    for (std::string line; std::getline(in, line);) {
        while (!line.empty() && line.back() == '\r') line.pop_back();
        lines.push_back(line);
    }
    return lines;
}

}  // namespace

TEST_CASE("mail: the header says who, when, and that a machine wrote it", "[notify]") {
    const auto lines =
        header_lines(mail_message(sample_digest(), options(), night(12) + std::chrono::hours(1)));

    const auto has = [&](const std::string& line) {
        return std::find(lines.begin(), lines.end(), line) != lines.end();
    };
    CHECK(has("From: linktender <links@news.example>"));
    CHECK(has("To: ada@news.example,"));
    CHECK(has(" bob@news.example"));
    CHECK(has("Date: Thu, 12 Nov 2026 03:30:00 +0000"));
    CHECK(has("List-Id: <weekly.linktender.news.example>"));
    CHECK(has("Auto-Submitted: auto-generated"));
    CHECK(has("MIME-Version: 1.0"));
}

TEST_CASE("mail: the Message-ID tells runs and targets apart, and nothing else", "[notify]") {
    const auto id_of = [](const Digest& digest, const MailOptions& options, core::TimePoint now) {
        for (const std::string& line : header_lines(mail_message(digest, options, now)))
            if (line.starts_with("Message-ID: ")) return line;
        return std::string();
    };
    Digest digest = sample_digest();
    const std::string id = id_of(digest, options(), night(12));
    MailOptions other = options();
    other.target = "others";

    CHECK(id.ends_with("@news.example>"));
    CHECK(id_of(digest, options(), night(13)) == id);
    CHECK(id_of(digest, other, night(12)) != id);
    digest.run = 13;
    CHECK(id_of(digest, options(), night(12)) != id);
}

TEST_CASE("mail: every line is short, ends in CRLF and is ASCII", "[notify]") {
    for (const Digest& digest : {sample_digest(), hostile_digest(), large_digest(300)}) {
        for (const auto language : report::k_languages) {
            MailOptions chosen = options();
            chosen.language = language;
            const std::string mail = mail_message(digest, chosen, night(12));
            std::size_t start = 0;
            while (start < mail.size()) {
                const std::size_t end = mail.find("\r\n", start);
                REQUIRE(end != std::string::npos);
                CHECK(end - start <= 78);
                start = end + 2;
            }
            CHECK(std::all_of(mail.begin(), mail.end(), [](char c) { return c > 0; }));
            CHECK(std::count(mail.begin(), mail.end(), '\n') == std::count(mail.begin(), mail.end(), '\r'));
            for (const std::string& line : header_lines(mail)) {
                CAPTURE(line);
                CHECK_FALSE(line.starts_with("Bcc"));
                CHECK_FALSE(line.starts_with("Subject: x"));
            }
        }
    }
}

TEST_CASE("mail: a header value is plain where it can be and encoded where it must be", "[notify]") {
    CHECK(encoded_header("weekly: 1 recovered") == "weekly: 1 recovered");
    CHECK(encoded_header("=?UTF-8?B?eA==?=") == "=?UTF-8?B?PT9VVEYtOD9CP2VBPT0/PQ==?=");
    CHECK(encoded_header("失效") == "=?UTF-8?B?5aSx5pWI?=");
    const std::string injected = encoded_header("a\r\nBcc: b@evil.example");
    CHECK(injected.find('\n') == std::string::npos);
    std::string text(100, 'x');
    text += "链接";
    const std::string longer = encoded_header(text);
    CHECK(longer.find("?=\r\n =?UTF-8?B?") != std::string::npos);
}
