// A process that uses a database, for tests that kill it, starve it of space or take its rights away.
#include <fmt/format.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <string>
#include <string_view>

#include "linktender/store/reader.hpp"
#include "linktender/store/writer.hpp"
#include "linktender/url/url.hpp"

namespace {

using namespace linktender;

// More than any test lets it write.
constexpr int k_most = 200'000;
constexpr int k_between_flushes = 20;

void say(const std::string& line) {
    std::fputs((line + "\n").c_str(), stdout);
    std::fflush(stdout);
}

std::string url_of(int number) {
    return fmt::format("https://a.example/{}-{}", ::getpid(), number);
}

store::CheckRecord check_of(int number) {
    store::CheckRecord check;
    check.url = url_of(number);
    check.verdict.reason = "http-200";
    check.verdict.evidence = std::string(500, 'e');
    check.metadata.emplace().title = fmt::format("Page {} of process {}", number, ::getpid());
    return check;
}

source::Issue issue_of(int number) {
    source::Issue issue;
    issue.file = fmt::format("{}.md", number % 7);
    source::Occurrence occurrence;
    occurrence.raw = url_of(number);
    occurrence.url = *url::parse(occurrence.raw);
    occurrence.text = fmt::format("text {}", number);
    issue.occurrences.assign(3, occurrence);
    return issue;
}

/// Writes, saying after each flush how much is kept, until it is killed or an error ends it.
int write_on(const std::string& file) {
    store::Writer writer(file);
    const store::RunId run = writer.begin_run({});
    say("begun");
    for (int number = 1; number <= k_most; ++number) {
        writer.put_issue(run, issue_of(number));
        writer.put_check(run, check_of(number));
        if (number % k_between_flushes == 0) {
            writer.flush();
            say(fmt::format("kept {}", number));
        } else {
            say(fmt::format("put {}", number));
        }
    }
    return 0;
}

int open(const std::string& file) {
    store::Writer writer(file);
    say(fmt::format("run {}", writer.begin_run({})));
    return 0;
}

/// Reads everything there is about the latest run.
int read(const std::string& file) {
    const store::Reader reader(file);
    const auto run = reader.latest_run();
    std::size_t links = 0;
    if (run) reader.links_of(run->id, [&](const store::LinkView&) { ++links; });
    say(fmt::format("read run {} links {}", run ? run->id : 0, links));
    return 0;
}

std::string_view word_for(store::StoreError::Kind kind) {
    using Kind = store::StoreError::Kind;
    switch (kind) {
        case Kind::disk_full: return "disk_full";
        case Kind::read_only: return "read_only";
        case Kind::busy: return "busy";
        case Kind::io: return "io";
        default: return "another kind";
    }
}

}  // namespace

/// store_actor write|open|read FILE [LIMIT]: no file may grow beyond LIMIT bytes.
int main(int count, char** values) {
    if (count < 3) return 64;
    const std::string_view verb = values[1];
    const std::string file = values[2];
    if (count > 3) {
        const std::string_view limit = values[3];
        rlimit bytes{};
        std::from_chars(limit.data(), limit.data() + limit.size(), bytes.rlim_cur);
        bytes.rlim_max = bytes.rlim_cur;
        ::signal(SIGXFSZ, SIG_IGN);
        if (::setrlimit(RLIMIT_FSIZE, &bytes) != 0) return 64;
    }
    try {
        if (verb == "write") return write_on(file);
        if (verb == "open") return open(file);
        if (verb == "read") return read(file);
    } catch (const store::StoreError& error) {
        say(fmt::format("{}: {}", word_for(error.kind()), error.what()));
        return 1;
    }
    return 64;
}
