#include "linktender/page/charset.hpp"

#include <string>

#include "encode.hpp"
#include "linktender/page/facts.hpp"
#include "support/catch.hpp"

using namespace linktender;
using namespace std::string_literals;
using page::EncodingSource;
using page_tests::encode;

namespace {

// 新闻 in each encoding.
const std::string k_gbk_news = "\xD0\xC2\xCE\xC5";
const std::string k_utf8_news = "新闻";
const std::string k_big5_news =
    "\xB7s\xBB"
    "D";  // 新聞

}  // namespace

TEST_CASE("page: a BOM beats the header, the header beats the meta element", "[page]") {
    struct Row {
        std::string bytes;
        std::string content_type;
        std::string encoding;
        EncodingSource source;
    };
    const std::string meta = "<meta charset=gbk>";
    const auto row = GENERATE_COPY(values<Row>({
        {"\xEF\xBB\xBF" + meta, "text/html; charset=big5", "UTF-8", EncodingSource::bom},
        {"\xFF\xFEh\0i\0"s, "text/html; charset=utf-8", "UTF-16LE", EncodingSource::bom},
        {"\xFE\xFF\0h\0i"s, "", "UTF-16BE", EncodingSource::bom},
        {meta, "text/html; charset=utf-8", "UTF-8", EncodingSource::transport},
        {meta, "text/html;charset=\"Big5\"", "Big5", EncodingSource::transport},
        {meta, "text/html; x=1; CHARSET = big5", "Big5", EncodingSource::transport},
        {meta, "text/html; charset=klingon", "GBK", EncodingSource::meta},
        {meta, "text/html", "GBK", EncodingSource::meta},
        {meta, "", "GBK", EncodingSource::meta},
        {meta, "text/plain", "UTF-8", EncodingSource::valid_utf8},
    }));
    CAPTURE(row.bytes, row.content_type);

    const page::Decoded decoded = page::decode_page(row.bytes, row.content_type);

    CHECK(decoded.encoding == row.encoding);
    CHECK(decoded.source == row.source);
}

TEST_CASE("page: the meta element is found as the standard's prescan finds it", "[page]") {
    struct Row {
        std::string html;
        std::string encoding;  ///< UTF-8 when nothing is declared: all of this is ASCII
    };
    const auto row = GENERATE(values<Row>({
        {"<meta charset=gb2312>", "GBK"},
        {"<META CHARSET = 'Shift_JIS' >", "Shift_JIS"},
        {"<meta/charset=big5>", "Big5"},
        {R"(<meta http-equiv="Content-Type" content="text/html; charset=gb2312">)", "GBK"},
        {R"(<meta content="text/html; charset='euc-kr'" http-equiv=content-type>)", "EUC-KR"},
        {R"(<meta content="text/html; charset=gbk">)", "UTF-8"},
        {R"(<meta name="x" content="charset=gbk">)", "UTF-8"},
        {R"(<meta http-equiv=refresh content="0; charset=gbk">)", "UTF-8"},
        {R"(<meta http-equiv=content-type content="charset=gbk" charset=big5>)", "Big5"},
        {"<meta charset=utf-16>", "UTF-8"},
        {"<meta charset=x-user-defined>", "windows-1252"},
        {"<meta charset=klingon><meta charset=gbk>", "GBK"},
        {"<!-- <meta charset=gbk> --><meta charset=big5>", "Big5"},
        {"<!--><meta charset=gbk>", "GBK"},
        {"<a title='<meta charset=gbk>'><meta charset=big5>", "Big5"},
        {"<? <meta charset=gbk>", "UTF-8"},
        {"</ <x><meta charset=gbk>", "GBK"},
        {"<metaphor charset=gbk>", "UTF-8"},
        {"<meta charset=gbk", "UTF-8"},
        {"<meta charset='gbk", "UTF-8"},
        {"<?xml version='1.0' encoding='gb2312'?><html>", "GBK"},
        {"<?xml version='1.0' encoding = \"big5\"?>", "Big5"},
    }));
    CAPTURE(row.html);

    CHECK(page::decode_page(row.html, "text/html").encoding == row.encoding);
}

TEST_CASE("page: the prescan reads as far as some pages need, and not further", "[page]") {
    const std::string meta = "<meta charset=gbk>";

    CHECK(page::decode_page(std::string(4096 - meta.size(), ' ') + meta, "text/html").encoding == "GBK");
    CHECK(page::decode_page(std::string(4097 - meta.size(), ' ') + meta, "text/html").encoding == "UTF-8");
}

TEST_CASE("page: a page that declares nothing is recognised by its bytes", "[page]") {
    struct Row {
        std::string bytes;
        std::string host;
        std::string encoding;
        EncodingSource source;
    };
    const std::string long_gbk =
        "<p>\xC9\xEE\xB6\xC8\xD1\xA7\xCF\xB0\xBF\xF2\xBC\xDC\xD6\xDC\xB1\xA8\xB5\xDA\xCA\xAE\xB6\xFE\xC6\xDA"
        "\xA3\xBA\xB1\xE0\xD2\xEB\xC6\xF7\xD3\xEB\xD4\xCB\xD0\xD0\xCA\xB1\xA3\xAC\xBD\xF1\xCC\xEC\xCE\xD2"
        "\xC3\xC7\xB7\xA2\xB2\xBC\xC1\xCB\xD0\xC2\xB5\xC4\xB0\xE6\xB1\xBE</p>";
    const auto row = GENERATE_COPY(values<Row>({
        {"plain", "", "UTF-8", EncodingSource::valid_utf8},
        {k_utf8_news, "example.cn", "UTF-8", EncodingSource::valid_utf8},
        {"na\xC3\xAFve", "", "UTF-8", EncodingSource::valid_utf8},
        {k_utf8_news.substr(0, 5), "", "UTF-8", EncodingSource::valid_utf8},
        {long_gbk, "example.com", "gb18030", EncodingSource::detected},
        {k_gbk_news, "news.example.com.cn", "gb18030", EncodingSource::fallback},
        {k_gbk_news, "EXAMPLE.CN.", "gb18030", EncodingSource::fallback},
        {"<html lang=\"zh-CN\">" + k_gbk_news, "example.com", "gb18030", EncodingSource::fallback},
        {"\x93quoted\x94 \x96 text", "example.com", "windows-1252", EncodingSource::detected},
        {"a\x81\x8D", "example.com", "UTF-8", EncodingSource::fallback},
        {k_gbk_news, "example.com", "UTF-8", EncodingSource::fallback},
        {"caf\xE9 na\xEFve", "example.com.cn", "windows-1252", EncodingSource::detected},
    }));
    CAPTURE(row.bytes, row.host);

    const page::Decoded decoded = page::decode_page(row.bytes, "text/html", row.host);

    CHECK(decoded.encoding == row.encoding);
    CHECK(decoded.source == row.source);
}

TEST_CASE("page: a declared encoding that does not fit gives way to valid UTF-8", "[page]") {
    const std::string html = "<meta charset=big5><p>页面没有找到，请返回首页</p>";

    const page::Decoded decoded = page::decode_page(html, "");

    CHECK(decoded.encoding == "UTF-8");
    CHECK(decoded.source == EncodingSource::valid_utf8);
    CHECK(decoded.text == html);
}

TEST_CASE("page: a few broken characters do not overrule a declared encoding", "[page]") {
    const std::string html = "<meta charset=gbk>" + std::string(1000, 'x') + k_gbk_news + "\xFF.";

    const page::Decoded decoded = page::decode_page(html, "");

    CHECK(decoded.encoding == "GBK");
    CHECK(decoded.replacements == 1);
}

TEST_CASE("page: the declared encoding is what the text is decoded with", "[page]") {
    CHECK(page::decode_page(k_gbk_news, "text/html; charset=gb2312").text == "新闻");
    CHECK(page::decode_page(k_big5_news, "text/html; charset=big5").text == "新聞");
}

namespace {

struct Language {
    std::string title;
    std::string text;
};

const Language k_chinese{
    "编译器周报第十二期",
    "我们今天发布新的版本，编译器后端把循环展开因子作为搜索空间的一维，用代价模型找到较优解。"};
const Language k_traditional{
    "編譯器週報第十二期",
    "我們今天發布新的版本，編譯器後端把迴圈展開因子作為搜尋空間的一維，讀者可以重現結果。"};
const Language k_japanese{
    "コンパイラ週報",
    "これは日本語の文章です。新しい版を公開しました。読者は同じ手順で確かめることができます。"};
const Language k_korean{
    "컴파일러 주간 소식",
    "안녕하세요 새로운 버전을 발표했습니다. 독자는 같은 방법으로 결과를 확인할 수 있습니다."};
const Language k_russian{
    "Новости компиляторов",
    "Сегодня мы выпустили новую версию, и читатели могут повторить опыт теми же командами."};
const Language k_french{
    "Les nouveautés de l’été",
    "Aujourd’hui nous avons publié une nouvelle version ; où qu’ils soient, les lecteurs répéteront."};
const Language k_polish{"Nowości kompilatora",
                        "Dziś wydaliśmy nową wersję, a czytelnicy mogą powtórzyć doświadczenie. Żółć."};
const Language k_greek{"Νέα του μεταγλωττιστή",
                       "Σήμερα εκδώσαμε μια νέα έκδοση και οι αναγνώστες μπορούν να επαναλάβουν."};

struct Page {
    const Language* language;
    const char* converter;  ///< ICU's name of what the bytes are
    std::string label;      ///< what the page says; empty: nothing
};

std::string html_of(const Page& page, bool short_page) {
    std::string html = "<!doctype html><html><head>";
    if (!page.label.empty()) html += "<meta charset=\"" + page.label + "\">";
    html += "<title>" + page.language->title + "</title></head><body>";
    if (!short_page) html += "<p>" + page.language->text + "</p>";
    return encode(html + "</body></html>", page.converter);
}

std::string title_of(const std::string& bytes, const std::string& content_type, const std::string& host) {
    return page::analyse({.body = bytes, .content_type = content_type, .url = "https://" + host + "/"})
        .metadata.title;
}

}  // namespace

TEST_CASE("page: a title is right in every encoding that a page declares", "[page]") {
    const auto page = GENERATE(values<Page>({
        {&k_chinese, "gb18030", "gb2312"},
        {&k_chinese, "gb18030", "GBK"},
        {&k_chinese, "gb18030", "gb18030"},
        {&k_chinese, "gb18030", "gb_2312-80"},
        {&k_traditional, "gb18030", "gbk"},
        {&k_traditional, "Big5", "big5"},
        {&k_traditional, "Big5-HKSCS", "big5-hkscs"},
        {&k_japanese, "ibm-943_P15A-2003", "shift_jis"},
        {&k_japanese, "EUC-JP", "euc-jp"},
        {&k_japanese, "ISO-2022-JP", "iso-2022-jp"},
        {&k_korean, "windows-949", "euc-kr"},
        {&k_korean, "windows-949", "ks_c_5601-1987"},
        {&k_russian, "windows-1251", "windows-1251"},
        {&k_russian, "KOI8-R", "koi8-r"},
        {&k_french, "windows-1252", "iso-8859-1"},
        {&k_polish, "windows-1250", "windows-1250"},
        {&k_polish, "ISO-8859-2", "iso-8859-2"},
        {&k_greek, "windows-1253", "windows-1253"},
        {&k_chinese, "UTF-8", "utf-8"},
        {&k_chinese, "UTF-8", "utf-16"},
    }));
    CAPTURE(page.label);
    const std::string bytes = html_of(page, true);

    CHECK(title_of(bytes, "text/html", "example.com") == page.language->title);
    CHECK(title_of(bytes, "text/html; charset=" + page.label, "example.com") == page.language->title);
}

TEST_CASE("page: a title is right in most encodings that a page does not declare", "[page]") {
    const auto page = GENERATE(values<Page>({
        {&k_chinese, "gb18030", ""},
        {&k_chinese, "UTF-8", ""},
        {&k_chinese, "UTF-16LE", ""},
        {&k_chinese, "UTF-16BE", ""},
        {&k_traditional, "Big5", ""},
        {&k_traditional, "gb18030", ""},
        {&k_japanese, "Shift_JIS", ""},
        {&k_japanese, "EUC-JP", ""},
        {&k_japanese, "ISO-2022-JP", ""},
        {&k_korean, "windows-949", ""},
        {&k_russian, "windows-1251", ""},
        {&k_russian, "KOI8-R", ""},
        {&k_french, "windows-1252", ""},
        {&k_polish, "windows-1250", ""},
        {&k_polish, "ISO-8859-2", ""},
        {&k_greek, "windows-1253", ""},
    }));
    CAPTURE(page.converter);
    const std::string bytes = html_of(page, false);

    CHECK(title_of(bytes, "text/html", "example.com") == page.language->title);
    CHECK(title_of(bytes, "text/html", "example.cn") == page.language->title);
}

TEST_CASE("page: a title is right where a page declares the wrong encoding", "[page]") {
    struct Mislabelled {
        Page page;
        std::string header;
    };
    const auto row = GENERATE(values<Mislabelled>({
        {{&k_chinese, "UTF-8", "gb2312"}, ""},
        {{&k_chinese, "UTF-8", "gbk"}, "gb2312"},
        {{&k_chinese, "UTF-8", ""}, "iso-8859-1"},
        {{&k_chinese, "UTF-8", "big5"}, ""},
        {{&k_chinese, "UTF-8", ""}, "utf-16"},
        {{&k_korean, "UTF-8", "euc-kr"}, ""},
        {{&k_japanese, "UTF-8", "shift_jis"}, ""},
        {{&k_french, "UTF-8", "windows-1252"}, ""},
        {{&k_chinese, "gb18030", "gb2312"}, "utf-8"},
        {{&k_chinese, "gb18030", ""}, "utf-8"},
        {{&k_chinese, "gb18030", "utf-8"}, ""},
        {{&k_traditional, "Big5", "big5"}, "utf-8"},
        {{&k_japanese, "Shift_JIS", "utf-8"}, "utf-8"},
        {{&k_korean, "windows-949", ""}, "utf-8"},
        {{&k_russian, "windows-1251", ""}, "utf-8"},
    }));
    CAPTURE(row.page.converter, row.page.label, row.header);
    const std::string type = row.header.empty() ? "text/html" : "text/html; charset=" + row.header;

    CHECK(title_of(html_of(row.page, false), type, "example.com") == row.page.language->title);
}

TEST_CASE("page: a title that cannot be told is absent, not nonsense", "[page]") {
    const Page traditional{&k_traditional, "gb18030", ""};

    CHECK(title_of(html_of(traditional, true), "text/html", "example.com").empty());
    CHECK(title_of("<title>" + k_gbk_news + "</title>", "text/html", "example.com").empty());
    CHECK(title_of("<title>" + k_gbk_news + "</title>", "text/html", "example.cn") == "新闻");
    CHECK(title_of("<title>\x81\x8D\x90</title>", "text/html", "example.com").empty());
}

TEST_CASE("page: a page cut inside its last character is still UTF-8", "[page]") {
    const std::string html = "<meta charset=gbk><title>编译器周报</title><p>正文还没有完";

    const page::Decoded decoded = page::decode_page(html.substr(0, html.size() - 1), "");

    CHECK(decoded.encoding == "UTF-8");
}
