#include <chrono>
#include <sstream>
#include <string>

#include "golden.hpp"
#include "linktender/report/render.hpp"
#include "samples.hpp"
#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::report::test;
using verdict::Outcome;

namespace {

std::string block(const store::CheckRecord& check, bool color = false) {
    std::ostringstream out;
    report::render_check(out, check, {.color = color});
    return out.str();
}

store::CheckRecord long_way() {
    store::CheckRecord check = *moved("http://old.example/guide", "https://new.example/guide").view.check;
    check.hops = {{301, "https://old.example/guide"},
                  {308, "https://new.example/guide"},
                  {302, "https://new.example/en/guide"}};
    check.final_url = "https://new.example/en/guide";
    check.attempts = 2;
    check.tls_expires_at = check.checked_at + std::chrono::days(40);
    check.flags = {"archived"};
    check.verdict.rule = "a-rule";
    page::Metadata metadata;
    metadata.title = "How a kernel wakes";
    metadata.description = "From reset to the first task.";
    metadata.authors = {"Ada Byron", "林小板"};
    metadata.published = "2021-05-01";
    metadata.site = "Tinykernel";
    metadata.language = "en";
    check.metadata = metadata;
    return check;
}

}  // namespace

TEST_CASE("check: the whole way reads as it did when it was last looked at", "[report]") {
    std::string all = block(long_way());
    all += block(*checked("https://a.example/", Outcome::dns_not_found, "dns-nxdomain",
                          "a.example: there is no such name")
                      .view.check);
    store::CheckRecord expired =
        *checked("https://b.example/", Outcome::tls_error, "certificate-expired", "expired").view.check;
    expired.tls_expires_at = expired.checked_at - std::chrono::days(2);
    all += block(expired);
    store::CheckRecord refused =
        *checked("ftp://c.example/", Outcome::skipped, "scheme-not-checked", "ftp").view.check;
    refused.attempts = 0;
    all += block(refused);

    CHECK(difference_from_golden("check.txt", all) == "");
}

TEST_CASE("check: every hop has a line of its own with the status that sent us on", "[report]") {
    const std::string out = block(long_way());

    CHECK(out.find("301  http://old.example/guide\n") != std::string::npos);
    CHECK(out.find("308  https://old.example/guide\n") != std::string::npos);
    CHECK(out.find("302  https://new.example/guide\n") != std::string::npos);
    CHECK(out.find("200  https://new.example/en/guide\n") != std::string::npos);
}

TEST_CASE("check: nothing foreign reaches the terminal as a command", "[report]") {
    for (const report::Link& link : hostile_model().links) {
        if (link.view.check) CHECK_FALSE(has_raw_controls(block(*link.view.check)));
    }
}
