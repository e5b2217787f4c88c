// SPDX-License-Identifier: GPL-3.0-or-later
// What the desktop says and is told, on a bus of the test's own with a logind, a screen saver and a notification daemon
// of the test's own.
#include "ui/presence/bus_notifier.h"
#include "ui/presence/bus_presence.h"
#include "ui/presence/digest.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusUnixFileDescriptor>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <unistd.h>

namespace {

constexpr const char* kSessionPath = "/org/freedesktop/login1/session/_31";

/// logind as far as the program asks it.
class Logind : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.login1.Manager")
public:
    int inhibited = 0;
    QString what;
    QString mode;
    int heldBy = -1; ///< our end of the inhibitor: it reads nothing more once the program has let go

    ~Logind() override {
        if (heldBy >= 0) ::close(heldBy);
    }
    [[nodiscard]] bool holds() const {
        char byte = 0;
        return heldBy >= 0 && ::read(heldBy, &byte, 1) < 0; // would wait: somebody holds the other end
    }

public slots:
    QDBusObjectPath GetSession(const QString& id) {
        return QDBusObjectPath(id == QLatin1String("auto") ? QLatin1String(kSessionPath) : QLatin1String("/none"));
    }
    QDBusUnixFileDescriptor Inhibit(const QString& kind, const QString&, const QString&, const QString& how) {
        ++inhibited;
        what = kind;
        mode = how;
        int ends[2] = {-1, -1};
        if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) qFatal("no pipe");
        if (heldBy >= 0) ::close(heldBy);
        heldBy = ends[0];
        const QDBusUnixFileDescriptor given(ends[1]);
        ::close(ends[1]);
        return given;
    }

signals:
    void PrepareForSleep(bool begins);
};

class LogindSession : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.login1.Session")
signals:
    void Lock();
};

class ScreenSaver : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.ScreenSaver")
signals:
    void ActiveChanged(bool active);
};

class Notifications : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
public:
    QStringList lines;
    QStringList bodies;
    QList<uint> replaced;
    uint closed = 0;
public slots:
    uint Notify(const QString&, uint replaces, const QString&, const QString& summary, const QString& body,
                const QStringList&, const QVariantMap&, int) {
        lines << summary;
        bodies << body;
        replaced << replaces;
        return 41;
    }
    void CloseNotification(uint id) { closed = id; }
};

} // namespace

class TestPresence : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QVERIFY(m_folder.isValid());
        QFile config(m_folder.filePath(QStringLiteral("bus.conf")));
        QVERIFY(config.open(QIODevice::WriteOnly));
        config.write("<busconfig><type>session</type><listen>unix:dir=" + m_folder.path().toUtf8() +
                     "</listen><policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>"
                     "<allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>");
        config.close();
        m_daemon.start(QStringLiteral("dbus-daemon"), {QStringLiteral("--nofork"), QStringLiteral("--print-address"),
                                                       QStringLiteral("--config-file"), config.fileName()});
        QVERIFY2(m_daemon.waitForStarted(), "the package dbus-daemon is missing");
        QVERIFY(m_daemon.waitForReadyRead());
        m_address = QString::fromUtf8(m_daemon.readLine().trimmed());
        m_world = std::make_unique<QDBusConnection>(QDBusConnection::connectToBus(m_address, QStringLiteral("world")));
        QVERIFY(m_world->isConnected());
    }
    void cleanupTestCase() {
        for (const char* name : {"world", "desk"}) QDBusConnection::disconnectFromBus(QLatin1String(name));
        m_world.reset();
        m_daemon.kill();
        m_daemon.waitForFinished();
    }

    /// Without a bus nothing is heard, that is said, and nothing fails.
    void withoutABusNothingIsHeard() {
        const QDBusConnection none(QStringLiteral("no such connection"));
        ui::BusPresence presence(none, none);
        QVERIFY(!presence.hearsScreen() && !presence.hearsSleep());
        QVERIFY(ui::hearingText(&presence).en.find("does not lock with the screen") != std::string::npos);
        QCOMPARE(ui::hearingText(nullptr), ui::hearingText(&presence));
        ui::BusNotifier(none).tell(QStringLiteral("line"));
        // A bus on which nobody answers is the same.
        const auto bus = desk();
        ui::BusPresence alone(bus, bus);
        QTest::qWait(0);
        QVERIFY(!alone.hearsScreen() && !alone.hearsSleep());
    }

    void sleepWaitsUntilTheOfficeIsLocked() {
        Logind logind;
        LogindSession session;
        startLogind(logind, session);
        const auto bus = desk();
        ui::BusPresence presence(bus, bus);
        QSignalSpy away(&presence, &ui::Presence::away);
        QTRY_VERIFY(presence.hearsSleep() && presence.hearsScreen());
        QVERIFY(ui::hearingText(&presence).en.find("with the screen and before sleep") != std::string::npos);
        QCOMPARE(logind.what, QStringLiteral("sleep"));
        QCOMPARE(logind.mode, QStringLiteral("delay"));
        QVERIFY(logind.holds());
        emit logind.PrepareForSleep(true);
        QTRY_COMPARE(away.size(), 1);
        QCOMPARE(away.takeFirst().at(0).value<ui::Away>(), ui::Away::sleep);
        QVERIFY(logind.holds()); // sleep still waits
        presence.settled();
        QTRY_VERIFY(!logind.holds());
        emit logind.PrepareForSleep(false);
        QTRY_COMPARE(logind.inhibited, 2); // for the next time
        QTRY_VERIFY(logind.holds() && presence.hearsSleep());
        stopLogind();
    }

    void lockAndSwitchOfTheSessionAreHeard() {
        Logind logind;
        LogindSession session;
        startLogind(logind, session);
        const auto bus = desk();
        ui::BusPresence presence(bus, bus);
        QSignalSpy away(&presence, &ui::Presence::away);
        QTRY_VERIFY(presence.hearsScreen());
        emit session.Lock();
        QTRY_COMPARE(away.size(), 1);
        QCOMPARE(away.takeFirst().at(0).value<ui::Away>(), ui::Away::screenLock);
        change({{QStringLiteral("Active"), false}});
        QTRY_COMPARE(away.size(), 1);
        QCOMPARE(away.takeFirst().at(0).value<ui::Away>(), ui::Away::userSwitch);
        change({{QStringLiteral("LockedHint"), true}});
        QTRY_COMPARE(away.size(), 1);
        QCOMPARE(away.takeFirst().at(0).value<ui::Away>(), ui::Away::screenLock);
        // Coming back and other changes lock nothing; the last signal shows that they have been heard.
        change({{QStringLiteral("Active"), true}, {QStringLiteral("LockedHint"), false}});
        change({{QStringLiteral("IdleHint"), true}});
        emit session.Lock();
        QTRY_COMPARE(away.size(), 1);
        stopLogind();
    }

    void theScreenSaverIsHeard() {
        ScreenSaver saver;
        QVERIFY(m_world->registerService(QStringLiteral("org.freedesktop.ScreenSaver")));
        QVERIFY(m_world->registerObject(QStringLiteral("/ScreenSaver"), &saver, QDBusConnection::ExportAllSignals));
        const auto bus = desk();
        ui::BusPresence presence(bus, bus);
        QSignalSpy away(&presence, &ui::Presence::away);
        QTRY_VERIFY(presence.hearsScreen());
        QVERIFY(!presence.hearsSleep());
        emit saver.ActiveChanged(true);
        QTRY_COMPARE(away.size(), 1);
        QCOMPARE(away.takeFirst().at(0).value<ui::Away>(), ui::Away::screenSaver);
        emit saver.ActiveChanged(false);
        emit saver.ActiveChanged(true);
        QTRY_COMPARE(away.size(), 1);
        m_world->unregisterService(QStringLiteral("org.freedesktop.ScreenSaver"));
        m_world->unregisterObject(QStringLiteral("/ScreenSaver"));
    }

    void oneNotificationTakesThePlaceOfTheOther() {
        Notifications daemon;
        QVERIFY(m_world->registerService(QStringLiteral("org.freedesktop.Notifications")));
        QVERIFY(m_world->registerObject(QStringLiteral("/org/freedesktop/Notifications"), &daemon,
                                        QDBusConnection::ExportAllSlots));
        ui::BusNotifier notifier(desk());
        notifier.tell(QStringLiteral("3 new items"));
        QTRY_COMPARE(daemon.lines, QStringList{QStringLiteral("3 new items")});
        QCOMPARE(daemon.bodies, QStringList{QString()});
        // The number of the first has to be back before the second can take its place.
        QTRY_VERIFY((notifier.takeBack(), daemon.closed == 41));
        notifier.tell(QStringLiteral("5 new items"));
        QTRY_COMPARE(daemon.replaced, (QList<uint>{0, 0}));
        m_world->unregisterService(QStringLiteral("org.freedesktop.Notifications"));
        m_world->unregisterObject(QStringLiteral("/org/freedesktop/Notifications"));
    }

    void aDigestSaysHowMuchAndNotTooOften() {
        using namespace std::chrono_literals;
        const auto start = *model::parseInstant("2026-03-04T01:00:00Z");
        ui::Digest digest;
        QVERIFY(!digest.add(0, start));
        QCOMPARE(digest.add(1, start)->zh, std::string("有 1 项更新"));
        QVERIFY(!digest.add(2, start + 1min));
        QVERIFY(!digest.due(start + 9min));
        QCOMPARE(digest.due(start + 10min)->en, std::string("3 new items"));
        QVERIFY(!digest.due(start + 30min)); // nothing came since
        digest.seen();
        QCOMPARE(digest.add(1, start + 40min)->en, std::string("1 new item"));
        QVERIFY(digest.add(1, start)); // the clock was set back
    }

private:
    QDBusConnection desk() const { return QDBusConnection::connectToBus(m_address, QStringLiteral("desk")); }
    void startLogind(Logind& logind, LogindSession& session) {
        QVERIFY(m_world->registerService(QStringLiteral("org.freedesktop.login1")));
        QVERIFY(m_world->registerObject(QStringLiteral("/org/freedesktop/login1"), &logind,
                                        QDBusConnection::ExportAllContents));
        QVERIFY(m_world->registerObject(QLatin1String(kSessionPath), &session, QDBusConnection::ExportAllSignals));
    }
    void stopLogind() {
        m_world->unregisterService(QStringLiteral("org.freedesktop.login1"));
        m_world->unregisterObject(QStringLiteral("/org/freedesktop/login1"));
        m_world->unregisterObject(QLatin1String(kSessionPath));
    }
    void change(const QVariantMap& changed) {
        auto message =
            QDBusMessage::createSignal(QLatin1String(kSessionPath), QStringLiteral("org.freedesktop.DBus.Properties"),
                                       QStringLiteral("PropertiesChanged"));
        message << QStringLiteral("org.freedesktop.login1.Session") << changed << QStringList();
        QVERIFY(m_world->send(message));
    }

    QTemporaryDir m_folder;
    QProcess m_daemon;
    QString m_address;
    std::unique_ptr<QDBusConnection> m_world;
};

QTEST_GUILESS_MAIN(TestPresence)
#include "test_presence.moc"
