// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/undo_actions.h"

#include "ui/shell/message_bar.h"

#include <QWidget>

namespace ui {

UndoActions::UndoActions(QWidget* window, UndoStack& stack, MessageBar& messages, const std::optional<CaseId>& in)
    : QObject(window), m_window(window), m_stack(stack), m_messages(messages), m_in(in) {
    connect(&stack, &UndoStack::pushed, this, [this](const UndoEntry& entry, const QObject* by) {
        if (isOurs(by)) offer(entry, say(entry.words), false);
    });
    connect(&stack, &UndoStack::redone, this, [this](const UndoEntry& entry, const QObject* by) {
        if (isOurs(by)) offer(entry, say("Done again: %1", "已重做：%1").arg(say(entry.words)), false);
    });
    connect(&stack, &UndoStack::undone, this, [this](const UndoEntry& entry, const QObject* by) {
        if (isOurs(by)) offer(entry, say("Undone: %1", "已撤销：%1").arg(say(entry.words)), true);
    });
    connect(&stack, &UndoStack::failed, this,
            [this](const Text& words, const Error& why, std::size_t failures, std::size_t of, const QObject* by) {
                if (isOurs(by)) sayFailure(words, why, failures, of);
            });
    connect(&stack, &UndoStack::changed, this, &UndoActions::takeBackOffer);
}

void UndoActions::add(ActionRegistry& actions, const WhyNot& whenOpen) {
    const auto when = [this, whenOpen](bool again) -> WhyNot {
        return [this, whenOpen, again] {
            Text locked = whenOpen();
            return locked.empty() ? whyNot(again) : locked;
        };
    };
    actions.add({QStringLiteral("edit.undo"),
                 {"Undo", "撤销"},
                 Menu::edit,
                 {QKeySequence(Qt::CTRL | Qt::Key_Z)},
                 {},
                 when(false)},
                [this] { run(false); });
    actions.add({QStringLiteral("edit.redo"),
                 {"Do again", "重做"},
                 Menu::edit,
                 {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z)},
                 {},
                 when(true)},
                [this] { run(true); });
    connect(&m_stack, &UndoStack::changed, &actions, &ActionRegistry::refresh);
}

bool UndoActions::isOurs(const QObject* by) const {
    while (by != nullptr && by->parent() != nullptr) by = by->parent();
    if (by == m_window) return m_window->isVisible() || !m_in;
    // Nobody, or somebody whose window is gone or about to be.
    const auto* window = qobject_cast<const QWidget*>(by);
    return !m_in && (window == nullptr || !window->isVisible());
}

Text UndoActions::whyNot(bool again) const {
    if ((again ? m_stack.nextAgain(m_in) : m_stack.next(m_in)) != nullptr) return {};
    if (m_in && (again ? m_stack.nextAgainIsOfOthersToo(*m_in) : m_stack.nextIsOfOthersToo(*m_in))) {
        return {"It was done to several cases at once: go to the list of cases for that.",
                "该操作同时涉及多个案件，请转到案件列表办理。"};
    }
    if (again) return {"Nothing was undone.", "没有已撤销的操作。"};
    return m_in ? Text{"Nothing was done in this case since the unlock that can be undone.",
                       "解锁以来本案没有可撤销的操作。"}
                : Text{"Nothing was done since the unlock that can be undone.", "解锁以来没有可撤销的操作。"};
}

void UndoActions::run(bool again) {
    const auto* entry = again ? m_stack.nextAgain(m_in) : m_stack.next(m_in);
    if (entry == nullptr) return;
    if (again) m_stack.redo(entry->id, this);
    else m_stack.undo(entry->id, this);
}

void UndoActions::offer(const UndoEntry& entry, const QString& words, bool again) {
    m_offered = entry.id;
    m_offeredAgain = again;
    m_messages.offer(words, again ? say("Do &again", "重做(&A)") : say("&Undo", "撤销(&U)"),
                     [this, id = entry.id, again] {
                         if (again) m_stack.redo(id, this);
                         else m_stack.undo(id, this);
                     });
}

void UndoActions::takeBackOffer() {
    // Another window may have been quicker.
    if (m_offered == 0 || m_stack.holds(m_offered, m_offeredAgain)) return;
    m_offered = 0;
    m_messages.takeBackOffer();
}

void UndoActions::sayFailure(const Text& words, const Error& why, std::size_t failures, std::size_t of) {
    QString told = say("Not undone or done again: %1. %2", "未能撤销或重做：%1。%2").arg(say(words), say(why));
    if (of > 1) told += say(" (%1 of %2)", "（%2 项中的 %1 项）").arg(failures).arg(of);
    m_messages.say(Meaning::danger, told);
}

} // namespace ui
