#include "ca_bundle.hpp"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <unistd.h>

#include <memory>

namespace linktender::http {
namespace {

constexpr const char* k_places[] = {
    "/etc/ssl/certs/ca-certificates.crt",                 // Debian, Ubuntu, Arch, Gentoo
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  // Fedora, RHEL
    "/etc/pki/tls/certs/ca-bundle.crt",                   // older RHEL
    "/etc/ssl/ca-bundle.pem",                             // openSUSE
    "/etc/ssl/cert.pem",                                  // Alpine, BSD
};

bool holds_certificates(const std::string& path) {
    const std::unique_ptr<X509_STORE, decltype(&X509_STORE_free)> store(X509_STORE_new(), &X509_STORE_free);
    const bool good = store && X509_STORE_load_locations(store.get(), path.c_str(), nullptr) == 1;
    ERR_clear_error();
    return good;
}

}  // namespace

Expected<std::string, std::string> find_ca_bundle(const std::string& option) {
    if (!option.empty()) {
        if (::access(option.c_str(), R_OK) != 0) return unexpected("cannot read the CA file " + option);
        if (!holds_certificates(option)) return unexpected("no PEM certificates in the CA file " + option);
        return option;
    }
    for (const char* place : k_places) {
        if (::access(place, R_OK) == 0) return std::string(place);
    }
    return unexpected(std::string(
        "no bundle of trusted certificates on this system: install ca-certificates, or name a PEM file"));
}

}  // namespace linktender::http
