// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

class QMimeData;

namespace ui {

/// Keeps what is copied out of an open office from staying behind. While it guards, whatever this program puts on the
/// clipboard, by any widget, is marked so that clipboard histories pass it over; it is taken off again when guard ends,
/// and after a while where that was asked for. What other programs put there is left alone. GUI thread.
class Clipboard : public QObject {
    Q_OBJECT
public:
    /// What clipboard histories look for; KeePassXC and KDE agree on it.
    static constexpr const char* kHint = "x-kde-passwordManagerHint";

    explicit Clipboard(QObject* parent = nullptr);

    /// From now on. `seconds` until what was copied is taken off; 0: only when the guard ends.
    void guard(int seconds);
    /// How long what is copied next may stay.
    void setSeconds(int seconds);
    /// Takes off what is ours, from the selection of X11 too.
    void leave();
    [[nodiscard]] bool guards() const { return m_guards; }

private:
    void changed(int mode);
    void takeOff();
    bool m_guards = false;
    bool m_marking = false;
    int m_seconds = 0;
    QTimer m_takeOff;
};

} // namespace ui
