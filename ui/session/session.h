// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/file_places.h"
#include "ui/session/mailbox.h"
#include "ui/session/office_port.h"
#include "ui/session/worker.h"
#include "ui/text/say.h"

#include <QObject>
#include <QPointer>

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>

namespace ui {

class HubLink;
class UndoStack;

/// A right to an answer. The answer is dropped when the ticket was cancelled or replaced, the office was locked
/// meanwhile, or the receiver is gone.
using Ticket = std::uint64_t;

/// The windows' side of one office on this machine. All of it but tell() on the GUI thread; the jobs it is given run on
/// the writer's or the reader's thread and must only touch what they are handed.
class Session : public QObject {
    Q_OBJECT
public:
    enum class State { locked, unlocking, open };

    explicit Session(std::unique_ptr<GatePort> gate, QObject* parent = nullptr);
    ~Session() override;

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] bool isOpen() const { return m_state == State::open; }
    /// The office as it was when it was unlocked, or after the last officeChanged(). Only while open.
    [[nodiscard]] const OfficeView& office() const { return m_office; }
    /// Why the office was locked last; empty at the start.
    [[nodiscard]] const Text& lockReason() const { return m_lockReason; }

    void inspect(QObject* context, std::function<void(Result<model::OfficeInfo>)> then);
    /// Does `job` with the gate, on the writer's thread, while the office is locked.
    template <typename Job, typename Then>
    Ticket atGate(QObject* context, Job job, Then then);
    /// The office in this folder is the one to be unlocked from now on. While locked.
    void choose(const std::filesystem::path& folder);
    /// The answer is stateChanged(open) or unlockFailed().
    void unlock(PersonId person, crypto::Secret passphrase);
    /// Immediate for every window: aboutToLock() lets them keep their drafts, then nothing of the office is left in
    /// them. A long command that runs is stopped; the workspace is closed when it has ended.
    void lock(const Text& reason);

    /// Does `job` on the writer's thread and gives what it returns to `then` here.
    template <typename Job, typename Then>
    Ticket write(QObject* context, Job job, Then then);
    /// Does `job` on the reader's thread. A job of the same lane that was asked before is dropped, and interrupted if
    /// it is running; lane 0 is no lane.
    template <typename Job, typename Then>
    Ticket read(int lane, QObject* context, Job job, Then then);
    void cancel(Ticket ticket);
    /// No answer is on its way: what is shown is what there is.
    [[nodiscard]] bool quiet() const { return m_live.empty(); }

    /// Stops the long command that runs, if any. Its answer comes.
    void stopLongCommand() { m_stop.request_stop(); }
    /// For the next long command; made new for each.
    std::stop_token newStop();
    /// New keys were made on a token that was reached through this module: it is to be remembered.
    void noteTokenModule(const std::string& module) { emit tokenModuleUsed(QString::fromStdString(module)); }
    /// Tells all windows that a case changed (after a command).
    void noteChanged(CaseId id) { emit caseChanged(id); }
    /// Asks for office() anew, after its people changed here; officeChanged() follows.
    void refreshOffice();
    /// Keeps how the desk is set, in office() too.
    void keepSettings(const std::string& text);
    void keepDraft(const std::string& key, const std::string& text);
    /// The person has looked at what is in this case, as far as this entry of its log: it is marked as seen for them
    /// and noted in the log, behind what was asked before.
    void noteLooked(CaseId id, std::uint64_t upTo);
    /// The person wants to come back to it.
    void markUnread(CaseId id);
    /// What was done and can be undone.
    [[nodiscard]] UndoStack& undoStack() { return *m_undo; }
    /// How this desk stands with its hub.
    [[nodiscard]] HubLink& hubLink() { return *m_hub; }
    /// Where dialogs of files begin, the same for all windows.
    [[nodiscard]] FilePlaces& filePlaces() { return m_places; }
    /// Any thread, for a job that has more to say than its answer. Calls `what` on the GUI thread, after what was told
    /// before it, unless `context` is gone by then. The pointer is made on the GUI thread and given to the job.
    void tell(QPointer<QObject> context, std::function<void()> what);

signals:
    void stateChanged(ui::Session::State state);
    void unlockFailed(const model::Error& error);
    void aboutToLock();
    /// For whoever keeps the settings of this machine.
    void tokenModuleUsed(const QString& module);
    void caseChanged(model::CaseId id);
    void officeChanged();
    /// A case is no longer unread, or unread again; nothing else of it changed.
    void seenChanged(model::CaseId id);
    /// That the person looked at a case should have been noted in its log, and was refused.
    void lookNotNoted(model::CaseId id, const model::Error& error);
    /// Search finds everything again: the words of the last bulk import are written.
    void wordsIndexed();
    /// Something was said here that no exchange has taken yet.
    void said();

private:
    struct ReaderSeat; // the reader and which lane runs, shared with the reader's thread
    bool current(Ticket ticket, std::uint64_t life) const;
    void deliver(Ticket ticket, std::uint64_t life, const QPointer<QObject>& context, std::function<void()> give);
    bool readerMayStart(int lane, Ticket ticket);
    void readerEnds();
    void setState(State state);
    void indexLater(); // writer's thread
    void noteSaid();   // writer's thread
    void closePorts();

    std::unique_ptr<GatePort> m_gate;         // writer's thread only, once jobs run
    std::unique_ptr<WriterPort> m_writerPort; // writer's thread only
    bool m_indexes = false;                   // writer's thread only: indexing is queued
    std::unique_ptr<ReaderSeat> m_seat;
    State m_state = State::locked;
    OfficeView m_office;
    Text m_lockReason;
    std::unique_ptr<UndoStack> m_undo;
    FilePlaces m_places;
    std::stop_source m_stop;
    std::uint64_t m_life = 0; ///< counts unlocks and locks: answers of an earlier life are dropped
    Ticket m_nextTicket = 1;
    std::set<Ticket> m_live;
    Mailbox m_mail; // what the threads have to say
    std::unique_ptr<HubLink> m_hub;
    // Last, so that they end first: the threads use the members above. The writer before the reader: its jobs may
    // still post there.
    Worker m_reader{"reader"};
    Worker m_writer{"writer"};

    Ticket newTicket();
    void takeLane(int lane, Ticket ticket);
    ReaderPort* readerPort();
};

template <typename Job, typename Then>
Ticket Session::atGate(QObject* context, Job job, Then then) {
    const Ticket ticket = newTicket();
    m_writer.post([this, ticket, life = m_life, receiver = QPointer<QObject>(context), job = std::move(job),
                   then = std::move(then)]() mutable {
        auto answer = std::make_shared<std::invoke_result_t<Job&, GatePort&>>(job(*m_gate));
        deliver(ticket, life, receiver, [answer, then = std::move(then)]() mutable { then(std::move(*answer)); });
    });
    return ticket;
}

template <typename Job, typename Then>
Ticket Session::write(QObject* context, Job job, Then then) {
    const Ticket ticket = newTicket();
    m_writer.post([this, ticket, life = m_life, receiver = QPointer<QObject>(context), job = std::move(job),
                   then = std::move(then)]() mutable {
        if (!m_writerPort) return; // locked meanwhile
        auto answer = std::make_shared<std::invoke_result_t<Job&, WriterPort&>>(job(*m_writerPort));
        deliver(ticket, life, receiver, [answer, then = std::move(then)]() mutable { then(std::move(*answer)); });
        noteSaid();
        indexLater();
    });
    return ticket;
}

template <typename Job, typename Then>
Ticket Session::read(int lane, QObject* context, Job job, Then then) {
    const Ticket ticket = newTicket();
    takeLane(lane, ticket);
    m_reader.post([this, lane, ticket, life = m_life, receiver = QPointer<QObject>(context), job = std::move(job),
                   then = std::move(then)]() mutable {
        if (!readerMayStart(lane, ticket)) return;
        auto answer = std::make_shared<std::invoke_result_t<Job&, ReaderPort&>>(job(*readerPort()));
        readerEnds();
        deliver(ticket, life, receiver, [answer, then = std::move(then)]() mutable { then(std::move(*answer)); });
    });
    return ticket;
}

} // namespace ui
