#include "behaviours.hpp"

#include <utility>

namespace linktender::test {

namespace {

using namespace std::chrono_literals;
using Visit = int;

Behaviour always(Reply reply) {
    return {.reply = [reply](const ReceivedRequest&, Visit) { return reply; }};
}

Reply page() {
    return html("<!doctype html><title>A page</title><p>Some words that a reader came for.");
}

Reply with_header(Reply reply, std::string name, std::string value) {
    reply.headers.push_back({std::move(name), std::move(value)});
    return reply;
}

/// `/page` sends on to `/next`, which is a page.
Behaviour redirects_once(int status, std::string location = "/next") {
    return {.reply = [status, location](const ReceivedRequest& request, Visit) {
        return request.path() == "/page" ? redirect(status, location) : page();
    }};
}

/// `/page` sends on to `/1`, that to `/2`, and so on; the last one is a page.
Behaviour chain(int status, int length) {
    return {.reply = [=](const ReceivedRequest& request, Visit visit) {
        (void)request;
        return visit <= length ? redirect(status, "/" + std::to_string(visit)) : page();
    }};
}

Behaviour first_then_page(Reply first) {
    return {.reply = [first](const ReceivedRequest&, Visit visit) { return visit == 1 ? first : page(); }};
}

Behaviour sends(std::string bytes) {
    return always(raw(std::move(bytes)));
}

Behaviour scripted(std::vector<Step> script) {
    return always(raw(std::move(script)));
}

Behaviour tls(CertificateFault fault) {
    Behaviour behaviour = always(page());
    behaviour.tls = true;
    behaviour.certificate = fault;
    return behaviour;
}

Behaviour dns(DnsAnswer answer) {
    Behaviour behaviour = always(page());
    behaviour.dns = std::move(answer);
    return behaviour;
}

Behaviour at(std::string url) {
    Behaviour behaviour = always(page());
    behaviour.url = std::move(url);
    return behaviour;
}

Behaviour head(std::function<Reply(const ReceivedRequest&, Visit)> reply) {
    return {.reply = std::move(reply), .head = true};
}

std::string ok(std::string_view headers, std::string_view body = {}) {
    return "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + std::string(headers) + "\r\n" +
           std::string(body);
}

void add_statuses(std::map<std::string, Behaviour>& all) {
    for (const int status :
         {200, 202, 203, 206, 207, 226, 299, 300, 305, 306, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409,
          410, 411, 412, 413, 414, 415, 416, 417, 418, 421, 422, 423, 424, 425, 426, 428, 429, 431, 444, 451,
          468, 499, 500, 501, 502, 503, 504, 505, 507, 511, 520, 521, 530, 599, 600, 700, 888, 999}) {
        Reply reply = page();
        reply.status = status;
        all[std::to_string(status)] = always(reply);
    }
    for (const int status : {204, 205, 304}) all[std::to_string(status)] = always({.status = status});
    all["100, then 200"] = sends("HTTP/1.1 100 Continue\r\n\r\n" + ok("Content-Length: 2\r\n", "ok"));
    all["103 Early Hints, then 200"] =
        sends("HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n" +
              ok("Content-Length: 2\r\n", "ok"));
    all["101"] = sends("HTTP/1.1 101 Switching Protocols\r\nUpgrade: other\r\n\r\n");
    all["199 and no more"] = sends("HTTP/1.1 199 Thinking\r\n\r\n");
    all["429 with Retry-After of no seconds, then 200"] =
        first_then_page(with_header({.status = 429}, "Retry-After", "0"));
    all["503 with Retry-After as a date gone by, then 200"] =
        first_then_page(with_header({.status = 503}, "Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT"));
    all["429 with Retry-After of an hour"] = always(with_header({.status = 429}, "Retry-After", "3600"));
    all["503 with Retry-After of a day, as a date"] =
        always(with_header({.status = 503}, "Retry-After", "Wed, 01 Jan 2098 00:00:00 GMT"));
    all["503, then 200"] = first_then_page({.status = 503});
}

void add_redirects(std::map<std::string, Behaviour>& all) {
    for (const int status : {301, 302, 303, 307, 308})
        all[std::to_string(status) + " to a page"] = redirects_once(status);
    all["301 to a page of another host, by //host/"] = redirects_once(301, "//elsewhere.test:PORT/page");
    all["301 to a page by a relative path"] = redirects_once(301, "next?x=1");
    all["301 and then 302"] = {.reply = [](const ReceivedRequest& request, Visit) {
        if (request.path() == "/page") return redirect(301, "/new");
        return request.path() == "/new" ? redirect(302, "/newer") : page();
    }};
    all["302 and then 301"] = {.reply = [](const ReceivedRequest& request, Visit) {
        if (request.path() == "/page") return redirect(302, "/new");
        return request.path() == "/new" ? redirect(301, "/newer") : page();
    }};
    all["301 to a 404"] = {.reply = [](const ReceivedRequest& request, Visit) {
        return request.path() == "/page" ? redirect(301, "/away") : html("nothing", 404);
    }};
    all["301 to a login"] = redirects_once(301, "/accounts/login?next=/page");
    all["301 to a page that challenges"] = {.reply = [](const ReceivedRequest& request, Visit) {
        return request.path() == "/page" ? redirect(301, "/challenge")
                                         : with_header(html("wait", 403), "cf-mitigated", "challenge");
    }};
    all["a chain of 10"] = chain(302, 10);
    all["a chain of 11"] = chain(302, 11);
    all["a redirect to itself"] = {
        .reply = [](const ReceivedRequest&, Visit) { return redirect(302, "/page"); }};
    all["a loop of two"] = {.reply = [](const ReceivedRequest& request, Visit) {
        return redirect(302, request.path() == "/page" ? "/other" : "/page");
    }};
    all["a loop through changing queries"] = {.reply = [](const ReceivedRequest&, Visit visit) {
        return redirect(302, "/page?n=" + std::to_string(visit));
    }};
    all["302 without Location"] = always({.status = 302});
    all["302 with an empty Location"] = always(redirect(302, ""));
    all["302 with two different Locations"] =
        always(with_header(redirect(302, "/next"), "Location", "/elsewhere"));
    all["302 with the same Location twice"] = {.reply = [](const ReceivedRequest& request, Visit) {
        return request.path() == "/page" ? with_header(redirect(302, "/next"), "Location", "/next") : page();
    }};
    all["302 to file:"] = always(redirect(302, "file:///etc/passwd"));
    all["302 to javascript:"] = always(redirect(302, "javascript:alert(1)"));
    all["302 to ftp:"] = always(redirect(302, "ftp://a.test/file"));
    all["302 to what is no URL"] = always(redirect(302, "http://[bad"));
    all["302 to a private address"] = always(redirect(302, "http://10.0.0.1/"));
    all["302 to a name with a private address"] = always(redirect(302, "http://inside.test/"));
    Behaviour down = redirects_once(302, "http://elsewhere.test:PORT/page");
    down.tls = true;
    all["302 from https to http"] = down;
    all["a page that refreshes to another at once"] = {.reply = [](const ReceivedRequest& request, Visit) {
        return request.path() == "/page"
                   ? html("<meta http-equiv=refresh content='0;url=/next'><p>Gone over there")
                   : page();
    }};
    all["a page that refreshes to another in 5 seconds"] = {
        .reply = [](const ReceivedRequest& request, Visit) {
            return request.path() == "/page"
                       ? html("<meta http-equiv=refresh content='5;url=/next'><p>Gone over there")
                       : page();
        }};
    all["a wall that wants its cookie back"] = {.reply = [](const ReceivedRequest& request, Visit) {
        if (request.header("cookie") == "pass=1") return page();
        return with_header(redirect(302, "/page"), "Set-Cookie", "pass=1; Path=/");
    }};
}

void add_transport(std::map<std::string, Behaviour>& all) {
    using namespace step;
    all["accepts and stays silent"] = always(silence());
    all["closes at once"] = scripted({Close{}});
    all["resets at once"] = always(reset());
    all["resets, then 200"] = first_then_page(reset());
    all["closes within the headers"] = scripted({Send{"HTTP/1.1 200 OK\r\nContent-Ty"}, Close{}});
    all["closes within the body"] = scripted({Send{ok("Content-Length: 100\r\n", "<title>Half")}, Close{}});
    all["stops within the body"] = scripted({Send{ok("Content-Length: 100\r\n", "<title>Half")}, Silence{}});
    all["headers of a byte at a time, for ever"] =
        always(drip("HTTP/1.1 200 OK\r\nX-Slow: " + std::string(10'000, 'a'), 20ms));
    all["a body of a byte at a time, for ever"] =
        always(drip(ok("Content-Length: 100000\r\n", std::string(10'000, 'x')), 20ms));
    all["headers without end"] = scripted(
        {Send{"HTTP/1.1 200 OK\r\n"}, Repeat{"X-Filler: " + std::string(990, 'a') + "\r\n", 20'000}});
    all["a header of 1 MB"] =
        scripted({Send{"HTTP/1.1 200 OK\r\nX-Filler: "}, Repeat{std::string(1024, 'a'), 1024},
                  Send{"\r\nContent-Length: 2\r\n\r\nok"}});
    all["a body without end"] =
        scripted({Send{ok("")}, Repeat{"<p>" + std::string(1021, 'a'), 1'000'000}, Close{}});
    all["a status line that is none"] = sends("HTTP/1.1 two hundred\r\n\r\n");
    all["HTTP/0.9"] = sends("<html><title>Old</title>");
    all["another protocol"] = sends("SSH-2.0-OpenSSH_9.2\r\n");
    all["bad chunking"] = sends(ok("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\nzz\r\n"));
    all["a Content-Length that is too long"] = sends(ok("Content-Length: 4000\r\n", "<title>Short"));
    all["a Content-Length that is no number"] = sends(ok("Content-Length: -5\r\n", "hello"));
    all["gzip that is none"] = sends(ok("Content-Encoding: gzip\r\nContent-Length: 9\r\n", "not gzip!"));
    all["brotli that is none"] =
        sends(ok("Content-Encoding: br\r\nContent-Length: 200\r\n", std::string(200, '\xff')));
    all["trailers after a chunked body"] =
        sends(ok("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n"));
    Behaviour refused = at("http://refused.test:1/page");
    all["a port where nobody listens"] = refused;
    Reply pdf = raw({Send{"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: "
                          "104857600\r\n\r\n%PDF-1.7\n"},
                     Repeat{std::string(1024, 'p'), 102'400}});
    all["a PDF of 100 MB"] = always(pdf);
}

void add_names_and_tls(std::map<std::string, Behaviour>& all) {
    all["a name that does not exist"] = dns({.code = 3});
    all["a name without addresses"] = dns({});
    all["a name server that fails"] = dns({.code = 2});
    all["a name server that refuses"] = dns({.code = 5});
    all["a name whose first address is down"] = dns({.addresses = {"127.0.0.9", "127.0.0.1"}});
    all["a name with a private address"] = dns({.addresses = {"10.0.0.1"}});
    all["a name with a private and a public address"] = dns({.addresses = {"10.0.0.1", "127.0.0.1"}});
    all["a certificate that ends in five days"] = tls(CertificateFault::expiring);
    all["an expired certificate"] = tls(CertificateFault::expired);
    all["a certificate that is not valid yet"] = tls(CertificateFault::not_yet_valid);
    all["a certificate for another name"] = tls(CertificateFault::wrong_name);
    all["a certificate signed by itself"] = tls(CertificateFault::self_signed);
    all["a certificate of an unknown authority"] = tls(CertificateFault::unknown_ca);
    all["a handshake that the server ends"] = tls(CertificateFault::handshake_alert);
    for (const char* host : {"2130706434", "0x7f.3", "017700000004", "127.0.0.5", "[::ffff:127.0.0.2]",
                             "[64:ff9b::10.0.0.1]", "[2002:a00:1::]", "[fd00::1]", "[fe80::1]", "10.0.0.1",
                             "169.254.169.254", "100.64.0.1", "192.168.0.1", "224.0.0.1", "0.0.0.0"})
        all["http://" + std::string(host) + "/"] = at("http://" + std::string(host) + "/");
}

void add_the_rest(std::map<std::string, Behaviour>& all) {
    all["robots.txt forbids it"] = {.reply = always(page()).reply, .robots = "User-agent: *\nDisallow: /\n"};
    all["robots.txt fails with 500"] = {.reply = always(page()).reply, .robots = "x", .robots_status = 500};
    all["robots.txt is forbidden itself (403)"] = {
        .reply = always(page()).reply, .robots = "x", .robots_status = 403};
    all["HEAD refused with 405, GET answers"] = head([](const ReceivedRequest& request, Visit) {
        return request.method == "HEAD" ? Reply{.status = 405} : page();
    });
    all["HEAD refused with 501, GET answers"] = head([](const ReceivedRequest& request, Visit) {
        return request.method == "HEAD" ? Reply{.status = 501} : page();
    });
    all["HEAD hung up on, GET answers"] = head([](const ReceivedRequest& request, Visit) {
        return request.method == "HEAD" ? raw({step::Close{}}) : page();
    });
    all["HEAD and GET say 404"] = head([](const ReceivedRequest&, Visit) { return html("nothing", 404); });
    all["a bot wall (by its header)"] = always(with_header(html("wait", 403), "cf-mitigated", "challenge"));
    all["a path with dots, empty segments and percent signs"] = {
        .reply =
            [](const ReceivedRequest& request, Visit) {
                return request.target == "/a/b..c//d%zz/%7Eme/?x=%20&y" ? page() : html("nothing", 404);
            },
        .url = "http://HOST:PORT/a/b..c//d%zz/%7Eme/?x=%20&y"};
    all["a URL with a user name and password"] = {
        .reply =
            [](const ReceivedRequest& request, Visit) {
                return request.header("authorization") == "Basic dXNlcjpwYXNz" ? page()
                                                                               : Reply{.status = 401};
            },
        .url = "http://user:pass@HOST:PORT/page"};
    all["a host with a trailing dot"] = {.reply = always(page()).reply, .url = "http://HOST.:PORT/page"};
    all["a host with an underscore"] = {.reply = always(page()).reply,
                                        .url = "http://under_score.HOST:PORT/page"};
}

}  // namespace

std::map<std::string, Behaviour> behaviours() {
    std::map<std::string, Behaviour> all;
    add_statuses(all);
    add_redirects(all);
    add_transport(all);
    add_names_and_tls(all);
    add_the_rest(all);
    return all;
}

}  // namespace linktender::test
