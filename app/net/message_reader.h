// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/message.h"

#include <functional>
#include <memory>
#include <optional>

/// Reading one message of HTTP/1.1 out of bytes as they come. The grammar is Boost.Beast's; what is taken beyond it is
/// stricter: one Host, one length, no encoding but chunked, nothing that two programs could read in two ways. One
/// thread at a time.
namespace net {

/// What is wrong with a message, or that nothing is.
enum class Flaw {
    none,
    malformed,   ///< 400
    headerLarge, ///< 431
    bodyLarge,   ///< 413
    noMemory,    ///< 503: the sink took no more
    version,     ///< 505: neither HTTP/1.1 nor 1.0
    encoding,    ///< 501: a transfer encoding other than chunked
    expectation, ///< 417
};

/// Asked before the body grows to so many bytes of memory; false refuses it.
using Reserve = std::function<bool(std::size_t bytes)>;

/// Reads one request.
class RequestReader {
public:
    /// `headerLimit`: bytes of the header with all its lines.
    explicit RequestReader(std::uint32_t headerLimit);
    ~RequestReader();

    /// Takes of these bytes what can be understood, up to the end of the header, or else of the message, and says how
    /// many that were. The rest must be given again, with more.
    std::size_t take(crypto::ByteView bytes);
    [[nodiscard]] Flaw flaw() const;
    /// Something of the message was taken.
    [[nodiscard]] bool begun() const;
    [[nodiscard]] bool headerDone() const;
    [[nodiscard]] bool done() const;

    /// From here on the header is there. A client of HTTP/1.0 is not kept: it would have to be told in words of its
    /// own.
    [[nodiscard]] bool keepAlive() const;
    /// The client waits for "100 Continue" before it sends the body.
    [[nodiscard]] bool expectsContinue() const;
    /// The length that the header declares; nothing for a chunked body.
    [[nodiscard]] std::optional<std::uint64_t> length() const;
    /// Allows the body to come: so many bytes at most. To be called once, after the header.
    void allowBody(std::uint64_t limit, Reserve reserve);
    /// Bytes of the body that still must come; nothing where that is not known.
    [[nodiscard]] std::optional<std::uint64_t> remaining() const;

    /// What was read: after the header without body, after done() whole.
    Request& request();

private:
    class Parser;
    std::unique_ptr<Parser> m_parser;
};

/// Reads one answer; informational ones (1xx) before it are passed over.
class AnswerReader {
public:
    /// `toHead`: the answer to a HEAD request has no body whatever it declares.
    AnswerReader(std::uint32_t headerLimit, std::uint64_t bodyLimit, bool toHead);
    ~AnswerReader();

    /// As RequestReader::take().
    std::size_t take(crypto::ByteView bytes);
    /// The other side ended: that completes a body without declared length, and is a flaw in any other.
    void end();
    [[nodiscard]] Flaw flaw() const;
    [[nodiscard]] bool done() const;
    [[nodiscard]] bool keepAlive() const;
    Response& response();

private:
    class Parser;
    void renew();

    std::uint32_t m_headerLimit;
    std::uint64_t m_bodyLimit;
    bool m_toHead;
    std::unique_ptr<Parser> m_parser;
};

} // namespace net
