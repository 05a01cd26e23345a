#include "engine/remote/tls/self_signed.h"

#include "engine/remote/tls/openssl_handles.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <cstring> // EVP_EC_gen needs it
#include <memory>

namespace signalbox {
namespace {

constexpr int kSerialBits = 127;
constexpr long kClockSkew = 3600; // seconds that a client's clock may be behind

std::unexpected<Error> noRandomBits() {
    return fail(ErrorCode::Io, "a certificate cannot be made: the system gives no random bits");
}

// Two certificates of one name need different serial numbers.
bool setRandomSerial(X509& certificate) {
    const std::unique_ptr<BIGNUM, Freeing<BN_free>> number(BN_new());
    return number && BN_rand(number.get(), kSerialBits, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) == 1 &&
           BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(&certificate)) != nullptr;
}

bool addExtension(X509& certificate, int kind, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, &certificate, &certificate, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, Freeing<X509_EXTENSION_free>> extension(
        X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
    return extension && X509_add_ext(&certificate, extension.get(), -1) == 1;
}

std::string joined(const std::vector<std::string>& names) {
    std::string all;
    for (const std::string& name : names)
        all += (all.empty() ? "" : ",") + name;
    return all;
}

void setSubject(X509& certificate) {
    X509_NAME* const name = X509_get_subject_name(&certificate);
    const std::string text = "Signalbox";
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(text.c_str()), -1, -1,
                               0);
    X509_set_issuer_name(&certificate, name);
}

SelfSigned written(X509& certificate, EVP_PKEY& key) {
    return {.chain = pemOf(certificate), .key = pemOf(key), .fingerprint = fingerprintOf(certificate)};
}

} // namespace

Result<SelfSigned> makeSelfSigned(const std::vector<std::string>& names, std::chrono::hours validFor) {
    const KeyPtr key(EVP_EC_gen("P-256"));
    const CertificatePtr certificate(X509_new());
    if (!key || !certificate || !setRandomSerial(*certificate)) return noRandomBits();
    X509_set_version(certificate.get(), X509_VERSION_3);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -kClockSkew);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), static_cast<long>(std::chrono::seconds(validFor).count()));
    setSubject(*certificate);
    X509_set_pubkey(certificate.get(), key.get());
    if (!addExtension(*certificate, NID_basic_constraints, "critical,CA:TRUE") ||
        !addExtension(*certificate, NID_subject_alt_name, joined(names)))
        return fail(ErrorCode::InvalidArgument, "no certificate can be made for " + joined(names));
    if (X509_sign(certificate.get(), key.get(), EVP_sha256()) == 0) return noRandomBits();
    return written(*certificate, *key);
}

bool isFor(const SelfSigned& certificate, const std::string& name) {
    const CertificatePtr known = readCertificate(certificate.chain);
    const std::string value = name.substr(std::min(name.find(':'), name.size() - 1) + 1);
    if (!known || value.empty()) return false;
    if (name.starts_with("IP:")) return X509_check_ip_asc(known.get(), value.c_str(), 0) == 1;
    return name.starts_with("DNS:") && X509_check_host(known.get(), value.c_str(), value.size(), 0, nullptr) == 1;
}

Result<SelfSigned> selfSignedFrom(const std::string& pem) {
    const CertificatePtr certificate = readCertificate(pem);
    const KeyPtr key = readKey(pem);
    if (!certificate || !key || X509_check_private_key(certificate.get(), key.get()) != 1)
        return fail(ErrorCode::InvalidArgument, "there is no certificate with its key");
    return written(*certificate, *key);
}

} // namespace signalbox
