// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QStringList>

class QWidget;

// What is held of everything that can be looked at. Each function looks at a window as it is shown now, with the
// dialogs that stand over it, and returns a line for each fault: what, where, and by how much.
namespace walk {

/// Controls without a name or a role, a letter that leads to two of them, a password that can be read out. Of tables,
/// the cells that can be seen.
QStringList faultsOfNames(QWidget& window);

/// Presses Tab until it comes around: what can take the keyboard and was never reached; and where it goes back against
/// the way in which a person reads, but for the once where it begins anew: within whatever holds two controls that
/// follow each other, the second stands neither above the first nor left of it in one row, unless it begins a column to
/// its right. Moves the keyboard.
QStringList faultsOfTab(QWidget& window);

/// Words that do not fit: of labels, buttons, boxes, tabs and headers. Words that were shortened with "…" are let pass
/// where a tip gives them whole; so are cells of tables and lists, whose case is shown beside them.
QStringList faultsOfFit(QWidget& window);

/// Windows that stand over this one, or this one itself, larger than the screen.
QStringList faultsOfSize(QWidget& window);

/// As faultsOf... of contrast: words under 4.5:1 against their ground (WCAG 2.2, 1.4.3), and edges of buttons, fields
/// and boxes to tick under 3:1 (1.4.11), measured in the picture of the window.
QStringList faultsOfContrast(QWidget& window);

/// Gives the keyboard to each control in turn: where the pixels that change by it change by less than 3:1 (2.4.13),
/// nobody sees where the keyboard is. Moves the keyboard.
QStringList faultsOfFocusRing(QWidget& window);

/// WCAG 2.2: (lighter + 0.05) / (darker + 0.05), from 1 to 21.
double contrastOf(QRgb one, QRgb other);

/// Every widget of this window and of what stands over it that can be seen.
QList<QWidget*> widgetsInView(QWidget& window);
/// A name by which a person who mends it finds a widget: "QLineEdit note".
QString describe(const QWidget* widget);

} // namespace walk
