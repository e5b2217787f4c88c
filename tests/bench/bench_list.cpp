// SPDX-License-Identifier: GPL-3.0-or-later

// The list of cases: a random jump until the words of the rows are painted, how long any paint takes, and memory, over a real
// vault, beside the same view whose rows come from memory in the same run.
//   bench_list [--rows 1000000] [--jumps 400] [--dir PLACE]

#include "crypto/random.h"
#include "model/base/clock.h"
#include "model/intake/report_writer.h"
#include "tests/ui/fake_office.h"
#include "ui/list/case_list_model.h"
#include "ui/list/case_list_view.h"
#include "ui/session/live_office.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QFile>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cstdio>
#include <fstream>
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
    double firstMs = 0;
    std::vector<double> jumps;
    std::vector<double> paints;
};

Figures measure(ui::Session& session, int jumps) {
    Figures figures;
    ui::CaseListModel cases(session);
    TimedView view(cases);
    view.resize(1280, 720);
    view.show();
    QElapsedTimer clock;
    clock.start();
    cases.setFilter({});
    if (!QTest::qWaitFor([&] { return cases.rowCount() > 0 && cases.row(0) != nullptr; }, 120'000)) return figures;
    view.viewport()->repaint();
    figures.firstMs = static_cast<double>(clock.nsecsElapsed()) / 1e6;
    if (!QTest::qWaitFor([&] { return !cases.loading(); }, 120'000)) return figures;
    view.paints.clear();
    std::mt19937_64 random(7);
    constexpr int kVisible = 27;
    for (int i = 0; i < jumps; ++i) {
        const int row = static_cast<int>(random() % static_cast<std::uint64_t>(std::max(1, cases.rowCount() - 64)));
        clock.start();
        view.verticalScrollBar()->setValue(row);
        while (cases.row(row) == nullptr || cases.row(row + kVisible) == nullptr) {
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        }
        view.viewport()->repaint();
        figures.jumps.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
    }
    figures.paints = view.paints;
    return figures;
}

model::Result<void> makeOffice(const std::filesystem::path& folder, std::uint64_t rows, model::Surroundings with) {
    model::FoundRequest found;
    found.folder = folder;
    found.officeName = "Bench";
    found.name = found.label = "officer";
    found.roles = {model::Role::officer, model::Role::administrator};
    found.cost = {crypto::kMinMemoryKiB, 1, 1};
    TRY_ASSIGN(auto office, model::Workspace::found(found, crypto::asBytes(fake::kPassphrase), with));
    const auto file = folder.parent_path() / "reports.jsonl";
    std::mt19937_64 random(42);
    static constexpr const char* goods[] = {"锑锭", "金属镓", "锗镜片", "石墨件", "含镝磁钢", "钨粉"};
    for (std::uint64_t made = 0; made < rows;) {
        std::vector<model::intake::ReportRow> batch;
        for (std::uint64_t i = 0; i < 20'000 && made < rows; ++i, ++made) {
            model::intake::ReportRow row;
            row.line = i + 1;
            row.report.externalId = "bench-" + std::to_string(made);
            row.report.goodsZh = goods[random() % std::size(goods)];
            row.report.title = model::same(row.report.goodsZh + " " + std::to_string(random() % 1'000'000));
            row.report.narrativeZh = "合成：" + row.report.title.zh;
            batch.push_back(std::move(row));
        }
        {
            std::ofstream out(file, std::ios::trunc);
            model::intake::writeReports(out, model::intake::ReportFormat::jsonLines, batch, model::intake::Reporters::leaveOut);
        }
        TRY_ASSIGN(const auto outcome, office->importReports({file}, {}, {}));
        for (;;) {
            TRY_ASSIGN(const auto indexed, office->indexWords(5'000));
            if (indexed == 0) break;
        }
        if (outcome.taken != batch.size()) return model::fail(model::Code::failed, {"not all taken in", "未全部纳入"});
    }
    return {};
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
    const QCommandLineOption dirOption(QStringLiteral("dir"), {}, QStringLiteral("PLACE"));
    options.addOptions({rowsOption, jumpsOption, dirOption});
    options.process(application);
    ui::LanguageSwitch languages;
    languages.show(ui::Language::zh);
    ui::applyTheme(application, ui::Scheme::light);
    const std::uint64_t rows = options.value(rowsOption).toULongLong();
    const int jumps = options.value(jumpsOption).toInt();
    const QString place = options.value(dirOption);
    QTemporaryDir folder(place.isEmpty() ? QStringLiteral("/var/tmp/bench-list-XXXXXX") : place + QStringLiteral("/bench-list-XXXXXX"));
    const std::filesystem::path office = folder.filePath(QStringLiteral("office")).toStdString();
    const auto clock = model::systemClock();
    const auto random = crypto::seededRandom(1);
    if (const auto made = makeOffice(office, rows, {clock.get(), random.get()}); !made) {
        std::fprintf(stderr, "bench_list: %s\n", model::sentence(made.error(), model::Language::en).c_str());
        return 1;
    }

    Figures floor;
    {
        const auto values = std::make_shared<fake::Office>();
        values->rows = static_cast<std::int64_t>(rows);
        ui::Session session(std::make_unique<fake::Gate>(values));
        if (!open(session, values->me)) return 1;
        floor = measure(session, jumps);
    }
    const auto info = model::inspectOffice(office);
    if (!info || info->profiles.empty()) return 1;
    ui::Session session(ui::liveOffice(office, {clock.get(), random.get()}));
    if (!open(session, info->profiles.front().id)) return 1;
    const Figures vault = measure(session, jumps);

    const auto line = [](const char* what, double ours, double base, const char* unit) {
        std::printf("%-44s %9.2f %s   in memory %9.2f   ratio %.2f\n", what, ours, unit, base, base > 0 ? ours / base : 0);
    };
    std::printf("%llu cases, %d jumps\n", static_cast<unsigned long long>(rows), jumps);
    line("key at hand to first rows painted", vault.firstMs, floor.firstMs, "ms");
    line("random jump until the words are there, p50", percentile(vault.jumps, 0.5), percentile(floor.jumps, 0.5), "ms");
    line("random jump until the words are there, p99", percentile(vault.jumps, 0.99), percentile(floor.jumps, 0.99), "ms");
    line("one paint, p50", percentile(vault.paints, 0.5), percentile(floor.paints, 0.5), "ms");
    line("one paint, p99", percentile(vault.paints, 0.99), percentile(floor.paints, 0.99), "ms");
    std::printf("%-44s %6ld MiB\n", "resident memory", residentMiB());
    const bool holds = percentile(vault.jumps, 0.99) <= 1.5 * percentile(floor.jumps, 0.99);
    std::printf("%s: a random jump takes at most 1.5 times that over rows in memory (p99)\n", holds ? "holds" : "MISSED");
    return holds ? 0 : 1;
}
