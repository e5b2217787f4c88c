// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/workspace/unsettled.h"
#include "ui/session/office_port.h"
#include "ui/text/say.h"

#include <QObject>

#include <optional>
#include <vector>

namespace ui {

class Session;

/// A kept filter that was dropped, and its place among the others.
struct DroppedFilter {
    model::SavedFilter filter;
    std::size_t at = 0;
};

/// What was done in one go and can be undone. How it is undone is the model's (model::Workspace::undo).
struct UndoEntry {
    Text words;                                  ///< what was done, with its object named
    std::vector<model::Done> said = {};          ///< in cases, in the order said; undone from the last to the first
    std::vector<model::Settlement> settled = {}; ///< or what the person has decided about, which only they know
    std::optional<DroppedFilter> filter = {};    ///< or a filter of the person's own, which no case knows of
    std::uint64_t id = 0;                        ///< given by the stack, and kept while it is undone and done again
    std::uint64_t undoneAfter = 0;               ///< given by the stack: the last that was pushed before it was undone
};

/// What the person who is in has done since they unlocked, in every window of the session, as far as it can be undone.
/// A window of one case undoes what was done in that case, whatever was done elsewhere since. Whoever does, undoes or
/// does again says who they are (`by`, null if that is nobody), and hears that with what became of it, so that it is
/// told in the window in which it was done. Empty while locked. GUI thread.
class UndoStack : public QObject {
    Q_OBJECT
public:
    explicit UndoStack(Session& session);

    /// Something new was done; what was undone before in the same cases can no more be done again.
    void push(UndoEntry entry, const QObject* by = nullptr);
    /// What a command did, if it can be undone at all.
    void push(const std::optional<model::Done>& done, const QObject* by = nullptr);
    /// The last thing that can be undone or done again now, or null. Null for both while one is under way. Of a case:
    /// the last thing that was done in it; null too where that was done to others with it, which is one thing.
    [[nodiscard]] const UndoEntry* next(const std::optional<CaseId>& in = {}) const;
    [[nodiscard]] const UndoEntry* nextAgain(const std::optional<CaseId>& in = {}) const;
    /// Whether the last thing that was done in this case, or undone in it, was so in others with it.
    [[nodiscard]] bool nextIsOfOthersToo(CaseId in) const;
    [[nodiscard]] bool nextAgainIsOfOthersToo(CaseId in) const;
    /// Whether this one is there to be undone or done again, wherever it stands.
    [[nodiscard]] bool holds(std::uint64_t entry, bool again) const;
    /// Nothing happens while another is under way, or if it is not there.
    void undo(std::uint64_t entry, const QObject* by = nullptr) { start(entry, by, false); }
    void redo(std::uint64_t entry, const QObject* by = nullptr) { start(entry, by, true); }
    void clear();

signals:
    void changed();
    void pushed(const ui::UndoEntry& entry, const QObject* by);
    void undone(const ui::UndoEntry& entry, const QObject* by);
    void redone(const ui::UndoEntry& entry, const QObject* by);
    /// Not, or not all of it: the reason of the first that could not be, and how many of how many could not.
    void failed(const model::Text& words, const model::Error& why, std::size_t failures, std::size_t of,
                const QObject* by);
    /// The person's own filters are kept by the list: put this one back, or drop it again.
    void filterWanted(const ui::DroppedFilter& filter, bool kept);

private:
    /// What became of each of an entry's events: what was said for it, or why not.
    using Answers = std::vector<Result<model::Receipt>>;
    using Entries = std::vector<UndoEntry>;
    void start(std::uint64_t id, const QObject* by, bool again);
    void finish(UndoEntry entry, const Answers& answers, bool again, std::size_t at, const QObject* by);
    void startSettled(UndoEntry entry, bool again, std::size_t at, const QObject* by);
    void finishFilter(UndoEntry entry, bool again, const QObject* by);
    void tell(const UndoEntry& entry, bool again, const QObject* by);
    [[nodiscard]] const UndoEntry* last(const Entries& entries, CaseId in) const;
    Entries& entries(bool again) { return again ? m_undone : m_done; }

    Session& m_session;
    Entries m_done;
    Entries m_undone;
    std::uint64_t m_lastId = 0;
    bool m_busy = false;
};

} // namespace ui
