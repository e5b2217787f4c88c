// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/help.h"
#include "app/ctl/manual.h"
#include "tests/app/ctl_runner.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <utility>

/// The examples of the manual, as they stand there: whoever copies them comes to a signed decision.
class TestCtlExample : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    Ctl m_ctl;
    QString m_reference;

    [[nodiscard]] CtlResult run(const QString& line) {
        QStringList words;
        for (const auto& part : splitShell(line)) words << (part == QStringLiteral("REF") ? m_reference : part);
        Ctl ctl = m_ctl;
        if (words.value(0) == QStringLiteral("--person")) {
            ctl.person = words.value(1);
            words = words.mid(2);
        }
        return ctl.words(words);
    }
    /// The words of a line; the only quotes in the examples are single ones.
    static QStringList splitShell(const QString& line) {
        QStringList words;
        QString word;
        bool quoted = false;
        for (const QChar c : line + u' ') {
            if (c == u'\'') quoted = !quoted;
            else if (c == u' ' && !quoted) {
                if (!word.isEmpty()) words << std::exchange(word, {});
            } else word += c;
        }
        return words;
    }

private slots:
    void theyLeadToASignedDecision() {
        QVERIFY(QDir::setCurrent(m_folder.path()));
        writeBytes(QStringLiteral("contract.pdf"), "%PDF-1.7 the contract");
        m_ctl.office = m_folder.filePath(QStringLiteral("office"));
        m_ctl.passphrase = QStringLiteral("the passphrase of everybody here");
        for (const auto example : app::exampleLines()) {
            QString line = QString::fromUtf8(example.data(), static_cast<qsizetype>(example.size()));
            if (line.startsWith(QStringLiteral("export TOUCHSTONE_PERSON="))) m_ctl.person = line.section(u'=', 1);
            if (line.startsWith(QStringLiteral("export "))) continue;
            QVERIFY(line.startsWith(QStringLiteral("touchstonectl ")));
            const auto done = run(line.section(u' ', 1));
            QVERIFY2(done.exit == 0, qPrintable(line + u'\n' + QString::fromUtf8(done.err)));
            if (line == QStringLiteral("touchstonectl case list"))
                m_reference = QString::fromUtf8(done.out).section(u' ', 0, 0);
        }
        QVERIFY(readBytes(QStringLiteral("decision.pdf")).startsWith("%PDF-"));
        QVERIFY(run(QStringLiteral("case show REF")).out.contains("Decision issued"));
    }
};

QTEST_GUILESS_MAIN(TestCtlExample)
#include "test_ctl_example.moc"
