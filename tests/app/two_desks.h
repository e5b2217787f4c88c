// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/app/ctl_runner.h"
#include "tests/app/hub_runner.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

/// Ends the test if a run of touchstonectl did not do what it was told.
#define DONE(result)                                                                                                   \
    do {                                                                                                               \
        const auto one = (result);                                                                                     \
        QVERIFY2(one.exit == 0, one.err.constData() + QJsonDocument(one.json).toJson());                               \
    } while (false)

/// What tests of a hub begin with: two desks, each in a folder of its own, of an office that moves to a hub.
class TwoDesks {
protected:
    TwoDesks() {
        m_admin.office = path("desk-1");
        m_admin.passphrase = "the passphrase of the first";
        m_officer.office = path("desk-2");
        m_officer.passphrase = "the passphrase of the second";
    }
    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }

    /// The first desk founds the office and takes one report in.
    void foundOffice() {
        DONE(m_admin.json({"office", "found", "--label", "head", "--office-name", "Bureau", "--role", "supervisor",
                           "--role", "officer"}));
        const auto added = m_admin.json({"report", "add", "--set", "title=Antimony declared as tin", "--set",
                                         "narrative=It left without a licence."});
        DONE(added);
        m_reference = added.data()["reference"].toString();
        m_case = added.data()["id"].toString();
    }
    /// The office's record is in the file "record" then. The code that opens it, as a line.
    [[nodiscard]] QByteArray handOver() const {
        const auto handed = m_admin.json({"hub", "hand-over", path("record")});
        return handed.data()["code"].toString().toLatin1() + "\n";
    }
    static CtlResult connectTo(const Ctl& who, const HubProcess& hub) {
        return who.json({"hub", "connect", hub.address(), "--pin", hub.pin()});
    }
    /// The second desk joins by invitation; the office's hub is connected.
    void joinOffice() {
        DONE(m_admin.json({"hub", "invitation", path("invitation")}));
        DONE(m_officer.json(
            {"hub", "join", path("invitation"), "--label", "second", "--name", "Zhao", "--request", path("request")}));
        DONE(m_admin.json({"hub", "admit", path("request"), "--role", "officer"}));
    }
    /// How many notes somebody sees in the case.
    [[nodiscard]] qsizetype notes(const Ctl& who) const {
        return who.json({"case", "show", m_reference}).data()["case"].toObject()["notes"].toArray().size();
    }

    QTemporaryDir m_folder;
    QString m_reference; ///< of the case that the report opened
    QString m_case;      ///< its id
    Ctl m_admin, m_officer;
};
