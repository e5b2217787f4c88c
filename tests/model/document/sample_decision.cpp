// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/document/sample_decision.h"

#include <format>

using namespace model;
using namespace model::document;

namespace sample {
namespace {

constexpr const char* kFacts =
    "当事人于2025年4月30日委托报关行，以一般贸易方式向海关申报出口磁钢一票，共533千克，申报总价46000美元，申报成分不含"
    "镝，未提交两用物项出口许可证件。\n"
    "经查验，该票货物有17种规格，其中2种的镝含量分别为0.18%和0.24%"
    "，属于2025年4月4日起实施出口管制的物项（管制编码1C905.a.4）。上述两种规格货物的价值为人民币"
    "510,650.53元。当事人在订立合同时已收到供应商关于镝含量的检测报告，仍以不含镝申报。\n"
    "当事人因上述出口取得货款人民币510,650.53元。";

constexpr const char* kReasons = "当事人明知货物含有管制成分，未经许可擅自出口管制物项，其行为违反国家出口管制管理规定"
                                 "。检测报告、合同、报关单和询问笔录相互印证，足以认定上述事实。"
                                 "当事人在调查期间主动提供了全部合同与往来邮件。";

} // namespace

DecisionContent decision() {
    DecisionContent out;
    out.authority = {"Ministry of Commerce (practice office)", "商务部（演练机关）"};
    out.number = "商安管罚字〔2026〕1号";
    out.date = Date{std::chrono::year{2026}, std::chrono::month{3}, std::chrono::day{4}};
    out.signer = "演练机关负责人";
    out.signerRole = {"head of the authority", "机关负责人"};
    out.partyName = "演练当事人（宁波）磁性材料有限公司";
    out.partyAddress = "浙江省宁波市北仑区演练路100号3幢";
    out.partyRepresentative = "演练代表人";
    out.facts = {"", kFacts};
    const Text kinds[] = {
        {"documentary evidence", "书证"}, {"electronic data", "电子数据"}, {"expert opinion", "鉴定意见"}};
    const char* const names[] = {"出口货物报关单.pdf", "购销合同及补充协议.pdf", "成分检测报告.pdf",
                                 "email-export-2025-04.eml"};
    for (unsigned i = 0; i < 12; ++i) {
        EvidenceLine line{std::format("{:02}-{}", i + 1, names[i % 4]), kinds[i % 3], {}, 12'345 + i * 1'000'003ULL};
        line.sha256 = crypto::sha256(crypto::asBytes(line.name));
        out.evidence.push_back(line);
    }
    out.reasons = {"", kReasons};
    const auto& law = law::PenaltyBook::shipped();
    law::PenaltyFacts facts;
    facts.violations = {law::ArticleId("ecl34")};
    facts.illegalTurnover = law::Money::fromFen(51'065'053);
    facts.illegalGains = law::Money::fromFen(51'065'053);
    facts.kilograms = 533;
    facts.actEnd = Date{std::chrono::year{2025}, std::chrono::month{4}, std::chrono::day{30}};
    facts.grounds = {{"apl32-1", "主动撤回其余批次并配合退运"}};
    const auto range = law::computePenalty(*law, facts);
    out.derivation = range->derivation;
    out.basis = {range->source, {"APL 28", {"Administrative Penalty Law, Article 28", "《行政处罚法》第28条"}}};
    for (const auto& found : facts.grounds) {
        const auto* ground = law->ground(found.ground);
        out.grounds.push_back({ground->source, ground->summary, same(found.reason)});
    }
    out.measures.stopOrder = true;
    out.fine = law::Money::fromFen(255'325'265);
    out.confiscation = law::Money::fromFen(51'065'053);
    out.bank = {"the designated bank (practice)", "指定代收银行（演练）"};
    out.account = "演练财政专户 1234 5678 9012 3456";
    out.reviewBody = {"the Ministry of Commerce", "商务部"};
    out.court = {"Beijing No. 2 Intermediate People's Court", "北京市第二中级人民法院"};
    out.caseReference = "2026-000412";
    out.signedEvent = crypto::sha256(crypto::asBytes("event"));
    out.officeFingerprint = crypto::sha256(crypto::asBytes("office"));
    return out;
}

DecisionContent noPenalty() {
    DecisionContent out = decision();
    out.fine.reset();
    out.confiscation.reset();
    out.measures = {};
    out.derivation.clear();
    out.basis = {
        {"APL 57", {"Administrative Penalty Law, Article 57, paragraph 1, item 2", "《行政处罚法》第57条第1款第2项"}}};
    out.grounds = {{{"APL 33(1)", {"Administrative Penalty Law, Article 33, paragraph 1", "《行政处罚法》第33条第1款"}},
                    {"A minor violation, corrected in time, without harm", "违法行为轻微并及时改正，没有造成危害后果"},
                    same("事后已补办出口许可证件。")}};
    out.education = {"", "本机关已向当事人说明两用物项出口许可的申领要求。"};
    return out;
}

} // namespace sample
