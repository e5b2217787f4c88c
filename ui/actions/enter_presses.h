// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QKeyEvent;
class QWidget;

namespace ui {

/// Enter presses the button that has the keyboard in a window, as Space does; Qt does so in dialogs only. For
/// QWidget::keyPressEvent of a window, where a key arrives that neither the button nor what holds it has a use for, so
/// nothing changes where Enter means something else. False if the key is another, or no button that can be pressed has
/// the keyboard.
bool enterPresses(const QWidget& window, const QKeyEvent& event);

} // namespace ui
