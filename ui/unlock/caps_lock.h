// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QKeyEvent;

namespace ui {

/// Whether Caps Lock is on, as far as a key that was just typed shows it: a letter of the other case than Shift would
/// give. Qt has no query for the lock's state, and this needs none of the platform. Nothing if the key shows it not.
enum class CapsLock { off, on, unknown };
CapsLock capsLockOf(const QKeyEvent& event);

} // namespace ui
