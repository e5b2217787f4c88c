// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/unlock/caps_lock.h"

#include <QKeyEvent>

namespace ui {

CapsLock capsLockOf(const QKeyEvent& event) {
    const QString text = event.text();
    if (text.size() != 1 || !text.at(0).isLetter() || text.at(0).toLower() == text.at(0).toUpper())
        return CapsLock::unknown;
    const bool shift = event.modifiers().testFlag(Qt::ShiftModifier);
    return text.at(0).isUpper() != shift ? CapsLock::on : CapsLock::off;
}

} // namespace ui
