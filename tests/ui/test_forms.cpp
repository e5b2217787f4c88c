// SPDX-License-Identifier: GPL-3.0-or-later
// The editors for the fields of the workflow: the penalty worksheet as it is filled in and as it is read before
// approval.
#include "model/workflow/penalty_check.h"
#include "tests/ui/fake_due.h"
#include "tests/ui/fake_office.h"
#include "ui/forms/form_editor.h"
#include "ui/forms/nearest_cases.h"
#include "ui/forms/penalty_editor.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QListWidget>
#include <QSignalSpy>
#include <QScrollArea>
#include <QApplication>
#include <QInputMethodEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QTest>
#include <QTreeWidget>

class TestForms : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_languages.show(ui::Language::en); }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void theVerdictIsSaidInColourAndShape_data() {
        QTest::addColumn<int>("scheme");
        QTest::addColumn<bool>("readOnly");
        for (const auto scheme : {ui::Scheme::light, ui::Scheme::dark, ui::Scheme::contrast}) {
            for (const bool readOnly : {false, true}) {
                QTest::addRow("%d %s", int(scheme), readOnly ? "read" : "written") << int(scheme) << readOnly;
            }
        }
    }
    void theVerdictIsSaidInColourAndShape() {
        QFETCH(int, scheme);
        QFETCH(bool, readOnly);
        ui::applyTheme(*qApp, static_cast<ui::Scheme>(scheme));
        const ui::Tokens tokens = ui::tokensOf(QApplication::palette());
        for (const bool holds : {true, false}) {
            const auto editor = make(holds ? 910'000'000 : 100, readOnly);
            auto* verdict = editor->findChild<QLabel*>(QStringLiteral("verdict"));
            QCOMPARE(editor->holds(), holds);
            QVERIFY(verdict->text().startsWith(holds ? QStringLiteral("✓") : QStringLiteral("✕")));
            const QColor ink = holds ? tokens.ok : tokens.danger;
            QCOMPARE(verdict->palette().color(QPalette::WindowText), ink);
            const QImage image = verdict->grab().toImage(); // as it is painted, too
            int closest = 765;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) {
                    const QColor pixel = image.pixelColor(x, y);
                    closest = qMin(closest, std::abs(pixel.red() - ink.red()) + std::abs(pixel.green() - ink.green()) +
                                                std::abs(pixel.blue() - ink.blue()));
                }
            }
            QVERIFY2(closest < 40, qPrintable(QString::number(closest)));
        }
        ui::applyTheme(*qApp, ui::Scheme::light);
    }

    void longTextGrowsAsItIsWritten() {
        ui::applyTheme(*qApp, ui::Scheme::light);
        model::Field field;
        field.id = "reasons";
        field.type = model::FieldType::longText;
        field.title = model::same("Reasons");
        ui::FormEditor form({field}, ui::OfficeView{}, nullptr);
        auto* editor = form.editor("reasons");
        auto* text = editor->findChild<QPlainTextEdit*>();
        form.resize(500, 600);
        form.show();
        const auto heightWith = [&](const QString& words) {
            editor->setValue(words.toStdString());
            QCoreApplication::sendPostedEvents();
            QTest::qWait(0);
            return text->height();
        };
        const int least = heightWith({});
        QCOMPARE(heightWith(QStringLiteral("one line")), least);
        QCOMPARE(heightWith(QStringLiteral("1\n2\n3")), least);
        const int line = (heightWith(QStringLiteral("1\n2\n3\n4\n5")) - least) / 2;
        QVERIFY(line >= text->fontMetrics().height());
        const int most = heightWith(QStringLiteral("x\n").repeated(200));
        QVERIFY2(std::abs(most - (least + 7 * line)) <= 7, qPrintable(QString::number(most))); // in whole pixels
        // What wraps in a narrow window takes its lines, too, and gives them back.
        const QString sentence = QStringLiteral("words that go on ").repeated(12);
        const int wide = heightWith(sentence);
        form.resize(260, 600);
        QTRY_VERIFY(text->height() > wide);
        form.resize(500, 600);
        QTRY_COMPARE(text->height(), wide);
    }

    void rowsStandTogether() {
        ui::applyTheme(*qApp, ui::Scheme::light);
        const auto editor = make(910'000'000, true);
        // What is empty is left out, and what is left stands line under line, however long the derivation beside it is.
        const auto shown = [&editor](const char* name) { return editor->findChild<QWidget*>(QLatin1String(name)); };
        QVERIFY(!shown("gains")->isVisible() && !shown("confiscation")->isVisible());
        QList<int> tops;
        for (const char* name : {"turnover", "kindWords", "fine"}) {
            QVERIFY2(shown(name)->isVisible(), name);
            tops << shown(name)->mapTo(editor.get(), QPoint(0, 0)).y();
        }
        const int line = shown("turnover")->height() + 24;
        for (qsizetype i = 1; i < tops.size(); ++i) {
            QVERIFY2(tops[i] > tops[i - 1] && tops[i] - tops[i - 1] <= line,
                     qPrintable(QString::number(tops[i] - tops[i - 1])));
        }
        QCOMPARE(editor->findChild<QLineEdit*>(QStringLiteral("kindWords"))->text(),
                 QStringLiteral("Within the range"));
    }

    void nothingIsSqueezedInALowWindow() {
        const fake::Office office;
        QScrollArea scroll;
        auto* form = new ui::FormEditor(office.definition->step("propose")->form, ui::OfficeView{});
        scroll.setWidgetResizable(true);
        scroll.setWidget(form);
        scroll.resize(980, 500);
        scroll.show();
        model::PenaltyValue value;
        value.facts.violations = {model::law::ArticleId("ecl34")};
        value.facts.illegalTurnover = model::law::Money::fromFen(182'000'000);
        form->setValues({{"penalty", model::renderPenaltyValue(value)}});
        auto* violations = form->findChild<QWidget*>(QStringLiteral("violations"));
        auto* serious = form->findChild<QCheckBox*>();
        auto* grounds = form->findChild<QTreeWidget*>(QStringLiteral("grounds"));
        auto* turnover = form->findChild<QWidget*>(QStringLiteral("turnover"));
        auto* derivation = form->findChild<QWidget*>(QStringLiteral("derivation"));
        QVERIFY(violations != nullptr && serious != nullptr && grounds != nullptr && turnover != nullptr &&
                derivation != nullptr);
        const auto place = [form](const QWidget* widget) {
            return QRect(widget->mapTo(form, QPoint(0, 0)), widget->size());
        };
        QTRY_VERIFY(place(violations).bottom() < place(serious).top() &&
                    place(serious).bottom() < place(grounds).top() && place(grounds).bottom() < place(turnover).top() &&
                    place(derivation).bottom() <= form->height());
        const auto last = [grounds] {
            int row = grounds->topLevelItemCount() - 1;
            while (grounds->topLevelItem(row)->isHidden()) --row; // circumstances of rules that are not chosen
            return grounds->visualItemRect(grounds->topLevelItem(row));
        };
        QTRY_VERIFY2(last().isValid() && last().bottom() < grounds->viewport()->height(),
                     qPrintable(QStringLiteral("%1 of %2").arg(last().bottom()).arg(grounds->viewport()->height())));
    }

    void theDerivationIsAllInView() {
        const auto editor = make(910'000'000, false);
        auto* steps = editor->findChild<QTreeWidget*>(QStringLiteral("derivation"));
        QVERIFY(steps->topLevelItemCount() > 3);
        const auto whole = [steps] {
            const auto* last = steps->topLevelItem(steps->topLevelItemCount() - 1);
            while (last->isExpanded() && last->childCount() > 0) last = last->child(last->childCount() - 1);
            const QRect row = steps->visualItemRect(last);
            const int rest = steps->viewport()->height() - row.bottom() - 1;
            return row.height() > 0 && rest >= 0 && rest <= 2;
        };
        QTRY_VERIFY(whole());
        editor->resize(760, 900); // the words wrap anew
        QTRY_VERIFY(whole());
        m_languages.show(ui::Language::zh);
        QTRY_VERIFY(whole());
        m_languages.show(ui::Language::en);
    }

    // What was not applied is closed, and opens with the arrow.
    void theTreeOpensByKeyboard() {
        const auto editor = make(910'000'000, false);
        auto* steps = editor->findChild<QTreeWidget*>(QStringLiteral("derivation"));
        auto* article = steps->topLevelItem(0);
        QVERIFY(article->isExpanded());
        QTreeWidgetItem* closed = nullptr;
        for (int i = 0; i < article->childCount(); ++i) {
            if (article->child(i)->childCount() > 0 && closed == nullptr) closed = article->child(i);
        }
        QVERIFY(closed != nullptr && !closed->isExpanded());
        steps->setFocus();
        steps->setCurrentItem(closed);
        QTest::keyClick(steps, Qt::Key_Right);
        QVERIFY(closed->isExpanded());
    }

    // Another pack shows its articles; what is ticked stays, and the proposal names the packs.
    void articlesOfOtherPacks() {
        const auto editor = make(910'000'000, false);
        auto* packs = editor->findChild<QComboBox*>(QStringLiteral("packs"));
        auto* list = editor->findChild<QListWidget*>(QStringLiteral("violations"));
        const auto row = [list](const char* id) {
            for (int i = 0; i < list->count(); ++i) {
                if (list->item(i)->data(Qt::UserRole).toString() == QLatin1String(id)) return list->item(i);
            }
            return static_cast<QListWidgetItem*>(nullptr);
        };
        QVERIFY(!row("ecl33")->isHidden() && row("reg41")->isHidden());
        const std::string before = editor->typed();
        packs->setCurrentIndex(packs->findData(QStringLiteral("reg-2024")));
        QVERIFY(row("ecl33")->isHidden() && !row("ecl34")->isHidden() && !row("reg41")->isHidden());
        QCOMPARE(editor->typed(), before); // looking changes nothing
        row("reg42")->setCheckState(Qt::Checked);
        QVERIFY2(editor->typed().contains("\"packs\":[\"ecl-2020\",\"reg-2024\"]"), editor->typed().c_str());
        row("reg42")->setCheckState(Qt::Unchecked);
        QCOMPARE(editor->typed(), before);
    }

    void turnoverFromDeclarations() {
        const auto editor = make(255'325'265, false);
        editor->findChild<QLineEdit*>(QStringLiteral("turnover"))->clear();
        auto* lines = editor->findChild<QPlainTextEdit*>(QStringLiteral("declarations"));
        lines->setPlainText(QStringLiteral("254136.51 first\n256,514.02 second\n-900000 the rest"));
        QVERIFY(editor->holds()); // 5 x 510,650.53, to the fen
        QVERIFY2(editor->typed().contains(R"("declarations":[{"amount":"254136.51","controlled":true,"note":"first"})"),
                 editor->typed().c_str());
        const auto again = make(1, false);
        again->setValue(editor->typed());
        QCOMPARE(again->typed(), editor->typed());
        lines->setPlainText(QStringLiteral("many"));
        QVERIFY(!editor->holds());
    }

    /// A known value is offered and shown by its title, in the language of the window; any other may be written.
    void knownValuesAreOfferedInBothLanguages() {
        const fake::Office office;
        ui::FormEditor form({*office.definition->fact("mineral")}, ui::OfficeView{});
        form.show();
        auto* line = form.findChild<QLineEdit*>();
        QVERIFY(line != nullptr);
        line->setFocus();
        QSignalSpy edited(&form, &ui::FormEditor::edited);
        QTest::keyClicks(line, QStringLiteral("dyspr"));
        QTRY_VERIFY(line->completer()->popup()->isVisible());
        QTest::keyClick(line->completer()->popup(), Qt::Key_Down);
        QTest::keyClick(line->completer()->popup(), Qt::Key_Return);
        QCOMPARE(form.values()->at("mineral"), std::string("dysprosium"));
        QVERIFY(!edited.isEmpty());
        m_languages.show(ui::Language::zh);
        QTRY_COMPARE(line->text(), QStringLiteral("镝"));
        QCOMPARE(form.values()->at("mineral"), std::string("dysprosium"));
        line->selectAll();
        QInputMethodEvent written;
        written.setCommitString(QStringLiteral("锑"));
        QCoreApplication::sendEvent(line, &written);
        QCOMPARE(form.values()->at("mineral"), std::string("antimony"));
        m_languages.show(ui::Language::en);
        QTRY_COMPARE(line->text(), QStringLiteral("antimony"));
        form.setValues({{"mineral", "something else"}});
        QCOMPARE(line->text(), QStringLiteral("something else"));
        m_languages.show(ui::Language::zh);
        QCoreApplication::processEvents();
        QCOMPARE(line->text(), QStringLiteral("something else"));
        QCOMPARE(form.values()->at("mineral"), std::string("something else"));
        m_languages.show(ui::Language::en);
    }

    void everyFieldHasItsLabel_data() {
        QTest::addColumn<QString>("step");
        const auto read = model::parseDefinition(model::shippedDefinition());
        QVERIFY(read.has_value());
        for (const auto& step : read->steps) {
            if (!step.form.empty()) QTest::newRow(step.id.c_str()) << QString::fromStdString(step.id);
        }
    }
    void everyFieldHasItsLabel() {
        QFETCH(QString, step);
        const fake::Office office;
        const ui::OfficeView view;
        ui::FormEditor form(office.definition->step(step.toStdString())->form, view);
        form.resize(900, 900);
        form.show();
        for (const auto language : {ui::Language::en, ui::Language::zh}) {
            m_languages.show(language);
            QCoreApplication::processEvents();
            int inputs = 0;
            for (auto* input : form.findChildren<QWidget*>()) {
                const bool takes =
                    (input->focusPolicy() & Qt::TabFocus) == Qt::TabFocus && input->focusProxy() == nullptr;
                if (!takes || !input->isVisible() || input->objectName() == QStringLiteral("derivation")) continue;
                ++inputs;
                bool labelled = qobject_cast<QAbstractButton*>(input) != nullptr;
                for (const auto* label : form.findChildren<QLabel*>()) {
                    labelled = labelled || (label->buddy() == input && label->isVisible() && !label->text().isEmpty());
                }
                QVERIFY2(labelled, qPrintable(input->objectName()));
            }
            QVERIFY(inputs > 0);
        }
        m_languages.show(ui::Language::en);
    }

    /// A hint that could be a value is taken for one.
    void theHintOfADateIsAllInViewAndNoDate() {
        const fake::Office office;
        const ui::OfficeView view;
        ui::FormEditor form(office.definition->step("record_service")->form, view);
        form.resize(900, 900);
        form.show();
        auto* line = form.editor("service_date")->findChild<QLineEdit*>();
        for (const auto language : {ui::Language::en, ui::Language::zh}) {
            m_languages.show(language);
            QCoreApplication::processEvents();
            const QString hint = line->placeholderText();
            QCOMPARE(hint, ui::say("for example 2026-03-04", "例如 2026-03-04"));
            QVERIFY(line->width() > line->fontMetrics().horizontalAdvance(hint) + 8);
        }
        m_languages.show(ui::Language::en);
    }

    /// The fine stands beside decided cases, and what is outside of them is given with its reason.
    void aPenaltyStandsBesideDecidedCases() {
        const auto editor = make(910'000'000, false); // at the lower end
        auto* nearest = editor->nearest();
        QVERIFY(nearest->isHidden());
        const model::law::ArticleId article("ecl34");
        nearest->setPrecedents(model::law::ArticleId("ecl36"), fake::precedentsOf(article, {})); // of another one: late
        QVERIFY(nearest->isHidden());
        nearest->setPrecedents(article, fake::precedentsOf(article, {}));
        QVERIFY(!nearest->isHidden() && nearest->consistency().deviates());
        auto* words = nearest->findChild<QLabel*>(QStringLiteral("nearestWords"));
        QVERIFY(words->text().startsWith(QStringLiteral("⚠ Below")) && words->text().contains("Give the reason"));
        QCOMPARE(nearest->findChild<QTreeWidget*>(QStringLiteral("nearestCases"))->topLevelItemCount(), 3);
        auto* reason = nearest->findChild<QLineEdit*>(QStringLiteral("deviation"));
        QVERIFY(!reason->isHidden());
        QSignalSpy edited(editor.get(), &ui::FieldEditor::edited);
        reason->setFocus();
        QTest::keyClicks(reason, QStringLiteral("Helped to find the others"));
        QVERIFY(edited.count() > 0 && !words->text().contains("Give the reason"));
        const auto value = model::parsePenaltyValue(editor->typed());
        QVERIFY(value && value->deviation == "Helped to find the others");

        // As the approver reads it.
        const auto read = make(910'000'000, true);
        read->setValue(editor->typed());
        read->setReadOnly(true);
        read->nearest()->setPrecedents(article, fake::precedentsOf(article, {}));
        auto* given = read->nearest()->findChild<QLineEdit*>(QStringLiteral("deviation"));
        QVERIFY(given->isReadOnly() && !given->isHidden());
        QCOMPARE(given->text(), QStringLiteral("Helped to find the others"));

        const auto within = make(1'300'000'000, false);
        within->nearest()->setPrecedents(article, fake::precedentsOf(article, {}));
        QVERIFY(!within->nearest()->consistency().deviates());
        QVERIFY(within->nearest()->findChild<QLineEdit*>(QStringLiteral("deviation"))->isHidden());
        QVERIFY(!model::parsePenaltyValue(within->typed())->deviation.size());
    }

private:
    static std::unique_ptr<ui::PenaltyEditor> make(std::int64_t fine, bool readOnly) {
        const fake::Office office;
        const auto& form = office.definition->step("propose")->form;
        const auto field = std::ranges::find(form, model::FieldType::penalty, &model::Field::type);
        auto editor = std::make_unique<ui::PenaltyEditor>(*field, ui::OfficeView{}, nullptr);
        model::PenaltyValue value;
        value.facts.violations = {model::law::ArticleId("ecl34")};
        value.facts.illegalTurnover = model::law::Money::fromFen(182'000'000);
        value.proposal.fine = model::law::Money::fromFen(fine);
        editor->setValue(model::renderPenaltyValue(value));
        if (readOnly) editor->setReadOnly(true);
        editor->resize(960, 900);
        editor->show();
        QCoreApplication::processEvents();
        return editor;
    }
    ui::LanguageSwitch m_languages;
};

QTEST_MAIN(TestForms)
#include "test_forms.moc"
