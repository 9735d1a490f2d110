#include "linktender/verdict/redirect_shape.hpp"

#include "evidence.hpp"
#include "support/catch.hpp"

using namespace linktender::verdict;

namespace {

struct Row {
    std::string_view requested;
    std::string_view final_url;
};

RedirectShape shape_of(const Row& row) {
    return redirect_shape(url_of(row.requested), url_of(row.final_url));
}

}  // namespace

TEST_CASE("verdict: a deep link that ends at a home page has the shape of a lost page", "[verdict]") {
    const auto row = GENERATE(values<Row>({
        {"https://a.example/2019/05/int8-gemm.html", "https://a.example/"},
        {"http://a.example/papers/12.pdf", "https://www.a.example/"},
        {"https://a.example/papers/12.pdf", "https://a.example/index.html"},
        {"https://a.example/papers/12.pdf", "https://a.example/home"},
        {"https://a.example/papers/12.pdf", "https://a.example/en/"},
        {"https://a.example/papers/12.pdf", "https://a.example/zh-cn/index.html"},
        {"https://a.example/how-we-built-it", "https://a.example/"},
        {"https://old.example/doc/2018/48.pdf", "https://new.example/"},
    }));
    CAPTURE(row.requested, row.final_url);

    CHECK(shape_of(row) == RedirectShape::to_root);
}

TEST_CASE("verdict: a redirect with an innocent reason to end at a home page says nothing", "[verdict]") {
    const auto row = GENERATE(values<Row>({
        {"https://a.example/", "https://www.a.example/"},                     // a home page before
        {"https://a.example/home", "https://a.example/"},                     // by another name
        {"https://a.example/index.php", "https://a.example/"},                //
        {"https://a.example/en/", "https://a.example/"},                      //
        {"https://a.example/?p=123", "https://a.example/"},                   // a query alone
        {"https://a.example/old/deep/page", "https://a.example/?id=7"},       // the target has a query
        {"https://bit.ly/3AbCdEf", "https://product.example/"},               // a short link
        {"https://go.example/x1y2", "https://product.example/"},              // so it seems
        {"https://a.example/launchball/", "https://launchball.a.example/"},   // a host of its own
        {"https://lab.example/x/My-Tool", "https://my-tool.example/"},        //
        {"https://a.example/about", "https://a.example/"},                    // a section
        {"https://a.example/deep/page.html", "https://a.example/deep/page"},  // no home page at all
        {"https://a.example/deep/page", "https://a.example/deep/page#top"},   //
    }));
    CAPTURE(row.requested, row.final_url);

    CHECK(shape_of(row) == RedirectShape::none);
}

TEST_CASE("verdict: a final path whose last segment is an error page's name is an error page", "[verdict]") {
    const auto row = GENERATE(values<Row>({
        {"https://a.example/b/posts/cmsis", "https://a.example/error-404"},
        {"https://a.example/b/posts/cmsis", "https://a.example/404"},
        {"https://a.example/b/posts/cmsis", "https://a.example/404/"},
        {"https://a.example/b/posts/cmsis", "https://a.example/404.html?from=/b"},
        {"https://a.example/b/posts/cmsis", "https://a.example/en/page-not-found.aspx"},
        {"https://a.example/b/posts/cmsis", "https://a.example/Error/NotFound"},
        {"https://a.example/b/posts/cmsis", "https://a.example/page_not_found"},
        {"https://a.example/b/posts/cmsis", "https://other.example/error"},
    }));
    CAPTURE(row.requested, row.final_url);

    CHECK(shape_of(row) == RedirectShape::to_error);
}

TEST_CASE("verdict: a slug that only holds an error word is an ordinary page", "[verdict]") {
    const auto row = GENERATE(values<Row>({
        {"https://a.example/l/404-review", "https://a.example/lesson-404-review"},
        {"https://a.example/errors", "https://a.example/guide/error-handling"},
        {"https://a.example/404", "https://www.a.example/404"},  // asked for by that name
        {"https://a.example/p/404.html", "https://a.example/p/404/"},
        {"https://a.example/ref/errs", "https://a.example/ref/v2/error"},
        {"https://a.example/x/y", "https://a.example/404/notes"},
    }));
    CAPTURE(row.requested, row.final_url);

    CHECK(shape_of(row) == RedirectShape::none);
}
