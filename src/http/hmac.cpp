#include "linktender/http/hmac.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <stdexcept>

namespace linktender::http {

std::string hmac_sha256(std::string_view key, std::string_view text) {
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    // An empty key still needs an address.
    const char* const from = key.empty() ? "" : key.data();
    if (HMAC(EVP_sha256(), from, static_cast<int>(key.size()),
             reinterpret_cast<const unsigned char*>(text.data()), text.size(), bytes, &length) == nullptr) {
        throw std::runtime_error("OpenSSL has no HMAC-SHA-256");
    }
    return {reinterpret_cast<const char*>(bytes), length};
}

}  // namespace linktender::http
