// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/text.h"

#include <QTest>

using model::fill;

class TestText : public QObject {
    Q_OBJECT

private slots:
    void eachLanguageTakesItsOwn() {
        const auto text = fill({"{0} of {1}", "{1}之{0}"}, model::Text{"one", "一"}, "7");
        QCOMPARE(text.en, std::string("one of 7"));
        QCOMPARE(text.zh, std::string("7之一"));
    }

    void whatIsFilledInIsNotFilledAgain() {
        const auto text = fill({"{0}, {1}", "{0}、{1}"}, "{1}", "{0}");
        QCOMPARE(text.en, std::string("{1}, {0}"));
        QCOMPARE(text.zh, std::string("{1}、{0}"));
    }

    void bracesThatAreNoMarkStay() {
        QCOMPARE(fill({"{} {a} {9} {0", "{0"}, "x").en, std::string("{} {a} {9} {0"));
        QCOMPARE(fill({"{0}{0}", "{0}"}, "x").en, std::string("xx"));
        QCOMPARE(fill({"", ""}, "x").en, std::string());
    }
};

QTEST_APPLESS_MAIN(TestText)
#include "test_text.moc"
