// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/presence/presence.h"

#include <QDBusConnection>
#include <QDBusUnixFileDescriptor>
#include <QVariantMap>

namespace ui {

/// Presence as systemd-logind on the system bus and the screen savers on the session bus tell it. Where a bus, a
/// service or a session is missing it hears less, and says nothing else about it. Nothing here waits for an answer.
///   logind   org.freedesktop.login1: Manager.PrepareForSleep, Session.Lock, Session.Active and LockedHint; a delay
///            inhibitor for sleep, taken anew after each sleep
///   savers   ActiveChanged of org.freedesktop.ScreenSaver and of org.gnome.ScreenSaver
class BusPresence : public Presence {
    Q_OBJECT
public:
    BusPresence(const QDBusConnection& system, const QDBusConnection& session, QObject* parent = nullptr);

    [[nodiscard]] bool hearsScreen() const override { return m_logindSession || m_saver; }
    [[nodiscard]] bool hearsSleep() const override { return m_inhibitor.isValid(); }
    void settled() override;

private slots:
    void onSleep(bool begins);
    void onLock();
    void onProperties(const QString& interface, const QVariantMap& changed, const QStringList& invalidated);
    void onSaver(bool active);

private:
    void findSession();
    void listenTo(const QString& sessionPath);
    void inhibit();
    void findSaver(const QString& service);
    void setHeard(bool& what, bool heard);

    QDBusConnection m_system;
    QDBusConnection m_session;
    QDBusUnixFileDescriptor m_inhibitor; ///< while it is open, sleep waits for us
    bool m_logindSession = false;
    bool m_saver = false;
};

} // namespace ui
