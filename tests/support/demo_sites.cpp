#include "support/demo_sites.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <memory>
#include <utility>

#include "support/demo_pages.hpp"
#include "support/router.hpp"

namespace linktender::test {
namespace {

/// Hosts that answer every path with an ordinary page.
constexpr std::array<std::string_view, 9> k_ordinary_hosts{"blog.lantern-labs.example",
                                                           "docs.tinykernel.example",
                                                           "img.lantern-labs.example",
                                                           "www.quietboard.example",
                                                           "xn--fiq228c.example",
                                                           "arxiv.org",
                                                           "github.com",
                                                           "mp.weixin.qq.com",
                                                           "soon.cert.example"};

struct FaultyHost {
    std::string_view host;
    CertificateFault fault;
};
constexpr std::array<FaultyHost, 4> k_faulty_hosts{
    {{"expired.cert.example", CertificateFault::expired},
     {"wrong-name.cert.example", CertificateFault::wrong_name},
     {"self-signed.cert.example", CertificateFault::self_signed},
     {"soon.cert.example", CertificateFault::expiring}}};

void add_alive(Router& sites) {
    sites.on("mp.weixin.qq.com", "/s/bootFortyMs01", wechat_article("启动只要四十毫秒"));
    sites.on("mp.weixin.qq.com", "/s/quantNotes02", wechat_article("链接已失效？聊聊弱引用与悬空指针"));
    sites.on("github.com", "/probe-kit/probe-kit",
             repository_page("probe-kit/probe-kit", "Watch a microcontroller start, one pin at a time"));
    sites.on("github.com", "/quietboard/tables",
             repository_page("quietboard/tables", "Lookup tables, computed"));
    sites.on("arxiv.org", "/abs/2601.04417",
             paper_page("2601.04417", "Keyword spotting without stored tables"));
    sites.on("arxiv.org", "/pdf/2601.04417", pdf_file());
    sites.on("img.lantern-labs.example", "*", png_image());
    sites.on("go.short.example", "/3k9", redirect(302, "https://blog.lantern-labs.example/2026/boot-order"));
    sites.on("flaky.harbor.example", "*",
             sequence({text("Back in a moment.\n", 503),
                       html(plain_page("Tide tables", "<p>High water at nine.</p>"))}));
}

void add_moved(Router& sites) {
    // First to HTTPS, then to the new site: a chain of two permanent redirects.
    sites.on("old.tinykernel.example", "/guide/boot", [](const ReceivedRequest& request) {
        return request.tls ? redirect(308, "https://docs.tinykernel.example/guide/boot")
                           : redirect(301, "https://old.tinykernel.example/guide/boot");
    });
    sites.on("old.tinykernel.example", "/manual/*",
             redirect(308, "https://docs.tinykernel.example/guide/boot"));
    sites.on("github.com", "/old-team/probe-kit", redirect(301, "https://github.com/probe-kit/probe-kit"));
    sites.on("mp.weixin.qq.com", "/s/movedAccount03",
             redirect(301, "https://mp.weixin.qq.com/s/bootFortyMs01"));
}

void add_missing(Router& sites) {
    sites.on("docs.tinykernel.example", "/v0/pinmux",
             html(plain_page("404", "<h1>404</h1><p>No such page.</p>"), 404));
    sites.on(
        "github.com", "/vanished/driver-zoo",
        html(plain_page("Page not found · GitHub", "<p>This is not the page you are looking for.</p>"), 404));
    sites.on("www.quietboard.example", "/2019/series",
             html(plain_page("Gone", "<h1>Withdrawn by the author</h1>"), 410));
}

void add_soft_missing(Router& sites) {
    sites.on("mp.weixin.qq.com", "/s/takenBack04", wechat_notice("该内容已被发布者删除"));
    sites.on("mp.weixin.qq.com", "/s/ruleBreach05", wechat_notice("此内容因违规无法查看"));
    sites.on("learn.boardcamp.example", "/course/*",
             html(plain_page("Page not found - Boardcamp",
                             "<h1>Page not found</h1>\n<p>We looked everywhere.</p>")));
    sites.on("solderjournal.example", "/2021/*",
             html(plain_page(
                 "Nothing here | Solder Journal",
                 "<main>\n<section class=\"error-404 not-found\">\n<h1>That page can't be found.</h1>\n"
                 "<p>It looks like nothing was found at this location. Maybe try a search?</p>\n"
                 "<form role=\"search\"><input type=\"search\"></form>\n</section>\n</main>",
                 "error404 wp-embed-responsive")));
    sites.on("news.chipdaily.example", "/a/*",
             html(plain_page("页面不存在 - 芯片日报", "<h1>页面不存在</h1>\n<p>您访问的文章已被删除。</p>")));
    sites.on("homeward.example", "/",
             html(plain_page("Homeward", "<h1>Homeward</h1>\n<p>Boats, bikes, boards.</p>")));
    sites.on("homeward.example", "*", redirect(301, "https://homeward.example/"));
}

void add_held_back(Router& sites) {
    sites.on("edgeforum.example", "*", for_sale_page("edgeforum.example"));
    sites.on("journal.guarded.example", "*", challenge_page("journal.guarded.example"));
    sites.on("column.guarded.example", "*", captcha_page());
    sites.on("mp.weixin.qq.com", "/s/tooManyVisits06",
             redirect(302, "https://mp.weixin.qq.com/mp/wappoc_appmsgcaptcha?poc_token=x"));
    sites.on("mp.weixin.qq.com", "/mp/wappoc_appmsgcaptcha", wechat_captcha());
    sites.on("wiki.members.example", "/login", login_page());
    sites.on("wiki.members.example", "*", redirect(302, "https://wiki.members.example/login?next=%2Fboards"));
    auto legal = html(plain_page("Unavailable", "<h1>Unavailable for legal reasons</h1>"), 451);
    legal.headers.push_back({"Link", "<https://authority.example/>; rel=\"blocked-by\""});
    sites.on("mirror.restricted.example", "*", std::move(legal));
    auto busy = text("Slow down.\n", 429);
    busy.headers.push_back({"Retry-After", "1"});
    sites.on("busy.harbor.example", "*", std::move(busy));
    sites.on("closed-garden.example", "/robots.txt", text("User-agent: *\nDisallow: /\n"));
}

void add_broken(Router& sites) {
    sites.on("api.strict.example", "*", text("A parameter is missing.\n", 400));
    sites.on("brokenbuild.example", "*", html(plain_page("Error", "<h1>Internal error</h1>"), 500));
    sites.on("silence.harbor.example", "*", silence());
    // The head promises more than ever comes, and then nothing happens.
    sites.on("stall.harbor.example", "*",
             raw({step::Send{
                      "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9000\r\n\r\n<title>Sta"},
                  step::Silence{}}));
    sites.on("garbled.wire.example", "*", raw("SMTP 220 ready for mail\r\n\r\n"));
    sites.on("short.wire.example", "*",
             raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9000\r\n\r\n<title>Cut "
                 "off</title>"));
    sites.on("reset.wire.example", "*", reset());
    sites.on("loop.mirror.example", "/a", redirect(302, "/b"));
    sites.on("loop.mirror.example", "/b", redirect(302, "/a"));
}

Router special_sites() {
    Router sites;
    add_alive(sites);
    add_moved(sites);
    add_missing(sites);
    add_soft_missing(sites);
    add_held_back(sites);
    add_broken(sites);
    return sites;
}

bool ends_with(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

Reply ordinary_page(const ArticlePress& press, const ReceivedRequest& request) {
    const auto path = request.path();
    if (path == "/robots.txt") return text("no rules here\n", 404);
    if (ends_with(path, ".pdf")) return pdf_file();
    if (ends_with(path, ".png") || ends_with(path, ".jpg") || ends_with(path, ".ico")) return png_image();
    return html(press.page(request.host, path));
}

std::chrono::milliseconds latency_of(const DemoOptions& options, const ReceivedRequest& request) {
    const auto span = options.latency_to - options.latency_from;
    if (span.count() <= 0) return options.latency_from;
    const auto hash = std::hash<std::string>{}(request.host + request.target);
    return options.latency_from +
           std::chrono::milliseconds(hash % static_cast<std::size_t>(span.count() + 1));
}

}  // namespace

Handler demo_sites(const DemoOptions& options) {
    auto sites = std::make_shared<Router>(special_sites());
    const auto press = std::make_shared<const ArticlePress>(options.page_bytes);
    sites->otherwise([press](const ReceivedRequest& request) { return ordinary_page(*press, request); });
    return [sites = std::shared_ptr<const Router>(std::move(sites)), press,
            options](const ReceivedRequest& request) {
        // A site's robots.txt answers even where all else fails, or every failure would read "disallowed".
        const bool rules = request.path() == "/robots.txt" && request.host != "closed-garden.example";
        auto reply = rules ? ordinary_page(*press, request) : (*sites)(request);
        reply.delay = latency_of(options, request);
        return reply;
    };
}

std::vector<std::string> demo_hosts() {
    auto hosts = special_sites().hosts();
    hosts.insert(hosts.end(), k_ordinary_hosts.begin(), k_ordinary_hosts.end());
    for (const auto& row : k_faulty_hosts) hosts.emplace_back(row.host);
    std::sort(hosts.begin(), hosts.end());
    hosts.erase(std::unique(hosts.begin(), hosts.end()), hosts.end());
    return hosts;
}

void set_demo_faults(CertificateAuthority& authority) {
    for (const auto& row : k_faulty_hosts) authority.set_fault(row.host, row.fault);
}

}  // namespace linktender::test
