// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/suite.h"

#include <QtTest>

/// For data functions: every test of the public face runs once for each suite.
inline void addSuites() {
    QTest::addColumn<int>("suite");
    QTest::newRow("intl-1") << 1;
    QTest::newRow("gm-1") << 2;
}

/// The suite of the running data row.
inline crypto::Suite currentSuite() {
    QFETCH(const int, suite);
    return static_cast<crypto::Suite>(suite);
}
