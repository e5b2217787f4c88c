// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/certificate.h"
#include "app/net/channel.h"
#include "model/base/result.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

struct ssl_ctx_st;
struct bio_method_st;

namespace net {

/// By what a client knows that it speaks with the right server.
struct TlsTrust {
    std::optional<Fingerprint> pin = {}; ///< this very certificate, whatever its name, issuer and days are
    std::filesystem::path caFile = {};   ///< else: issued by one of these, for this host, now; empty: the system's own
};

/// Everything that connections under TLS 1.3 have in common. Older versions are refused, sessions are not resumed (no
/// ticket key has to be kept), buffers of idle connections are given back. Any thread may open channels.
class TlsContext {
public:
    /// For a server with a certificate (with its chain) and its key, both PEM. Code::failed when a file cannot be read,
    /// Code::malformed when it holds no such thing or the two do not belong together.
    static model::Result<std::shared_ptr<const TlsContext>> server(const std::filesystem::path& certificate,
                                                                   const std::filesystem::path& key);
    /// For a client. Code::failed when the file of authorities cannot be read.
    static model::Result<std::shared_ptr<const TlsContext>> client(const TlsTrust& trust);

    /// A channel over a connected, non-blocking socket that accepts a handshake. Empty when memory is short.
    [[nodiscard]] SslPtr accept(int socket) const noexcept;
    /// One that begins a handshake and, where trust is not a pin, holds the certificate against `host` (name or
    /// address).
    [[nodiscard]] SslPtr connect(int socket, const std::string& host) const noexcept;

    ~TlsContext();
    TlsContext(const TlsContext&) = delete;
    TlsContext& operator=(const TlsContext&) = delete;

private:
    TlsContext() = default;
    [[nodiscard]] SslPtr open(int socket) const noexcept;

    ssl_ctx_st* m_context = nullptr;
    bio_method_st* m_method = nullptr;
    std::optional<Fingerprint> m_pin;
};

/// Why a handshake of a client failed, in words that name the check. Asked right after Io::failed, in the same thread.
/// `where` is "host:port".
model::Error handshakeError(const Channel& channel, bool pinned, const std::string& where);

} // namespace net
