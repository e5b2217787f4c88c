// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/walk/practice.h"

#include "model/workflow/penalty_check.h"
#include "model/workflow/shipped.h"
#include "model/workspace/case_documents.h"
#include "tests/ui/walk/practice_people.h"

#include <QFile>

namespace walk {

void addCaseWithPapers(const std::filesystem::path& office) {
    PracticePeople people(office);
    const auto done = [](model::Result<model::Receipt> said) { return PracticePeople::done(std::move(said)); };
    done(people.as("supervisor").adoptWorkflow(model::shippedDefinitions().back().json));
    model::intake::Report report;
    report.title = {"Gallium sent abroad as scrap", "镓锭伪报废料出口"};
    report.channel = model::intake::Channel::web;
    report.goodsEn = "Gallium ingots";
    report.goodsZh = "镓锭";
    report.narrativeEn = "Twenty gallium ingots were declared as aluminium scrap.";
    report.narrativeZh = "镓锭二十件以铝废料名义申报出口。";
    const auto id = must(people.as("officer").receiveReport(report));
    const auto take = [&](const char* label, const char* step, const model::Form& form = {}) {
        done(people.as(label).takeStep(id, step, form));
    };
    const auto make = [&](const char* label, const char* document, const model::Form& form) {
        done(people.as(label).documents().make(id, {.document = document, .typed = form}));
    };
    const std::string day = people.today();
    done(people.as("officer").setFacts(id, {{"party", "河池某矿业有限公司"},
                                            {"party_address", "广西河池市金城江区"},
                                            {"goods", "镓锭"},
                                            {"violation", "ecl34"},
                                            {"turnover", "510650.53"}}));
    take("officer", "accept");
    take("officer", "verify", {{"findings", "经核查，举报所称出口行为属实。"}});
    take("officer", "propose_filing", {{"filing_reason", "涉嫌未经许可出口"}, {"jurisdiction", "违法行为发生地"}});
    take("supervisor", "approve_filing");
    for (const char* label : {"investigator-1", "investigator-2"})
        done(people.as("supervisor").assign(id, people.as(label).me(), "investigator"));
    const std::string contact = "承办人李某，电话010-00000000";
    make("investigator-1", "filing_notice", {{"notice_no", "商安立字〔2026〕8号"}, {"contact", contact}});
    take("investigator-1", "send_filing_notice", {{"notice_date", day}, {"notice_manner", "direct"}});
    take("investigator-1", "begin_investigation");
    const auto paper = practicePapers(office).front();
    must(people.as("investigator-1").addEvidence(id, {paper}, "documentary", "", {}, {}));
    take("investigator-1", "verify_evidence", {{"result", "证据来源合法，内容查证属实。"}});
    model::PenaltyValue value;
    value.facts.violations = {model::law::ArticleId("ecl34")};
    value.facts.illegalTurnover = must(model::law::parseMoney("510650.53"));
    value.proposal.fine = must(model::law::parseMoney("3000000"));
    take("investigator-1", "propose",
         {{"facts_found", "当事人未经许可，将镓锭二十件以铝废料名义申报出口。"},
          {"reasons", "报关单据与货物检验结果相互印证，证据确凿。"},
          {"penalty", model::renderPenaltyValue(value)}});
    make("investigator-1", "prior_notice", {{"notice_no", "商安告字〔2026〕8号"}, {"contact", contact}});
}

} // namespace walk
