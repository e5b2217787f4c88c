// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/presence/bus_notifier.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QGuiApplication>
#include <QVariantMap>

namespace ui {
namespace {

QDBusMessage call(const char* method) {
    const QString service = QStringLiteral("org.freedesktop.Notifications");
    return QDBusMessage::createMethodCall(service, QStringLiteral("/org/freedesktop/Notifications"), service,
                                          QLatin1String(method));
}

} // namespace

BusNotifier::BusNotifier(const QDBusConnection& session, QObject* parent) : QObject(parent), m_session(session) {}

void BusNotifier::tell(const QString& line) {
    if (!m_session.isConnected()) return;
    auto message = call("Notify");
    // It must not stay in a history, nor be read out over the lock screen.
    const QVariantMap hints{{QStringLiteral("transient"), true},
                            {QStringLiteral("desktop-entry"), QGuiApplication::desktopFileName()}};
    message << QStringLiteral("Touchstone") << m_shown << QStringLiteral("touchstone") << line << QString()
            << QStringList() << hints << -1;
    auto* watcher = new QDBusPendingCallWatcher(m_session.asyncCall(message), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* done) {
        done->deleteLater();
        const QDBusPendingReply<uint> reply = *done;
        if (!reply.isError()) m_shown = reply.value();
    });
}

void BusNotifier::takeBack() {
    if (m_shown == 0 || !m_session.isConnected()) return;
    auto message = call("CloseNotification");
    message << m_shown;
    m_session.asyncCall(message);
    m_shown = 0;
}

} // namespace ui
