// What stands on the wire: the request line, the Host field, the headers.
#include <algorithm>
#include <cstdlib>
#include <string>

#include "fetch_fixture.hpp"
#include "support/scripted_server.hpp"

namespace linktender::test {
namespace {

struct TargetRow {
    const char* written;  // behind the origin
    const char* target;
};

}  // namespace

TEST_CASE("http: the request target is the stored URL, byte for byte", "[http]") {
    const auto row = GENERATE(values<TargetRow>({
        {"/", "/"},
        {"", "/"},
        {"/a/b?c=d", "/a/b?c=d"},
        {"/a?", "/a?"},
        {"/?#top", "/?"},
        {"/a#top", "/a"},
        {"/a/%2e%2E/b", "/b"},  // dot segments, by the URL standard
        {"/a/../b", "/b"},
        {"/a//b///c", "/a//b///c"},
        {"/%7Euser/~user", "/%7Euser/~user"},
        {"/%e4%bd%a0%E5%A5%BD", "/%e4%bd%a0%E5%A5%BD"},
        {"/你好", "/%E4%BD%A0%E5%A5%BD"},
        {"/%ff%fe", "/%ff%fe"},  // no UTF-8
        {"/%zz%", "/%zz%"},
        {"/a|b", "/a|b"},
        {"/a^b", "/a%5Eb"},
        {"/[a]{b}", "/[a]%7Bb%7D"},
        {"/?[a]{b}|^`", "/?[a]{b}|^`"},
        {"/a b?c d", "/a%20b?c%20d"},
        {"/a\\b", "/a/b"},
        {"/?a\\b", "/?a\\b"},
        {"/;v=1,2;w='x'!$&()*+=:@", "/;v=1,2;w='x'!$&()*+=:@"},
        {"/?q='x'&\"y\"<z>", "/?q=%27x%27&%22y%22%3Cz%3E"},
        {"/http://other.test/", "/http://other.test/"},
        {"//double", "//double"},
        {"/?x=http://a.test/?y=1?z", "/?x=http://a.test/?y=1?z"},
    }));
    CAPTURE(row.written);
    ScriptedServer server([](const ReceivedRequest&) { return html("x"); });
    Client client;

    const http::Response response = client.get(server.origin() + row.written);

    CHECK(reason_of(response) == "none");
    REQUIRE(server.requests().size() == 1);
    CHECK(server.requests()[0].target == row.target);
}

TEST_CASE("http: a very long URL arrives whole", "[http]") {
    ScriptedServer server([](const ReceivedRequest&) { return html("x"); });
    Client client;
    const std::string target = "/?q=" + std::string(30'000, 'a');

    CHECK(client.get(server.origin() + target).status == 200);

    REQUIRE(server.requests().size() == 1);
    CHECK(server.requests()[0].target == target);
}

TEST_CASE("http: the Host field names the URL's host and a port that is not the default", "[http]") {
    ScriptedServer server([](const ReceivedRequest&) { return html("x"); });
    http::FetcherOptions options = local_options();
    options.connect_to = {"::127.0.0.1:" + std::to_string(server.port())};
    Client client(options);

    for (const char* url :
         {"http://a.test/", "http://a.test:8080/", "http://A.test.:80/", "http://bücher.test/",
          "http://under_score.test/", "http://single/", "http://8.8.8.8/", "http://[2606:4700::1111]/"}) {
        CAPTURE(url);
        CHECK(reason_of(client.get(url)) == "none");
    }

    std::vector<std::string> hosts;
    for (const ReceivedRequest& request : server.requests())
        hosts.emplace_back(request.header("host").value_or("?"));
    CHECK(hosts == std::vector<std::string>{"a.test", "a.test:8080", "a.test.", "xn--bcher-kva.test",
                                            "under_score.test", "single", "8.8.8.8", "[2606:4700::1111]"});
}

TEST_CASE("http: user name and password go into the Authorization field, decoded", "[http]") {
    ScriptedServer server([](const ReceivedRequest&) { return html("x"); });
    Client client;
    std::string url = server.origin() + "/";
    url.insert(7, "us%65r:p%40ss%3A@");

    CHECK(client.get(url).status == 200);

    REQUIRE(server.requests().size() == 1);
    CHECK(server.requests()[0].target == "/");
    CHECK(server.requests()[0].header("authorization") == "Basic dXNlcjpwQHNzOg==");  // user:p@ss:

    // The connection is used again, and nothing of the last request may be.
    CHECK(client.get(server.origin() + "/").status == 200);
    CHECK_FALSE(server.requests()[1].header("authorization"));
}

TEST_CASE("http: headers of the options and of the request are sent, the request's win", "[http]") {
    ScriptedServer server([](const ReceivedRequest&) { return html("x"); });
    http::FetcherOptions options = local_options();
    options.accept_language = "zh, en;q=0.5";
    options.headers = {"X-One: 1", "X-Two: 2", "Accept: text/html"};
    Client client(options);
    http::Request request = Client::request(server.origin() + "/");
    request.headers = {{"x-two", "two"}, {"X-Empty", ""}, {"If-None-Match", "\"abc\""}};

    CHECK(client.get(request).status == 200);
    CHECK(client.get(server.origin() + "/").status == 200);

    const ReceivedRequest first = server.requests().at(0);
    CHECK(first.header("user-agent") == "linktender-test");
    CHECK(first.header("accept-language") == "zh, en;q=0.5");
    CHECK(first.header("x-one") == "1");
    CHECK(first.header("x-two") == "two");
    CHECK(first.header("x-empty") == "");
    CHECK(first.header("accept") == "text/html");
    CHECK(first.header("if-none-match") == "\"abc\"");
    CHECK(std::count_if(first.headers.begin(), first.headers.end(), [](const Header& header) {
              return header.name == "X-Two" || header.name == "x-two";
          }) == 1);
    const ReceivedRequest second = server.requests().at(1);
    CHECK(second.header("x-two") == "2");
    CHECK_FALSE(second.header("if-none-match"));
}

TEST_CASE("http: a header value with a line end is left out", "[http]") {
    ScriptedServer server([](const ReceivedRequest&) { return html("x"); });
    Client client;
    http::Request request = Client::request(server.origin() + "/");
    request.headers = {
        {"If-None-Match", "\"a\"\r\nX-Evil: 1"}, {"X-Bare", "a\rb"}, {"X: Y", "z"}, {"X-Good", "1"}};

    CHECK(client.get(request).status == 200);

    const ReceivedRequest received = server.requests().at(0);
    CHECK(received.header("x-good") == "1");
    for (const char* name : {"if-none-match", "x-evil", "x-bare", "x"}) CHECK_FALSE(received.header(name));
}

TEST_CASE("http: HEAD asks for no body, and the next GET on the connection has one", "[http]") {
    ScriptedServer server([](const ReceivedRequest&) { return html("hello"); });
    Client client;
    http::Request head = Client::request(server.origin() + "/");
    head.method = http::Method::head;

    const http::Response first = client.get(head);
    const http::Response second = client.get(server.origin() + "/");

    CHECK(reason_of(first) == "none");
    CHECK(first.body.empty());
    CHECK(second.body == "hello");
    CHECK(server.requests().at(0).method == "HEAD");
    CHECK(server.requests().at(1).method == "GET");
    CHECK(server.counts().accepted == 1);
}

TEST_CASE("http: a redirect is an answer like any other", "[http]") {
    ScriptedServer server([](const ReceivedRequest&) { return redirect(301, "/elsewhere"); });
    Client client;

    const http::Response response = client.get(server.origin() + "/");

    CHECK(response.status == 301);
    REQUIRE(response.headers.find("location") != nullptr);
    CHECK(*response.headers.find("location") == "/elsewhere");
    CHECK(server.requests().size() == 1);
}

TEST_CASE("http: proxies of the environment are not used, the one of the options is", "[http]") {
    ScriptedServer server([](const ReceivedRequest&) { return html("direct"); });
    ScriptedServer proxy([](const ReceivedRequest&) { return html("proxied"); });
    ::setenv("http_proxy", proxy.origin().c_str(), 1);
    ::setenv("all_proxy", proxy.origin().c_str(), 1);
    http::FetcherOptions through = local_options();
    through.proxy = proxy.origin();
    Client direct;
    Client proxied(through);

    CHECK(direct.get(server.origin() + "/").body == "direct");
    // The name is the proxy's to resolve.
    const http::Response response = proxied.get("http://user:pw@far.test/a?b");
    ::unsetenv("http_proxy");
    ::unsetenv("all_proxy");

    CHECK(response.body == "proxied");
    REQUIRE(proxy.requests().size() == 1);
    CHECK(proxy.requests()[0].target == "http://far.test/a?b");
    CHECK(proxy.requests()[0].header("host") == "far.test");
}

TEST_CASE("http: interim answers are passed over", "[http]") {
    ScriptedServer server([](const ReceivedRequest&) {
        return raw(
            "HTTP/1.1 100 Continue\r\nX-Interim: 1\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
            "HTTP/1.1 404 Not Found\r\nX-Final: 1\r\nContent-Length: 2\r\n\r\nno");
    });
    Client client;

    const http::Response response = client.get(server.origin() + "/");

    CHECK(reason_of(response) == "none");
    CHECK(response.status == 404);
    CHECK(response.body == "no");
    CHECK(response.headers.find("x-interim") == nullptr);
    CHECK(response.headers.find("link") == nullptr);
    CHECK(response.headers.find("x-final") != nullptr);
}

TEST_CASE("http: header fields keep their order, bytes and folds, and trailers are none of them", "[http]") {
    ScriptedServer server([](const ReceivedRequest&) {
        return raw(
            "HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nset-cookie:b=2  \r\nX-Fold: one\r\n  two\r\nX-Bytes: "
            "\xff\xfe\r\n"
            "X-None:\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Trailer: t\r\n\r\n");
    });
    Client client;

    const http::Response response = client.get(server.origin() + "/");

    CHECK(response.body == "ok");
    const auto& all = response.headers.all();
    REQUIRE(all.size() == 6);
    CHECK((all[0].name == "set-cookie" && all[0].value == "a=1"));
    CHECK((all[1].name == "set-cookie" && all[1].value == "b=2"));
    CHECK((all[2].name == "x-fold" && all[2].value == "one two"));
    CHECK(all[3].value == "\xff\xfe");
    CHECK(all[4].value.empty());
}

}  // namespace linktender::test
