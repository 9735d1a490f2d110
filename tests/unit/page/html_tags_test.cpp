#include "linktender/page/html_tags.hpp"

#include <string>

#include "support/catch.hpp"

using namespace linktender::page;

namespace {

/// Each token in a short form: `<a x=1>`, `</a>`, `"text"`, `!comment`, raw text behind a `:`.
std::string tokens_of(std::string_view html, bool foreign = false) {
    std::string out;
    HtmlTags tags(html);
    tags.set_foreign(foreign);
    while (const HtmlToken* token = tags.next()) {
        switch (token->kind) {
            case HtmlToken::Kind::text: out.append("\"").append(token->source).append("\""); break;
            case HtmlToken::Kind::comment: out.append("!").append(token->source); break;
            case HtmlToken::Kind::end_tag: out.append("</").append(token->name).append(">"); break;
            case HtmlToken::Kind::start_tag:
                out.append("<").append(token->name);
                for (const HtmlAttribute& attribute : token->attributes)
                    out.append(" ").append(attribute.name).append("=").append(attribute.value);
                out.append(">");
                if (!token->raw_text.empty()) out.append(":").append(token->raw_text);
                break;
        }
    }
    return out;
}

}  // namespace

TEST_CASE("page: HTML is cut into tags, comments and texts", "[page]") {
    struct Row {
        std::string html;
        std::string tokens;
    };
    const auto row = GENERATE(values<Row>({
        {"a<b>c</b>", "\"a\"<b>\"c\"</b>"},
        {"<A HREF=x Title='y z' hidden>", "<a href=x title=y z hidden=>"},
        {"<a b='>' c=\"'\">", "<a b=> c='>"},
        {"<a b=1 b=2>", "<a b=1>"},
        {"<a / b=c/d>", "<a b=c/d>"},
        {"<a =x>", "<a =x=>"},
        {"1 < 2 <> 3", "\"1 < 2 <> 3\""},
        {"<!-- <b> --><!doctype html><?php ?>", "!<!-- <b> -->!<!doctype html>!<?php ?>"},
        {"<!--><b><!---><i>", "!<!--><b>!<!---><i>"},
        {"<!-- a --!>b", "!<!-- a --!>\"b\""},
        {"</ b>x", "!</ b>\"x\""},
        {"<title>a<b>&amp;</TITLE >x", "<title>:a<b>&amp;</title>\"x\""},
        {"<script>'</scripty>'</script>x", "<script>:'</scripty>'</script>\"x\""},
        {"<style>p", "<style>:p"},
        {"x<a href='y", "\"x\""},
        {"<plaintext></b>", "<plaintext>:</b>"},
        {"", ""},
    }));
    CAPTURE(row.html);

    CHECK(tokens_of(row.html) == row.tokens);
}

TEST_CASE("page: a script that is commented out may hold another", "[page]") {
    struct Row {
        std::string html;
        std::string tokens;
    };
    const auto row = GENERATE(values<Row>({
        {"<script><!-- <script>1</script> --></script>x",
         "<script>:<!-- <script>1</script> --></script>\"x\""},
        {"<script><!-- 1 --> <script></script>x", "<script>:<!-- 1 --> <script></script>\"x\""},
        {"<script><!--></script>x", "<script>:<!--></script>\"x\""},
        {"<script><!-- 1</script>x", "<script>:<!-- 1</script>\"x\""},
    }));
    CAPTURE(row.html);

    CHECK(tokens_of(row.html) == row.tokens);
}

TEST_CASE("page: in SVG a title may end where it begins", "[page]") {
    CHECK(tokens_of("<title/>a<b>", true) == "<title>\"a\"<b>");
    CHECK(tokens_of("<title/>a<b>", false) == "<title>:a<b>");
    CHECK(tokens_of("<title id=a/>b</title>", true) == "<title id=a/>:b</title>");
}

TEST_CASE("page: a value that is not there has a place all the same", "[page]") {
    const std::string html = "<a href class=''>";
    HtmlTags tags(html);

    const HtmlToken* const token = tags.next();

    REQUIRE(token != nullptr);
    CHECK(token->attribute("href")->value.data() - html.data() == 7);
    CHECK(token->attribute("class")->value.data() - html.data() == 15);
    CHECK(token->attribute("id") == nullptr);
}
