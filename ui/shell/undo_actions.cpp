// SPDX-License-Identifier: GPL-3.0-or-later
// Undoing and doing again, and the bar that offers it: instead of questions before, a way back after.
#include "ui/actions/action_registry.h"
#include "ui/list/case_list_view.h"
#include "ui/list/list_page.h"
#include "ui/list/saved_filters.h"
#include "ui/session/undo_stack.h"
#include "ui/shell/main_window.h"
#include "ui/shell/message_bar.h"

namespace ui {

void MainWindow::makeUndoActions() {
    auto* stack = &m_session.undoStack();
    const auto when = [this, open = whenOpen()](auto next, Text nothing) -> WhyNot {
        return [open, next, nothing] {
            if (Text locked = open(); !locked.empty()) return locked;
            return next() != nullptr ? Text{} : nothing;
        };
    };
    m_actions->add({QStringLiteral("edit.undo"),
                    {"Undo", "撤销"},
                    Menu::edit,
                    {QKeySequence(Qt::CTRL | Qt::Key_Z)},
                    {},
                    when([stack] { return stack->next(); },
                         {"Nothing was done since the unlock that can be undone.", "解锁以来没有可撤销的操作。"})},
                   [stack] { stack->undo(); });
    m_actions->add({QStringLiteral("edit.redo"),
                    {"Do again", "重做"},
                    Menu::edit,
                    {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z)},
                    {},
                    when([stack] { return stack->nextAgain(); }, {"Nothing was undone.", "没有已撤销的操作。"})},
                   [stack] { stack->redo(); });
    m_actions->add({QStringLiteral("list.unread"),
                    {"Mark the case selected as unread", "将所选案件标为未读"},
                    Menu::none,
                    {Qt::Key_U},
                    {},
                    whenSelected(),
                    m_list->table(),
                    {"In the list", "在列表中"}},
                   [this] { m_list->markUnread(); });

    const auto offerUndo = [this, stack](const QString& words) {
        m_messages->offer(words, say("&Undo", "撤销(&U)"), [stack] { stack->undo(); });
    };
    connect(stack, &UndoStack::changed, m_actions, &ActionRegistry::refresh);
    connect(stack, &UndoStack::pushed, this, [offerUndo](const Text& words) { offerUndo(say(words)); });
    connect(stack, &UndoStack::redone, this,
            [offerUndo](const Text& words) { offerUndo(say("Done again: %1", "已重做：%1").arg(say(words))); });
    connect(stack, &UndoStack::undone, this, [this, stack](const Text& words) {
        m_messages->offer(say("Undone: %1", "已撤销：%1").arg(say(words)), say("Do &again", "重做(&A)"),
                          [stack] { stack->redo(); });
    });
    connect(stack, &UndoStack::failed, this,
            [this](const Text& words, const Error& why, std::size_t failures, std::size_t of) {
                QString told =
                    say("Not undone or done again: %1. %2", "未能撤销或重做：%1。%2").arg(say(words), say(why));
                if (of > 1) told += say(" (%1 of %2)", "（%2 项中的 %1 项）").arg(failures).arg(of);
                m_messages->say(Meaning::danger, told);
            });
    connect(stack, &UndoStack::filterWanted, this, [this](const DroppedFilter& dropped, bool kept) {
        if (kept) m_list->savedFilters().putBack(dropped);
        else m_list->savedFilters().remove(str(dropped.filter.name));
    });
}

} // namespace ui
