#include "linktender/notify/ticket.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "samples.hpp"
#include "support/catch.hpp"

using namespace linktender;
using namespace linktender::notify;
using namespace linktender::notify::test;
using nlohmann::json;

namespace {

/// What the three services have in common, for one repository: tickets that are listed, opened and changed.
class FakeService {
public:
    explicit FakeService(TicketService service) : service_(service) {}

    http::Response operator()(const http::Request& request) {
        requests.push_back(request);
        http::Response response;
        if (broken_next > 0) {
            --broken_next;
            response.status = 502;
            return response;
        }
        const std::string path(request.url.path());
        const json body = request.body.empty() ? json::object() : json::parse(request.body);
        const std::string last = path.substr(path.rfind('/') + 1);
        response.status = 200;
        if (request.method == http::Method::get) {
            json list = json::array();
            for (const auto& [id, ticket] : tickets) list.push_back(ticket);
            response.body = list.dump();
        } else if (last == "issues") {
            response.status = 201;
            response.body = open_one(body);
        } else if (last == "comments" || last == "notes") {
            comments.push_back(body.at("body"));
            response.status = 201;
        } else if (tickets.contains(last)) {
            change(tickets[last], body);
        } else {
            response.status = 404;
        }
        return response;
    }

    [[nodiscard]] std::string text_field() const {
        return service_ == TicketService::gitlab ? "description" : "body";
    }

    std::map<std::string, json> tickets;
    std::vector<std::string> comments;
    std::vector<http::Request> requests;
    int broken_next = 0;

private:
    std::string open_one(const json& body) {
        const std::string id =
            service_ == TicketService::gitee ? "I1AB" + std::to_string(++count_) : std::to_string(++count_);
        json ticket = body;
        ticket["state"] = service_ == TicketService::gitlab ? "opened" : "open";
        if (service_ == TicketService::gitee)
            ticket["number"] = id;
        else
            ticket[service_ == TicketService::gitlab ? "iid" : "number"] = count_;
        tickets[id] = ticket;
        return ticket.dump();
    }
    static void change(json& ticket, const json& body) {
        for (const auto& [key, value] : body.items()) {
            if (key == "state_event")
                ticket["state"] = value == "close" ? "closed" : "opened";
            else
                ticket[key] = value;
        }
    }

    TicketService service_;
    int count_ = 0;
};

TicketOptions options_of(TicketService service) {
    TicketOptions options;
    options.service = service;
    options.base = url::parse("https://git.example/api/").value();
    options.repository = service == TicketService::gitlab ? "group/sub/weekly" : "owner/weekly";
    options.token = "sesame";
    options.target = "ticket";
    return options;
}

Digest nothing_broken() {
    Digest digest = sample_digest();
    digest.broken = {};
    digest.standing = {};
    return digest;
}

}  // namespace

TEST_CASE("ticket: it is opened, left alone, changed, closed and opened again, at each service", "[notify]") {
    const auto service =
        GENERATE(values({TicketService::github, TicketService::gitee, TicketService::gitlab}));
    CAPTURE(static_cast<int>(service));
    FakeService fake(service);
    const TicketOptions options = options_of(service);
    TicketMemory memory;
    const auto tend = [&](const Digest& digest) {
        const std::size_t before = fake.requests.size();
        // As a database keeps it.
        memory = ticket_memory_from(to_string(memory));
        CHECK_FALSE(tend_ticket(digest, options, memory, std::ref(fake), night(12)));
        return fake.requests.size() - before;
    };
    const auto state = [&] { return fake.tickets.begin()->second.at("state").get<std::string>(); };

    CHECK(tend(sample_digest()) == 2);  // looked for, opened
    REQUIRE(fake.tickets.size() == 1);
    CHECK(fake.tickets.begin()->second.at("title") == "Broken links: weekly");
    CHECK(fake.comments.empty());
    CHECK(tend(sample_digest()) == 0);

    Digest more = sample_digest();
    more.standing.all = 8;
    CHECK(tend(more) == 2);  // changed, commented
    CHECK(fake.comments.size() == 1);

    CHECK(tend(nothing_broken()) == 1);
    CHECK(state() == "closed");
    CHECK(tend(nothing_broken()) == 0);

    CHECK(tend(sample_digest()) == 2);
    CHECK(state() != "closed");
    CHECK(fake.tickets.size() == 1);
    CHECK(fake.comments.size() == 2);
}

TEST_CASE("ticket: one whose number is lost is found again", "[notify]") {
    const auto service =
        GENERATE(values({TicketService::github, TicketService::gitee, TicketService::gitlab}));
    FakeService fake(service);
    const TicketOptions options = options_of(service);
    TicketMemory memory;
    CHECK_FALSE(tend_ticket(sample_digest(), options, memory, std::ref(fake), night(12)));
    const std::string id = memory.id;

    TicketMemory lost;
    CHECK_FALSE(tend_ticket(nothing_broken(), options, lost, std::ref(fake), night(12)));

    CHECK(fake.tickets.size() == 1);
    CHECK(lost.id == id);
    CHECK(fake.tickets.begin()->second.at("state") == "closed");
}

TEST_CASE("ticket: one that was deleted is opened anew, another target's is left alone", "[notify]") {
    FakeService fake(TicketService::github);
    TicketOptions options = options_of(TicketService::github);
    TicketMemory memory;
    CHECK_FALSE(tend_ticket(sample_digest(), options, memory, std::ref(fake), night(12)));
    TicketMemory other_memory;
    options.target = "other";
    CHECK_FALSE(tend_ticket(sample_digest(), options, other_memory, std::ref(fake), night(12)));
    CHECK(fake.tickets.size() == 2);

    fake.tickets.erase(memory.id);
    options.target = "ticket";
    Digest more = sample_digest();
    more.standing.all = 8;
    CHECK_FALSE(tend_ticket(more, options, memory, std::ref(fake), night(13)));

    CHECK(fake.tickets.size() == 2);
    CHECK(memory.id == "3");
}

TEST_CASE("ticket: an archive without broken links opens none", "[notify]") {
    FakeService fake(TicketService::github);
    TicketMemory memory;

    CHECK_FALSE(
        tend_ticket(nothing_broken(), options_of(TicketService::github), memory, std::ref(fake), night(12)));
    CHECK(fake.requests.size() == 1);  // is there one of earlier days?
    CHECK_FALSE(
        tend_ticket(nothing_broken(), options_of(TicketService::github), memory, std::ref(fake), night(12)));

    CHECK(fake.requests.size() == 1);
    CHECK(fake.tickets.empty());
}

TEST_CASE("ticket: trying again after a failure opens no second one and forgets nothing", "[notify]") {
    for (int failing = 1; failing <= 3; ++failing) {
        FakeService fake(TicketService::github);
        const TicketOptions options = options_of(TicketService::github);
        TicketMemory memory;
        int before_failure = failing - 1;
        const Exchange exchange = [&](http::Request request) {
            http::Response response = fake(request);
            // The service did it; the answer got lost.
            if (before_failure-- == 0) response.status = 502;
            return response;
        };
        for (int attempt = 0; attempt < 4; ++attempt) {
            const auto failure = tend_ticket(sample_digest(), options, memory, exchange, night(12));
            if (!failure) break;
            CHECK(failure->temporary);
        }
        CAPTURE(failing);
        CHECK(fake.tickets.size() == 1);
        CHECK(memory.id == "1");
        CHECK_FALSE(memory.text.empty());
    }
}

TEST_CASE("ticket: requests carry the token in a header and stay below the base", "[notify]") {
    for (const auto service : {TicketService::github, TicketService::gitee, TicketService::gitlab}) {
        FakeService fake(service);
        TicketMemory memory;
        CHECK_FALSE(tend_ticket(sample_digest(), options_of(service), memory, std::ref(fake), night(12)));
        Digest more = sample_digest();
        more.standing.all = 9;
        CHECK_FALSE(tend_ticket(more, options_of(service), memory, std::ref(fake), night(12)));
        REQUIRE(fake.requests.size() == 4);
        for (const http::Request& request : fake.requests) {
            CHECK(request.url.href().find("sesame") == std::string_view::npos);
            CHECK(request.body.find("sesame") == std::string::npos);
            const auto token =
                std::find_if(request.headers.begin(), request.headers.end(),
                             [](const auto& header) { return header.value.ends_with("sesame"); });
            CHECK(token != request.headers.end());
        }
        const auto path = [&](std::size_t i) { return std::string(fake.requests[i].url.path()); };
        switch (service) {
            case TicketService::github:
                CHECK(path(0) == "/api/repos/owner/weekly/issues");
                CHECK(path(1) == "/api/repos/owner/weekly/issues");
                CHECK(path(2) == "/api/repos/owner/weekly/issues/1");
                CHECK(path(3) == "/api/repos/owner/weekly/issues/1/comments");
                CHECK(fake.requests[2].method == http::Method::patch);
                break;
            case TicketService::gitee:
                CHECK(path(1) == "/api/repos/owner/issues");
                CHECK(path(2) == "/api/repos/owner/issues/I1AB1");
                CHECK(path(3) == "/api/repos/owner/weekly/issues/I1AB1/comments");
                CHECK(json::parse(fake.requests[1].body).at("repo") == "weekly");
                break;
            case TicketService::gitlab:
                CHECK(path(1) == "/api/projects/group%2Fsub%2Fweekly/issues");
                CHECK(path(2) == "/api/projects/group%2Fsub%2Fweekly/issues/1");
                CHECK(path(3) == "/api/projects/group%2Fsub%2Fweekly/issues/1/notes");
                CHECK(fake.requests[2].method == http::Method::put);
                break;
        }
    }
}

TEST_CASE("ticket: an answer that is none of the service's is a failure", "[notify]") {
    const auto body = GENERATE(values<std::string>({"", "<html>", "{}", "[1,{\"number\":\"../../x\"}]"}));
    CAPTURE(body);
    TicketMemory memory;

    const auto failure = tend_ticket(
        sample_digest(), options_of(TicketService::github), memory,
        [&](const http::Request&) {
            http::Response response;
            response.status = 200;
            response.body = body;
            return response;
        },
        night(12));

    REQUIRE(failure);
    CHECK_FALSE(failure->temporary);
    CHECK(memory.id.empty());
}

TEST_CASE("ticket: a text with thousands of links fits, and a test changes nothing", "[notify]") {
    FakeService fake(TicketService::github);
    TicketMemory memory;
    CHECK_FALSE(tend_ticket(large_digest(5'000), options_of(TicketService::github), memory, std::ref(fake),
                            night(1)));
    CHECK(fake.tickets.begin()->second.at("body").get<std::string>().size() < 65'536);

    const std::size_t before = fake.requests.size();
    CHECK_FALSE(tend_ticket(test_digest("weekly", night(1)), options_of(TicketService::github), memory,
                            std::ref(fake), night(1)));
    CHECK(fake.requests.size() == before + 1);
    CHECK(fake.requests.back().method == http::Method::get);
    fake.broken_next = 1;
    CHECK(tend_ticket(test_digest("weekly", night(1)), options_of(TicketService::github), memory,
                      std::ref(fake), night(1)));
}
