#include "engine/remote/tls/openssl_handles.h"

#include <fmt/format.h>
#include <openssl/pem.h>

#include <array>

namespace signalbox {
namespace {

BioPtr reading(const std::string& text) {
    return BioPtr(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

} // namespace

CertificatePtr readCertificate(const std::string& pem) {
    return CertificatePtr(PEM_read_bio_X509(reading(pem).get(), nullptr, nullptr, nullptr));
}

KeyPtr readKey(const std::string& pem) {
    // An empty passphrase, or else OpenSSL asks at the terminal.
    std::string none;
    return KeyPtr(PEM_read_bio_PrivateKey(reading(pem).get(), nullptr, nullptr, none.data()));
}

std::string fingerprintOf(X509& certificate) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    if (X509_digest(&certificate, EVP_sha256(), digest.data(), &size) != 1) return {};
    std::string text;
    for (unsigned int place = 0; place < size; ++place)
        text += fmt::format("{:02x}", digest[place]);
    return text;
}

} // namespace signalbox
