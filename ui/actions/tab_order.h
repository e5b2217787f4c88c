// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

class QWidget;

namespace ui {

/// What takes the keyboard by Tab in a window now, in the order in which a person reads it: from the top down where a
/// line without controls parts the page, else column by column. It follows from where things stand, so nothing has to
/// say its order, whenever it was made.
QList<QWidget*> tabOrder(const QWidget& window);

/// Gives the keyboard to the next one of tabOrder(), or the one before, around the end; and shows it where it was
/// scrolled out of view. False if nothing takes it. For QWidget::focusNextPrevChild of a window.
bool focusAsRead(QWidget& window, bool next);

} // namespace ui
