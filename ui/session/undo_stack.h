// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/office_port.h"

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
    Text words;                          ///< what was done, with its object named
    std::vector<model::Done> said;       ///< in cases, in the order said; undone from the last to the first
    std::optional<DroppedFilter> filter; ///< or a filter of the person's own, which no case knows of
};

/// What the person who is in has done since they unlocked, in every window of the session, as far as it can be undone.
/// Empty while locked. GUI thread.
class UndoStack : public QObject {
    Q_OBJECT
public:
    explicit UndoStack(Session& session);

    /// Something new was done; what was undone before can no more be done again.
    void push(UndoEntry entry);
    /// What a command did, if it can be undone at all.
    void push(const std::optional<model::Done>& done);
    /// The last thing that can be undone or done again now, or null. Null for both while one is under way.
    [[nodiscard]] const UndoEntry* next() const { return m_busy || m_done.empty() ? nullptr : &m_done.back(); }
    [[nodiscard]] const UndoEntry* nextAgain() const { return m_busy || m_undone.empty() ? nullptr : &m_undone.back(); }
    void undo();
    void redo();
    void clear();

signals:
    void changed();
    void pushed(const model::Text& words);
    void undone(const model::Text& words);
    void redone(const model::Text& words);
    /// Not, or not all of it: the reason of the first that could not be, and how many of how many could not.
    void failed(const model::Text& words, const model::Error& why, std::size_t failures, std::size_t of);
    /// The person's own filters are kept by the list: put this one back, or drop it again.
    void filterWanted(const ui::DroppedFilter& filter, bool kept);

private:
    /// What became of each of an entry's events: what was said for it, or why not.
    using Answers = std::vector<Result<model::Receipt>>;
    void finish(UndoEntry entry, const Answers& answers, bool again);

    Session& m_session;
    std::vector<UndoEntry> m_done;
    std::vector<UndoEntry> m_undone;
    bool m_busy = false;
};

} // namespace ui
