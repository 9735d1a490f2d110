#include "page/skeleton.hpp"

#include <string>

#include "support/catch.hpp"

using namespace linktender;

TEST_CASE("page: a skeleton keeps head and text, in a shape that is cheap to parse", "[page]") {
    struct Row {
        std::string html;
        std::string skeleton;
    };
    const auto row = GENERATE(values<Row>({
        {"<title>a</title><p>b</p>", "<title>a</title><body>   b "},
        {"<HTML lang=x><META name=y content='>'>z", "<HTML lang=x><META name=y content='>'><body>  z"},
        {"<script>'<title>no</title>'</script>x", "<body>  x"},
        {"<!-- <meta name=a> --><!-->b", "<body>b"},
        {"a < b <> c", "<body>a &lt; b &lt;> c"},
        {"<a title='<meta>'>x", "<body> x"},
        {"<a '>x", "<body> x"},
        {"<style>p", "<body> "},
        {"<script></scripty><b></script >x", "<body>  x"},
        {"<title>a < b</title >", "<title>a < b</title><body>  "},
        {"<p", "<body> "},
        {"<?php ?>x</>y", "<body>xy"},
    }));
    CAPTURE(row.html);

    CHECK(page::skeleton_of(row.html, page::SkeletonPart::with_text) == "<!doctype html>" + row.skeleton);
}

TEST_CASE("page: a skeleton of the head alone has no text", "[page]") {
    CHECK(page::skeleton_of("<title>a</title>b", page::SkeletonPart::head_only) ==
          "<!doctype html><title>a</title><body>");
}

TEST_CASE("page: a skeleton leaves out what would make it dear to parse", "[page]") {
    std::string tag = "<meta name=x";
    for (int i = 0; i < 2'000; ++i) tag += " a" + std::to_string(i) + "=1";
    std::string many;
    for (int i = 0; i < 20'000; ++i) many += "<meta name=author content='Ada Example'>";

    CHECK(page::skeleton_of(tag + ">", page::SkeletonPart::head_only) == "<!doctype html><body>");
    CHECK(page::skeleton_of(many, page::SkeletonPart::head_only).size() < 300'000);
    CHECK(page::skeleton_of(std::string(5'000'000, 'x'), page::SkeletonPart::with_text).size() < 1'100'000);
}
