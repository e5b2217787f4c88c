// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/text/say.h"

namespace ui {

/// Tells a person who is not looking at the window. What it is given may be read by everybody who passes the screen,
/// and over a locked one. GUI thread.
class Notifier {
public:
    virtual ~Notifier() = default;
    /// Shows this line in place of the one before.
    virtual void tell(const QString& line) = 0;
    /// Takes it away.
    virtual void takeBack() = 0;
};

} // namespace ui
