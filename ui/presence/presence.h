// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/text/say.h"

#include <QObject>

namespace ui {

/// Why nobody may be at the machine any more.
enum class Away {
    sleep,       ///< the machine goes to sleep, and waits for settled() as long as it may
    screenLock,  ///< the session was locked
    userSwitch,  ///< another user's session has the screen
    screenSaver, ///< the screen saver began
};
/// Why the office was locked, for the page that unlocks it. `time` as people read it, "14:02".
Text awayReason(Away why, const std::string& time);

/// What the machine says about whether a person is at it. Tests put one of their own in its place. GUI thread.
class Presence : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    /// Whether the machine says when the screen is locked, and when it goes to sleep. False until it has answered.
    [[nodiscard]] virtual bool hearsScreen() const = 0;
    [[nodiscard]] virtual bool hearsSleep() const = 0;
    /// All that had to be done before sleep is done: the machine need not wait any longer.
    virtual void settled() = 0;

signals:
    void away(ui::Away why);
    /// hearsScreen() or hearsSleep() says something else than before.
    void hearingChanged();
};

/// "Locks with the screen: yes. Before sleep: no.", or what to do where nobody listens (null).
Text hearingText(const Presence* presence);

} // namespace ui
