// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/session.h"

#include "ui/session/hub_link.h"
#include "ui/session/undo_stack.h"

#include <map>

namespace ui {

/// What the GUI thread and the reader's thread share. Its mutex and those of the queues are the only ones of the desk.
struct Session::ReaderSeat {
    std::mutex mutex;
    std::unique_ptr<ReaderPort> port;
    std::map<int, Ticket> newest; ///< of each lane
    int runningLane = 0;
};

Session::Session(std::unique_ptr<GatePort> gate, QObject* parent)
    : QObject(parent), m_gate(std::move(gate)), m_seat(std::make_unique<ReaderSeat>()),
      m_undo(std::make_unique<UndoStack>(*this)), m_hub(std::make_unique<HubLink>(*this)) {}

Session::~Session() {
    m_live.clear(); // no answer is delivered any more
    m_stop.request_stop();
    {
        const std::lock_guard guard(m_seat->mutex);
        m_seat->newest.clear();
        if (m_seat->port) m_seat->port->interrupt();
    }
    closePorts();
}

void Session::closePorts() {
    m_reader.post([this] {
        std::unique_ptr<ReaderPort> closing;
        const std::lock_guard guard(m_seat->mutex);
        closing = std::move(m_seat->port);
    });
    m_writer.post([this] { m_writerPort.reset(); });
}

Ticket Session::newTicket() {
    const Ticket ticket = m_nextTicket++;
    m_live.insert(ticket);
    return ticket;
}

void Session::cancel(Ticket ticket) { m_live.erase(ticket); }

std::stop_token Session::newStop() {
    m_stop = std::stop_source();
    return m_stop.get_token();
}

bool Session::current(Ticket ticket, std::uint64_t life) const { return life == m_life && m_live.contains(ticket); }

void Session::deliver(Ticket ticket, std::uint64_t life, const QPointer<QObject>& context, std::function<void()> give) {
    // On a worker's thread: the pointer may only be looked at over there, where the receiver lives.
    m_mail.post([this, ticket, life, context, give = std::move(give)] {
        const bool wanted = current(ticket, life) && context;
        m_live.erase(ticket);
        if (wanted) give();
    });
}

void Session::tell(QPointer<QObject> context, std::function<void()> what) {
    m_mail.post([context = std::move(context), what = std::move(what)] {
        if (context) what();
    });
}

void Session::takeLane(int lane, Ticket ticket) {
    if (lane == 0) return;
    const std::lock_guard guard(m_seat->mutex);
    const auto found = m_seat->newest.find(lane);
    if (found != m_seat->newest.end()) m_live.erase(found->second);
    m_seat->newest[lane] = ticket;
    if (m_seat->runningLane == lane && m_seat->port) m_seat->port->interrupt();
}

bool Session::readerMayStart(int lane, Ticket ticket) {
    const std::lock_guard guard(m_seat->mutex);
    if (!m_seat->port) return false;
    if (lane != 0 && m_seat->newest[lane] != ticket) return false;
    m_seat->runningLane = lane;
    return true;
}

void Session::readerEnds() {
    const std::lock_guard guard(m_seat->mutex);
    m_seat->runningLane = 0;
}

ReaderPort* Session::readerPort() { return m_seat->port.get(); } // only the reader's thread replaces it

void Session::inspect(QObject* context, std::function<void(Result<model::OfficeInfo>)> then) {
    atGate(context, [](GatePort& gate) { return gate.inspect(); }, std::move(then));
}

void Session::choose(const std::filesystem::path& folder) {
    m_writer.post([this, folder] { m_gate->choose(folder); });
}

void Session::setState(State state) {
    if (state == m_state) return;
    m_state = state;
    emit stateChanged(state);
}

void Session::unlock(PersonId person, crypto::Secret passphrase) {
    if (m_state != State::locked) return;
    ++m_life;
    setState(State::unlocking);
    const auto secret = std::make_shared<crypto::Secret>(std::move(passphrase));
    const Ticket ticket = newTicket();
    m_writer.post([this, ticket, life = m_life, person, secret] {
        auto opened = m_gate->unlock(person, secret->view());
        *secret = crypto::Secret();
        if (!opened) {
            deliver(ticket, life, this, [this, error = std::move(opened).error()] {
                setState(State::locked);
                emit unlockFailed(error);
            });
            return;
        }
        auto reader = (*opened)->reader();
        if (!reader) {
            deliver(ticket, life, this, [this, error = std::move(reader).error()] {
                setState(State::locked);
                emit unlockFailed(error);
            });
            return;
        }
        m_writerPort = *std::move(opened);
        const auto office = std::make_shared<OfficeView>(m_writerPort->office());
        // The reader is handed over on its own thread, before any job of this life can be queued there.
        m_reader.post([this, port = std::make_shared<std::unique_ptr<ReaderPort>>(*std::move(reader))] {
            const std::lock_guard guard(m_seat->mutex);
            m_seat->port = std::move(*port);
        });
        indexLater();
        deliver(ticket, life, this, [this, office] {
            m_office = std::move(*office);
            setState(State::open);
        });
    });
}

void Session::noteSaid() {
    if (m_writerPort && m_writerPort->hasSaid()) m_mail.post([this] { emit said(); });
}

void Session::indexLater() {
    // A few cases at a time, each few queued behind what people have asked for meanwhile.
    constexpr std::size_t kCases = 64;
    if (m_indexes) return;
    m_indexes = true;
    m_writer.post([this] {
        m_indexes = false;
        if (!m_writerPort) return;
        const auto done = m_writerPort->indexWords(kCases);
        if (!done || *done == 0) return; // a failure shows in the count of cases that search does not find
        if (*done == kCases) indexLater();
        else m_mail.post([this] { emit wordsIndexed(); });
    });
}

void Session::lock(const Text& reason) {
    if (m_state == State::locked) return;
    if (m_state == State::open) emit aboutToLock();
    m_lockReason = reason;
    m_stop.request_stop();
    ++m_life;
    m_live.clear();
    {
        const std::lock_guard guard(m_seat->mutex);
        m_seat->newest.clear();
        if (m_seat->port) m_seat->port->interrupt();
    }
    closePorts();
    m_office = {};
    setState(State::locked);
}

void Session::refreshOffice() {
    write(
        this, [](WriterPort& port) { return port.office(); },
        [this](OfficeView office) {
            m_office = std::move(office);
            emit officeChanged();
        });
}

void Session::keepSettings(const std::string& text) {
    if (!isOpen()) return;
    m_office.deskSettings = text;
    keepDraft(kDeskSettings, text);
}

void Session::keepDraft(const std::string& key, const std::string& text) {
    // A draft that could not be kept is no reason to disturb; the fields still hold it.
    m_writer.post([this, key, text] {
        if (m_writerPort) (void)m_writerPort->keepDraft(key, text);
    });
}

void Session::noteLooked(CaseId id, std::uint64_t upTo) {
    // Nobody waits for it. The mark first: the entry that says who looked comes after what was looked at.
    struct Noted {
        bool seen = false;
        std::optional<model::Error> refused;
    };
    write(
        this,
        [id, upTo](WriterPort& office) {
            Noted out{office.markSeen(id, upTo).value_or(false), {}};
            const auto noted = office.noteOpened(id);
            if (!noted && model::isRefusal(noted.error().code)) out.refused = noted.error();
            return out;
        },
        [this, id](const Noted& noted) {
            if (noted.seen) emit seenChanged(id);
            if (noted.refused) emit lookNotNoted(id, *noted.refused);
        });
}

void Session::markUnread(CaseId id) {
    write(
        this, [id](WriterPort& office) { return office.markUnread(id).value_or(false); },
        [this, id](bool changed) {
            if (changed) emit seenChanged(id);
        });
}

} // namespace ui
