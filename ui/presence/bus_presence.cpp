// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/presence/bus_presence.h"

#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace ui {
namespace {

constexpr QLatin1StringView kLogind("org.freedesktop.login1");
constexpr QLatin1StringView kManager("org.freedesktop.login1.Manager");
constexpr QLatin1StringView kManagerPath("/org/freedesktop/login1");
constexpr QLatin1StringView kLogindSession("org.freedesktop.login1.Session");

/// Asks, and gives the answer to `then` when it is there; nothing happens where it fails.
template <typename... Values, typename Then>
void ask(const QDBusConnection& bus, const QDBusMessage& question, QObject* context, Then then) {
    auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(question), context);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, context,
                     [then = std::move(then)](QDBusPendingCallWatcher* done) {
                         done->deleteLater();
                         const QDBusPendingReply<Values...> reply = *done;
                         if (!reply.isError()) then(reply);
                     });
}

} // namespace

BusPresence::BusPresence(const QDBusConnection& system, const QDBusConnection& session, QObject* parent)
    : Presence(parent), m_system(system), m_session(session) {
    if (m_system.isConnected()) {
        m_system.connect(kLogind, kManagerPath, kManager, QStringLiteral("PrepareForSleep"), this, SLOT(onSleep(bool)));
        findSession();
        inhibit();
    }
    if (!m_session.isConnected()) return;
    // Some desktops send it from two paths: whoever sends it, the screen is not watched.
    for (const auto& service :
         {QStringLiteral("org.freedesktop.ScreenSaver"), QStringLiteral("org.gnome.ScreenSaver")}) {
        m_session.connect({}, {}, service, QStringLiteral("ActiveChanged"), this, SLOT(onSaver(bool)));
        findSaver(service);
    }
}

void BusPresence::findSession() {
    // "auto" is the session of this process, or its user's graphical one where a service manager started the process.
    auto question = QDBusMessage::createMethodCall(kLogind, kManagerPath, kManager, QStringLiteral("GetSession"));
    question << QStringLiteral("auto");
    ask<QDBusObjectPath>(m_system, question, this,
                         [this](const QDBusPendingReply<QDBusObjectPath>& reply) { listenTo(reply.value().path()); });
}

void BusPresence::listenTo(const QString& sessionPath) {
    m_system.connect(kLogind, sessionPath, kLogindSession, QStringLiteral("Lock"), this, SLOT(onLock()));
    m_system.connect(kLogind, sessionPath, QStringLiteral("org.freedesktop.DBus.Properties"),
                     QStringLiteral("PropertiesChanged"), this, SLOT(onProperties(QString, QVariantMap, QStringList)));
    setHeard(m_logindSession, true);
}

void BusPresence::inhibit() {
    auto question = QDBusMessage::createMethodCall(kLogind, kManagerPath, kManager, QStringLiteral("Inhibit"));
    question << QStringLiteral("sleep") << QStringLiteral("Touchstone")
             << QStringLiteral("Locks the office before sleep") << QStringLiteral("delay");
    ask<QDBusUnixFileDescriptor>(m_system, question, this,
                                 [this](const QDBusPendingReply<QDBusUnixFileDescriptor>& reply) {
                                     m_inhibitor = reply.value();
                                     emit hearingChanged();
                                 });
}

void BusPresence::findSaver(const QString& service) {
    auto question =
        QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.DBus"), QStringLiteral("/org/freedesktop/DBus"),
                                       QStringLiteral("org.freedesktop.DBus"), QStringLiteral("NameHasOwner"));
    question << service;
    ask<bool>(m_session, question, this, [this](const QDBusPendingReply<bool>& reply) {
        if (reply.value()) setHeard(m_saver, true);
    });
}

void BusPresence::setHeard(bool& what, bool heard) {
    if (what == heard) return;
    what = heard;
    emit hearingChanged();
}

void BusPresence::settled() { m_inhibitor = QDBusUnixFileDescriptor(); }

void BusPresence::onSleep(bool begins) {
    if (begins) emit away(Away::sleep);
    else if (!m_inhibitor.isValid()) inhibit();
}

void BusPresence::onLock() { emit away(Away::screenLock); }

void BusPresence::onProperties(const QString& interface, const QVariantMap& changed, const QStringList&) {
    if (interface != kLogindSession) return;
    if (changed.value(QStringLiteral("LockedHint"), false).toBool()) emit away(Away::screenLock);
    if (!changed.value(QStringLiteral("Active"), true).toBool()) emit away(Away::userSwitch);
}

void BusPresence::onSaver(bool active) {
    setHeard(m_saver, true);
    if (active) emit away(Away::screenSaver);
}

} // namespace ui
