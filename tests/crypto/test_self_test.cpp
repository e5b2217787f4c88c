// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/self_test.h"

#include <QtTest>

using namespace crypto;

class TestSelfTest : public QObject {
    Q_OBJECT
private slots:
    void passes() { QVERIFY(selfTest().has_value()); }
    void isQuick() {
        QElapsedTimer timer;
        timer.start();
        QVERIFY(selfTest().has_value());
        qInfo("self-test: %lld ms", timer.elapsed());
        QVERIFY(timer.elapsed() < 1000); // under 50 ms in a release build; sanitizers and a busy machine are slower
    }
};

QTEST_GUILESS_MAIN(TestSelfTest)
#include "test_self_test.moc"
