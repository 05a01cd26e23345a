#include "tests/support/certificates.h"

#include "engine/remote/tls/openssl_handles.h"

#include <openssl/ec.h>
#include <openssl/x509v3.h>

#include <atomic>
#include <string_view>

namespace signalbox {
namespace {

void setName(X509_NAME* name, const std::string& text) {
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(text.c_str()), -1, -1,
                               0);
}

void addExtension(X509& certificate, X509& issuer, int kind, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, &issuer, &certificate, nullptr, nullptr, 0);
    X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
    X509_add_ext(&certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

CertificatePtr blank(const std::string& name, EVP_PKEY& key, const CertificateAuthority::Validity& validity) {
    static std::atomic<long> serial = 1;
    CertificatePtr certificate(X509_new());
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), static_cast<long>(validity.from.count()));
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), static_cast<long>(validity.to.count()));
    setName(X509_get_subject_name(certificate.get()), name);
    X509_set_pubkey(certificate.get(), &key);
    return certificate;
}

} // namespace

struct CertificateAuthority::Parts {
    KeyPtr key;
    CertificatePtr certificate;
};

CertificateAuthority::CertificateAuthority(const std::string& name) : m_parts(std::make_unique<Parts>()) {
    m_parts->key.reset(EVP_EC_gen("P-256"));
    m_parts->certificate = blank(name, *m_parts->key, {});
    X509& own = *m_parts->certificate;
    X509_set_issuer_name(&own, X509_get_subject_name(&own));
    addExtension(own, own, NID_basic_constraints, "critical,CA:TRUE");
    addExtension(own, own, NID_subject_key_identifier, "hash");
    X509_sign(&own, m_parts->key.get(), EVP_sha256());
}

CertificateAuthority::~CertificateAuthority() = default;

IssuedCertificate CertificateAuthority::issue(const std::vector<std::string>& names, Validity validity) const {
    const KeyPtr key(EVP_EC_gen("P-256"));
    const CertificatePtr certificate = blank("server", *key, validity);
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(m_parts->certificate.get()));
    std::string all;
    for (const std::string& name : names)
        all += (all.empty() ? "" : ",") + name;
    addExtension(*certificate, *m_parts->certificate, NID_subject_alt_name, all);
    addExtension(*certificate, *m_parts->certificate, NID_authority_key_identifier, "keyid");
    X509_sign(certificate.get(), m_parts->key.get(), EVP_sha256());
    return {.chain = pemOf(*certificate), .key = pemOf(*key)};
}

IssuedCertificate CertificateAuthority::issue() const {
    return issue({"DNS:localhost", "IP:127.0.0.1"}, {});
}

std::string CertificateAuthority::roots() const {
    return pemOf(*m_parts->certificate);
}

} // namespace signalbox
