// SPDX-License-Identifier: GPL-3.0-or-later
// Every view of the desk on a practice office: it can be reached by keys in both languages, and its picture is the same
// each time.
#include "tests/ui/walk/pictures.h"
#include "tests/ui/walk/stage.h"
#include "tests/ui/walk/still.h"

#include <QApplication>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using walk::Stage;

class TestViews : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QVERIFY(m_folder.isValid());
        const std::filesystem::path folder = m_folder.path().toStdString();
        walk::makePracticeOffice(folder / "practice");
        m_stage = std::make_unique<Stage>(folder / "practice", folder / "visit");
    }
    void cleanupTestCase() { m_stage.reset(); }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("."))); }
    void cleanup() { m_stage->leave(); }

    void everyViewIsReached_data() { rows(walk::views()); }
    void everyViewIsReached() {
        QFETCH(int, view);
        QFETCH(bool, zh);
        visit(walk::views().at(static_cast<std::size_t>(view)), zh);
    }

    void aPictureIsTheSameEachTime_data() {
        QTest::addColumn<QString>("view");
        for (const char* name : {"inbox", "evidence", "proposal"}) QTest::newRow(name) << QString::fromLatin1(name);
    }
    void aPictureIsTheSameEachTime() {
        QFETCH(QString, view);
        const auto* found = walk::findView(view.toStdString());
        QVERIFY(found != nullptr);
        QImage first;
        for (int time = 0; time < 2; ++time) {
            visit(*found, true);
            const QImage picture = walk::lookAt(m_stage->window()).toImage();
            m_stage->leave();
            if (time == 0) first = picture;
            else QCOMPARE(walk::compare(first, picture).share, 0.0);
        }
    }

private:
    static void rows(const std::vector<walk::View>& views) {
        QTest::addColumn<int>("view");
        QTest::addColumn<bool>("zh");
        for (std::size_t i = 0; i < views.size(); ++i) {
            for (const bool zh : {false, true}) {
                QTest::addRow("%s %s", views[i].name, zh ? "zh" : "en") << static_cast<int>(i) << zh;
            }
        }
    }
    void visit(const walk::View& view, bool zh) {
        m_stage->setLook({zh ? ui::Language::zh : ui::Language::en, ui::Scheme::light, {1280, 720}});
        try {
            m_stage->visit(view);
        } catch (const walk::Lost& lost) {
            QFAIL(lost.what());
        }
    }
    QTemporaryDir m_folder;
    std::unique_ptr<Stage> m_stage;
};

int main(int argc, char** argv) {
    qputenv("TZ", "Asia/Shanghai");
    walk::stopWallClock(walk::momentOfPictures());
    ui::prepareFonts();
    QApplication application(argc, argv);
    TestViews test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_views.moc"
