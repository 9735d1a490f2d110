#include "linktender/page/charset.hpp"

#include <string>

#include "support/catch.hpp"

using namespace linktender;
using namespace std::string_literals;
using page::EncodingSource;

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
        {"\x81\x8D", "example.com", "windows-1252", EncodingSource::fallback},
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
