#pragma once

#include "engine/base/clock.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>
#include <optional>
#include <string>

namespace signalbox {

// OpenSSL's objects, freed by their own functions.
template <auto Free>
struct Freeing {
    template <typename T>
    void operator()(T* object) const {
        Free(object);
    }
};
using BioPtr = std::unique_ptr<BIO, Freeing<BIO_free_all>>;
using CertificatePtr = std::unique_ptr<X509, Freeing<X509_free>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, Freeing<EVP_PKEY_free>>;
using SslContextPtr = std::unique_ptr<SSL_CTX, Freeing<SSL_CTX_free>>;
using SslPtr = std::unique_ptr<SSL, Freeing<SSL_free>>;

// The first certificate of a PEM text; null: there is none.
[[nodiscard]] CertificatePtr readCertificate(const std::string& pem);
// Without a passphrase; null: there is none.
[[nodiscard]] KeyPtr readKey(const std::string& pem);
[[nodiscard]] std::string pemOf(X509& certificate);
// Without a passphrase.
[[nodiscard]] std::string pemOf(EVP_PKEY& key);
struct Validity {
    Time from;
    Time until;
};
// None: what it says is no time.
[[nodiscard]] std::optional<Validity> validityOf(const X509& certificate);
// SHA-256 of the certificate, lower-case hexadecimal.
[[nodiscard]] std::string fingerprintOf(X509& certificate);

} // namespace signalbox
