// A certificate authority that lives in memory for the length of a test, and the flaws it can give out.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

typedef struct x509_st X509;
typedef struct evp_pkey_st EVP_PKEY;

namespace linktender::test {

enum class CertificateFault {
    none,
    expiring,         ///< valid, for five more days
    expired,          ///< a month ago
    not_yet_valid,    ///< from next month
    wrong_name,       ///< made out to another host
    self_signed,      ///< signed by its own key
    unknown_ca,       ///< signed by an authority that is not in `certificate_file()`
    handshake_alert,  ///< no certificate at all: the handshake ends with an alert
};

/// ECDSA P-256 throughout. Thread-safe; may be shared by several servers.
class CertificateAuthority {
public:
    CertificateAuthority();
    ~CertificateAuthority();
    CertificateAuthority(const CertificateAuthority&) = delete;
    CertificateAuthority& operator=(const CertificateAuthority&) = delete;

    /// The authority's certificate in PEM form.
    [[nodiscard]] const std::string& pem() const noexcept;
    /// A file with `pem()`, for a client's list of authorities; removed with this object.
    [[nodiscard]] const std::filesystem::path& certificate_file() const noexcept;

    /// From now on certificates for this host have this flaw.
    void set_fault(std::string_view host, CertificateFault fault);

    /// A host's certificate, and the private key that all of them share. Null when the host's fault is to
    /// have none.
    struct Leaf {
        std::shared_ptr<X509> certificate;
        std::shared_ptr<EVP_PKEY> key;
    };
    [[nodiscard]] Leaf leaf(std::string_view host);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace linktender::test
