// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/text/say.h"

#include <QList>
#include <QWidget>

namespace ui {

/// A page of a window that shows something of the unlocked office. The window shows one at a time and asks of each only
/// what stands here. GUI thread.
class Page : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;

    /// It is shown now: asks anew for what it shows and takes the keyboard.
    virtual void enter() = 0;
    /// Another page takes its place: keeps what is half written.
    virtual void leave() {}
    /// The office is about to be locked: keeps what is half written and how the page stands.
    virtual void keep() {}
    /// The office is locked: nothing of it stays in any widget.
    virtual void forget() = 0;
    /// The keys that help most here, for the line at the foot.
    [[nodiscard]] virtual Text hints() const = 0;
    /// The actions that stand on the tool bar, by their ids; an empty one is a gap.
    [[nodiscard]] virtual QStringList tools() const { return {}; }
    /// What the window's title says beside the program's name: never more than a reference.
    [[nodiscard]] virtual QString title() const { return {}; }
    /// Where F6 leads, in order; hidden ones are passed over.
    [[nodiscard]] virtual QList<QWidget*> panes() const { return {}; }
    /// Everything that is in view is here.
    [[nodiscard]] virtual bool settled() const { return true; }
};

} // namespace ui
