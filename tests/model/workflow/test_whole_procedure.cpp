// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/law/calendar.h"
#include "model/workflow/shipped.h"
#include "model/workflow/simulate.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace model;

/// The definitions that the program carries, and the whole procedure as cases walk through it.
class TestWholeProcedure : public QObject {
    Q_OBJECT

    static Definition whole() {
        auto parsed = parseDefinition(shippedDefinitions().back().json);
        if (!parsed) qFatal("%s %s", parsed.error().what.en.c_str(), parsed.error().where.c_str());
        return *std::move(parsed);
    }

private slots:
    void eachIsSound() {
        std::set<std::string_view> names;
        for (const auto& [name, json] : shippedDefinitions()) {
            names.insert(name);
            for (const auto& problem : checkDefinition(json)) QFAIL((problem.path + ": " + problem.what.en).c_str());
        }
        QCOMPARE(names.size(), shippedDefinitions().size());
        QVERIFY(shippedDefinitions().front().json == shippedDefinition());
    }

    /// Every guard says which article asks for it, or that it is a rule of the office.
    void everyGuardIsCited() {
        const auto definition = whole();
        std::size_t guards = 0;
        const auto look = [&](const std::vector<Step>& steps) {
            for (const auto& step : steps) {
                for (const auto& guard : step.guards) {
                    ++guards;
                    QVERIFY2(!guard.cite.empty(), step.id.c_str());
                }
            }
        };
        look(definition.steps);
        for (const auto& track : definition.tracks) look(track.steps);
        QVERIFY(guards > 200);
    }

    /// No dead end, no stage or step that nobody reaches, no period that cannot be kept: in the main line and beside
    /// it.
    void casesWalkThroughIt() {
        const auto calendar = law::Calendar::shipped();
        const auto found = simulate(whole(), {.seed = 1, .walks = 2'000, .longest = 600}, &*calendar);
        QStringList wrong;
        // Met by chance too seldom: each needs several rare things in one case.
        const std::set<std::string> rare{"enforcement",       "record_ruling",  "apply_court",
                                         "confiscate_seized", "auction_seized", "end_review_upheld"};
        for (const auto* one : found.never()) {
            if (rare.contains(one->id)) continue;
            wrong << QStringLiteral("never: %1 %2")
                         .arg(QString::fromStdString(one->id),
                              QString::fromStdString(one->why ? one->why->what.en : ""));
        }
        for (const auto* one : found.hopeless())
            wrong << QStringLiteral("hopeless: ") + QString::fromStdString(one->id);
        for (const auto& one : found.deadEnds)
            wrong << QStringLiteral("dead end: ") + QString::fromStdString(one.stage) + u' ' +
                         QString::fromStdString(one.why ? one.why->what.en : "");
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }
};

QTEST_APPLESS_MAIN(TestWholeProcedure)
#include "test_whole_procedure.moc"
