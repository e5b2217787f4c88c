// SPDX-License-Identifier: GPL-3.0-or-later

// The list of cases over a real vault, beside the same view whose rows come from memory in the same run: from the key
// at hand to the first rows painted, a random jump until the words of the rows are painted, how long any paint takes, a
// Chinese search of two characters, and memory. The office is made by a process of its own, so that memory is that of a
// desk.
//   bench_list [--rows 1000000] [--jumps 400] [--office FOLDER to keep it in, or use it again]

#include "crypto/passphrase.h"
#include "crypto/random.h"
#include "model/base/clock.h"
#include "model/filter/parse.h"
#include "model/store/database.h"
#include "tests/bench/seeded_office.h"
#include "tests/ui/fake_office.h"
#include "ui/list/case_list_model.h"
#include "ui/list/case_list_view.h"
#include "ui/list/list_page.h"
#include "ui/session/live_office.h"
#include "ui/shell/main_window.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QFile>
#include <QMainWindow>
#include <QProcess>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cstdio>
#include <random>

namespace {

double percentile(std::vector<double> values, double part) {
    std::ranges::sort(values);
    if (values.empty()) return 0;
    return values[std::min(values.size() - 1, static_cast<std::size_t>(part * static_cast<double>(values.size())))];
}

long residentMiB() {
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly)) return 0;
    for (const QByteArray& line : status.readAll().split('\n')) {
        if (line.startsWith("VmRSS:")) return line.mid(6).simplified().split(' ').first().toLong() / 1024;
    }
    return 0;
}

class TimedView : public ui::CaseListView {
public:
    using ui::CaseListView::CaseListView;
    std::vector<double> paints;

protected:
    void paintEvent(QPaintEvent* event) override {
        QElapsedTimer clock;
        clock.start();
        ui::CaseListView::paintEvent(event);
        paints.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
    }
};

struct Figures {
    std::vector<double> jumps;
    std::vector<double> paints;
    std::vector<double> searches;
};

double since(const QElapsedTimer& clock) { return static_cast<double>(clock.nsecsElapsed()) / 1e6; }

/// The view as it is used: jumps, and searches of two characters until their first rows are painted.
void measure(ui::Session& session, int jumps, std::uint64_t seed, Figures& figures) {
    ui::CaseListModel cases(session);
    TimedView view(cases);
    view.resize(1280, 720);
    view.show();
    cases.setFilter({});
    if (!QTest::qWaitFor([&] { return cases.rowCount() > 0 && !cases.loading() && cases.row(0) != nullptr; }, 120'000))
        return;
    view.viewport()->repaint();
    view.paints.clear();
    std::mt19937_64 random(seed);
    constexpr int kVisible = 27;
    QElapsedTimer clock;
    for (int i = 0; i < jumps; ++i) {
        const int row = static_cast<int>(random() % static_cast<std::uint64_t>(std::max(1, cases.rowCount() - 64)));
        clock.start();
        view.verticalScrollBar()->setValue(row);
        while (cases.row(row) == nullptr || cases.row(row + kVisible) == nullptr) {
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        }
        view.viewport()->repaint();
        figures.jumps.push_back(since(clock));
    }
    figures.paints.insert(figures.paints.end(), view.paints.begin(), view.paints.end());
    for (const char* words : {"锑锭", "镝磁", "锗镜", "石墨", "合成", "钨粉", "磁钢", "金属"}) {
        const auto filter = model::parseFilter(words).value().filter;
        int resets = 0;
        const auto counted = QObject::connect(&cases, &ui::CaseListModel::rowsArrived, &view, [&] { ++resets; });
        clock.start();
        cases.setFilter(filter);
        while (resets == 0 || cases.row(0) == nullptr) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        view.viewport()->repaint();
        figures.searches.push_back(since(clock));
        QObject::disconnect(counted);
        if (!QTest::qWaitFor([&] { return !cases.loading(); }, 120'000)) return;
    }
}

/// The desk from the key at hand to the first rows painted: without the stretching of the passphrase, and without the
/// window, which has stood there since somebody was to type it.
struct FirstRows {
    double all = 0;
    double unlock = 0; ///< of it: the workspace opened
    double window = 0; ///< before it: the window made and painted, with its page to unlock
};

FirstRows firstRows(const std::filesystem::path& office, model::PersonId person, model::Surroundings with) {
    std::vector<double> stretches;
    QElapsedTimer clock;
    for (int i = 0; i < 5; ++i) {
        clock.start();
        (void)crypto::stretch(fake::secret().view(), crypto::Bytes(16), {crypto::kMinMemoryKiB, 1, 1});
        stretches.push_back(since(clock));
    }
    const double stretch = percentile(stretches, 0.5);
    FirstRows figures;
    clock.start();
    ui::Session session(ui::liveOffice(office, with));
    ui::MainWindow window(session);
    window.resize(1280, 800);
    window.show();
    if (!QTest::qWaitForWindowExposed(&window)) return figures;
    QCoreApplication::processEvents();
    figures.window = since(clock);
    clock.start();
    session.unlock(person, fake::secret());
    while (!session.isOpen()) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    figures.unlock = since(clock) - stretch;
    const auto* cases = window.listPage()->cases();
    while (cases->rowCount() == 0 || cases->row(0) == nullptr) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    window.repaint();
    figures.all = since(clock) - stretch;
    return figures;
}

/// An empty window painted, and a vault opened with its key.
double emptyWindow(const std::filesystem::path& file, const crypto::Secret& key) {
    QElapsedTimer clock;
    clock.start();
    QMainWindow window;
    window.resize(1280, 800);
    window.show();
    if (!QTest::qWaitForWindowExposed(&window)) return 0;
    window.repaint();
    const auto opened = model::Database::open(file, key, model::OpenMode::readOnly);
    return opened ? since(clock) : 0;
}

/// Unlocks as the only person there is.
bool open(ui::Session& session, model::PersonId person) {
    session.unlock(person, fake::secret());
    return QTest::qWaitFor([&] { return session.isOpen(); }, 60'000);
}

} // namespace

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", qEnvironmentVariableIsSet("DISPLAY") ? "xcb" : "offscreen");
    QApplication application(argc, argv);
    QCommandLineParser options;
    const QCommandLineOption rowsOption(QStringLiteral("rows"), {}, QStringLiteral("N"), QStringLiteral("1000000"));
    const QCommandLineOption jumpsOption(QStringLiteral("jumps"), {}, QStringLiteral("N"), QStringLiteral("400"));
    const QCommandLineOption officeOption(QStringLiteral("office"), {}, QStringLiteral("FOLDER"));
    const QCommandLineOption makeOption(QStringLiteral("make"), QStringLiteral("only make the office"));
    options.addOptions({rowsOption, jumpsOption, officeOption, makeOption});
    options.process(application);
    const std::uint64_t rows = options.value(rowsOption).toULongLong();
    const int jumps = options.value(jumpsOption).toInt();
    const QTemporaryDir folder(QStringLiteral("/var/tmp/bench-list-XXXXXX"));
    const QString place =
        options.isSet(officeOption) ? options.value(officeOption) : folder.filePath(QStringLiteral("office"));
    const std::filesystem::path office = place.toStdString();
    const auto clock = model::systemClock();
    const auto random = crypto::seededRandom(1);
    const model::Surroundings with{clock.get(), random.get()};
    if (options.isSet(makeOption)) {
        const auto made = bench::makeOffice(office, rows, with);
        if (!made) std::fprintf(stderr, "bench_list: %s\n", model::sentence(made.error(), model::Language::en).c_str());
        return made ? 0 : 1;
    }
    if (!std::filesystem::exists(office)) {
        const int made = QProcess::execute(QCoreApplication::applicationFilePath(),
                                           {QStringLiteral("--make"), QStringLiteral("--rows"),
                                            options.value(rowsOption), QStringLiteral("--office"), place});
        if (made != 0) return 1;
    }
    const auto info = model::inspectOffice(office);
    if (!info || info->profiles.empty()) return 1;
    const model::PersonId person = info->profiles.front().id;
    ui::LanguageSwitch languages;
    languages.show(ui::Language::zh);
    ui::applyTheme(application, ui::Scheme::light);

    const auto key = crypto::Secret::random(32, *random);
    const std::filesystem::path empty = folder.filePath(QStringLiteral("empty.db")).toStdString();
    {
        auto database = model::Database::open(empty, key, model::OpenMode::create);
        if (!database || !database->execute("CREATE TABLE t (n INTEGER PRIMARY KEY)")) return 1;
    }
    std::vector<double> first, firstFloor, windows, unlocks;
    firstRows(office, person, with); // fonts and pages of the file, once
    const long afterStart = residentMiB();
    for (int i = 0; i < 5; ++i) {
        firstFloor.push_back(emptyWindow(empty, key));
        const auto figures = firstRows(office, person, with);
        first.push_back(figures.all);
        windows.push_back(figures.window);
        unlocks.push_back(figures.unlock);
    }

    Figures vault, floor;
    long resident = 0;
    {
        ui::Session session(ui::liveOffice(office, with));
        if (!open(session, person)) return 1;
        measure(session, jumps / 2, 7, vault);
        resident = residentMiB();
        // Rows from memory, between two rounds over the vault.
        {
            const auto values = std::make_shared<fake::Office>();
            values->rows = static_cast<std::int64_t>(rows);
            ui::Session inMemory(std::make_unique<fake::Gate>(values));
            if (!open(inMemory, values->me)) return 1;
            measure(inMemory, jumps, 8, floor);
        }
        measure(session, jumps - jumps / 2, 9, vault);
    }

    const auto line = [](const char* what, double ours, double base, const char* against) {
        std::printf("%-46s %9.2f ms   %s %9.2f ms   ratio %.2f\n", what, ours, against, base,
                    base > 0 ? ours / base : 0);
    };
    std::printf("%llu cases, %d jumps\n", static_cast<unsigned long long>(rows), jumps);
    line("key at hand to first rows painted (goal 3)", percentile(first, 0.5), percentile(firstFloor, 0.5),
         "empty window + open");
    std::printf("%-46s %9.2f to %.2f ms; floor %.2f to %.2f\n", "  spread of 5", percentile(first, 0),
                percentile(first, 0.99), percentile(firstFloor, 0), percentile(firstFloor, 0.99));
    std::printf("%-46s %9.2f ms to open the workspace; before it the window with its page to unlock took %.2f ms\n",
                "  of it", percentile(unlocks, 0.5), percentile(windows, 0.5));
    line("random jump until the words are there, p50", percentile(vault.jumps, 0.5), percentile(floor.jumps, 0.5),
         "in memory");
    line("random jump until the words are there, p99", percentile(vault.jumps, 0.99), percentile(floor.jumps, 0.99),
         "in memory");
    line("one paint, p50", percentile(vault.paints, 0.5), percentile(floor.paints, 0.5), "in memory");
    line("one paint, p99", percentile(vault.paints, 0.99), percentile(floor.paints, 0.99), "in memory");
    line("search of 2 characters to first rows, p50", percentile(vault.searches, 0.5), percentile(floor.searches, 0.5),
         "in memory");
    line("search of 2 characters to first rows, most", percentile(vault.searches, 0.99),
         percentile(floor.searches, 0.99), "in memory");
    std::printf("%-46s %6ld MiB after the first rows, %ld after the jumps and searches (goal 150)\n", "resident memory",
                afterStart, resident);
    const bool holds = percentile(first, 0.5) <= 3 * percentile(firstFloor, 0.5) &&
                       percentile(vault.jumps, 0.99) <= 1.5 * percentile(floor.jumps, 0.99) &&
                       percentile(vault.searches, 0.99) <= 30 && resident <= 150;
    std::printf("%s\n", holds ? "holds" : "MISSED");
    return holds ? 0 : 1;
}
