// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/message_reader.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>

namespace http = boost::beast::http;
using boost::beast::error_code;
using boost::beast::string_view;

namespace net {

namespace {

constexpr std::size_t kFirstPiece = 64 * 1024; ///< what is reserved on a declared length alone
constexpr std::size_t kGrowth = 4;             ///< of what came a third is copied again, at most

/// What both directions have in common: the body, and the flaws that are ours.
template <bool isRequest>
class BodyParser : public http::basic_parser<isRequest> {
public:
    explicit BodyParser(std::uint32_t headerLimit) {
        this->header_limit(headerLimit);
        this->body_limit(boost::none); // the limit is ours and counts what comes
    }

    std::size_t takeBytes(crypto::ByteView bytes) {
        std::size_t taken = 0;
        while (m_flaw == Flaw::none && taken < bytes.size() && !this->is_done()) {
            error_code error;
            const bool header = this->is_header_done();
            taken += this->put(boost::asio::const_buffer(bytes.data() + taken, bytes.size() - taken), error);
            if (error == http::error::need_more) break;
            if (error) note(error);
            // The limit of the body follows from the header, so that its owner speaks first.
            if (!header && this->is_header_done()) break;
        }
        return taken;
    }

    void note(error_code error) {
        if (m_flaw != Flaw::none) return;
        if (error == http::error::header_limit) m_flaw = Flaw::headerLarge;
        else if (error == http::error::bad_version) m_flaw = Flaw::version;
        else m_flaw = Flaw::malformed;
    }

    Flaw m_flaw = Flaw::none;
    std::uint64_t m_limit = 0;
    Reserve m_reserve;
    Bytes m_body;

protected:
    /// Stops the parser: the flaw says why.
    void stop(Flaw flaw, error_code& error) {
        m_flaw = flaw;
        error = http::error::bad_value;
    }

    void grow(string_view piece, error_code& error) {
        const std::size_t needed = m_body.size() + piece.size();
        if (needed > m_limit) return stop(Flaw::bodyLarge, error);
        if (needed > m_body.capacity()) {
            const auto most = this->content_length() ? *this->content_length() : m_limit;
            const auto wanted = std::max<std::uint64_t>({needed, kGrowth * m_body.capacity(), kFirstPiece});
            const auto size = static_cast<std::size_t>(std::max<std::uint64_t>(needed, std::min(wanted, most)));
            if (m_reserve && !m_reserve(size)) return stop(Flaw::noMemory, error);
            m_body.reserve(size);
        }
        crypto::append(m_body, crypto::asBytes({piece.data(), piece.size()}));
    }

    void on_request_impl(http::verb, string_view, string_view, int, error_code&) override {}
    void on_response_impl(int, string_view, int, error_code&) override {}
    void on_header_impl(error_code&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code& error) override {
        if (length && *length > m_limit) stop(Flaw::bodyLarge, error);
    }
    std::size_t on_body_impl(string_view piece, error_code& error) override {
        grow(piece, error);
        return piece.size();
    }
    void on_chunk_header_impl(std::uint64_t size, string_view, error_code& error) override {
        if (size > m_limit - std::min<std::uint64_t>(m_limit, m_body.size())) stop(Flaw::bodyLarge, error);
    }
    std::size_t on_chunk_body_impl(std::uint64_t, string_view piece, error_code& error) override {
        grow(piece, error);
        return piece.size();
    }
    void on_finish_impl(error_code&) override {}
};

} // namespace

class RequestReader::Parser final : public BodyParser<true> {
public:
    using BodyParser::BodyParser;

    Request m_request;
    bool m_continue = false;
    bool m_old = false; ///< 1.0

private:
    void on_request_impl(http::verb, string_view method, string_view target, int version, error_code& error) override {
        if (version != 11 && version != 10) return stop(Flaw::version, error);
        m_old = version == 10;
        m_request.method = method;
        m_request.target = target;
    }

    void on_field_impl(http::field name, string_view, string_view value, error_code& error) override {
        if (is_header_done()) return; // trailers say nothing here
        switch (name) {
        case http::field::host: return once(m_hosts, error);
        case http::field::content_type: m_request.contentType = value; return once(m_types, error);
        case http::field::authorization: m_request.authorization = value; return once(m_authorizations, error);
        case http::field::transfer_encoding:
            if (!boost::beast::iequals(value, "chunked")) stop(Flaw::encoding, error);
            return;
        case http::field::expect:
            m_continue = boost::beast::iequals(value, "100-continue");
            if (!m_continue) stop(Flaw::expectation, error);
            return;
        default: return;
        }
    }

    void on_header_impl(error_code& error) override {
        // RFC 9112 3.2: a request of 1.1 names its host, and once.
        if (m_hosts == 0 && !m_old) stop(Flaw::malformed, error);
        // RFC 9112 6.1: chunks in a message of 1.0 are a sign of faulty framing.
        if (chunked() && m_old) stop(Flaw::malformed, error);
    }

    void once(int& seen, error_code& error) {
        if (++seen > 1) stop(Flaw::malformed, error);
    }

    int m_hosts = 0;
    int m_types = 0;
    int m_authorizations = 0;
};

RequestReader::RequestReader(std::uint32_t headerLimit) : m_parser(std::make_unique<Parser>(headerLimit)) {}
RequestReader::~RequestReader() = default;

std::size_t RequestReader::take(crypto::ByteView bytes) { return m_parser->takeBytes(bytes); }
Flaw RequestReader::flaw() const { return m_parser->m_flaw; }
bool RequestReader::begun() const { return m_parser->got_some(); }
bool RequestReader::headerDone() const { return m_parser->is_header_done(); }
bool RequestReader::done() const { return m_parser->is_done(); }
bool RequestReader::keepAlive() const { return !m_parser->m_old && m_parser->keep_alive(); }
bool RequestReader::expectsContinue() const { return m_parser->m_continue && !m_parser->is_done(); }

std::optional<std::uint64_t> RequestReader::length() const {
    const auto length = m_parser->content_length();
    return length ? std::optional(*length) : std::nullopt;
}

void RequestReader::allowBody(std::uint64_t limit, Reserve reserve) {
    m_parser->m_limit = limit;
    m_parser->m_reserve = std::move(reserve);
    m_parser->eager(true);
}

std::optional<std::uint64_t> RequestReader::remaining() const {
    const auto length = m_parser->content_length();
    return length ? std::optional(*length - m_parser->m_body.size()) : std::nullopt;
}

Request& RequestReader::request() {
    if (!m_parser->m_body.empty()) m_parser->m_request.body = std::move(m_parser->m_body);
    return m_parser->m_request;
}

class AnswerReader::Parser final : public BodyParser<false> {
public:
    using BodyParser::BodyParser;

    Response m_response;

private:
    void on_response_impl(int code, string_view, int version, error_code& error) override {
        if (version != 11 && version != 10) return stop(Flaw::version, error);
        m_response.status = code;
    }

    void on_field_impl(http::field name, string_view text, string_view value, error_code& error) override {
        if (is_header_done()) return;
        if (name == http::field::transfer_encoding && !boost::beast::iequals(value, "chunked"))
            return stop(Flaw::encoding, error);
        if (name == http::field::content_type) m_response.contentType = value;
        std::string lower(text);
        std::ranges::transform(lower, lower.begin(),
                               [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
        m_response.headers.emplace_back(std::move(lower), std::string(value));
    }

    void on_header_impl(error_code& error) override {
        const auto length = content_length();
        if (!is_done() && length && *length > m_limit) stop(Flaw::bodyLarge, error);
    }
};

AnswerReader::AnswerReader(std::uint32_t headerLimit, std::uint64_t bodyLimit, bool toHead)
    : m_headerLimit(headerLimit), m_bodyLimit(bodyLimit), m_toHead(toHead) {
    renew();
}
AnswerReader::~AnswerReader() = default;

void AnswerReader::renew() {
    m_parser = std::make_unique<Parser>(m_headerLimit);
    m_parser->m_limit = m_bodyLimit;
    m_parser->eager(true);
    m_parser->skip(m_toHead);
}

std::size_t AnswerReader::take(crypto::ByteView bytes) {
    std::size_t taken = 0;
    while (taken < bytes.size() && !done() && flaw() == Flaw::none) {
        const auto now = m_parser->takeBytes(bytes.subspan(taken));
        taken += now;
        // A server may say 100 at any time (RFC 9110 15.2), also one that was not asked to.
        if (m_parser->is_done() && m_parser->m_response.status < 200) renew();
        else if (now == 0) break;
    }
    return taken;
}

void AnswerReader::end() {
    if (m_parser->is_done() || m_parser->m_flaw != Flaw::none) return;
    error_code error;
    if (m_parser->got_some()) m_parser->put_eof(error);
    else error = http::error::partial_message;
    if (error) m_parser->note(error);
}

Flaw AnswerReader::flaw() const { return m_parser->m_flaw; }
bool AnswerReader::done() const { return m_parser->is_done(); }
bool AnswerReader::keepAlive() const { return m_parser->keep_alive(); }

Response& AnswerReader::response() {
    if (!m_parser->m_body.empty()) m_parser->m_response.body = std::move(m_parser->m_body);
    return m_parser->m_response;
}

} // namespace net
