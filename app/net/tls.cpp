// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/tls.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <cerrno>
#include <new>
#include <sys/socket.h>
#include <unistd.h>

using model::Code;
using model::Error;
using model::Result;

namespace net {

namespace {

int socketOf(BIO* bio) { return *static_cast<const int*>(BIO_get_data(bio)); }

// OpenSSL's own socket BIO writes with write(), which raises SIGPIPE in a process of others; this one sends.
int sendBytes(BIO* bio, const char* data, std::size_t size, std::size_t* done) {
    BIO_clear_retry_flags(bio);
    const auto bytes = ::send(socketOf(bio), data, size, MSG_NOSIGNAL);
    if (bytes >= 0) {
        *done = static_cast<std::size_t>(bytes);
        return 1;
    }
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) BIO_set_retry_write(bio);
    return 0;
}

int receiveBytes(BIO* bio, char* data, std::size_t size, std::size_t* done) {
    BIO_clear_retry_flags(bio);
    const auto bytes = ::recv(socketOf(bio), data, size, 0);
    if (bytes > 0) {
        *done = static_cast<std::size_t>(bytes);
        return 1;
    }
    if (bytes == 0) BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
    else if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) BIO_set_retry_read(bio);
    return 0;
}

long control(BIO* bio, int command, long, void*) {
    if (command == BIO_CTRL_EOF) return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0 ? 1 : 0;
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

int release(BIO* bio) {
    delete static_cast<const int*>(BIO_get_data(bio));
    BIO_set_data(bio, nullptr);
    return 1;
}

/// In place of OpenSSL's own verification where a client knows the certificate itself.
int verifyPin(X509_STORE_CTX* store, void* expected) {
    const auto& pin = *static_cast<const Fingerprint*>(expected);
    X509* shown = X509_STORE_CTX_get0_cert(store);
    Fingerprint found{};
    unsigned int size = 0;
    if (shown != nullptr && X509_digest(shown, EVP_sha256(), found.data(), &size) == 1 && size == found.size() &&
        found == pin) {
        X509_STORE_CTX_set_error(store, X509_V_OK);
        return 1;
    }
    X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_REJECTED);
    return 0;
}

model::Text cureForFiles() {
    return {"Name a certificate and its key in PEM files that this user can read",
            "请指定当前用户可读的 PEM 格式证书及其私钥文件"};
}

Error fileError(const std::filesystem::path& path, model::Text malformed) {
    if (::access(path.c_str(), R_OK) != 0)
        return {Code::failed, {"The file cannot be read", "文件无法读取"}, cureForFiles(), path.string()};
    return {Code::malformed, std::move(malformed), cureForFiles(), path.string()};
}

Error outOfMemory() {
    return {Code::failed, {"TLS could not be set up", "TLS 无法初始化"}, {"Free some memory", "请释放一些内存"}};
}

bool setUp(SSL_CTX* context, BIO_METHOD* method) {
    if (context == nullptr || method == nullptr) return false;
    BIO_meth_set_write_ex(method, sendBytes);
    BIO_meth_set_read_ex(method, receiveBytes);
    BIO_meth_set_ctrl(method, control);
    BIO_meth_set_destroy(method, release);
    SSL_CTX_set_mode(context,
                     SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    // One call of the system for a record, not one for its five bytes of header and one for the rest.
    SSL_CTX_set_read_ahead(context, 1);
    return SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) == 1;
}

} // namespace

TlsContext::~TlsContext() {
    SSL_CTX_free(m_context);
    BIO_meth_free(m_method);
}

Result<std::shared_ptr<const TlsContext>> TlsContext::server(const std::filesystem::path& certificate,
                                                             const std::filesystem::path& key) {
    std::shared_ptr<TlsContext> made(new TlsContext);
    made->m_context = SSL_CTX_new(TLS_server_method());
    made->m_method = BIO_meth_new(BIO_TYPE_SOURCE_SINK | BIO_get_new_index(), "socket");
    if (!setUp(made->m_context, made->m_method)) return std::unexpected(outOfMemory());
    // Without tickets there is no key that opens the sessions of yesterday.
    SSL_CTX_set_num_tickets(made->m_context, 0);
    ERR_clear_error();
    if (SSL_CTX_use_certificate_chain_file(made->m_context, certificate.c_str()) != 1)
        return std::unexpected(
            fileError(certificate, {"The file holds no certificate in PEM", "该文件不含 PEM 格式的证书"}));
    if (SSL_CTX_use_PrivateKey_file(made->m_context, key.c_str(), SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_check_private_key(made->m_context) != 1)
        return std::unexpected(fileError(key, {"The file holds no private key in PEM that belongs to the certificate",
                                               "该文件不含与证书相符的 PEM 格式私钥"}));
    return made;
}

Result<std::shared_ptr<const TlsContext>> TlsContext::client(const TlsTrust& trust) {
    std::shared_ptr<TlsContext> made(new TlsContext);
    made->m_context = SSL_CTX_new(TLS_client_method());
    made->m_method = BIO_meth_new(BIO_TYPE_SOURCE_SINK | BIO_get_new_index(), "socket");
    if (!setUp(made->m_context, made->m_method)) return std::unexpected(outOfMemory());
    SSL_CTX_set_verify(made->m_context, SSL_VERIFY_PEER, nullptr);
    ERR_clear_error();
    if (trust.pin) {
        made->m_pin = trust.pin;
        SSL_CTX_set_cert_verify_callback(made->m_context, verifyPin, &*made->m_pin);
    } else if (trust.caFile.empty()) {
        if (SSL_CTX_set_default_verify_paths(made->m_context) != 1)
            return model::fail(Code::failed,
                               {"The system's certificate authorities cannot be read", "无法读取系统的证书颁发机构"},
                               {"Install the package ca-certificates", "请安装 ca-certificates 软件包"});
    } else if (SSL_CTX_load_verify_file(made->m_context, trust.caFile.c_str()) != 1) {
        return std::unexpected(fileError(
            trust.caFile, {"The file holds no certificate authority in PEM", "该文件不含 PEM 格式的证书颁发机构证书"}));
    }
    return made;
}

SslPtr TlsContext::open(int socket) const noexcept {
    SslPtr ssl(SSL_new(m_context));
    BIO* bio = BIO_new(m_method);
    int* known = new (std::nothrow) int(socket);
    if (!ssl || bio == nullptr || known == nullptr) {
        delete known;
        BIO_free(bio);
        return {};
    }
    BIO_set_data(bio, known);
    BIO_set_init(bio, 1);
    SSL_set_bio(ssl.get(), bio, bio);
    return ssl;
}

SslPtr TlsContext::accept(int socket) const noexcept {
    auto ssl = open(socket);
    if (ssl) SSL_set_accept_state(ssl.get());
    return ssl;
}

SslPtr TlsContext::connect(int socket, const std::string& host) const noexcept {
    auto ssl = open(socket);
    if (!ssl) return {};
    SSL_set_connect_state(ssl.get());
    ASN1_OCTET_STRING* address = a2i_IPADDRESS(host.c_str());
    const bool isAddress = address != nullptr;
    ASN1_OCTET_STRING_free(address);
    // A name is told to the server, which may have several; an address must not be (RFC 6066 3).
    if (!isAddress && SSL_set_tlsext_host_name(ssl.get(), host.c_str()) != 1) return {};
    if (m_pin) return ssl;
    auto* parameters = SSL_get0_param(ssl.get());
    X509_VERIFY_PARAM_set_hostflags(parameters, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    const int set = isAddress ? X509_VERIFY_PARAM_set1_ip_asc(parameters, host.c_str())
                              : X509_VERIFY_PARAM_set1_host(parameters, host.c_str(), host.size());
    return set == 1 ? std::move(ssl) : SslPtr();
}

namespace {

Error certificateError(long verdict, bool pinned, const std::string& where) {
    switch (verdict) {
    case X509_V_ERR_CERT_REJECTED:
        if (pinned)
            return {Code::network,
                    {"The server's certificate is not the pinned one", "服务器证书与已固定的证书不符"},
                    {"Compare the fingerprint with the one the server's keeper reads out; if the certificate was "
                     "renewed, take over the new fingerprint",
                     "请与服务器管理员核对证书指纹；如证书已更换，请改用新的指纹"},
                    where};
        break;
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return {Code::network,
                {"The server's certificate is for another name", "服务器证书中的名称与所连接的主机不符"},
                {"Connect by a name that stands in the certificate", "请使用证书中载明的名称进行连接"},
                where};
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return {Code::network,
                {"The server's certificate has expired", "服务器证书已过期"},
                {"Have it renewed, and look at this machine's clock", "请联系管理员更新证书，并检查本机时钟"},
                where};
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return {Code::network,
                {"The server's certificate is not valid yet", "服务器证书尚未生效"},
                {"Look at this machine's clock", "请检查本机时钟"},
                where};
    default: break;
    }
    return {Code::network,
            {std::string("The server's certificate is not from an authority that is trusted here: ") +
                 X509_verify_cert_error_string(verdict),
             std::string("服务器证书并非由本机信任的机构颁发：") + X509_verify_cert_error_string(verdict)},
            {"Pin the server's fingerprint, or name the file of its certificate authority",
             "请固定服务器证书的指纹，或指定其证书颁发机构的证书文件"},
            where};
}

} // namespace

Error handshakeError(const Channel& channel, bool pinned, const std::string& where) {
    const auto error = ERR_peek_error();
    const int reason = ERR_GET_REASON(error);
    if (const long verdict = SSL_get_verify_result(channel.ssl());
        reason == SSL_R_CERTIFICATE_VERIFY_FAILED && verdict != X509_V_OK)
        return certificateError(verdict, pinned, where);
    if (reason == SSL_R_UNSUPPORTED_PROTOCOL || reason == SSL_R_TLSV1_ALERT_PROTOCOL_VERSION)
        return {Code::network,
                {"The server speaks only a TLS older than 1.3", "服务器仅支持低于 1.3 版本的 TLS"},
                {"Have the server, or the proxy before it, allow TLS 1.3", "请在服务器或其前端代理上启用 TLS 1.3"},
                where};
    if (reason == SSL_R_WRONG_VERSION_NUMBER || reason == SSL_R_HTTP_REQUEST || reason == SSL_R_PACKET_LENGTH_TOO_LONG)
        return {Code::network,
                {"What answers there speaks no TLS", "该地址的服务未使用 TLS"},
                {"Look at the port; a server without a certificate is reached without TLS",
                 "请检查端口；未配置证书的服务器应以非 TLS 方式连接"},
                where};
    const char* words = ERR_reason_error_string(error);
    const std::string detail = words == nullptr ? "handshake" : words;
    return {Code::network,
            {"TLS with the server failed: " + detail, "与服务器的 TLS 握手失败：" + detail},
            {"Ask the server's keeper to look at its log", "请联系服务器管理员查看其日志"},
            where};
}

} // namespace net
