#include "engine/remote/tls/openssl_handles.h"

#include <fmt/format.h>
#include <openssl/pem.h>

#include <array>
#include <ctime>

namespace signalbox {
namespace {

BioPtr reading(const std::string& text) {
    return BioPtr(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

std::string textOf(BIO& bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(&bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

std::optional<Time> timeOf(const ASN1_TIME* time) {
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
    return Time(std::chrono::seconds(::timegm(&parts)));
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

std::string pemOf(X509& certificate) {
    const BioPtr bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(bio.get(), &certificate);
    return textOf(*bio);
}

std::string pemOf(EVP_PKEY& key) {
    const BioPtr bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_PrivateKey(bio.get(), &key, nullptr, nullptr, 0, nullptr, nullptr);
    return textOf(*bio);
}

std::optional<Validity> validityOf(const X509& certificate) {
    const auto from = timeOf(X509_get0_notBefore(&certificate));
    const auto until = timeOf(X509_get0_notAfter(&certificate));
    if (!from || !until) return std::nullopt;
    return Validity{.from = *from, .until = *until};
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
