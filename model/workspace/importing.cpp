// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/envelope.h"
#include "model/intake/report_reader.h"
#include "model/workspace/parts.h"
#include "model/workspace/report_case.h"

#include <algorithm>

namespace model {

namespace {

/// Reports in one act at most; a larger file becomes several acts, so that memory stays bounded.
constexpr std::size_t kActReports = 50'000;
constexpr std::size_t kListed = 1'000;

/// Turns reports into one act that opens a case for each, and its derived rows without reading the cases back.
class Intake {
public:
    Intake(Workspace::Parts& parts, const Definition& definition) : m_parts(parts), m_definition(definition) {}

    /// Nothing if the office has this report already.
    Result<std::optional<CaseId>> add(const intake::Report& report, const std::optional<intake::ReporterIdentity>& reporter) {
        Form form = reportForm(report);
        const auto key = reportKey(form);
        if (m_keys.contains(key)) return std::nullopt;
        TRY_ASSIGN(const auto known, m_parts.vault->reportKnown(key));
        if (known) return std::nullopt;

        CaseId id;
        m_parts.random->fill(id.bytes);
        if (reporter) {
            TRY_ASSIGN(form["reporter"], sealReporter(id, *reporter));
        }
        ReportReceived body{m_parts.office.currentWorkflow, m_definition.initialStage().id,
                            std::string(intake::channelName(report.channel)), std::string(intake::reportKindName(report.reportKind)),
                            reportFacts(m_definition, report), std::move(form)};
        CaseState state;
        state.id = id;
        EncodedBody encoded = writeBody(body);
        EventHeader draft;
        draft.suite = m_parts.officeFile.suite;
        draft.caseId = id;
        draft.author = m_parts.person;
        draft.kind = encoded.kind;
        draft.sealedHash.emplace();
        draft.keys.push_back(0);
        TRY(m_parts.judge(state, draft, body));

        if (!m_acting) m_acting.emplace(m_parts);
        KeyGrant grant{1, crypto::Secret::random(32, *m_parts.random)};
        const Event& event = m_acting->say({id, std::move(encoded), {}, 1, &grant.key, std::span<const KeyGrant>(&grant, 1)});
        m_keys.insert(key);
        m_index.emplace(event.id, m_bodies.size());
        m_bodies.push_back({std::move(body), key});
        return id;
    }

    [[nodiscard]] std::size_t size() const { return m_bodies.size(); }

    /// Signs, saves and settles what was added, and starts anew.
    Result<Receipt> finish() {
        const Unit* unit = m_parts.office.unit(kOfficeUnit);
        if (!unit) return fail(Code::failed, {"The office has no unit that reads cases", "没有可阅读案件的单位"});
        m_acting->admit(unit->id.bytes, unit->identity);
        TRY(m_acting->save());
        const auto landed = [&](std::int64_t row, const Digest& event, const Landing& landing) { return fold(row, event, landing); };
        TRY_ASSIGN(auto receipt, m_acting->settle(landed));
        TRY(m_parts.refreshRows(m_others));
        m_acting.reset();
        m_keys.clear();
        m_index.clear();
        m_bodies.clear();
        m_others.clear();
        return receipt;
    }

private:
    /// The case is what its one event says, so it is folded from memory, in the transaction that records where it landed.
    Result<void> fold(std::int64_t row, const Digest& event, const Landing& landing) {
        const auto found = m_index.find(event);
        if (found == m_index.end()) {
            if (m_others.empty() || m_others.back() != row) m_others.push_back(row);
            return {};
        }
        const Event& said = m_acting->submitted()[found->second];
        const auto& [body, key] = m_bodies[found->second];
        CaseState state;
        Landing readable = landing;
        readable.readable = true;
        apply(state, said, body, readable);
        TRY(m_parts.vault->putReport(key, row));
        return m_parts.writeRow(row, state, false, false);
    }

    /// Who reported goes to the custodians, in an object of its own beside the record; the case knows a pseudonym.
    Result<std::string> sealReporter(CaseId id, const intake::ReporterIdentity& reporter) {
        const Unit* custody = m_parts.office.unit(kCustodyUnit);
        if (!custody) {
            return fail(Code::refused, {"The report says who reported, and the office has no identity custodian", "举报含举报人身份，但单位尚无专管员"},
                        {"Add a custodian first, or remove the columns of the reporter", "请先设置专管员，或删除举报人列"}, "reporter_name",
                        "ECL 31");
        }
        static constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        std::array<std::uint8_t, 8> random{};
        m_parts.random->fill(random);
        std::string pseudonym = "R-";
        for (const auto byte : random) pseudonym += kAlphabet[byte & 31];
        cbor::MapWriter map;
        map["name"].text(reporter.name);
        map["contact"].text(reporter.contact);
        map["case"].bytes(id.view());
        const auto sealed = crypto::sealTo(custody->identity, map.take(), crypto::asBytes(pseudonym), *m_parts.random);
        if (!sealed) return fail(Code::failed, {"Who reported cannot be sealed to the custodians", "无法将举报人身份封装给专管员"});
        std::error_code error;
        std::filesystem::create_directories(m_parts.folder / "reporters", error);
        TRY(writeWhole(m_parts.folder / "reporters" / (pseudonym + ".sealed"), *sealed));
        return pseudonym;
    }

    struct Added {
        ReportReceived body;
        std::int64_t key;
    };
    Workspace::Parts& m_parts;
    const Definition& m_definition;
    std::optional<Workspace::Parts::Acting> m_acting;
    std::set<std::int64_t> m_keys;
    std::unordered_map<Digest, std::size_t> m_index;
    std::vector<Added> m_bodies;
    std::vector<std::int64_t> m_others;
};

Result<std::shared_ptr<const Definition>> currentDefinition(Workspace::Parts& parts) {
    auto definition = parts.definitionOf(parts.office.currentWorkflow);
    if (definition) return definition;
    return fail(Code::failed, {"The office has no workflow", "单位尚未启用流程"}, {"Adopt one first", "请先启用流程"});
}

} // namespace

Result<ImportOutcome> Workspace::importReports(const std::vector<std::filesystem::path>& files, const Progress& progress,
                                               std::stop_token stop) {
    Parts& parts = *m_parts;
    TRY_ASSIGN(const auto definition, currentDefinition(parts));
    ImportOutcome outcome;
    Intake intake(parts, *definition);
    std::optional<Error> broken;
    std::uint64_t rows = 0;
    const auto note = [&](const std::filesystem::path& file, intake::Problem problem) {
        if (!problem.notice) ++outcome.refused;
        if (outcome.problems.size() < kListed) outcome.problems.push_back({file, std::move(problem)});
    };
    const auto finish = [&]() -> Result<void> {
        if (intake.size() == 0) return {};
        TRY_ASSIGN(auto receipt, intake.finish());
        outcome.receipt.act = receipt.act;
        outcome.receipt.sealed += receipt.sealed;
        std::ranges::move(receipt.refused, std::back_inserter(outcome.receipt.refused));
        return {};
    };
    for (const auto& file : files) {
        intake::ReportSink sink;
        sink.row = [&](intake::ReportRow&& row) {
            auto added = intake.add(row.report, row.reporter);
            if (!added) {
                if (added.error().code != Code::refused || added.error().where.empty()) {
                    broken = std::move(added.error());
                    return false;
                }
                note(file, {row.line, added.error().where, added.error().what, added.error().cure, false});
                return true;
            }
            if (!*added) {
                ++outcome.duplicates;
                return true;
            }
            ++outcome.taken;
            if (outcome.cases.size() < kListed) outcome.cases.push_back(**added);
            if (++rows % 1'000 == 0 && progress) progress(outcome.taken, 0);
            if (intake.size() < kActReports) return !stop.stop_requested();
            auto done = finish();
            if (!done) broken = std::move(done.error());
            return !broken && !stop.stop_requested();
        };
        sink.problem = [&](const intake::Problem& problem) {
            note(file, problem);
            return !stop.stop_requested();
        };
        auto summary = intake::readReportFile(file, sink);
        if (broken) return std::unexpected(*std::move(broken));
        if (!summary && summary.error().code != Code::cancelled) {
            if (summary.error().where.empty()) summary.error().where = file.string();
            // What came before the break is good and is kept; the break is one more problem.
            note(file, {0, summary.error().where, summary.error().what, summary.error().cure, false});
        }
        if (stop.stop_requested()) break;
    }
    TRY(finish());
    if (progress) progress(outcome.taken, outcome.taken);
    return outcome;
}

Result<CaseId> Workspace::receiveReport(const intake::Report& report) {
    TRY_ASSIGN(const auto definition, currentDefinition(*m_parts));
    Intake intake(*m_parts, *definition);
    TRY_ASSIGN(const auto added, intake.add(report, std::nullopt));
    if (!added) {
        return fail(Code::refused, {"The office has this very report already", "本单位已有完全相同的举报"},
                    {"Open the case it belongs to", "请打开已有案件"});
    }
    TRY_ASSIGN(const auto receipt, intake.finish());
    if (!receipt.refused.empty()) return std::unexpected(receipt.refused.front());
    return *added;
}

} // namespace model
