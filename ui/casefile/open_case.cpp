// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/casefile/open_case.h"

#include "ui/session/hub_link.h"
#include "ui/session/undo_stack.h"
#include "ui/text/say.h"

#include <QPointer>
#include <QSaveFile>

#include <chrono>

namespace ui {

OpenCase::OpenCase(Session& session, QObject* parent) : QObject(parent), m_session(session) {
    connect(&session, &Session::caseChanged, this, [this](const CaseId& id) {
        if (id == m_id) reload();
    });
    connect(&session, &Session::lookNotNoted, this, [this](const CaseId& id, const model::Error& error) {
        if (id == m_id) emit said(Meaning::danger, say(error));
    });
}

void OpenCase::open(CaseId id) {
    m_stopFetching.request_stop();
    m_fetching = false;
    m_id = id;
    m_view.reset();
    m_known.reset();
    m_looked.reset();
    emit opened();
    reload();
}

void OpenCase::close() {
    m_session.cancel(m_loading);
    m_stopFetching.request_stop();
    m_id = {};
    m_view.reset();
    m_known.reset();
    m_busy = m_fetching = false;
    emit closed();
}

void OpenCase::reload() {
    if (!isOpen() || !m_session.isOpen()) return;
    m_session.cancel(m_loading);
    m_loading = m_session.write(
        this, [id = m_id](WriterPort& office) { return office.view(id); },
        [this](Result<model::CaseView> answer) {
            if (!answer) {
                emit said(Meaning::danger, say(answer.error()));
                return;
            }
            m_view = *std::move(answer);
            if (!m_known) m_known = m_view->known;
            emit loaded();
            // What came while it lay open is seen too.
            if (m_looked == m_view->state.changed) return;
            m_looked = m_view->state.changed;
            m_session.noteLooked(m_id, m_view->state.head.seq);
        });
}

const model::StepOption* OpenCase::option(const std::string& step, const std::optional<model::Digest>& on) const {
    if (!m_view) return nullptr;
    for (const auto& one : m_view->steps) {
        if (one.step == step && (!on || one.on == on)) return &one;
    }
    return nullptr;
}

const model::StepTaken* OpenCase::decision() const {
    if (!m_view) return nullptr;
    const auto* decided = m_view->state.lastStep("issue_decision");
    return decided != nullptr ? decided : m_view->state.lastStep("decide_no_penalty");
}

void OpenCase::setBusy(bool busy) {
    if (busy == m_busy) return;
    m_busy = busy;
    emit busyChanged(busy);
}

void OpenCase::command(Command job, const Text& done, std::function<void(const std::optional<Error>&)> then) {
    if (m_busy || !m_session.isOpen()) return;
    setBusy(true);
    m_session.write(this, std::move(job),
                    [this, id = m_id, done, then = std::move(then)](Result<model::Receipt> answer) {
                        setBusy(false);
                        std::optional<Error> error;
                        if (!answer) error = answer.error();
                        else if (!answer->refused.empty()) error = answer->refused.front();
                        if (error) emit said(Meaning::danger, say(*error));
                        else emit said(Meaning::ok, say(done));
                        if (!error) m_session.undoStack().push(answer->done, this);
                        if (then) then(error);
                        // Also after a refusal: the state that was looked at may no longer hold.
                        m_session.noteChanged(id);
                    });
}

model::Progress OpenCase::progressHere() {
    // On the thread that works. Not more than twenty times a second, or the windows would do nothing else.
    using SteadyClock = std::chrono::steady_clock;
    return [this, context = QPointer<QObject>(this), &session = m_session,
            last = SteadyClock::time_point{}](std::uint64_t done, std::uint64_t total) mutable {
        const auto now = SteadyClock::now();
        if (done != total && now - last < std::chrono::milliseconds(50)) return;
        last = now;
        session.tell(context, [this, done, total] {
            if (m_busy || m_fetching) emit progress(done, total);
        });
    };
}

void OpenCase::addEvidence(const std::vector<std::filesystem::path>& files, const std::string& category,
                           const std::string& medium) {
    if (m_busy || !isOpen() || files.empty()) return;
    setBusy(true);
    m_session.write(
        this,
        [id = m_id, files, category, medium, tell = progressHere(), stop = m_session.newStop()](
            WriterPort& office) mutable { return office.addEvidence(id, files, category, medium, tell, stop); },
        [this, id = m_id](Result<std::vector<model::EvidenceOutcome>> answer) {
            setBusy(false);
            emit progress(0, 0);
            if (!answer) {
                emit said(answer.error().code == model::Code::cancelled ? Meaning::warn : Meaning::danger,
                          say(answer.error()));
            } else {
                emit evidenceTaken(*answer);
                rememberEvidence(*answer);
            }
            m_session.noteChanged(id);
        });
}

void OpenCase::rememberEvidence(const std::vector<model::EvidenceOutcome>& outcomes) {
    UndoEntry entry;
    for (const auto& one : outcomes) {
        if (one.done && one.done->undoable) entry.said.push_back(*one.done);
    }
    if (entry.said.empty()) return;
    entry.words =
        entry.said.size() == 1
            ? entry.said.front().words
            : model::fill({"Took {0} files in as evidence of {1}", "已将 {0} 个文件录入为 {1} 的证据"},
                          std::to_string(entry.said.size()), m_view ? m_view->state.reference : std::string());
    m_session.undoStack().push(std::move(entry), this);
}

void OpenCase::exportEvidence(ItemId item, const std::filesystem::path& target) {
    if (m_busy || !isOpen()) return;
    setBusy(true);
    m_session.write(
        this,
        [id = m_id, item, target, tell = progressHere(), stop = m_session.newStop()](WriterPort& office) mutable {
            return office.exportEvidence(id, item, target, tell, stop);
        },
        [this, target](Result<void> answer) {
            setBusy(false);
            emit progress(0, 0);
            if (!answer) emit said(Meaning::danger, say(answer.error()));
            else
                emit said(Meaning::ok,
                          say("A verified copy was written: %1", "已写出核验过的副本：%1").arg(str(target.string())));
        });
}

void OpenCase::setFetching(bool fetching) {
    if (fetching == m_fetching) return;
    m_fetching = fetching;
    emit fetchingChanged(fetching);
}

void OpenCase::fetchEvidence(const std::vector<ItemId>& items, std::function<void()> then) {
    if (m_fetching || !isOpen() || !m_session.isOpen()) return;
    m_stopFetching = {};
    setFetching(true);
    m_session.hubLink().fetch(m_id, items, m_stopFetching.get_token(), this, progressHere(),
                              [this, id = m_id, then = std::move(then)](const Result<model::TransferOutcome>& answer) {
                                  if (id != m_id || !m_fetching) return; // another case is open by now
                                  setFetching(false);
                                  emit progress(0, 0);
                                  sayFetched(answer);
                                  reload();
                                  if (answer && !answer->ended && answer->failed() == 0 && then) then();
                              });
}

void OpenCase::sayFetched(const Result<model::TransferOutcome>& answer) {
    if (!answer) return void(emit said(Meaning::danger, say(answer.error())));
    const auto failed = answer->failed();
    const auto here = answer->items.size() - failed;
    QStringList words;
    if (here > 0 || (failed == 0 && !answer->ended))
        words << say("Fetched and verified: %1 of %2", "已获取并核验：%1 / %2").arg(here).arg(answer->items.size());
    for (const auto& one : answer->items) {
        if (!one.error) continue;
        words << say(*one.error); // the first stands for the others
        break;
    }
    if (answer->ended) words << say(*answer->ended);
    const bool stopped = answer->ended && answer->ended->code == model::Code::cancelled;
    emit said(stopped                       ? Meaning::warn
              : answer->ended || failed > 0 ? Meaning::danger
                                            : Meaning::ok,
              words.join(QStringLiteral(" · ")));
}

void OpenCase::stop() {
    m_stopFetching.request_stop();
    m_session.stopLongCommand();
}

void OpenCase::saveDecision(const std::filesystem::path& target) {
    saveFile(target, [id = m_id](WriterPort& office) { return office.decisionPdf(id); });
}

void OpenCase::saveFile(const std::filesystem::path& target, std::function<Result<model::Bytes>(WriterPort&)> bytes) {
    if (m_busy || !isOpen()) return;
    setBusy(true);
    m_session.write(
        this,
        [bytes = std::move(bytes), target](WriterPort& office) -> Result<void> {
            TRY_ASSIGN(const auto pdf, bytes(office));
            QSaveFile file(str(target.string()));
            if (!file.open(QIODevice::WriteOnly) ||
                file.write(reinterpret_cast<const char*>(pdf.data()), static_cast<qint64>(pdf.size())) < 0 ||
                !file.commit()) {
                return model::fail(
                    model::Code::failed, {"The file could not be written", "无法写入文件"},
                    {"Choose a folder that you may write to and that has room", "请选择可写且有空间的文件夹"},
                    target.string());
            }
            return {};
        },
        [this, target](Result<void> answer) {
            setBusy(false);
            if (!answer) emit said(Meaning::danger, say(answer.error()));
            else emit said(Meaning::ok, say("Written: %1", "已写出：%1").arg(str(target.string())));
        });
}

void OpenCase::keepDraft(const std::string& name, const std::string& text) {
    if (isOpen()) m_session.keepDraft(m_id.hex() + "/" + name, text);
}

void OpenCase::readDraft(const std::string& name, QObject* context, std::function<void(const std::string&)> then) {
    if (!isOpen()) return;
    m_session.write(
        context, [key = m_id.hex() + "/" + name](WriterPort& office) { return office.draft(key); },
        [this, id = m_id, then = std::move(then)](Result<std::string> answer) {
            if (answer && !answer->empty() && id == m_id) then(*answer);
        });
}

} // namespace ui
