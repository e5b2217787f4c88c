// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workflow/definition.h"
#include "model/workflow/diagram.h"
#include "tests/model/workflow/definitions.h"

#include <QTest>

#include <algorithm>
#include <ctime>

namespace {

std::string listed(const std::vector<model::Problem>& problems) {
    std::string out;
    for (const auto& problem : problems) out += problem.path + ": " + problem.what.en + "\n";
    return out;
}

} // namespace

class TestDefinition : public QObject {
    Q_OBJECT

private slots:
    void smallOneIsSound() { QCOMPARE(listed(model::checkDefinition(smallDefinition())), std::string()); }

    void shippedOneIsSound() {
        QCOMPARE(listed(model::checkDefinition(model::shippedDefinition())), std::string());
        QCOMPARE(std::string(model::shippedDefinition()), textOf(RESOURCES_DIR "/workflow/penalty-1.json"));
        const auto definition = model::parseDefinition(model::shippedDefinition());
        QVERIFY(definition);
        QCOMPARE(definition->initialStage().id, std::string("received"));
        QCOMPARE(definition->step("approve")->approves, std::string("propose"));
        QCOMPARE(definition->deadline("decision")->rule.length, 90);
        QVERIFY(!definition->step("no_such_step"));
    }

    void carriesTheWholeProcedure() {
        const std::string text = textOf(TEST_DATA_DIR "/workflow/full-procedure.json");
        QVERIFY(!text.empty());
        QCOMPARE(listed(model::checkDefinition(text)), std::string());
    }

    void problemsHavePlaces_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("says");
        for (const auto& one : brokenDefinitions()) {
            QTest::newRow(one.name) << QByteArray::fromStdString(one.json) << QString::fromUtf8(one.path)
                                    << QString::fromUtf8(one.says);
        }
    }
    void problemsHavePlaces() {
        QFETCH(QByteArray, json);
        QFETCH(QString, path);
        QFETCH(QString, says);
        const std::string text = json.toStdString();
        const auto problems = model::checkDefinition(text);
        const bool found = std::ranges::any_of(problems, [&](const model::Problem& problem) {
            return problem.path == path.toStdString() && problem.what.en.contains(says.toStdString());
        });
        QVERIFY2(found, listed(problems).c_str());
        for (const auto& problem : problems) {
            QVERIFY(!problem.what.en.empty() && !problem.what.zh.empty());
            QVERIFY(!problem.cure.en.empty() && !problem.cure.zh.empty());
        }
        const auto parsed = model::parseDefinition(text);
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().code, model::Code::malformed);
    }

    void everyProblemIsListed() { QCOMPARE(model::checkDefinition(fourMistakes()).size(), std::size_t{4}); }

    void stepsThatWaitForEachOther() {
        const auto problems = model::checkDefinition(circleOfSteps());
        QCOMPARE(problems.size(), std::size_t{2});
        QCOMPARE(problems[0].path, std::string("/steps/4"));
        QCOMPARE(problems[1].path, std::string("/steps/5"));
    }

    void hostileTextTakesBoundedTime_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("a million deep") << QByteArray(1'000'000, '[');
        QTest::newRow("a million objects deep") << QByteArray("{\"a\":").repeated(200'000);
        QTest::newRow("10 MB text") << QByteArray("{\"id\": \"" + QByteArray(10'000'000, 'x') + "\"}");
        QTest::newRow("a million keys") << QByteArray("{" + QByteArray("\"a\":1,").repeated(170'000) + "\"b\":1}");
        QTest::newRow("a million steps") << QByteArray("{\"steps\": [" + QByteArray("{},").repeated(300'000) + "{}]}");
        QTest::newRow("a long number") << QByteArray("{\"version\": " + QByteArray(1'000'000, '9') + "}");
        QTest::newRow("NUL bytes") << QByteArray(1'000'000, '\0');
    }
    void hostileTextTakesBoundedTime() {
        QFETCH(QByteArray, text);
        const std::clock_t start = std::clock(); // the processor's time, because other tests run beside this one
        const auto problems =
            model::checkDefinition(std::string_view(text.constData(), static_cast<std::size_t>(text.size())));
        QVERIFY(!problems.empty());
        QVERIFY(problems.size() <= 201);
        QVERIFY2(std::clock() - start < 10 * CLOCKS_PER_SEC,
                 "a bounded text takes bounded time, also under the sanitizers");
    }

    void sizesAreBounded() {
        const auto problems = model::checkDefinition(tooManyStages());
        QVERIFY(std::ranges::contains(problems, std::string("/stages"), &model::Problem::path));
        const auto tooLarge = model::parseDefinition(std::string(model::kDefinitionBytes + 1, ' '));
        QVERIFY(!tooLarge);
        QCOMPARE(tooLarge.error().code, model::Code::tooLarge);
    }

    void diagramsAreStable() {
        const auto definition = model::parseDefinition(model::shippedDefinition());
        QVERIFY(definition);
        for (const auto language : {model::Language::en, model::Language::zh}) {
            const std::string dot = model::dotDiagram(*definition, language);
            QCOMPARE(model::dotDiagram(*definition, language), dot);
            QVERIFY(dot.starts_with("digraph \"penalty\" {\n") && dot.ends_with("}\n"));
            for (const auto& stage : definition->stages) {
                QVERIFY(dot.contains("\"" + stage.id + "\" [label="));
                QVERIFY(model::textDiagram(*definition, language).contains("[" + stage.id + "]"));
            }
            for (const auto& step : definition->steps) {
                QVERIFY(dot.contains(step.title.in(language)));
                QVERIFY(model::textDiagram(*definition, language).contains("[" + step.id + "]"));
            }
        }
        QVERIFY(model::textDiagram(*definition, model::Language::zh)
                    .contains("执法人员不得少于两人且须具有执法资格  (APL 42; REG 32)"));
    }
    void diagramQuotesItsTexts() {
        auto definition = model::parseDefinition(smallDefinition());
        QVERIFY(definition);
        definition->stages.front().title.en = "a \"b\" \\ c";
        QVERIFY(model::dotDiagram(*definition, model::Language::en).contains("[label=\"a \\\"b\\\" \\\\ c\""));
    }
};

QTEST_APPLESS_MAIN(TestDefinition)
#include "test_definition.moc"
