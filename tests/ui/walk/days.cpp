// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/walk/days.h"

#include "model/base/clock.h"
#include "ui/casefile/case_file_page.h"
#include "ui/casefile/step_form.h"
#include "ui/casefile/work_page.h"
#include "ui/list/case_list_model.h"
#include "ui/list/list_page.h"

#include <QApplication>

#include <chrono>

namespace walk {
namespace {

/// The keyboard is on the button of this step.
bool atStep(const char* step) {
    const auto* focus = QApplication::focusWidget();
    return focus != nullptr && focus->objectName() == QStringLiteral("step-") + QLatin1String(step);
}

/// From the first step on to the one that is meant, and into its form.
void towards(Person& at, ui::MainWindow& window, const char* step) {
    at.tabTo(QStringLiteral("step-") + QLatin1String(step));
    at.press(Qt::Key_Space);
    at.until([&] { return window.caseFile()->workPage()->stepForm()->step() == step; },
             QStringLiteral("the form of the step"));
}

void backToList(Person& at, ui::MainWindow& window) {
    at.press(Qt::Key_Escape);
    at.until([&] { return window.currentPage() == window.listPage() && window.settled(); }, QStringLiteral("the list"));
}

/// The only case in this stage is current in the list.
void findOnly(Person& at, ui::MainWindow& window, const char* stage) {
    at.press(Qt::Key_F, Qt::ControlModifier);
    at.press(Qt::Key_A, Qt::ControlModifier);
    at.type(QStringLiteral("stage:") + QLatin1String(stage));
    at.press(Qt::Key_Return);
    at.until([&] { return window.listPage()->cases()->rowCount() == 1 && window.settled(); },
             QStringLiteral("one case in ") + QLatin1String(stage));
    at.press(Qt::Key_Down);
}

QString today() {
    return ui::str(model::formatDate(
        model::chinaDate(std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now()))));
}

} // namespace

int officersDay(Person& at, ui::MainWindow& window) {
    const int before = at.keys();
    for (int report = 0; report < 12; ++report) {
        at.press(Qt::Key_J);
        at.press(Qt::Key_Return);
        at.until([&] { return atStep("accept"); }, QStringLiteral("the report"));
        if (report % 4 == 3) {
            towards(at, window, "reject");
            at.type(QStringLiteral("无关"));
            at.submit(QStringLiteral("not_accepted"));
        } else {
            at.press(Qt::Key_Space);
            at.submit(QStringLiteral("verification"));
        }
        if (report == 0 || report == 4) at.assign(QStringLiteral("investigator"), QStringLiteral("investigator-1"));
        backToList(at, window);
    }
    return at.keys() - before;
}

int investigatorsDay(Person& at, ui::MainWindow& window, const std::vector<std::filesystem::path>& papers) {
    findOnly(at, window, "filed");
    const int before = at.keys() - at.typed();
    at.press(Qt::Key_Return);
    at.until([&] { return atStep("begin_investigation"); }, QStringLiteral("the case"));
    at.press(Qt::Key_Space);
    at.type(QStringLiteral("2026-1"));
    at.submit(QStringLiteral("investigation"));
    at.pasteEvidence(papers, papers.size());
    at.openTab(ui::CaseFilePage::facts);
    at.fillField(QStringLiteral("party_address"), QStringLiteral("深圳市（地址未公布）"));
    at.fillField(QStringLiteral("violation"), QStringLiteral("ecl34"));
    at.fillField(QStringLiteral("turnover"), QStringLiteral("1,820,000"));
    at.saveFacts();
    at.startStep(QStringLiteral("propose"));
    at.fillField(QStringLiteral("facts_found"), QStringLiteral("出口时未申领许可证，货物含管制成分。"));
    at.fillField(QStringLiteral("reasons"), QStringLiteral("证据一、证据二；《出口管制法》第34条。"));
    at.tickViolation(QStringLiteral("ecl34"));
    at.fillPenalty(QStringLiteral("turnover"), QStringLiteral("1,820,000"));
    at.fillPenalty(QStringLiteral("fine"), QStringLiteral("9,100,000"));
    at.submit(QStringLiteral("proposed"));
    return at.keys() - at.typed() - before;
}

int supervisorsDay(Person& at, ui::MainWindow& window) {
    findOnly(at, window, "proposed");
    const int before = at.keys() - at.typed();
    at.press(Qt::Key_Return);
    at.until([&] { return atStep("approve"); }, QStringLiteral("the case"));
    at.press(Qt::Key_Space);
    at.type(QStringLiteral("同意。"));
    at.submit(QStringLiteral("approved"));
    at.until([&] { return atStep("issue_decision"); }, QStringLiteral("the next step, before the way back"));
    towards(at, window, "issue_decision");
    for (const char* field :
         {"decision_no", "decision_date", "payment_bank", "payment_account", "review_body", "litigation_court"}) {
        at.fillField(QLatin1String(field),
                     QLatin1String(field) == QLatin1String("decision_date") ? today() : QStringLiteral("（未公布）"));
    }
    at.submit(QStringLiteral("decided"));
    return at.keys() - at.typed() - before;
}

} // namespace walk
