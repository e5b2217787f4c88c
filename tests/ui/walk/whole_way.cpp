// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/walk/walk.h"

#include "ui/casefile/case_file_page.h"
#include "ui/list/case_list_model.h"
#include "ui/list/list_page.h"

#include <QApplication>

namespace walk {
namespace {

void officerPart(Person& person, const Cast& cast, const QString& words) {
    person.unlock(cast.officer, cast.passphrase(cast.officer));
    person.picture(QStringLiteral("officer-inbox"));
    person.openFirst(words + QStringLiteral(" stage:received"));
    person.picture(QStringLiteral("report"));
    person.startStep(QStringLiteral("accept"));
    person.submit(QStringLiteral("verification"));
    person.openTab(ui::CaseFilePage::facts);
    person.fillField(QStringLiteral("party"), QStringLiteral("当事人（未公布名称）"));
    person.picture(QStringLiteral("officer-facts"));
    person.saveFacts();
    person.startStep(QStringLiteral("verify"));
    person.fillField(QStringLiteral("findings"), QStringLiteral("与公布的内容核对一致。"));
    person.submit(QStringLiteral("verification"));
    person.assign(QStringLiteral("investigator"), cast.investigator);
    person.assign(QStringLiteral("investigator"), cast.second);
    person.picture(QStringLiteral("assigned"));
    person.startStep(QStringLiteral("propose_filing"));
    person.fillField(QStringLiteral("filing_reason"),
                     QStringLiteral("The report names the goods, the party and the act."));
    person.fillField(QStringLiteral("jurisdiction"),
                     QStringLiteral("The place of the act is in this district (APL 22)."));
    person.picture(QStringLiteral("filing-proposed"));
    person.submit(QStringLiteral("filing_approval"));
    person.lock();
    person.picture(QStringLiteral("locked"));
}

void investigatorPart(Person& person, const Cast& cast, const QString& words,
                      const std::vector<std::filesystem::path>& papers) {
    person.unlock(cast.investigator, cast.passphrase(cast.investigator));
    person.picture(QStringLiteral("investigator-my-cases"));
    person.openFirst(words + QStringLiteral(" stage:filed is:mine"));
    person.startStep(QStringLiteral("begin_investigation"));
    person.fillField(QStringLiteral("filing_notice"), QStringLiteral("2026-1"));
    person.submit(QStringLiteral("investigation"));
    person.dropEvidence({papers.front()}, 1);
    person.picture(QStringLiteral("evidence-dropped"));
    person.pasteEvidence({papers.begin() + 1, papers.end()}, papers.size());
    person.picture(QStringLiteral("evidence"));
    person.openTab(ui::CaseFilePage::facts);
    person.fillField(QStringLiteral("party_address"), QStringLiteral("深圳市（地址未公布）"));
    person.fillField(QStringLiteral("violation"), QStringLiteral("ecl34"));
    person.fillField(QStringLiteral("turnover"), QStringLiteral("1,820,000"));
    person.picture(QStringLiteral("investigator-facts"));
    person.saveFacts();
    person.startStep(QStringLiteral("propose"));
    person.fillField(QStringLiteral("facts_found"), QStringLiteral("出口时未申领许可证，货物含管制成分。"));
    person.fillField(QStringLiteral("reasons"), QStringLiteral("Evidence 1 and 2; Export Control Law, Article 34."));
    person.tickViolation(QStringLiteral("ecl34"));
    person.fillPenalty(QStringLiteral("turnover"), QStringLiteral("1,820,000"));
    person.fillPenalty(QStringLiteral("fine"), QStringLiteral("9,100,000"));
    person.picture(QStringLiteral("proposal"));
    person.submit(QStringLiteral("proposed"));
    person.lock();
}

void supervisorPart(Person& person, const Cast& cast, const QString& words, const std::filesystem::path& decision) {
    person.unlock(cast.supervisor, cast.passphrase(cast.supervisor));
    person.openFirst(words + QStringLiteral(" stage:proposed"));
    person.startStep(QStringLiteral("approve"));
    person.picture(QStringLiteral("approval"));
    person.fillField(QStringLiteral("opinion"), QStringLiteral("同意。"));
    person.submit(QStringLiteral("approved"));
    person.startStep(QStringLiteral("issue_decision"));
    person.fillField(QStringLiteral("decision_no"), QStringLiteral("2026-1"));
    person.fillField(QStringLiteral("decision_date"),
                     ui::str(model::formatDate(model::chinaDate(
                         std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now())))));
    person.fillField(QStringLiteral("payment_bank"), QStringLiteral("中国工商银行"));
    person.fillField(QStringLiteral("payment_account"), QStringLiteral("0000 0000 0000"));
    person.fillField(QStringLiteral("review_body"), QStringLiteral("商务部"));
    person.fillField(QStringLiteral("litigation_court"), QStringLiteral("北京市第二中级人民法院"));
    person.picture(QStringLiteral("decision-form"));
    person.submit(QStringLiteral("decided"));
    person.saveDecision(decision);
    person.openTab(ui::CaseFilePage::history);
    person.press(Qt::Key_End);
    person.picture(QStringLiteral("history"));
}

} // namespace

void wholeWay(Person& person, const Cast& cast, const QString& reportWords,
              const std::vector<std::filesystem::path>& papers, const std::filesystem::path& decision) {
    officerPart(person, cast, reportWords);
    person.unlock(cast.supervisor, cast.passphrase(cast.supervisor));
    person.picture(QStringLiteral("supervisor-to-decide"));
    person.openFirst(reportWords + QStringLiteral(" stage:filing_approval"));
    person.startStep(QStringLiteral("approve_filing"));
    person.picture(QStringLiteral("filing-approval"));
    person.submit(QStringLiteral("filed"));
    person.lock();
    investigatorPart(person, cast, reportWords, papers);
    supervisorPart(person, cast, reportWords, decision);
}

} // namespace walk
