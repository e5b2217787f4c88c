// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/practice/practice.h"

#include "model/workflow/penalty_check.h"

#include <algorithm>

// Where each case of the practice office goes. Facts, amounts, grounds and articles come from the published rows; what
// was not published is said to be so. The comments name the published ending.

namespace model {

namespace {

constexpr const char* kNotPublished = "（未公布）";

std::string joined(const std::vector<std::string>& words) {
    std::string line;
    for (const auto& word : words) line += (line.empty() ? "" : "；") + word;
    return line;
}

std::string plain(law::Money amount) {
    std::string text = law::formatMoney(amount);
    std::erase(text, ',');
    return text;
}

/// One published case on its way through the office.
class Play {
public:
    Play(std::vector<PracticePerson>& persons, const intake::Report& row, CaseId id,
         const std::filesystem::path& papers, Date today)
        : m_persons(persons), m_row(row), m_id(id), m_papers(papers), m_today(today) {}

    Result<void> accept() { return step("officer", "accept", {}); }

    Result<void> verify() {
        TRY(accept());
        return step("officer", "verify", {{"findings", "与公布的内容核对一致。来源：" + joined(m_row.sources)}});
    }

    Result<void> reject(const std::string& reason) { return step("officer", "reject", {{"reason", reason}}); }

    Result<void> proposeFiling() {
        TRY(verify());
        const std::string party = "（公开资料未载当事人名称；" + m_row.partyKind + "）";
        TRY(say("officer", [&](Workspace& at) {
            return at.setFacts(m_id, {{"party", party}, {"party_address", kNotPublished}});
        }));
        const std::string where = m_row.authority.empty() ? kNotPublished : m_row.authority;
        return step("officer", "propose_filing",
                    {{"filing_reason", "涉嫌：" + m_row.violationKind + "。" + m_row.narrativeZh},
                     {"jurisdiction", "公布的处理机关：" + where}});
    }

    Result<void> proposeNoFiling(const std::string& reason) {
        TRY(verify());
        return step("officer", "propose_no_filing", {{"reason", reason}});
    }

    Result<void> file() {
        TRY(proposeFiling());
        TRY(step("supervisor", "approve_filing", {}));
        TRY(assign("investigator-1"));
        return assign("investigator-2");
    }

    Result<void> investigate() {
        TRY(file());
        TRY(step("investigator-1", "begin_investigation", {}));
        Form facts{{"violation", "ecl34"}};
        if (m_row.value) facts["turnover"] = plain(*m_row.value);
        if (m_row.illegalGains) facts["gains"] = plain(*m_row.illegalGains);
        TRY(say("investigator-1", [&](Workspace& at) { return at.setFacts(m_id, facts); }));
        TRY(takePaperIn());
        return tellMatter();
    }

    /// The second investigator says a fact anew, which the first one is told.
    Result<void> investigateTogether() {
        TRY(investigate());
        return say("investigator-2",
                   [&](Workspace& at) { return at.setFacts(m_id, {{"party", "（公开资料未载当事人名称）"}}); });
    }

    Result<void> propose(law::ProposalKind kind, std::vector<law::GroundFound> grounds) {
        TRY(investigate());
        law::PenaltyFacts facts = intake::suggestFacts(m_row);
        facts.violations = {law::ArticleId("ecl34")};
        facts.grounds = std::move(grounds);
        const law::Proposal proposal{kind, m_row.fine.value_or(law::Money{}), m_row.confiscation};
        const std::string articles = m_row.lawArticles.empty() ? kNotPublished : joined(m_row.lawArticles);
        return step(
            "investigator-1", "propose",
            {{"facts_found", m_row.narrativeZh},
             {"reasons", "公布的依据：" + articles + "。公布的情节：" +
                             (m_row.mitigatingGrounds.empty() ? kNotPublished : joined(m_row.mitigatingGrounds))},
             {"penalty", renderPenaltyValue({facts, proposal})}});
    }

    Result<void> approve(law::ProposalKind kind, std::vector<law::GroundFound> grounds) {
        TRY(propose(kind, std::move(grounds)));
        return step("supervisor", "approve", {});
    }

    Result<void> decide(law::ProposalKind kind) {
        TRY(approve(kind, {}));
        // The day on which this practice document is signed: the published day is not known.
        return step("supervisor", "issue_decision",
                    {{"decision_no", m_row.decisionNo.empty() ? kNotPublished : m_row.decisionNo},
                     {"decision_date", formatDate(m_today)},
                     {"payment_bank", kNotPublished},
                     {"payment_account", kNotPublished},
                     {"review_body", kNotPublished},
                     {"litigation_court", kNotPublished}});
    }

    Result<void> decideNoPenalty(const std::string& ground) {
        TRY(investigate());
        TRY(step("investigator-1", "propose_no_penalty",
                 {{"facts_found", m_row.narrativeZh},
                  {"ground", ground},
                  {"reasons",
                   "公布的依据：" + joined(m_row.lawArticles) + "。公布的情节：" + joined(m_row.mitigatingGrounds)}}));
        return step("supervisor", "decide_no_penalty", {{"education", kNotPublished}});
    }

    Result<void> decideNoFiling(const std::string& reason) {
        TRY(proposeNoFiling(reason));
        return step("supervisor", "approve_no_filing", {});
    }

private:
    Workspace& at(std::string_view label) {
        return *std::ranges::find(m_persons, label, &PracticePerson::label)->workspace;
    }

    /// One act of one person, who looks first at what the others did. A refusal by the hub is a failure here.
    template <typename Command>
    Result<void> say(std::string_view label, Command command) {
        const auto fault = [&](Error error) {
            error.where = m_row.externalId + ", " + std::string(label) + ": " + error.where;
            return std::unexpected(std::move(error));
        };
        if (auto seen = at(label).exchange(); !seen) return fault(std::move(seen).error());
        auto receipt = command(at(label));
        if (!receipt) return fault(std::move(receipt).error());
        if (!receipt->refused.empty()) return std::unexpected(receipt->refused.front());
        return {};
    }

    Result<void> step(std::string_view label, const std::string& name, const Form& form) {
        return say(label, [&](Workspace& workspace) { return workspace.takeStep(m_id, name, form); });
    }

    Result<void> assign(std::string_view label) {
        const auto person = std::ranges::find(m_persons, label, &PracticePerson::label)->id;
        return say("supervisor", [&](Workspace& workspace) { return workspace.assign(m_id, person, "investigator"); });
    }

    Result<void> takePaperIn() {
        Workspace& workspace = at("investigator-1");
        TRY(workspace.exchange());
        // The office is still under a name that it will not keep.
        TRY_ASSIGN(const auto taken, workspace.addEvidence(m_id, {m_papers / (m_row.externalId + ".txt")},
                                                           "documentary", "公开网页", {}, {}, m_papers.filename()));
        if (taken.front().error) return std::unexpected(*taken.front().error);
        return {};
    }

    /// What the publication says of the matter: who exported, and when it was done.
    Result<void> tellMatter() {
        TRY_ASSIGN(const auto state, at("investigator-1").state(m_id));
        const std::vector<EvidenceCitation> paper{{state.evidence.front().id, "公布内容"}};
        Form party{{"kind", m_row.partyKind == "individual" ? "person" : "company"},
                   {"name", state.fact("party")},
                   {"role", "exporter"}};
        TRY(say("investigator-1",
                [&](Workspace& at) { return at.stateItem(m_id, ItemSort::party, {}, party, paper); }));
        const auto slash = std::min(m_row.actDate.find('/'), m_row.actDate.size());
        if (slash == 0) return {};
        Form entry{{"from", m_row.actDate.substr(0, slash)},
                   {"text", "公布的行为：" + m_row.violationKind + "；" + m_row.goodsZh}};
        if (slash < m_row.actDate.size()) entry.emplace("to", m_row.actDate.substr(slash + 1));
        return say("investigator-1",
                   [&](Workspace& at) { return at.stateItem(m_id, ItemSort::chronology, {}, entry, paper); });
    }

    std::vector<PracticePerson>& m_persons;
    const intake::Report& m_row;
    CaseId m_id;
    const std::filesystem::path& m_papers;
    Date m_today;
};

struct Scene {
    const char* row;
    Result<void> (*play)(Play& at);
};

const Scene kScenes[] = {
    // Published: no penalty under APL 33(1); declared truthfully, licence obtained afterwards.
    {"vn-dy-magnet-nopenalty-2025", [](Play& at) { return at.decideNoPenalty("minor"); }},
    // Published: a fine of 1,300,000 and confiscation of 339,500. The day of service is not published: it stays open.
    {"wuxi-2026-1", [](Play& at) { return at.decide(law::ProposalKind::normal); }},
    // Published: a fine of 500,000, the least that ECL 34 allows.
    {"yinzhou-smco-express-2026", [](Play& at) { return at.decide(law::ProposalKind::normal); }},
    // Published: a fine of 130,000, reduced under APL 32(1). Approved; the decision is to be issued.
    {"beilun-2025-574",
     [](Play& at) {
         return at.approve(law::ProposalKind::reduced,
                           {{"apl32-1", "公布的决定引用《行政处罚法》第三十二条第（一）项"}});
     }},
    // Published: decided by customs under its own older route (CL 86(3), CUS 15(3)), not under the Export Control Law.
    {"shanghai-drone-kit-2024",
     [](Play& at) {
         return at.decideNoFiling(
             "公布的案件由海关依照《海关法》第八十六条第（三）项、《海关行政处罚实施条例》第十五条第（三）项处理，"
             "未适用《出口管制法》，不在本流程立案。");
     }},
    // Published: judgments of a criminal court.
    {"gz-court-antimony-2025",
     [](Play& at) { return at.reject("公布的信息显示，人民法院已就该行为作出刑事判决，不作为行政处罚案件受理。"); }},
    // Published: a fine of 500,000 for goods that went elsewhere than the licence says. Waits for the supervisor.
    {"na2s-destination-2024", [](Play& at) { return at.propose(law::ProposalKind::normal, {}); }},
    // Published: a fine of 50,000 and confiscation. Below the least fine with no published ground, so it stays in
    // investigation.
    {"rongcheng-ge-lens-2026", [](Play& at) { return at.investigateTogether(); }},
    {"ningbo-airport-tb-2026", [](Play& at) { return at.file(); }},
    {"waigaoqiao-graphite-mould-2026", [](Play& at) { return at.proposeFiling(); }},
    {"baoan-graphite-crucible", [](Play& at) { return at.verify(); }},
    {"wanzai-smco-2026", [](Play& at) { return at.accept(); }},
};

} // namespace

Result<void> playPractice(std::vector<PracticePerson>& persons, const std::vector<intake::Report>& rows,
                          const std::vector<CaseId>& cases, const std::filesystem::path& papers, Date today,
                          std::stop_token stop) {
    for (const Scene& scene : kScenes) {
        if (stop.stop_requested())
            return fail(Code::cancelled, {"Stopped; nothing was left behind", "已停止，未留下任何内容"});
        const auto row = std::ranges::find(rows, scene.row, &intake::Report::externalId);
        if (row == rows.end())
            return fail(Code::failed, {"A published decision is missing", "缺少公布的决定"}, {}, scene.row);
        Play play(persons, *row, cases[static_cast<std::size_t>(row - rows.begin())], papers, today);
        TRY(scene.play(play));
    }
    return {};
}

} // namespace model
