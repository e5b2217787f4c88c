// SPDX-License-Identifier: GPL-3.0-or-later
// The order of names and titles. Expected by what dictionaries say of the readings, not by the program.
#include "model/store/collation.h"

#include <QTest>

#include <algorithm>
#include <vector>

class TestCollation : public QObject {
    Q_OBJECT

private slots:
    void chineseIsOrderedByPinyinBeforeLatin() {
        // a, bei, guang, li, sun, wang, zhang; by bytes it would be 北 孙 广 张 李 王 阿.
        const std::vector<std::string> right{"",     "2026", "阿富汗", "北京",  "广州", "李伟",
                                             "孙丽", "王芳", "张伟",   "apple", "Zebra"};
        auto mixed = right;
        std::ranges::sort(mixed, std::ranges::greater());
        const model::Collation collation;
        std::ranges::sort(mixed, {}, [&](const std::string& text) { return collation.key(text, 200); });
        QCOMPARE(mixed, right);
    }

    void keysAreCutOffAndStayInOrder() {
        const model::Collation collation;
        const std::string text = "关于稀土磁体瞒报出口的举报材料汇总说明及其附件目录";
        const auto whole = collation.key(text, 4000);
        QVERIFY(whole.size() > 16);
        for (const std::size_t most : {1UL, 7UL, 16UL}) {
            const auto cut = collation.key(text, most);
            QVERIFY(cut.size() <= most);
            QVERIFY(whole.starts_with(cut));
        }
        // Bytes that are no UTF-8 have a key too.
        QVERIFY(!collation.key("\xff\xfe 张", 64).empty());
    }
};

QTEST_GUILESS_MAIN(TestCollation)
#include "test_collation.moc"
