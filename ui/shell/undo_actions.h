// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/action_registry.h"
#include "ui/session/undo_stack.h"

namespace ui {

class MessageBar;

/// Undoing and doing again in one window, and the bar that offers it: instead of questions before, a way back after.
/// The main window undoes the last thing done in whichever window, that of a case the last thing done in its case; each
/// tells of what was done in it. Owned by the window, with the registry and the bar.
class UndoActions : public QObject {
    Q_OBJECT
public:
    /// Adds the actions. `in` is the case of the window; nothing: the main window, which also tells of what was done in
    /// windows that are gone.
    UndoActions(QWidget* window, UndoStack& stack, MessageBar& messages, const std::optional<CaseId>& in);
    void add(ActionRegistry& actions, const WhyNot& whenOpen);

private:
    [[nodiscard]] bool isOurs(const QObject* by) const;
    [[nodiscard]] Text whyNot(bool again) const;
    void run(bool again);
    void offer(const UndoEntry& entry, const QString& words, bool again);
    void sayFailure(const Text& words, const Error& why, std::size_t failures, std::size_t of);
    void takeBackOffer();

    QWidget* m_window;
    UndoStack& m_stack;
    MessageBar& m_messages;
    std::optional<CaseId> m_in;
    std::uint64_t m_offered = 0; ///< the entry that the bar offered last
    bool m_offeredAgain = false; ///< to be done again, not undone
};

} // namespace ui
