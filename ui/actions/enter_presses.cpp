// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/enter_presses.h"

#include <QKeyEvent>
#include <QPushButton>
#include <QToolButton>

namespace ui {

bool enterPresses(const QWidget& window, const QKeyEvent& event) {
    const bool enter = event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter;
    // A key that is held must not sign twice.
    if (!enter || event.isAutoRepeat() || (event.modifiers() & ~Qt::KeypadModifier) != Qt::NoModifier) return false;
    auto* button = qobject_cast<QAbstractButton*>(window.focusWidget());
    const bool pressed = qobject_cast<QPushButton*>(button) != nullptr || qobject_cast<QToolButton*>(button) != nullptr;
    if (!pressed || !button->isEnabled()) return false; // a box is ticked by Space, as everywhere
    button->click();
    return true;
}

} // namespace ui
