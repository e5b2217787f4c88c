// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <arpa/inet.h>
#include <cerrno>
#include <cstdint>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include <utility>

/// A blocking socket to 127.0.0.1 that sends whatever bytes a test wants and gives up after 20 seconds.
class RawSocket {
public:
    explicit RawSocket(std::uint16_t port) : m_fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        const timeval patience{20, 0};
        const int on = 1;
        ::setsockopt(m_fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        ::setsockopt(m_fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
        ::setsockopt(m_fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(m_fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) end();
    }
    ~RawSocket() { end(); }
    RawSocket(RawSocket&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}
    RawSocket& operator=(RawSocket&&) = delete;

    [[nodiscard]] int fd() const { return m_fd; }

    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto sent = ::send(m_fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }
    void endWriting() { ::shutdown(m_fd, SHUT_WR); }
    void end() {
        if (m_fd >= 0) ::close(std::exchange(m_fd, -1));
    }

    /// Everything until the other side ends.
    std::string rest() {
        std::string all;
        while (more(all)) {
        }
        return all;
    }
    /// The connection ended, rather than that nothing came in time.
    bool ends() {
        std::string ignored;
        errno = 0;
        while (more(ignored)) {
        }
        return errno != EAGAIN && errno != EWOULDBLOCK;
    }
    /// Until so many answers with a body of known length are there, or the end.
    std::string answers(int count) {
        std::string all;
        while (count > 0) {
            const auto head = all.find("\r\n\r\n", m_read);
            const auto length = all.find("Content-Length: ", m_read);
            if (head != std::string::npos && length < head) {
                const auto end = head + 4 + std::stoul(all.substr(length + 16));
                if (all.size() >= end) {
                    m_read = end;
                    --count;
                    continue;
                }
            }
            if (!more(all)) break;
        }
        m_read = 0;
        return all;
    }

private:
    bool more(std::string& all) {
        char piece[16 * 1024];
        const auto got = ::recv(m_fd, piece, sizeof piece, 0);
        if (got > 0) all.append(piece, static_cast<std::size_t>(got));
        return got > 0;
    }

    int m_fd;
    std::size_t m_read = 0;
};
