// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/channel.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <cerrno>
#include <sys/socket.h>

namespace net {

void SslFree::operator()(ssl_st* ssl) const noexcept { SSL_free(ssl); }

Io Channel::why(int result) const noexcept {
    switch (SSL_get_error(m_ssl.get(), result)) {
    case SSL_ERROR_WANT_READ: return Io::wantRead;
    case SSL_ERROR_WANT_WRITE: return Io::wantWrite;
    case SSL_ERROR_ZERO_RETURN: return Io::ended;
    case SSL_ERROR_SYSCALL: return Io::cut;
    default: return ERR_GET_REASON(ERR_peek_error()) == SSL_R_UNEXPECTED_EOF_WHILE_READING ? Io::cut : Io::failed;
    }
}

Io Channel::handshake() noexcept {
    if (!m_ssl) return Io::done;
    ERR_clear_error();
    const int result = SSL_do_handshake(m_ssl.get());
    return result == 1 ? Io::done : why(result);
}

Moved Channel::read(std::span<std::uint8_t> into) noexcept {
    if (m_ssl) {
        ERR_clear_error();
        std::size_t bytes = 0;
        const int result = SSL_read_ex(m_ssl.get(), into.data(), into.size(), &bytes);
        return result == 1 ? Moved{Io::done, bytes} : Moved{why(result), 0};
    }
    for (;;) {
        const auto bytes = ::recv(m_socket, into.data(), into.size(), 0);
        if (bytes > 0) return {Io::done, static_cast<std::size_t>(bytes)};
        if (bytes == 0) return {Io::ended, 0};
        if (errno == EINTR) continue;
        return {errno == EAGAIN || errno == EWOULDBLOCK ? Io::wantRead : Io::cut, 0};
    }
}

Moved Channel::write(std::span<const std::uint8_t> from) noexcept {
    if (m_ssl) {
        ERR_clear_error();
        std::size_t bytes = 0;
        const int result = SSL_write_ex(m_ssl.get(), from.data(), from.size(), &bytes);
        return result == 1 ? Moved{Io::done, bytes} : Moved{why(result), 0};
    }
    for (;;) {
        const auto bytes = ::send(m_socket, from.data(), from.size(), MSG_NOSIGNAL);
        if (bytes >= 0) return {Io::done, static_cast<std::size_t>(bytes)};
        if (errno == EINTR) continue;
        return {errno == EAGAIN || errno == EWOULDBLOCK ? Io::wantWrite : Io::cut, 0};
    }
}

void Channel::finish() noexcept {
    if (m_ssl && SSL_is_init_finished(m_ssl.get()) == 1) {
        ERR_clear_error();
        // What it returns changes nothing: the other side may be gone already.
        (void)SSL_shutdown(m_ssl.get());
    }
    if (m_socket >= 0) ::shutdown(m_socket, SHUT_WR);
}

} // namespace net
