// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/server_session.h"

#include <boost/asio/post.hpp>

#include <algorithm>

namespace asio = boost::asio;

namespace net {

namespace {

constexpr int kSteps = 16;                            ///< before others on the thread get their turn
constexpr std::size_t kHeaderPiece = 16 * 1024;       ///< what is read at once of a header
constexpr std::size_t kWatched = 4 * 1024;            ///< what may wait behind a request
constexpr std::size_t kJoined = 16 * 1024;            ///< a body so small goes with its header, in one record of TLS
constexpr std::size_t kWritten = 256 * 1024;          ///< what is written at once
constexpr std::chrono::milliseconds kLastLinger{250}; ///< when the server is to end

struct Refusal {
    int status;
    std::atomic<std::uint64_t> Totals::* cause;
};

Refusal refusalOf(Flaw flaw) {
    switch (flaw) {
    case Flaw::headerLarge: return {431, &Totals::headerLarge};
    case Flaw::bodyLarge: return {413, &Totals::bodyLarge};
    case Flaw::noMemory: return {503, &Totals::noMemory};
    case Flaw::version: return {505, &Totals::malformed};
    case Flaw::encoding: return {501, &Totals::malformed};
    case Flaw::expectation: return {417, &Totals::malformed};
    case Flaw::none:
    case Flaw::malformed: break;
    }
    return {400, &Totals::malformed};
}

Response plainAnswer(int status) {
    Response response;
    response.status = status;
    response.contentType = "text/plain; charset=utf-8";
    const auto words = std::to_string(status) + ' ' + std::string(reasonOf(status)) + '\n';
    response.body.assign(words.begin(), words.end());
    response.close = true;
    if (status == kLimited || status == kBusy) response.headers.emplace_back("Retry-After", "1");
    return response;
}

} // namespace

Session::Session(Worker& worker, Arrival arrival)
    : m_worker(worker), m_socket(std::move(arrival.socket)), m_place(std::move(arrival.place)),
      m_peer(std::move(arrival.peer)), m_state(State::reading), m_timer(worker.context()), m_refusal(arrival.refusal) {
    SslPtr ssl;
    if (const auto& tls = worker.setting().tls) {
        m_tls = tls->get();
        ssl = m_tls->accept(m_socket.native_handle());
        if (!ssl) throw std::bad_alloc();
        m_state = State::handshaking;
    }
    m_channel = Channel(m_socket.native_handle(), std::move(ssl));
}

Session::~Session() = default;

void Session::start() {
    try {
        allow(m_worker.setting().options.firstByte);
    } catch (...) {
        return close(); // memory was short
    }
    pump();
}

void Session::pump() noexcept {
    try {
        for (int i = 0; i < kSteps; ++i)
            if (!step()) return;
        pumpLater();
    } catch (...) {
        close(); // memory was short
    }
}

void Session::pumpLater() {
    asio::post(m_worker.context(), [self = shared_from_this()] { self->pump(); });
}

/// Does one thing. True: there may be more to do at once.
bool Session::step() {
    switch (m_state) {
    case State::handshaking: return handshake();
    case State::reading: return read();
    case State::ready: return handOver();
    case State::handling: return watch();
    case State::writing: return write();
    case State::lingering: return linger();
    case State::closed: break;
    }
    return false;
}

bool Session::waitFor(Io how) {
    const bool forRead = how == Io::wantRead;
    bool& waits = forRead ? m_waitsRead : m_waitsWrite;
    if (waits) return false;
    waits = true;
    m_socket.async_wait(forRead ? asio::socket_base::wait_read : asio::socket_base::wait_write,
                        [self = shared_from_this(), forRead](const boost::system::error_code& error) {
                            (forRead ? self->m_waitsRead : self->m_waitsWrite) = false;
                            if (!error) self->pump();
                        });
    return false;
}

bool Session::handshake() {
    const auto how = m_channel.handshake();
    if (how == Io::wantRead || how == Io::wantWrite) return waitFor(how);
    if (how == Io::done) {
        m_state = State::reading;
        return true;
    }
    ++m_worker.totals().tls;
    close();
    return false;
}

std::size_t Session::wanted() const {
    const auto most = m_worker.scratch().size();
    if (!m_headerSeen) return std::min(most, kHeaderPiece);
    // No byte more than belongs to the body, so that none has to be kept.
    const auto remaining = m_reader->remaining();
    return remaining && *remaining > 0 ? static_cast<std::size_t>(std::min<std::uint64_t>(*remaining, most)) : most;
}

bool Session::read() {
    if (!m_rest.empty() && !m_restTried) {
        consume(m_rest);
        return true;
    }
    const auto into = m_worker.scratch().first(wanted());
    const auto moved = m_channel.read(into);
    if (moved.how == Io::wantRead || moved.how == Io::wantWrite) return waitFor(moved.how);
    if (moved.how != Io::done) {
        if (m_reader) ++m_worker.totals().cut;
        close();
        return false;
    }
    m_worker.totals().bytesIn += moved.bytes;
    if (m_rest.empty()) {
        consume(into.first(moved.bytes));
    } else {
        m_rest.insert(m_rest.end(), into.begin(), into.begin() + static_cast<std::ptrdiff_t>(moved.bytes));
        consume(m_rest);
    }
    return true;
}

/// Understands what it can of these bytes, which are m_rest or came just now, and keeps the others.
void Session::consume(std::span<const std::uint8_t> bytes) {
    if (!m_reader) {
        m_reader = std::make_unique<RequestReader>(m_worker.setting().options.header);
        m_headerSeen = false;
        m_begun = std::chrono::steady_clock::now();
        allow(m_worker.setting().options.whole);
    }
    std::size_t used = 0;
    while (m_state == State::reading && used < bytes.size()) {
        const auto now = m_reader->take(bytes.subspan(used));
        used += now;
        if (m_reader->flaw() != Flaw::none) return refuse(m_reader->flaw());
        if (!m_headerSeen && m_reader->headerDone()) headerCame();
        if (m_state == State::reading && m_reader->done()) m_state = State::ready;
        if (now == 0) break;
    }
    if (m_state == State::reading || m_state == State::ready) keepRest(bytes, used);
}

void Session::keepRest(std::span<const std::uint8_t> bytes, std::size_t used) {
    m_restTried = m_state == State::reading;
    if (used == bytes.size()) m_rest = Bytes();
    else if (bytes.data() == m_rest.data())
        m_rest.erase(m_rest.begin(), m_rest.begin() + static_cast<std::ptrdiff_t>(used));
    else m_rest.assign(bytes.begin() + static_cast<std::ptrdiff_t>(used), bytes.end());
    // What cannot be understood is a line of a header or of a chunk, and neither is so long.
    const auto& options = m_worker.setting().options;
    if (m_state == State::reading && m_rest.size() > options.header + kHeaderPiece) refuse(Flaw::malformed);
}

void Session::headerCame() {
    m_headerSeen = true;
    const auto& options = m_worker.setting().options;
    const bool limited = m_refusal == 0 && !m_place.ask(std::chrono::steady_clock::now());
    if (m_refusal == kBusy) ++m_worker.totals().tooMany;
    if (m_refusal == kLimited || limited) ++m_worker.totals().limited;
    if (m_refusal != 0) return beginAnswer(plainAnswer(m_refusal));
    if (limited) return beginAnswer(plainAnswer(kLimited));
    const auto& request = m_reader->request();
    RouteLimits limits;
    if (options.route) limits = options.route(request.method, request.target);
    if (const auto length = m_reader->length(); length && *length > limits.body) return refuse(Flaw::bodyLarge);
    setDeadline(m_begun + limits.whole.value_or(options.whole));
    m_share = std::make_unique<Share>(m_worker.sharedTotals());
    m_mayHold = options.held - std::min(options.held, limits.spared);
    m_reader->allowBody(limits.body, [this](std::size_t bytes) { return m_share->resize(bytes, m_mayHold); });
    if (m_reader->expectsContinue()) sayContinue();
}

void Session::sayContinue() {
    // A client that waits has taken everything before, so that these few bytes find room at once.
    constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    const auto moved = m_channel.write(crypto::asBytes(kContinue));
    if (moved.how != Io::done || moved.bytes != kContinue.size()) return close();
    m_worker.totals().bytesOut += moved.bytes;
}

bool Session::handOver() {
    auto request = std::move(m_reader->request());
    m_keep = m_reader->keepAlive() && !m_worker.ending();
    m_headOnly = request.method == "HEAD";
    m_reader.reset();
    m_headerSeen = false;
    m_gone = std::stop_source();
    request.peer = m_peer;
    request.gone = m_gone.get_token();
    request.ending = m_worker.setting().ending.get_token();
    Reply reply(std::make_shared<Exchange>(m_worker.shared_from_this(), weak_from_this(), std::move(m_share)));
    m_state = State::handling;
    setDeadline(Moment::max());
    try {
        m_worker.setting().handler(std::move(request), std::move(reply));
    } catch (...) {
        (void)0; // the reply went with it, which answers 500
    }
    // An answer given already goes first, and then there is nothing to watch.
    pumpLater();
    return false;
}

/// While a request is handled: is the client still there?
bool Session::watch() {
    if (m_rest.size() >= kWatched) return false;
    const auto into = m_worker.scratch().first(kWatched - m_rest.size());
    const auto moved = m_channel.read(into);
    if (moved.how == Io::wantRead || moved.how == Io::wantWrite) return waitFor(moved.how);
    if (moved.how != Io::done) {
        ++m_worker.totals().gone;
        close();
        return false;
    }
    m_worker.totals().bytesIn += moved.bytes;
    m_rest.insert(m_rest.end(), into.begin(), into.begin() + static_cast<std::ptrdiff_t>(moved.bytes));
    return true;
}

void Session::answer(Response response) {
    if (m_state != State::handling) return;
    try {
        beginAnswer(std::move(response));
    } catch (...) {
        return close(); // memory was short
    }
    pump();
}

void Session::refuse(Flaw flaw) {
    const auto refusal = refusalOf(flaw);
    ++(m_worker.totals().*refusal.cause);
    beginAnswer(plainAnswer(refusal.status));
}

void Session::beginAnswer(Response response) {
    m_gone = std::stop_source(std::nostopstate);
    if (m_state != State::handling) m_rest = Bytes(); // nothing behind a refusal is read
    m_reader.reset();
    m_share = std::make_unique<Share>(m_worker.sharedTotals());
    // What says that there is no room is small, and must find some.
    const auto most = response.body.size() > kJoined ? m_mayHold : m_worker.setting().options.held;
    if (!m_share->resize(response.body.size(), most)) {
        ++m_worker.totals().noMemory;
        response = plainAnswer(503);
    }
    m_keep = m_keep && !response.close && !m_worker.ending();
    m_head = answerHead(response, response.body.size(), m_worker.date(), m_keep);
    if (m_head.empty()) {
        ++m_worker.totals().dropped;
        response = plainAnswer(500);
        m_keep = false;
        m_head = answerHead(response, response.body.size(), m_worker.date(), m_keep);
    }
    ++m_worker.totals().answers[static_cast<std::size_t>(response.status / 100)];
    m_body = Bytes();
    const bool bare = m_headOnly || response.status == 204 || response.status == 304;
    if (!bare && response.body.size() <= kJoined) m_head.append(crypto::asText(response.body));
    else if (!bare) m_body = std::move(response.body);
    m_written = 0;
    m_state = State::writing;
    allow(m_worker.setting().options.stalled);
}

bool Session::write() {
    const auto head = crypto::asBytes(m_head);
    auto from =
        m_written < head.size() ? head.subspan(m_written) : crypto::ByteView(m_body).subspan(m_written - head.size());
    const auto moved = m_channel.write(from.first(std::min(from.size(), kWritten)));
    if (moved.how == Io::wantRead || moved.how == Io::wantWrite) return waitFor(moved.how);
    if (moved.how != Io::done) {
        ++m_worker.totals().gone;
        close();
        return false;
    }
    m_worker.totals().bytesOut += moved.bytes;
    m_written += moved.bytes;
    if (m_written < m_head.size() + m_body.size()) allow(m_worker.setting().options.stalled);
    else answered();
    return true;
}

void Session::answered() {
    m_head = std::string();
    m_body = Bytes();
    m_share.reset();
    m_served = true;
    m_headOnly = false;
    m_restTried = false;
    if (m_keep && !m_worker.ending()) {
        m_state = State::reading;
        allow(m_worker.setting().options.idle);
        return;
    }
    // Closed at once, what still comes would be met with a reset, and that takes back what was answered.
    m_rest = Bytes();
    m_channel.finish();
    m_state = State::lingering;
    allow(m_worker.ending() ? kLastLinger : m_worker.setting().options.linger);
}

bool Session::linger() {
    const auto moved = m_channel.read(m_worker.scratch());
    if (moved.how == Io::done) return true;
    if (moved.how == Io::wantRead || moved.how == Io::wantWrite) return waitFor(moved.how);
    close();
    return false;
}

void Session::endSoon() {
    const bool idle = m_state == State::reading && !m_reader && m_rest.empty();
    if (m_state == State::handshaking || idle) close();
    else if (m_state == State::lingering) allow(kLastLinger);
}

void Session::close() {
    if (m_state == State::closed) return;
    m_state = State::closed;
    m_timer.cancel();
    boost::system::error_code ignored;
    m_socket.close(ignored);
    m_reader.reset();
    m_share.reset();
    m_gone.request_stop();
    m_worker.forget(this);
}

void Session::allow(std::chrono::milliseconds time) { setDeadline(std::chrono::steady_clock::now() + time); }

/// The timer is left alone where it goes off early enough: most deadlines are only moved on.
void Session::setDeadline(Moment moment) {
    m_deadline = moment;
    if (moment >= m_timerAt || moment == Moment::max()) return;
    m_timerAt = moment;
    m_timer.expires_at(moment);
    m_timer.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
        if (error || self->m_state == State::closed) return;
        self->m_timerAt = Moment::max();
        if (std::chrono::steady_clock::now() >= self->m_deadline) self->expired();
        else self->setDeadline(self->m_deadline);
    });
}

void Session::expired() {
    const bool idle = m_state == State::reading && m_served && !m_reader;
    if (!idle && m_state != State::lingering) ++m_worker.totals().slow;
    close();
}

void Exchange::deliver(Response response) noexcept {
    try {
        asio::post(m_worker->context(), [session = m_session, given = std::move(response)]() mutable {
            if (const auto there = session.lock()) there->answer(std::move(given));
        });
    } catch (...) {
        (void)0; // memory is short; the session stays until its client leaves
    }
}

void Exchange::drop() noexcept {
    ++m_worker->totals().dropped;
    try {
        deliver(plainAnswer(500));
    } catch (...) {
        (void)0; // as above
    }
}

Reply::Reply(std::shared_ptr<Exchange> exchange) noexcept : m_exchange(std::move(exchange)) {}

Reply::~Reply() {
    if (m_exchange) m_exchange->drop();
}

Reply::Reply(Reply&&) noexcept = default;

Reply& Reply::operator=(Reply&& other) noexcept {
    if (this != &other) {
        if (m_exchange) m_exchange->drop();
        m_exchange = std::move(other.m_exchange);
        other.m_exchange.reset();
    }
    return *this;
}

bool Reply::operator()(Response response) noexcept {
    const auto exchange = std::move(m_exchange);
    m_exchange.reset();
    if (!exchange) return false;
    exchange->deliver(std::move(response));
    return true;
}

} // namespace net
