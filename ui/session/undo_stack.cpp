// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/undo_stack.h"

#include "ui/session/session.h"

#include <algorithm>

namespace ui {

namespace {

constexpr std::size_t kDepth = 100;

/// The other way round, so that what was built on the first is gone before it.
UndoEntry reversed(UndoEntry entry) {
    std::ranges::reverse(entry.said);
    return entry;
}

} // namespace

UndoStack::UndoStack(Session& session) : m_session(session) {
    // Before anything else of the office goes: the words name cases and people.
    connect(&session, &Session::aboutToLock, this, &UndoStack::clear);
}

void UndoStack::push(UndoEntry entry) {
    m_undone.clear();
    m_done.push_back(std::move(entry));
    if (m_done.size() > kDepth) m_done.erase(m_done.begin());
    emit changed();
    emit pushed(m_done.back().words);
}

void UndoStack::push(const std::optional<model::Done>& done) {
    if (done && done->undoable) push(UndoEntry{done->words, {*done}, {}});
}

void UndoStack::clear() {
    m_done.clear();
    m_undone.clear();
    m_busy = false;
    emit changed();
}

void UndoStack::undo() {
    if (next() == nullptr || !m_session.isOpen()) return;
    UndoEntry entry = std::move(m_done.back());
    m_done.pop_back();
    if (entry.filter) {
        emit filterWanted(*entry.filter, true);
        m_undone.push_back(std::move(entry));
        emit changed();
        emit undone(m_undone.back().words);
        return;
    }
    m_busy = true;
    emit changed();
    entry = reversed(std::move(entry));
    m_session.write(
        this,
        [said = entry.said](WriterPort& office) {
            Answers answers;
            for (const auto& one : said) answers.push_back(office.undo(one.caseId, one.event));
            return answers;
        },
        [this, entry](const Answers& answers) { finish(entry, answers, false); });
}

void UndoStack::redo() {
    if (nextAgain() == nullptr || !m_session.isOpen()) return;
    UndoEntry entry = std::move(m_undone.back());
    m_undone.pop_back();
    if (entry.filter) {
        emit filterWanted(*entry.filter, false);
        m_done.push_back(std::move(entry));
        emit changed();
        emit redone(m_done.back().words);
        return;
    }
    m_busy = true;
    emit changed();
    m_session.write(
        this,
        [said = entry.said](WriterPort& office) {
            Answers answers;
            for (const auto& one : said) answers.push_back(office.redo(one.caseId, one.event));
            return answers;
        },
        [this, entry](const Answers& answers) { finish(entry, answers, true); });
}

void UndoStack::finish(UndoEntry entry, const Answers& answers, bool again) {
    m_busy = false;
    UndoEntry went{entry.words, {}, {}};
    UndoEntry stays{entry.words, {}, {}};
    std::optional<Error> why;
    std::vector<CaseId> cases;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        model::Done one = entry.said[i];
        const auto& answer = answers[i];
        if (!std::ranges::contains(cases, one.caseId)) cases.push_back(one.caseId);
        if (answer && answer->refused.empty()) {
            // What was done again is another event than the one that was undone.
            if (again && answer->done) one.event = answer->done->event;
            went.said.push_back(std::move(one));
            continue;
        }
        const Error error = answer ? answer->refused.front() : answer.error();
        // What the rules refuse they will refuse again; what failed for another reason can be tried again.
        if (error.code != model::Code::refused) stays.said.push_back(std::move(one));
        if (!why) why = error;
    }
    const std::size_t failures = answers.size() - went.said.size();
    if (!again) {
        went = reversed(std::move(went));
        stays = reversed(std::move(stays));
    }
    if (!stays.said.empty()) (again ? m_undone : m_done).push_back(std::move(stays));
    if (!went.said.empty()) (again ? m_done : m_undone).push_back(std::move(went));
    emit changed();
    if (why) emit failed(entry.words, *why, failures, answers.size());
    else if (again) emit redone(entry.words);
    else emit undone(entry.words);
    // Also after a refusal: the state that was looked at may no longer hold.
    for (const auto& id : cases) m_session.noteChanged(id);
}

} // namespace ui
