#include <ares.h>
#include <curl/curl.h>
#include <openssl/crypto.h>
#include <sys/resource.h>

#include <boost/version.hpp>

#include "linktender/http/curl_fetcher.hpp"

namespace linktender::http {

std::vector<std::string> library_versions() {
    const curl_version_info_data* info = curl_version_info(CURLVERSION_NOW);
    std::string curl = std::string("libcurl ") + info->version;
    std::string inside;
    const auto add = [&](const char* name, const char* version) {
        if (version == nullptr) return;
        inside += inside.empty() ? " (" : ", ";
        inside += name;
        inside += version;
    };
    add("", info->ssl_version);
    add("nghttp2 ", info->nghttp2_version);
    add("zlib ", info->libz_version);
    add("brotli ", info->brotli_version);
    add("zstd ", info->zstd_version);
    if (!inside.empty()) curl += inside + ')';
    std::string boost = BOOST_LIB_VERSION;  // 1_81
    for (char& c : boost) {
        if (c == '_') c = '.';
    }
    return {curl, std::string("c-ares ") + ares_version(nullptr), OpenSSL_version(OPENSSL_VERSION),
            "Boost " + boost};
}

std::size_t raise_descriptor_limit() noexcept {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
    if (limit.rlim_cur < limit.rlim_max) {
        const rlim_t before = limit.rlim_cur;
        limit.rlim_cur = limit.rlim_max;
        if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) limit.rlim_cur = before;
    }
    return limit.rlim_cur;
}

}  // namespace linktender::http
