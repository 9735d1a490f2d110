#include "support/certificate_authority.hpp"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <cstdint>
#include <map>
#include <mutex>
#include <stdexcept>
#include <utility>

#include "support/temp_dir.hpp"

namespace linktender::test {
namespace {

constexpr long k_day = 24L * 60 * 60;
/// Leaves are cached up to this many hosts and then minted anew: a benchmark's hosts fit.
constexpr std::size_t k_max_cached = 8192;

void require(bool done, const char* what) {
    if (!done) throw std::runtime_error(std::string("test certificates: ") + what);
}

using Certificate = std::shared_ptr<X509>;
using Key = std::shared_ptr<EVP_PKEY>;

Key make_key() {
    Key key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    require(key != nullptr, "no key");
    return key;
}

void add_extension(X509& certificate, int nid, const char* value) {
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(
        X509V3_EXT_conf_nid(nullptr, nullptr, nid, value), X509_EXTENSION_free);
    require(extension != nullptr && X509_add_ext(&certificate, extension.get(), -1) == 1, "no extension");
}

/// Built from the name's bytes, because the textual form would give meaning to commas and colons in it.
void add_subject_alternative(X509& certificate, std::string_view host) {
    const std::string text(host);
    const std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)> names(GENERAL_NAMES_new(),
                                                                              GENERAL_NAMES_free);
    GENERAL_NAME* name = GENERAL_NAME_new();
    require(names != nullptr && name != nullptr && sk_GENERAL_NAME_push(names.get(), name) > 0, "no name");
    if (ASN1_OCTET_STRING* address = a2i_IPADDRESS(text.c_str())) {
        GENERAL_NAME_set0_value(name, GEN_IPADD, address);
    } else {
        ASN1_IA5STRING* dns = ASN1_IA5STRING_new();
        require(dns != nullptr && ASN1_STRING_set(dns, text.data(), static_cast<int>(text.size())) == 1,
                "no name");
        GENERAL_NAME_set0_value(name, GEN_DNS, dns);
    }
    require(X509_add1_ext_i2d(&certificate, NID_subject_alt_name, names.get(), 0, 0) == 1, "no subject");
}

void set_serial(X509& certificate) {
    std::uint64_t serial = 0;
    unsigned char bytes[sizeof serial - 1];
    require(RAND_bytes(bytes, sizeof bytes) == 1, "no serial");
    for (const unsigned char byte : bytes) serial = serial << 8U | byte;
    require(ASN1_INTEGER_set_uint64(X509_get_serialNumber(&certificate), serial + 1) == 1, "no serial");
}

struct Validity {
    long from_days = -1;  ///< relative to now
    long to_days = 90;
};

/// A certificate without extensions and signature.
Certificate make_certificate(const Key& key, const char* common_name, const X509* issuer, Validity validity) {
    Certificate certificate(X509_new(), X509_free);
    require(certificate != nullptr && X509_set_version(certificate.get(), X509_VERSION_3) == 1,
            "no certificate");
    set_serial(*certificate);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), validity.from_days * k_day);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), validity.to_days * k_day);
    X509_NAME* subject = X509_get_subject_name(certificate.get());
    const std::string name(common_name);
    require(X509_NAME_add_entry_by_NID(subject, NID_commonName, MBSTRING_UTF8,
                                       reinterpret_cast<const unsigned char*>(name.data()),
                                       static_cast<int>(name.size()), -1, 0) == 1,
            "no subject");
    require(X509_set_issuer_name(certificate.get(),
                                 issuer != nullptr ? X509_get_subject_name(issuer) : subject) == 1,
            "no issuer");
    require(X509_set_pubkey(certificate.get(), key.get()) == 1, "no public key");
    return certificate;
}

struct Authority {
    Key key;
    Certificate certificate;
};

Authority make_authority(const char* name) {
    Authority authority{make_key(), nullptr};
    authority.certificate =
        make_certificate(authority.key, name, nullptr, {.from_days = -1000, .to_days = 365});
    add_extension(*authority.certificate, NID_basic_constraints, "critical,CA:TRUE");
    add_extension(*authority.certificate, NID_key_usage, "critical,keyCertSign,cRLSign");
    require(X509_sign(authority.certificate.get(), authority.key.get(), EVP_sha256()) > 0, "no signature");
    return authority;
}

std::string to_pem(X509& certificate) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), BIO_free);
    require(bio != nullptr && PEM_write_bio_X509(bio.get(), &certificate) == 1, "no PEM");
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

Validity validity_of(CertificateFault fault) {
    switch (fault) {
        case CertificateFault::expiring: return {.from_days = -85, .to_days = 5};
        case CertificateFault::expired: return {.from_days = -120, .to_days = -30};
        case CertificateFault::not_yet_valid: return {.from_days = 30, .to_days = 120};
        default: return {};
    }
}

}  // namespace

struct CertificateAuthority::Impl {
    TempDir folder;
    std::filesystem::path file;
    Authority known = make_authority("linktender test authority");
    Authority unknown = make_authority("authority that nobody trusts");
    Key leaf_key = make_key();
    std::string pem = to_pem(*known.certificate);

    std::mutex mutex;
    std::map<std::string, CertificateFault, std::less<>> faults;
    std::map<std::string, Certificate, std::less<>> minted;

    [[nodiscard]] Certificate mint(std::string_view host, CertificateFault fault) const {
        const bool own = fault == CertificateFault::self_signed;
        const Authority& authority = fault == CertificateFault::unknown_ca ? unknown : known;
        const auto certificate =
            make_certificate(leaf_key, "linktender test host", own ? nullptr : authority.certificate.get(),
                             validity_of(fault));
        add_extension(*certificate, NID_basic_constraints, "CA:FALSE");
        add_extension(*certificate, NID_ext_key_usage, "serverAuth");
        add_subject_alternative(*certificate,
                                fault == CertificateFault::wrong_name ? "another-host.invalid" : host);
        EVP_PKEY* signer = own ? leaf_key.get() : authority.key.get();
        require(X509_sign(certificate.get(), signer, EVP_sha256()) > 0, "no signature");
        return certificate;
    }
};

CertificateAuthority::CertificateAuthority() : impl_(std::make_unique<Impl>()) {
    impl_->file = impl_->folder.write("authority.pem", impl_->pem);
}

CertificateAuthority::~CertificateAuthority() = default;

const std::string& CertificateAuthority::pem() const noexcept {
    return impl_->pem;
}

const std::filesystem::path& CertificateAuthority::certificate_file() const noexcept {
    return impl_->file;
}

void CertificateAuthority::set_fault(std::string_view host, CertificateFault fault) {
    const std::lock_guard lock(impl_->mutex);
    impl_->faults.insert_or_assign(std::string(host), fault);
    if (const auto cached = impl_->minted.find(host); cached != impl_->minted.end())
        impl_->minted.erase(cached);
}

CertificateAuthority::Leaf CertificateAuthority::leaf(std::string_view host) {
    const std::lock_guard lock(impl_->mutex);
    const auto cached = impl_->minted.find(host);
    if (cached != impl_->minted.end()) return {cached->second, impl_->leaf_key};
    const auto row = impl_->faults.find(host);
    const auto fault = row == impl_->faults.end() ? CertificateFault::none : row->second;
    if (fault == CertificateFault::handshake_alert) return {};
    if (impl_->minted.size() >= k_max_cached) impl_->minted.clear();
    auto certificate = impl_->mint(host, fault);
    impl_->minted.emplace(host, certificate);
    return {std::move(certificate), impl_->leaf_key};
}

}  // namespace linktender::test
