// SPDX-License-Identifier: GPL-3.0-or-later
// The desk under the hands of a person, over a real vault: from each key to the paint that answers it, every event of
// the GUI thread that holds it up, how long locking takes, and how long until somebody can type after the program was
// started. Beside it in the same run the least that Qt needs: the same keys on a plain table over a vector in an empty
// window. At last the days of three people, as tests/ui/test_personas counts their keys, in an office of that size;
// they change it, so an office that was kept has them once.
//   bench_desk [--rows 1000000] [--rounds 5] [--office FOLDER to keep it in, or use it again] [--days in one that is
//   there] [--frame MS: name what takes longer than so many]
// Judge it on an idle machine only: it prints the load it ran under.

#include "crypto/random.h"
#include "model/base/clock.h"
#include "tests/bench/seeded_office.h"
#include "tests/ui/walk/days.h"
#include "tests/ui/walk/practice.h"
#include "tests/ui/walk/stage.h"
#include "ui/casefile/case_file_page.h"
#include "ui/list/case_list_model.h"
#include "ui/list/case_list_view.h"
#include "ui/list/filter_line.h"
#include "ui/list/list_page.h"
#include "ui/session/live_office.h"
#include "ui/unlock/unlock_page.h"

#include <QAbstractTableModel>
#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QMainWindow>
#include <QMetaEnum>
#include <QProcess>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>

namespace {

constexpr double kFrame = 16;
/// What took less inside of a long event is not named.
constexpr double kWorthNaming = 1;

double since(const QElapsedTimer& clock) { return static_cast<double>(clock.nsecsElapsed()) / 1e6; }

double percentile(std::vector<double> values, double part) {
    std::ranges::sort(values);
    if (values.empty()) return 0;
    return values[std::min(values.size() - 1, static_cast<std::size_t>(part * static_cast<double>(values.size())))];
}

/// Times every event that the event loop, or a test, hands to a receiver, and notes those that take longer than a
/// frame; and when a window was painted last.
class Watch : public QApplication {
public:
    using QApplication::QApplication;
    struct Long {
        double ms = 0;
        QString what;
        QString inside; ///< what took longest in it
    };
    bool watching = false;
    double frame = kFrame; ///< what takes longer is named
    std::vector<double> events;
    std::vector<Long> tooLong;
    int paints = 0;
    QElapsedTimer sinceKey; ///< since a key or words of an input method last came
    int paintsAtKey = 0;

    bool notify(QObject* receiver, QEvent* event) override {
        const auto type = event->type();
        const int depth = m_depth++;
        const bool outermost = depth == 0;
        if (outermost) m_inside.clear();
        const QString inner = watching && depth == 1 ? nameOf(receiver) : QString();
        const QString who = watching && outermost ? nameOf(receiver) : QString(); // it may be gone afterwards
        if (outermost && (type == QEvent::KeyPress || type == QEvent::InputMethod)) {
            sinceKey.start();
            paintsAtKey = paints;
        }
        QElapsedTimer clock;
        clock.start();
        const bool taken = QApplication::notify(receiver, event);
        --m_depth;
        if (type == QEvent::UpdateRequest || type == QEvent::Paint) ++paints;
        if (!inner.isEmpty() && since(clock) > kWorthNaming)
            m_inside += QStringLiteral(", %1 %2 %3 ms").arg(inner, nameOf(type)).arg(since(clock), 0, 'f', 1);
        if (watching && outermost) {
            const double ms = since(clock);
            events.push_back(ms);
            if (ms > frame) tooLong.push_back({ms, who + u' ' + nameOf(type), m_inside});
        }
        return taken;
    }

private:
    static QString nameOf(const QObject* receiver) {
        QString name = QString::fromUtf8(receiver->metaObject()->className());
        if (!receiver->objectName().isEmpty()) name += u' ' + receiver->objectName();
        return name;
    }
    static QString nameOf(QEvent::Type type) {
        const char* name = QMetaEnum::fromType<QEvent::Type>().valueToKey(type);
        return QLatin1String(name != nullptr ? name : "?");
    }
    int m_depth = 0;
    QString m_inside; ///< what took longest inside of the outermost event
};

Watch* watch() { return static_cast<Watch*>(qApp); }

struct Figures {
    std::vector<double> keys;
    std::vector<double> locks;
};

/// From a key until a window was painted after it; nothing where the key changes nothing that is seen.
void answered(Figures& figures) {
    while (watch()->paints == watch()->paintsAtKey && watch()->sinceKey.elapsed() < 200)
        QCoreApplication::processEvents(QEventLoop::AllEvents);
    if (watch()->paints != watch()->paintsAtKey) figures.keys.push_back(since(watch()->sinceKey));
}

void strike(Figures& figures, Qt::Key key, int times, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    for (int i = 0; i < times && QApplication::focusWidget() != nullptr; ++i) {
        QTest::keyClick(QApplication::focusWidget(), key, modifiers);
        answered(figures);
    }
}
void type(Figures& figures, const char* words) {
    for (const char* at = words; *at != 0 && QApplication::focusWidget() != nullptr; ++at) {
        QTest::keyClick(QApplication::focusWidget(), *at);
        answered(figures);
    }
}

/// What an officer's hands do: through the list, a filter, into cases and out of them, and locked.
void round(walk::Person& person, ui::MainWindow& window, const QString& passphrase, Figures& figures) {
    person.unlock(QStringLiteral("officer"), passphrase);
    person.settle();
    watch()->watching = true;
    window.listPage()->focusList();
    strike(figures, Qt::Key_J, 60);
    strike(figures, Qt::Key_K, 20);
    strike(figures, Qt::Key_PageDown, 20);
    strike(figures, Qt::Key_End, 1);
    strike(figures, Qt::Key_Up, 20);
    strike(figures, Qt::Key_Home, 1);
    person.settle();
    strike(figures, Qt::Key_F, 1, Qt::ControlModifier);
    strike(figures, Qt::Key_A, 1, Qt::ControlModifier);
    type(figures, "is:open stage:received sort:-changed");
    strike(figures, Qt::Key_Return, 1);
    person.settle();
    strike(figures, Qt::Key_Down, 10);
    for (int i = 0; i < 5; ++i) {
        strike(figures, Qt::Key_Return, 1);
        person.until(
            [&] { return window.currentPage() == window.caseFile() && window.caseFile()->open().view() != nullptr; },
            QStringLiteral("the case"));
        person.settle();
        strike(figures, Qt::Key_PageDown, 4, Qt::ControlModifier);
        strike(figures, Qt::Key_Tab, 20);
        person.settle();
        strike(figures, Qt::Key_Escape, 1);
        person.until([&] { return window.currentPage() == window.listPage(); }, QStringLiteral("the list"));
        person.settle();
        strike(figures, Qt::Key_J, 2);
    }
    strike(figures, Qt::Key_K, 1, Qt::ControlModifier);
    type(figures, "lock");
    strike(figures, Qt::Key_Escape, 1);
    QElapsedTimer clock;
    const int before = watch()->paints;
    clock.start();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_L, Qt::ControlModifier);
    while (watch()->paints == before || window.currentPage() != window.unlockPage())
        QCoreApplication::processEvents(QEventLoop::AllEvents);
    figures.locks.push_back(since(clock));
    watch()->watching = false;
    person.settle();
}

/// The days of three people. The keys they took.
int days(walk::Person& person, ui::MainWindow& window, const std::filesystem::path& office, Figures& figures) {
    const auto passphrase = walk::practicePassphrases(office);
    const auto papers = walk::practicePapers(office);
    int keys = 0;
    const auto day = [&](const char* who, const std::function<int()>& work) {
        person.unlock(QLatin1String(who), passphrase(QLatin1String(who)));
        person.settle();
        watch()->watching = true;
        person.setPace([&figures] { answered(figures); });
        keys += work();
        person.setPace([] {});
        watch()->watching = false;
        person.lock();
    };
    day("officer", [&] { return walk::officersDay(person, window); });
    day("supervisor", [&] { return walk::supervisorsDay(person, window); }); // before there are two to decide
    day("investigator-1", [&] { return walk::investigatorsDay(person, window, papers); });
    return keys;
}

/// The least: rows of a vector in Qt's own table, and a second page that takes its place.
class Rows : public QAbstractTableModel {
public:
    using QAbstractTableModel::QAbstractTableModel;
    [[nodiscard]] int rowCount(const QModelIndex& parent) const override { return parent.isValid() ? 0 : 100'000; }
    [[nodiscard]] int columnCount(const QModelIndex&) const override { return 7; }
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override {
        return role == Qt::DisplayRole ? m_words[static_cast<std::size_t>(index.row() % 8)] : QVariant();
    }

private:
    std::vector<QVariant> m_words = std::vector<QVariant>(8, QStringLiteral("2026-100001 锑锭 received"));
};

void floorRound(Figures& figures) {
    QMainWindow window;
    Rows rows;
    auto* table = new QTableView;
    table->setModel(&rows);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    window.setCentralWidget(table);
    window.resize(1280, 720);
    window.show();
    if (!QTest::qWaitForWindowActive(&window)) return;
    table->setFocus();
    table->setCurrentIndex(rows.index(0, 0));
    strike(figures, Qt::Key_Down, 100);
    strike(figures, Qt::Key_PageDown, 30);
    strike(figures, Qt::Key_Up, 60);
    QElapsedTimer clock;
    const int before = watch()->paints;
    clock.start();
    auto* page = new QWidget;
    auto* line = new QLineEdit(page);
    window.setCentralWidget(page);
    line->setFocus();
    while (watch()->paints == before) QCoreApplication::processEvents(QEventLoop::AllEvents);
    figures.locks.push_back(since(clock));
}

/// A process of its own from its start until somebody can type the passphrase: with --cold that process is this one.
int cold(const std::filesystem::path& office) {
    const auto clock = model::systemClock();
    const auto random = crypto::systemRandom();
    ui::LanguageSwitch languages;
    languages.show(ui::Language::en);
    ui::applyTheme(*qApp, ui::Scheme::light);
    ui::Session session(ui::liveOffice(office, {clock.get(), random.get()}));
    ui::MainWindow window(session);
    window.resize(1280, 720);
    window.start();
    window.show();
    const bool there =
        QTest::qWaitFor([&] { return window.unlockPage()->passphrase()->hasFocus() && watch()->paints > 0; }, 20'000);
    std::_Exit(there ? 0 : 1); // what it costs to end is not asked
}

double load() {
    double one = 0;
    return getloadavg(&one, 1) == 1 ? one : -1;
}

void say(const char* what, const std::vector<double>& ours, const std::vector<double>& floor, double part) {
    const double a = percentile(ours, part);
    const double b = percentile(floor, part);
    std::printf("%-44s %8.2f ms   floor %8.2f ms   ratio %6.2f\n", what, a, b, b > 0 ? a / b : 0);
}

} // namespace

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", qEnvironmentVariableIsSet("DISPLAY") ? "xcb" : "offscreen");
    ui::prepareFonts();
    Watch application(argc, argv);
    QCommandLineParser options;
    const QCommandLineOption rowsOption(QStringLiteral("rows"), {}, QStringLiteral("N"), QStringLiteral("1000000"));
    const QCommandLineOption roundsOption(QStringLiteral("rounds"), {}, QStringLiteral("N"), QStringLiteral("5"));
    const QCommandLineOption officeOption(QStringLiteral("office"), {}, QStringLiteral("FOLDER"));
    const QCommandLineOption makeOption(QStringLiteral("make"), QStringLiteral("only make the office"));
    const QCommandLineOption daysOption(QStringLiteral("days"), QStringLiteral("the office has not had its days yet"));
    const QCommandLineOption frameOption(QStringLiteral("frame"), QStringLiteral("name events over so many ms"),
                                         QStringLiteral("MS"), QString::number(kFrame));
    const QCommandLineOption coldOption(QStringLiteral("cold"), QStringLiteral("only start, until one can type"));
    options.addOptions({rowsOption, roundsOption, officeOption, makeOption, daysOption, coldOption, frameOption});
    options.process(application);
    application.frame = options.value(frameOption).toDouble();
    const QTemporaryDir folder(QStringLiteral("/var/tmp/bench-desk-XXXXXX"));
    const QString place =
        options.isSet(officeOption) ? options.value(officeOption) : folder.filePath(QStringLiteral("office"));
    const std::filesystem::path office = place.toStdString();
    if (options.isSet(coldOption)) return cold(office);
    const auto clock = model::systemClock();
    const auto random = crypto::seededRandom(1);
    const model::Surroundings with{clock.get(), random.get()};
    if (options.isSet(makeOption)) {
        const auto made = bench::makeManned(office, options.value(rowsOption).toULongLong());
        if (!made) std::fprintf(stderr, "bench_desk: %s\n", model::sentence(made.error(), model::Language::en).c_str());
        return made ? 0 : 1;
    }
    const QString self = QCoreApplication::applicationFilePath();
    const bool found = std::filesystem::exists(office);
    const bool fresh = !found || options.isSet(daysOption);
    // By a process of its own, so that its memory and its threads are gone.
    if (!found && QProcess::execute(self, {QStringLiteral("--make"), QStringLiteral("--rows"),
                                           options.value(rowsOption), QStringLiteral("--office"), place}) != 0)
        return 1;
    ui::LanguageSwitch languages;
    languages.show(ui::Language::zh);
    ui::applyTheme(application, ui::Scheme::light);
    walk::holdStill();

    std::vector<double> starts;
    for (int i = 0; i < options.value(roundsOption).toInt(); ++i) {
        QElapsedTimer timer;
        timer.start();
        if (QProcess::execute(self, {QStringLiteral("--cold"), QStringLiteral("--office"), place}) == 0)
            starts.push_back(since(timer));
    }
    Figures ours, floor, daily;
    std::vector<double> p99s;
    try {
        ui::Session session(ui::liveOffice(office, with));
        ui::MainWindow window(session);
        window.resize(1280, 720);
        window.start();
        window.show();
        if (!QTest::qWaitForWindowActive(&window, 20'000)) return 1;
        walk::Person person(session, window, {});
        for (int i = 0; i < options.value(roundsOption).toInt(); ++i) {
            Figures one;
            round(person, window, walk::practicePassphrases(office)(QStringLiteral("officer")), one);
            p99s.push_back(percentile(one.keys, 0.99));
            ours.keys.insert(ours.keys.end(), one.keys.begin(), one.keys.end());
            ours.locks.insert(ours.locks.end(), one.locks.begin(), one.locks.end());
            floorRound(floor);
            window.activateWindow();
            if (!QTest::qWaitForWindowActive(&window, 20'000)) return 1;
        }
        if (fresh) std::printf("three days of %d keys\n", days(person, window, office, daily));
        else std::printf("the days of three people were not measured: this office has had them\n");
    } catch (const walk::Lost& lost) {
        std::fprintf(stderr, "bench_desk: %s\n", lost.what());
        return 1;
    }
    std::printf("%s cases, %zu keys that changed what is seen, load %.1f\n", qPrintable(options.value(rowsOption)),
                ours.keys.size(), load());
    say("key to paint, p50", ours.keys, floor.keys, 0.5);
    say("key to paint, p99 (goal 50)", ours.keys, floor.keys, 0.99);
    if (fresh) {
        say("key to paint in three days, p50", daily.keys, floor.keys, 0.5);
        say("key to paint in three days, p99 (goal 50)", daily.keys, floor.keys, 0.99);
    }
    std::printf("  p99 of each round: %.2f to %.2f ms\n", percentile(p99s, 0), percentile(p99s, 1));
    say("lock until the page to unlock is painted (200)", ours.locks, floor.locks, 0.5);
    std::printf("  spread %.2f to %.2f ms\n", percentile(ours.locks, 0), percentile(ours.locks, 1));
    std::printf("%-44s %8.2f ms   %.2f to %.2f\n", "started until one can type (goal 1000)", percentile(starts, 0.5),
                percentile(starts, 0), percentile(starts, 1));
    std::map<QString, std::vector<Watch::Long>> culprits;
    for (const auto& one : application.tooLong) culprits[one.what].push_back(one);
    std::printf("%zu events on the GUI thread, %zu of them over %.0f ms (goal 0)\n", application.events.size(),
                application.tooLong.size(), application.frame);
    for (const auto& [what, all] : culprits) {
        const auto& worst = *std::ranges::max_element(all, {}, &Watch::Long::ms);
        std::printf("  %3zu × %s, up to %.1f ms%s\n", all.size(), qPrintable(what), worst.ms, qPrintable(worst.inside));
    }
    const bool holds = application.tooLong.empty() && percentile(ours.keys, 0.99) <= 50 &&
                       percentile(daily.keys, 0.99) <= 50 && percentile(ours.locks, 1) <= 200 &&
                       percentile(starts, 0.5) <= 1000;
    std::printf("%s\n", holds ? "holds" : "MISSED");
    return holds ? 0 : 1;
}
