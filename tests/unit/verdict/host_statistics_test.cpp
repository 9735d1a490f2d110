#include "linktender/verdict/host_statistics.hpp"

#include <string>
#include <vector>

#include "support/catch.hpp"

using namespace linktender::verdict;
using linktender::page::fingerprint;

namespace {

/// So many words that no other `kind` has.
std::string words(int count, int kind) {
    std::string text;
    for (int i = 0; i < count; ++i) {
        for (int rest = 1000 * kind + i * 7 % 97 + 1; rest > 0; rest /= 26)
            text += static_cast<char>('a' + rest % 26);
        text += ' ';
    }
    return text;
}

const std::string k_lost = "We could not find what you were looking for. " + words(60, 1);

PageSample sample(std::string url, const std::string& text, std::string title, std::string anchor) {
    return {.url = url,
            .final_url = url,
            .fingerprint = fingerprint(text),
            .title = std::move(title),
            .anchors = {std::move(anchor)}};
}

/// A host with `lost` links that show one page, and two living ones.
std::vector<PageSample> host_with_lost_pages(int lost) {
    std::vector<PageSample> samples;
    for (int i = 0; i < lost; ++i)
        samples.push_back(sample("https://a.example/post/" + std::to_string(i), k_lost, "A Example",
                                 "Something about " + words(3, 10 + i)));
    samples.push_back(
        sample("https://a.example/post/alive", words(90, 2), "Alive and well", "Alive and well"));
    samples.push_back(
        sample("https://a.example/post/two", words(90, 3), "Second of the living", "The second"));
    return samples;
}

void redirect(PageSample& sample, std::string target) {
    sample.final_url = std::move(target);
}

}  // namespace

TEST_CASE("host statistics: one page behind three links with different anchors is no page", "[verdict]") {
    CHECK(find_shared_pages(host_with_lost_pages(2)).empty());

    const auto found = find_shared_pages(host_with_lost_pages(3));

    REQUIRE(found.size() == 1);
    CHECK(found[0].kind == SharedPage::Kind::same_text);
    CHECK(found[0].host == "a.example");
    CHECK(found[0].members == std::vector<std::size_t>{0, 1, 2});
    CHECK(found[0].verdict.outcome == Outcome::soft_404);
    CHECK(found[0].verdict.reason == "shared-page");
    CHECK(found[0].verdict.confidence == Confidence::low);
    CHECK(found[0].verdict.evidence == "3 of 5 links of a.example show one page, \"A Example\"");
}

TEST_CASE("host statistics: what has another explanation is not accused", "[verdict]") {
    std::vector<PageSample> samples = host_with_lost_pages(3);
    const std::string what = GENERATE("title", "text", "length", "shell", "settled", "anchor", "one anchor",
                                      "home", "one page", "app", "excepted");
    CAPTURE(what);
    HostStatisticsOptions options;
    if (what == "title") samples[2].title = "Another title";
    if (what == "text") samples[2].fingerprint = fingerprint(words(90, 7));
    if (what == "length") samples[2].fingerprint.length *= 2;
    if (what == "shell") {
        for (auto& s : samples) s.fingerprint = fingerprint("Please enable scripts to read this.");
    }
    if (what == "settled") samples[2].settled = true;
    if (what == "anchor") samples[2].anchors = {"see", "A Example"};
    if (what == "one anchor") {
        for (auto& s : samples) s.anchors = {"the paper"};
    }
    if (what == "home") samples[2].url = samples[2].final_url = "https://a.example/";
    if (what == "one page") samples[1].url = samples[1].final_url = "http://www.a.example/post/0/";
    if (what == "app") samples.resize(3);
    if (what == "excepted") options.excepted_hosts = {"a.example"};

    CHECK(find_shared_pages(samples, options).empty());
}

TEST_CASE("host statistics: counters and a few bits make no other page", "[verdict]") {
    std::vector<PageSample> samples = host_with_lost_pages(3);
    samples[1].fingerprint = fingerprint(k_lost + " 12345, 2026-03-01");
    samples[1].fingerprint.simhash ^= 0b10;
    samples[2].fingerprint.simhash ^= std::uint64_t{1} << 63U;

    CHECK(find_shared_pages(samples).size() == 1);
}

TEST_CASE("host statistics: three links that redirect to one address lost their pages", "[verdict]") {
    std::vector<PageSample> samples = host_with_lost_pages(3);
    for (std::size_t i = 0; i < 3; ++i) redirect(samples[i], "https://a.example/sorry");
    redirect(samples[3], "https://www.a.example/post/alive/");

    const auto found = find_shared_pages(samples);

    REQUIRE(found.size() == 1);
    CHECK(found[0].kind == SharedPage::Kind::same_target);
    CHECK(found[0].members == std::vector<std::size_t>{0, 1, 2});
    CHECK(found[0].verdict.reason == "shared-redirect-target");
    CHECK(found[0].verdict.evidence ==
          "3 of 3 redirected links of a.example lead to https://a.example/sorry");
}

TEST_CASE("host statistics: a host that sends most links to their own places lost few", "[verdict]") {
    std::vector<PageSample> samples = host_with_lost_pages(7);
    for (std::size_t i = 0; i < 3; ++i) redirect(samples[i], "https://a.example/collected");
    for (std::size_t i = 3; i < 7; ++i) redirect(samples[i], "https://b.example/" + std::to_string(i));

    for (const SharedPage& shared : find_shared_pages(samples))
        CHECK(shared.kind == SharedPage::Kind::same_text);
}

TEST_CASE("host statistics: hosts do not mix, and what is no address is left out", "[verdict]") {
    std::vector<PageSample> samples = host_with_lost_pages(3);
    samples[1].url = samples[1].final_url = "https://b.example/post/1";
    samples.push_back(sample("::", k_lost, "A Example", "Something else"));

    CHECK(find_shared_pages(samples).empty());
    CHECK(find_shared_pages({}).empty());
}

TEST_CASE("host statistics: tens of thousands of links of one host take no longer than linear", "[verdict]") {
    std::vector<PageSample> samples;
    for (int i = 0; i < 30'000; ++i) {
        PageSample one{.url = "https://a.example/p/" + std::to_string(i), .title = "A Example"};
        one.final_url = one.url;
        // All share seven of eight bands.
        one.fingerprint = {
            .simhash = static_cast<std::uint64_t>(i % 256) << 56U, .length = 5000, .shingles = 900};
        samples.push_back(std::move(one));
    }
    CHECK(find_shared_pages(samples).size() <= 256);
}
