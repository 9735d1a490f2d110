#include "support/demo_pages.hpp"

#include <array>
#include <iterator>
#include <utility>

namespace linktender::test {
namespace {

constexpr std::array<std::string_view, 6> k_paragraphs{
    "<p>The board wakes in <em>forty milliseconds</em>, and half of that goes to a clock that nobody asked "
    "for. "
    "We measured each step with a spare pin and a logic probe, then moved the slow ones behind the first "
    "frame.</p>\n",
    "<h2 id=\"what-we-tried\">What we tried</h2>\n<ul>\n<li>Copying tables to fast memory at start-up</li>\n"
    "<li>Leaving them in flash, read through the cache</li>\n<li>Computing them, which won below 64 "
    "entries</li>\n"
    "</ul>\n",
    "<p>量化之后的模型只有原来的四分之一大小，但真正的收益来自内存带宽：每一层少读三个字节，"
    "电池就能多撑一个下午。代码见 <a "
    "href=\"/source/quantise.c\">quantise.c</a>，注释里写了每一步的理由。</p>\n",
    "<pre><code class=\"language-c\">for (size_t i = 0; i &lt; n; ++i) {\n    acc += (int32_t)x[i] * w[i];  "
    "// fits: 2^7 * 2^7 * n\n}\n</code></pre>\n",
    "<p>A reader wrote that her port <a href=\"/letters/17\">runs without the heap</a>. "
    "<img src=\"/img/trace.png\" alt=\"A trace of the start-up\" width=\"640\" height=\"240\"> The trace "
    "shows why: "
    "the allocator was called <strong>eleven times</strong>, always for the same buffer.</p>\n",
    "<table>\n<thead><tr><th>Variant</th><th>Cycles</th><th>Bytes</th></tr></thead>\n<tbody><tr><td>plain</"
    "td>"
    "<td>9,412</td><td>1,180</td></tr><tr><td>unrolled</td><td>6,870</td><td>2,044</td></tr></tbody>\n</"
    "table>\n"};

constexpr std::size_t k_cycle = [] {
    std::size_t sum = 0;
    for (const auto paragraph : k_paragraphs) sum += paragraph.size();
    return sum;
}();

constexpr std::string_view k_article_end =
    "</article>\n<footer><p>Demo page of the linktender test web.</p></footer>\n</body>\n</html>\n";

std::string article_head(std::string_view host, std::string_view path) {
    const auto words = title_of(path);
    const auto site = escape_html(host);
    const auto title = words.empty() ? site : escape_html(words);
    std::string out;
    out.reserve(2048);
    out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>")
        .append(title);
    if (!words.empty()) out.append(" | ").append(site);
    out.append("</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.append("<meta name=\"description\" content=\"Notes on ")
        .append(title)
        .append(", measured on real boards.\">\n");
    out.append("<meta property=\"og:title\" content=\"").append(title).append("\">\n");
    out.append("<meta property=\"og:type\" content=\"article\">\n");
    out.append("<meta property=\"og:site_name\" content=\"").append(site).append("\">\n");
    out.append("<meta name=\"author\" content=\"Mei Lindqvist\">\n");
    out.append("<meta property=\"article:published_time\" content=\"2025-11-03T08:00:00Z\">\n");
    out.append("<link rel=\"stylesheet\" href=\"/site.css\">\n</head>\n<body class=\"post\">\n");
    out.append("<header><a href=\"/\">").append(site).append("</a><nav><a href=\"/archive\">Archive</a> ");
    out.append("<a href=\"/about\">About</a></nav></header>\n<article>\n<h1>")
        .append(title)
        .append("</h1>\n");
    return out;
}

}  // namespace

std::string escape_html(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        switch (c) {
            case '&': out.append("&amp;"); break;
            case '<': out.append("&lt;"); break;
            case '>': out.append("&gt;"); break;
            case '"': out.append("&quot;"); break;
            case '\'': out.append("&#39;"); break;
            default: out.push_back(c);
        }
    }
    return out;
}

std::string title_of(std::string_view path) {
    while (!path.empty() && path.back() == '/') path.remove_suffix(1);
    const auto slash = path.rfind('/');
    std::string words(slash == std::string_view::npos ? path : path.substr(slash + 1));
    if (const auto dot = words.rfind('.'); dot != std::string::npos && dot > 0) words.resize(dot);
    for (auto& c : words) {
        if (c == '-' || c == '_' || c == '+') c = ' ';
    }
    if (!words.empty() && words[0] >= 'a' && words[0] <= 'z')
        words[0] = static_cast<char>(words[0] - 'a' + 'A');
    return words;
}

std::string plain_page(std::string_view title, std::string_view body, std::string_view body_class,
                       std::string_view head) {
    std::string out("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>");
    out.append(title).append("</title>\n").append(head).append("</head>\n<body");
    if (!body_class.empty()) out.append(" class=\"").append(body_class).append("\"");
    out.append(">\n").append(body).append("\n</body>\n</html>\n");
    return out;
}

ArticlePress::ArticlePress(std::size_t bytes) : bytes_(bytes) {
    for (std::size_t i = 0; filler_.size() < bytes; ++i)
        filler_.append(k_paragraphs[i % k_paragraphs.size()]);
}

std::string ArticlePress::page(std::string_view host, std::string_view path) const {
    auto out = article_head(host, path);
    const auto fixed = out.size() + k_article_end.size();
    const auto room = bytes_ > fixed ? bytes_ - fixed : 0;
    // Whole paragraphs first; spaces make up what the next one would not fit into.
    auto text = room / k_cycle * k_cycle;
    for (const auto paragraph : k_paragraphs) {
        if (text + paragraph.size() > room) break;
        text += paragraph.size();
    }
    out.append(filler_, 0, text).append(room - text, ' ').append(k_article_end);
    return out;
}

Reply wechat_article(std::string_view title) {
    const auto safe = escape_html(title);
    std::string head("<meta property=\"og:title\" content=\"");
    head.append(safe).append("\">\n<meta property=\"og:article:author\" content=\"林溪\">\n");
    head.append("<meta property=\"og:site_name\" content=\"微信公众平台\">\n");
    std::string body(
        "<div id=\"js_article\" class=\"rich_media\">\n<h1 class=\"rich_media_title\" id=\"activity-name\">");
    body.append(safe).append("</h1>\n<a id=\"js_name\" href=\"javascript:void(0);\">小板日志</a>\n");
    body.append("<div class=\"rich_media_content\" id=\"js_content\" style=\"visibility: hidden;\">\n");
    body.append("<p>这一期把启动时间从四百毫秒压到四十毫秒，过程里踩过的坑都记在下面。</p>\n");
    body.append("<p>先看时钟树：默认配置会等一个并不存在的外部晶振。关掉它，启动快了一半。</p>\n");
    body.append("<p>再看内存：把查找表放进紧耦合内存之后，推理每帧省下一点二毫秒。</p>\n</div>\n</div>\n");
    body.append("<script>var nickname = htmlDecode(\"小板日志\"); var ct = \"1762156800\";</script>");
    return html(plain_page("", body, "zh_CN", head));
}

Reply wechat_notice(std::string_view sentence) {
    std::string body(
        "<div class=\"weui-msg\">\n<div class=\"weui-msg__icon-area\"><i "
        "class=\"weui-icon-warn\"></i></div>\n");
    body.append("<div class=\"weui-msg__text-area\">\n<h2 class=\"weui-msg__title\">").append(sentence);
    body.append("</h2>\n</div>\n</div>");
    return html(plain_page("", body, "zh_CN"));
}

Reply wechat_captcha() {
    return html(plain_page("环境异常",
                           "<div class=\"weui-msg\">\n<h2 class=\"weui-msg__title\">环境异常</h2>\n"
                           "<p class=\"weui-msg__desc\">当前环境异常，完成验证后即可继续访问。</p>\n"
                           "<a class=\"weui-btn\" id=\"js_verify\">去验证</a>\n</div>"));
}

Reply repository_page(std::string_view owner_and_name, std::string_view description) {
    const auto name = escape_html(owner_and_name);
    const auto about = escape_html(description);
    const auto title = "GitHub - " + name + ": " + about;
    std::string head(
        "<meta property=\"og:site_name\" content=\"GitHub\">\n<meta property=\"og:title\" content=\"");
    head.append(title).append("\">\n<meta name=\"description\" content=\"").append(about).append("\">\n");
    head.append("<meta name=\"octolytics-dimension-repository_nwo\" content=\"").append(name).append("\">\n");
    std::string body("<main>\n<h1><a href=\"/");
    body.append(name).append("\">").append(name).append("</a></h1>\n<p>").append(about).append("</p>\n");
    body.append(
        "<article class=\"markdown-body\">\n<h2 id=\"build\">Build</h2>\n<p>Needs a cross compiler and ");
    body.append(
        "nothing else. The examples run on three boards, listed in the table below with the memory each of ");
    body.append("them takes.</p>\n</article>\n</main>");
    return html(plain_page(title, body, "logged-out", head));
}

Reply paper_page(std::string_view identifier, std::string_view title) {
    const auto safe = escape_html(title);
    std::string head("<meta name=\"citation_title\" content=\"");
    head.append(safe).append("\">\n<meta name=\"citation_author\" content=\"Okonkwo, Ada\">\n");
    head.append("<meta name=\"citation_author\" content=\"Lindqvist, Mei\">\n");
    head.append(
        "<meta name=\"citation_date\" content=\"2026/01/12\">\n<meta name=\"citation_arxiv_id\" content=\"");
    head.append(escape_html(identifier)).append("\">\n");
    std::string body("<h1 class=\"title\">");
    body.append(safe).append(
        "</h1>\n<blockquote class=\"abstract\">We ask how little memory a keyword spotter needs ");
    body.append(
        "when its tables are computed instead of stored, and answer for four microcontrollers.</blockquote>");
    return html(plain_page("[" + escape_html(identifier) + "] " + safe, body, {}, head));
}

Reply for_sale_page(std::string_view domain) {
    const auto name = escape_html(domain);
    return html(
        plain_page(name + " - this domain is for sale",
                   "<div class=\"offer\">\n<h1>" + name +
                       "</h1>\n<p>The domain name is for sale. Buy this domain today, or make an offer.</p>\n"
                       "<form><input name=\"offer\"><button>Make an offer</button></form>\n</div>"));
}

Reply challenge_page(std::string_view host) {
    auto reply =
        html(plain_page("Just a moment...", "<h1>" + escape_html(host) +
                                                "</h1>\n<p>Enable JavaScript and cookies to continue</p>\n"
                                                "<script>window._cf_chl_opt = {cType: 'managed'};</script>"),
             403);
    reply.headers.push_back({"Server", "cloudflare"});
    reply.headers.push_back({"cf-mitigated", "challenge"});
    return reply;
}

Reply captcha_page() {
    return html(plain_page(
        "Security check",
        "<div class=\"px-captcha-container\">\n<h1>Before we continue</h1>\n"
        "<p>Press and hold to confirm you are a human.</p>\n<div id=\"px-captcha\"></div>\n</div>\n"
        "<script src=\"//client.px-cloud.invalid/captcha.js\"></script>"));
}

Reply login_page() {
    return html(plain_page(
        "Log in",
        "<h1>Log in</h1>\n<form method=\"post\" action=\"/login\">\n<label>Name <input name=\"user\">"
        "</label>\n<label>Password <input type=\"password\" name=\"password\"></label>\n"
        "<button>Log in</button>\n</form>"));
}

Reply pdf_file() {
    Reply reply;
    reply.headers.push_back({"Content-Type", "application/pdf"});
    reply.body =
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n"
        "trailer<</Root 1 0 R>>\n%%EOF\n";
    return reply;
}

Reply png_image() {
    static constexpr unsigned char k_one_pixel[] = {
        0x89, 'P',  'N',  'G',  0x0d, 0x0a, 0x1a, 0x0a, 0,    0,    0,    13,  'I',  'H',  'D',  'R',  0,
        0,    0,    1,    0,    0,    0,    1,    8,    0,    0,    0,    0,   0x3a, 0x7e, 0x9b, 0x55, 0,
        0,    0,    10,   'I',  'D',  'A',  'T',  0x78, 0x9c, 0x63, 0x60, 0,   0,    0,    2,    0,    1,
        0x48, 0xaf, 0xa4, 0x71, 0,    0,    0,    0,    'I',  'E',  'N',  'D', 0xae, 0x42, 0x60, 0x82};
    Reply reply;
    reply.headers.push_back({"Content-Type", "image/png"});
    reply.body.assign(std::begin(k_one_pixel), std::end(k_one_pixel));
    return reply;
}

}  // namespace linktender::test
