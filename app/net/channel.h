// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

// Declared here so that no header of ours brings OpenSSL along.
struct ssl_st;

namespace net {

/// How a step of a channel ended.
enum class Io {
    done,      ///< it did what was asked, at least in part
    wantRead,  ///< try again when the socket can be read
    wantWrite, ///< try again when the socket can be written
    ended,     ///< the other side said that nothing more comes
    cut,       ///< the connection broke off
    failed,    ///< TLS itself failed: SSL_get_verify_result() and the error queue say why
};

struct Moved {
    Io how = Io::done;
    std::size_t bytes = 0; ///< with Io::done; never 0 then
};

struct SslFree {
    void operator()(ssl_st* ssl) const noexcept;
};
using SslPtr = std::unique_ptr<ssl_st, SslFree>;

/// A non-blocking socket, plain or under TLS. It never blocks, never raises SIGPIPE, and keeps no buffer of its own: of
/// an idle connection only the state of OpenSSL remains. The socket belongs to the caller and outlives the channel. One
/// thread at a time.
class Channel {
public:
    Channel() = default;
    /// `ssl` is empty for a plain channel, else made by a TlsContext for this very socket.
    Channel(int socket, SslPtr ssl) noexcept : m_socket(socket), m_ssl(std::move(ssl)) {}

    /// Goes on with the handshake; done at once on a plain channel.
    Io handshake() noexcept;
    /// Reads into a buffer that is not empty. Under TLS bytes may lie in OpenSSL while the socket is silent: before one
    /// waits for the socket one reads until wantRead.
    Moved read(std::span<std::uint8_t> into) noexcept;
    /// Writes from a buffer that is not empty. After wantRead or wantWrite the same bytes must be given again, at any
    /// address.
    Moved write(std::span<const std::uint8_t> from) noexcept;
    /// Says that nothing more comes, as far as that goes without waiting.
    void finish() noexcept;

    [[nodiscard]] ssl_st* ssl() const noexcept { return m_ssl.get(); }

private:
    [[nodiscard]] Io why(int result) const noexcept;

    int m_socket = -1;
    SslPtr m_ssl;
};

} // namespace net
