// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/citation.h"

#include "model/base/result.h"
#include "model/law/penalty_law.h"

#include <QTest>

using namespace model;

/// Articles as people read them.
class TestCitation : public QObject {
    Q_OBJECT

private slots:
    void bothLanguages_data() {
        QTest::addColumn<QString>("cite");
        QTest::addColumn<QString>("zh");
        const auto row = [](const char* cite, const char* zh) {
            QTest::newRow(cite) << QString::fromUtf8(cite) << QString::fromUtf8(zh);
        };
        row("ECL 34", "《出口管制法》第34条");
        row("ECL 35(2)", "《出口管制法》第35条第2款");
        row("APL 32(1)", "《行政处罚法》第32条第1项");
        row("APL 57; MOF22 6", "《行政处罚法》第57条；《商务部行政处罚实施办法》第6条");
        row("ECL 33-38; APL 32; APL 33", "《出口管制法》第33至38条；《行政处罚法》第32条；《行政处罚法》第33条");
        for (const char* cite :
             {"setting", "", "ABC 1", "ECL", "ECL x", "ECL 3x", "ECL 3(x)", "ECL 3(", "ECL 3-", "ECL "})
            row(cite, cite);
        row("ABC 1; ECL 34", "ABC 1；《出口管制法》第34条");
    }
    void bothLanguages() {
        QFETCH(QString, cite);
        QFETCH(QString, zh);
        const Text text = citation(cite.toStdString());
        QCOMPARE(QString::fromStdString(text.en), cite);
        QCOMPARE(QString::fromStdString(text.zh), zh);
    }

    void agreesWithTheLawPack() {
        const auto& book = law::PenaltyBook::shipped();
        QVERIFY(book.has_value());
        const auto agrees = [](const law::Citation& source) {
            // The pack may go on where the short form ends: the first or second half of a paragraph.
            return source.article.zh.starts_with(citation(source.cite).zh);
        };
        for (const auto& pack : book->packs) {
            if (pack.route == "us") continue; // cited as it is at home
            for (const auto& rule : pack.rules) QVERIFY2(agrees(rule.source), rule.source.cite.c_str());
            for (const auto& ground : pack.grounds) QVERIFY2(agrees(ground.source), ground.source.cite.c_str());
        }
    }

    void refusalsNameTheLaw() {
        const Error error{Code::refused, {"No", "不可"}, {}, "here", "APL 42"};
        QCOMPARE(sentence(error, Language::en), std::string("No (here; APL 42)"));
        QCOMPARE(sentence(error, Language::zh), std::string("不可（here；《行政处罚法》第42条）"));
    }
};

QTEST_GUILESS_MAIN(TestCitation)
#include "test_citation.moc"
