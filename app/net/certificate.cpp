// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/certificate.h"

#include "crypto/bytes.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <system_error>
#include <unistd.h>

using model::Code;
using model::Result;

namespace net {

namespace {

template <auto Free>
struct Freed {
    void operator()(auto* what) const noexcept { Free(what); }
};
using KeyPtr = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using CertificatePtr = std::unique_ptr<X509, Freed<X509_free>>;
using ExtensionPtr = std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>>;
using BioPtr = std::unique_ptr<BIO, Freed<BIO_free>>;
using AddressPtr = std::unique_ptr<ASN1_OCTET_STRING, Freed<ASN1_OCTET_STRING_free>>;

std::unexpected<model::Error> diskError(const std::filesystem::path& path) {
    const auto why = std::system_category().message(errno);
    return model::fail(Code::failed, {"The file cannot be written: " + why, "文件无法写入：" + why},
                       {"Look at the folder's permissions and free space", "请检查目录权限和剩余空间"}, path.string());
}

bool add(X509* certificate, int kind, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const ExtensionPtr extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

/// A host name by its letters only: nothing in it can mean something else in the extension's text.
bool isHostName(std::string_view name) {
    return !name.empty() && name.size() <= 253 && std::ranges::all_of(name, [](unsigned char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '.';
    });
}

/// The names as subjectAltName says them, or empty.
std::string alternativeNames(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names) {
        const AddressPtr address(a2i_IPADDRESS(name.c_str()));
        if (!address && !isHostName(name)) return {};
        text += (text.empty() ? "" : ",") + std::string(address ? "IP:" : "DNS:") + name;
    }
    return text;
}

CertificatePtr makeCertificate(EVP_PKEY* key, const std::string& names, model::Instant now) {
    CertificatePtr made(X509_new());
    if (!made) return {};
    std::array<unsigned char, 16> serial{};
    if (RAND_bytes(serial.data(), static_cast<int>(serial.size())) != 1) return {};
    serial[0] &= 0x7f; // a serial number is positive
    BIGNUM* number = BN_bin2bn(serial.data(), static_cast<int>(serial.size()), nullptr);
    const bool numbered = number != nullptr && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(made.get())) != nullptr;
    BN_free(number);

    const auto from = std::chrono::floor<std::chrono::seconds>(now - std::chrono::days(1));
    const auto until = from + std::chrono::days(3652);
    X509_NAME* subject = X509_get_subject_name(made.get());
    const auto* common = reinterpret_cast<const unsigned char*>("Touchstone hub");
    const bool filled =
        numbered && X509_set_version(made.get(), X509_VERSION_3) == 1 &&
        ASN1_TIME_set(X509_getm_notBefore(made.get()), from.time_since_epoch().count()) != nullptr &&
        ASN1_TIME_set(X509_getm_notAfter(made.get()), until.time_since_epoch().count()) != nullptr &&
        X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, common, -1, -1, 0) == 1 &&
        X509_set_issuer_name(made.get(), subject) == 1 && X509_set_pubkey(made.get(), key) == 1 &&
        add(made.get(), NID_subject_alt_name, names) && add(made.get(), NID_basic_constraints, "critical,CA:FALSE") &&
        add(made.get(), NID_key_usage, "critical,digitalSignature") &&
        add(made.get(), NID_ext_key_usage, "serverAuth") && add(made.get(), NID_subject_key_identifier, "hash") &&
        X509_sign(made.get(), key, EVP_sha256()) > 0;
    return filled ? std::move(made) : CertificatePtr();
}

/// Writes and syncs a file of mode 0600 that was not there.
Result<void> writeNew(const std::filesystem::path& path, BIO* content) {
    const char* bytes = nullptr;
    const auto size = static_cast<std::size_t>(BIO_get_mem_data(content, &bytes));
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return diskError(path);
    const bool whole = ::write(file, bytes, size) == static_cast<ssize_t>(size) && ::fsync(file) == 0;
    const int why = errno;
    ::close(file);
    if (whole) return {};
    ::unlink(path.c_str());
    errno = why;
    return diskError(path);
}

void syncFolder(const std::filesystem::path& of) {
    const auto folder = of.has_parent_path() ? of.parent_path() : std::filesystem::path(".");
    const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0) return;
    // Files that a crash takes back are made again at the next start.
    (void)::fsync(handle);
    ::close(handle);
}

/// Gives a written file its name unless something has that name.
bool place(const std::filesystem::path& written, const std::filesystem::path& as) {
    return ::link(written.c_str(), as.c_str()) == 0;
}

Result<void> writeBoth(const std::filesystem::path& certificate, BIO* certificatePem, const std::filesystem::path& key,
                       BIO* keyPem) {
    const auto newCertificate = certificate.string() + ".new." + std::to_string(::getpid());
    const auto newKey = key.string() + ".new." + std::to_string(::getpid());
    TRY(writeNew(newKey, keyPem));
    if (auto written = writeNew(newCertificate, certificatePem); !written) {
        ::unlink(newKey.c_str());
        return written;
    }
    Result<void> result;
    if (!place(newKey, key)) {
        result = diskError(key);
    } else if (!place(newCertificate, certificate)) {
        result = diskError(certificate);
        ::unlink(key.c_str());
    }
    ::unlink(newKey.c_str());
    ::unlink(newCertificate.c_str());
    syncFolder(key);
    syncFolder(certificate);
    return result;
}

} // namespace

Result<void> makeSelfSigned(const std::filesystem::path& certificate, const std::filesystem::path& key,
                            const std::vector<std::string>& names, model::Instant now) {
    const auto alternative = alternativeNames(names);
    if (alternative.empty())
        return model::fail(Code::usage,
                           {"A certificate needs host names or IP addresses", "证书须载明主机名或 IP 地址"},
                           {"Give the names by which clients reach this server", "请给出客户端访问本服务器所用的名称"});
    for (const auto& path : {certificate, key}) {
        std::error_code ignored;
        if (std::filesystem::exists(std::filesystem::symlink_status(path, ignored)))
            return model::fail(Code::refused, {"The file is there already", "文件已存在"},
                               {"Use it, or move it away first", "请直接使用该文件，或先将其移走"}, path.string());
    }
    const KeyPtr made(EVP_EC_gen("P-256"));
    const auto signedBySelf = made ? makeCertificate(made.get(), alternative, now) : CertificatePtr();
    const BioPtr keyPem(BIO_new(BIO_s_secmem()));
    const BioPtr certificatePem(BIO_new(BIO_s_mem()));
    if (!signedBySelf || !keyPem || !certificatePem ||
        PEM_write_bio_PrivateKey(keyPem.get(), made.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1 ||
        PEM_write_bio_X509(certificatePem.get(), signedBySelf.get()) != 1)
        return model::fail(Code::failed, {"The certificate could not be made", "无法生成证书"},
                           {"Look at the names and at OpenSSL's configuration", "请检查名称及 OpenSSL 的配置"});
    return writeBoth(certificate, certificatePem.get(), key, keyPem.get());
}

Result<Fingerprint> certificateFingerprint(const std::filesystem::path& pem) {
    const BioPtr file(BIO_new_file(pem.c_str(), "r"));
    if (!file)
        return model::fail(Code::failed, {"The certificate cannot be read", "证书无法读取"},
                           {"Look at the file's name and permissions", "请检查文件名和权限"}, pem.string());
    const CertificatePtr certificate(PEM_read_bio_X509(file.get(), nullptr, nullptr, nullptr));
    Fingerprint found{};
    unsigned int size = 0;
    if (!certificate || X509_digest(certificate.get(), EVP_sha256(), found.data(), &size) != 1 || size != found.size())
        return model::fail(Code::malformed, {"The file holds no certificate in PEM", "该文件不含 PEM 格式的证书"},
                           {"Name the file of the certificate, not that of its key", "请指定证书文件，而非私钥文件"},
                           pem.string());
    return found;
}

std::string formatFingerprint(const Fingerprint& fingerprint) { return crypto::toHex(fingerprint); }

Result<Fingerprint> readFingerprint(std::string_view text) {
    std::string digits;
    std::ranges::copy_if(text, std::back_inserter(digits), [](char c) { return c != ':' && c != ' '; });
    const auto bytes = crypto::fromHex(digits);
    Fingerprint fingerprint{};
    if (!bytes || bytes->size() != fingerprint.size())
        return model::fail(Code::malformed,
                           {"A fingerprint has 64 hexadecimal digits", "证书指纹应为 64 位十六进制数字"},
                           {"Copy it whole, as the server shows it", "请完整复制服务器所显示的指纹"});
    std::ranges::copy(*bytes, fingerprint.begin());
    return fingerprint;
}

} // namespace net
