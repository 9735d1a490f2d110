// Whether robots.txt lets us ask for a URL (RFC 9309).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "linktender/core/time.hpp"
#include "linktender/http/message.hpp"
#include "linktender/http/robots.hpp"
#include "linktender/url/url.hpp"

namespace linktender::crawl {

/// Keeps the robots.txt of every origin of a run. Pure; one thread.
class RobotsGate {
public:
    static constexpr std::size_t k_max_bytes = 512 * 1024;    ///< RFC 9309 section 2.5 asks for 500 KiB
    static constexpr unsigned k_max_redirects = 5;            ///< section 2.3.1.2
    static constexpr std::chrono::hours k_max_age{24};        ///< section 2.4
    static constexpr core::Milliseconds k_max_delay{60'000};  ///< of a Crawl-delay

    enum class Answer : unsigned char {
        unknown,      ///< the file has to be read first
        allowed,      ///< by the file, or there is none
        disallowed,   ///< by the file
        unreachable,  ///< the server fails to give the file: nothing is asked of it (section 2.3.1.4)
    };

    /// `product_token` is how robots.txt files call us.
    explicit RobotsGate(std::string product_token) : product_token_(std::move(product_token)) {}

    /// `https://host[:port]`: what a robots.txt speaks for.
    [[nodiscard]] static std::string origin_of(const url::Url& url);
    [[nodiscard]] static url::Url file_of(const url::Url& url);

    [[nodiscard]] Answer ask(const url::Url& url) const;
    [[nodiscard]] std::optional<core::Milliseconds> crawl_delay(const std::string& origin) const;

    /// The end of the walk to the file. A transport error allows: the links of a host that cannot be
    /// reached then say why in their own outcomes, and no page was asked of a server that answers.
    /// `too_many_redirects` counts as no file.
    void learn(const std::string& origin, const http::Response& response, bool redirects_failed);
    /// What `text_of` gave in an earlier run; false when it belongs to another origin.
    bool recall(const std::string& origin, std::string_view text);
    /// For recall: the file in short, with its origin; nullopt when it is not to be kept.
    [[nodiscard]] std::optional<std::string> text_of(const std::string& origin) const;

private:
    struct File {
        http::Robots robots;
        bool unreachable = false;
        bool keep = false;
    };
    std::string product_token_;
    std::unordered_map<std::string, File> files_;
};

}  // namespace linktender::crawl
