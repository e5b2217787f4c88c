// SPDX-License-Identifier: GPL-3.0-or-later
// Every view of the desk on a practice office: it can be reached by keys, and everything in it has a name, stands in
// the order in which it is read, can be reached, fits, and can be seen, in both languages and all palettes. A picture
// is the same each time.
#include "tests/ui/walk/checks.h"
#include "tests/ui/walk/pictures.h"
#include "tests/ui/walk/stage.h"
#include "tests/ui/walk/still.h"
#include "ui/list/filter_line.h"
#include "ui/list/list_page.h"

#include <QAccessible>
#include <QApplication>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <span>

using walk::Stage;

class TestViews : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QVERIFY(m_folder.isValid());
        const std::filesystem::path folder = m_folder.path().toStdString();
        walk::makePracticeOffice(folder / "practice");
        QAccessible::setActive(true);
        m_stage = std::make_unique<Stage>(folder / "practice", folder / "visit");
    }
    void cleanupTestCase() { m_stage.reset(); }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("."))); }
    void cleanup() { m_stage->leave(); }

    void everyView_data() {
        QTest::addColumn<int>("view");
        QTest::addColumn<bool>("zh");
        QTest::addColumn<int>("scheme");
        const bool large = qApp->devicePixelRatio() > 1;
        const std::pair<bool, ui::Scheme> looks[] = {
            {false, ui::Scheme::light}, {true, ui::Scheme::dark}, {false, ui::Scheme::contrast}};
        const std::pair<bool, ui::Scheme> largeLooks[] = {{false, ui::Scheme::light}, {true, ui::Scheme::light}};
        const auto& views = walk::views();
        for (std::size_t i = 0; i < views.size(); ++i) {
            for (const auto& [zh, scheme] : large ? std::span<const std::pair<bool, ui::Scheme>>(largeLooks) : looks) {
                QTest::addRow("%s %s %s", views[i].name, zh ? "zh" : "en",
                              scheme == ui::Scheme::light  ? "light"
                              : scheme == ui::Scheme::dark ? "dark"
                                                           : "contrast")
                    << static_cast<int>(i) << zh << static_cast<int>(scheme);
            }
        }
    }
    void everyView() {
        QFETCH(int, view);
        QFETCH(bool, zh);
        QFETCH(int, scheme);
        visit(walk::views().at(static_cast<std::size_t>(view)), zh, static_cast<ui::Scheme>(scheme));
        auto& window = m_stage->window();
        QStringList faults = walk::faultsOfNames(window) + walk::faultsOfFit(window) + walk::faultsOfSize(window) +
                             walk::faultsOfContrast(window);
        // These move the keyboard, and a palette closes when the keyboard leaves it.
        faults += walk::faultsOfFocusRing(window);
        faults += walk::faultsOfTab(window);
        // From wherever somebody is, the filter is one key away, unless something asks first or the window is of one
        // case.
        if (walk::views().at(static_cast<std::size_t>(view)).name != std::string_view("case-window") &&
            walk::views().at(static_cast<std::size_t>(view)).person != nullptr &&
            QApplication::activeModalWidget() == nullptr) {
            m_stage->person().press(Qt::Key_F, Qt::ControlModifier);
            if (!window.listPage()->filterLine()->hasFocus())
                faults << QStringLiteral("Ctrl+F does not lead to the filter");
        }
        faults.removeDuplicates();
        QVERIFY2(faults.isEmpty(), qPrintable(QStringLiteral("\n  ") + faults.join(QStringLiteral("\n  "))));
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
    void visit(const walk::View& view, bool zh, ui::Scheme scheme = ui::Scheme::light) {
        const QSize size = qApp->devicePixelRatio() > 1 ? QSize(960, 540) : QSize(1280, 720);
        m_stage->setLook({zh ? ui::Language::zh : ui::Language::en, scheme, size});
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
