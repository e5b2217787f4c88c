// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/undo_stack.h"

#include "ui/session/session.h"

#include <algorithm>
#include <ranges>

namespace ui {

namespace {

constexpr std::size_t kDepth = 100;

/// The other way round, so that what was built on the first is gone before it.
UndoEntry reversed(UndoEntry entry) {
    std::ranges::reverse(entry.said);
    return entry;
}

bool touches(const UndoEntry& entry, CaseId id) { return std::ranges::contains(entry.said, id, &model::Done::caseId); }

bool isAlone(const UndoEntry& entry) {
    return std::ranges::all_of(entry.said, [&](const auto& one) { return one.caseId == entry.said.front().caseId; });
}

/// Whether one stands where the other was done.
bool meet(const UndoEntry& a, const UndoEntry& b) {
    return (a.filter && b.filter) ||
           std::ranges::any_of(a.said, [&](const auto& one) { return touches(b, one.caseId); });
}

/// The same entry with nothing that was said in it.
UndoEntry emptied(const UndoEntry& entry) { return {entry.words, {}, {}, {}, entry.id, entry.undoneAfter}; }

} // namespace

UndoStack::UndoStack(Session& session) : m_session(session) {
    // Before anything else of the office goes: the words name cases and people.
    connect(&session, &Session::aboutToLock, this, &UndoStack::clear);
}

void UndoStack::push(UndoEntry entry, const QObject* by) {
    std::erase_if(m_undone, [&](const UndoEntry& one) { return meet(one, entry); });
    entry.id = ++m_lastId;
    m_done.push_back(std::move(entry));
    if (m_done.size() > kDepth) m_done.erase(m_done.begin());
    emit changed();
    emit pushed(UndoEntry(m_done.back()), by);
}

void UndoStack::push(const std::optional<model::Done>& done, const QObject* by) {
    if (done && done->undoable) push(UndoEntry{done->words, {*done}}, by);
}

void UndoStack::clear() {
    m_done.clear();
    m_undone.clear();
    m_busy = false;
    emit changed();
}

const UndoEntry* UndoStack::last(const Entries& entries, CaseId in) const {
    const auto latest = std::views::reverse(entries);
    const auto found = std::ranges::find_if(latest, [&](const UndoEntry& one) { return touches(one, in); });
    return m_busy || found == latest.end() ? nullptr : &*found;
}

const UndoEntry* UndoStack::next(const std::optional<CaseId>& in) const {
    if (!in) return m_busy || m_done.empty() ? nullptr : &m_done.back();
    const auto* found = last(m_done, *in);
    return found != nullptr && isAlone(*found) ? found : nullptr;
}

const UndoEntry* UndoStack::nextAgain(const std::optional<CaseId>& in) const {
    if (in) {
        const auto* found = last(m_undone, *in);
        return found != nullptr && isAlone(*found) ? found : nullptr;
    }
    // Once anything else was done, what was undone before it is not what a person means who looks at the whole office.
    const bool fresh = !m_undone.empty() && m_undone.back().undoneAfter == m_lastId;
    return m_busy || !fresh ? nullptr : &m_undone.back();
}

bool UndoStack::nextIsOfOthersToo(CaseId in) const {
    const auto* found = last(m_done, in);
    return found != nullptr && !isAlone(*found);
}

bool UndoStack::nextAgainIsOfOthersToo(CaseId in) const {
    const auto* found = last(m_undone, in);
    return found != nullptr && !isAlone(*found);
}

bool UndoStack::holds(std::uint64_t entry, bool again) const {
    return std::ranges::contains(again ? m_undone : m_done, entry, &UndoEntry::id);
}

void UndoStack::start(std::uint64_t id, const QObject* by, bool again) {
    if (m_busy || !holds(id, again) || !m_session.isOpen()) return;
    auto& from = entries(again);
    const auto found = std::ranges::find(from, id, &UndoEntry::id);
    const auto at = static_cast<std::size_t>(found - from.begin());
    UndoEntry entry = std::move(*found);
    from.erase(found);
    if (entry.filter) return finishFilter(std::move(entry), again, by);
    m_busy = true;
    emit changed();
    if (!entry.settled.empty()) return startSettled(std::move(entry), again, at, by);
    if (!again) entry = reversed(std::move(entry));
    m_session.write(
        this,
        [said = entry.said, again](WriterPort& office) {
            Answers answers;
            for (const auto& one : said)
                answers.push_back(again ? office.redo(one.caseId, one.event) : office.undo(one.caseId, one.event));
            return answers;
        },
        [this, entry, again, at, by = QPointer<const QObject>(by)](const Answers& answers) {
            finish(entry, answers, again, at, by);
        });
}

void UndoStack::startSettled(UndoEntry entry, bool again, std::size_t at, const QObject* by) {
    m_session.write(
        this, [settled = entry.settled, again](WriterPort& office) { return office.settle(settled, again); },
        [this, entry, again, at, by = QPointer<const QObject>(by)](const Result<void>& done) mutable {
            m_busy = false;
            const auto cases = entry.settled;
            if (done) {
                entry.undoneAfter = m_lastId;
                entries(!again).push_back(entry);
            } else if (done.error().code != model::Code::notFound) {
                auto& from = entries(again);
                from.insert(from.begin() + static_cast<std::ptrdiff_t>(std::min(at, from.size())), entry);
            }
            emit changed();
            if (done) tell(entry, again, by);
            else emit failed(entry.words, done.error(), 1, 1, by);
            for (const auto& one : cases) m_session.noteChanged(one.caseId);
        });
}

void UndoStack::finishFilter(UndoEntry entry, bool again, const QObject* by) {
    emit filterWanted(*entry.filter, !again);
    entry.undoneAfter = m_lastId;
    entries(!again).push_back(entry);
    emit changed();
    tell(entry, again, by);
}

void UndoStack::tell(const UndoEntry& entry, bool again, const QObject* by) {
    if (again) emit redone(entry, by);
    else emit undone(entry, by);
}

void UndoStack::finish(UndoEntry entry, const Answers& answers, bool again, std::size_t at, const QObject* by) {
    m_busy = false;
    UndoEntry went = emptied(entry);
    UndoEntry stays = emptied(entry);
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
        if (!model::isRefusal(error.code)) stays.said.push_back(std::move(one));
        if (!why) why = error;
    }
    const std::size_t failures = answers.size() - went.said.size();
    if (!again) {
        went = reversed(std::move(went));
        stays = reversed(std::move(stays));
        went.undoneAfter = m_lastId;
    }
    auto& from = entries(again);
    if (!stays.said.empty())
        from.insert(from.begin() + static_cast<std::ptrdiff_t>(std::min(at, from.size())), std::move(stays));
    if (!went.said.empty()) entries(!again).push_back(went);
    emit changed();
    if (why) emit failed(entry.words, *why, failures, answers.size(), by);
    else tell(went, again, by);
    // Also after a refusal: the state that was looked at may no longer hold.
    for (const auto& id : cases) m_session.noteChanged(id);
}

} // namespace ui
