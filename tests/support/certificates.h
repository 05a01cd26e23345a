#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace signalbox {

// A certificate and its key, as PEM.
struct IssuedCertificate {
    std::string chain;
    std::string key;
};

// An authority of a test's own, which signs whatever it is asked to.
class CertificateAuthority {
public:
    explicit CertificateAuthority(const std::string& name = "Signalbox tests");
    ~CertificateAuthority();
    CertificateAuthority(const CertificateAuthority&) = delete;
    CertificateAuthority& operator=(const CertificateAuthority&) = delete;

    struct Validity {
        std::chrono::seconds from{-3600}; // of now
        std::chrono::seconds to{3600};
    };
    // `names`: as OpenSSL writes subject alternative names: "DNS:localhost", "IP:127.0.0.1", "URI:spiffe://team/sue".
    [[nodiscard]] IssuedCertificate issue(const std::vector<std::string>& names, Validity validity) const;
    // For localhost and 127.0.0.1, valid now.
    [[nodiscard]] IssuedCertificate issue() const;
    // Its own, as PEM.
    [[nodiscard]] std::string roots() const;

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace signalbox
