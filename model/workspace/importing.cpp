// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/envelope.h"
#include "model/base/relay.h"
#include "model/intake/report_reader.h"
#include "model/workspace/parts.h"
#include "model/workspace/report_case.h"

#include <algorithm>
#include <thread>
#include <unordered_set>

namespace model {

namespace {

constexpr std::size_t kListed = 1'000;

/// Reports that became one signed act, and what is needed to list their cases without reading them back.
struct Batch {
    explicit Batch(Workspace::Parts& parts) : acting(parts) {}
    struct Added {
        CaseBody body; ///< of a report
        std::int64_t key;
    };
    Workspace::Parts::Acting acting;
    std::vector<Added> bodies;
    std::size_t bytes = 0;                         ///< of the events
    std::unordered_map<Digest, std::size_t> index; ///< into bodies, by event
};

/// Turns reports into acts that open a case for each. Looks at the office as it was at the start, and at the vault only
/// through `known`, so that it may run beside the thread that saves.
class Maker {
public:
    Maker(Workspace::Parts& parts, const Definition& definition, Database& known, UnitId unit)
        : m_parts(parts), m_definition(definition), m_known(known), m_office(parts.office), m_unit(unit),
          m_calendar(parts.calendar()) {}

    /// Nothing if the office has this report already.
    Result<std::optional<CaseId>> add(const intake::Report& report,
                                      const std::optional<intake::ReporterIdentity>& reporter) {
        Form form = reportForm(report);
        const auto key = reportKey(form);
        if (m_keys.contains(key)) return std::nullopt;
        TRY_ASSIGN(const auto known, Vault::reportKnown(m_known, key));
        if (known) return std::nullopt;

        CaseId id;
        m_parts.random->fill(id.bytes);
        if (reporter) {
            TRY_ASSIGN(form["reporter"], sealReporter(id, *reporter));
        }
        CaseBody body = ReportReceived{m_office.currentWorkflow,
                                       m_definition.initialStage().id,
                                       std::string(intake::channelName(report.channel)),
                                       std::string(intake::reportKindName(report.reportKind)),
                                       reportFacts(m_definition, report),
                                       std::move(form)};
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
        const Recipients recipients{m_unit.bytes};
        TRY(allowed(state, draft, body,
                    Bench{&m_office, &m_definition, m_calendar, m_parts.clock->now(), true, recipients}));

        if (!m_batch) m_batch = std::make_unique<Batch>(m_parts);
        KeyGrant grant{1, crypto::Secret::random(32, *m_parts.random)};
        const Event& event =
            m_batch->acting.say({id, std::move(encoded), {}, 1, &grant.key, std::span<const KeyGrant>(&grant, 1)});
        m_batch->bytes += sizeOf(event);
        m_keys.insert(key);
        m_batch->index.emplace(event.id, m_batch->bodies.size());
        m_batch->bodies.push_back({std::move(body), key});
        return id;
    }

    [[nodiscard]] bool empty() const { return !m_batch; }
    /// Whether one more report could make the act larger than goes to a hub in one go. An act is made while the one
    /// before it is saved, so twice as much is in memory.
    [[nodiscard]] bool full() const {
        return m_batch &&
               (m_batch->bodies.size() >= kBatchEvents || m_batch->bytes + kEventLimit + kSealedLimit > kBatchBytes);
    }

    /// The signed act of what was added; the next one starts anew.
    Result<std::unique_ptr<Batch>> finish() {
        m_batch->acting.admit(m_unit.bytes, m_office.units.at(m_unit).sealedTo());
        TRY(m_batch->acting.sign());
        return std::move(m_batch);
    }

private:
    /// Who reported goes to the custodians, in an object of its own beside the record; the case knows a pseudonym.
    Result<std::string> sealReporter(CaseId id, const intake::ReporterIdentity& reporter) {
        const Unit* custody = m_office.unit(kCustodyUnit);
        if (!custody) {
            return fail(
                Code::refused,
                {"The report says who reported, and the office has no identity custodian",
                 "举报含举报人身份，但单位尚无专管员"},
                {"Add a custodian first, or remove the columns of the reporter", "请先设置专管员，或删除举报人列"},
                "reporter_name", "ECL 31");
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
        const auto sealed =
            crypto::sealTo(custody->sealedTo(), map.take(), crypto::asBytes(pseudonym), *m_parts.random);
        if (!sealed)
            return fail(Code::failed,
                        {"Who reported cannot be sealed to the custodians", "无法将举报人身份封装给专管员"});
        std::error_code error;
        std::filesystem::create_directories(m_parts.folder / "reporters", error);
        TRY(writeWhole(m_parts.folder / "reporters" / (pseudonym + ".sealed"), *sealed));
        return pseudonym;
    }

    Workspace::Parts& m_parts;
    const Definition& m_definition;
    Database& m_known;
    const RegisterState m_office;
    const UnitId m_unit; ///< that the cases are for; of m_office
    const law::Calendar* m_calendar;
    std::unordered_set<std::int64_t> m_keys; ///< of the reports so far
    std::unique_ptr<Batch> m_batch;
};

/// Saves a batch and lets the hub seal it.
Result<Receipt> settle(Workspace::Parts& parts, Batch& batch) {
    std::vector<std::int64_t> others;
    const auto words = Workspace::Parts::wordsOf(batch.bodies.size());
    // A new case is what its one event says, so it is folded from memory, in the transaction that records where it
    // landed.
    const auto fold = [&](std::int64_t row, const Digest& event, const Landing& landing) -> Result<void> {
        const auto found = batch.index.find(event);
        if (found == batch.index.end()) {
            if (others.empty() || others.back() != row) others.push_back(row);
            return {};
        }
        const auto& [body, key] = batch.bodies[found->second];
        CaseState state;
        Landing readable = landing;
        readable.readable = true;
        apply(state, batch.acting.submitted()[found->second], body, readable);
        TRY(parts.vault->putReport(key, row));
        return parts.writeRow(row, state, false, false, words);
    };
    TRY(batch.acting.save());
    TRY_ASSIGN(auto receipt, batch.acting.settle(fold));
    TRY(parts.refreshRows(others));
    TRY(parts.markDerived());
    return receipt;
}

Result<std::shared_ptr<const Definition>> currentDefinition(Workspace::Parts& parts) {
    auto definition = parts.definitionOf(parts.office.currentWorkflow);
    if (definition) return definition;
    return fail(Code::failed, {"The office has no workflow", "单位尚未启用流程"}, {"Adopt one first", "请先启用流程"});
}

/// Reads the files and hands over acts, until the files end, something breaks, or nobody takes them any more.
class Reading {
public:
    Reading(Maker& maker, Relay<std::unique_ptr<Batch>>& out, ImportOutcome& outcome, std::stop_token stop)
        : m_maker(maker), m_out(out), m_outcome(outcome), m_stop(std::move(stop)) {}

    void readAll(const std::vector<std::filesystem::path>& files) {
        for (const auto& file : files) {
            if (!read(file)) break;
        }
        if (!m_broken && !m_maker.empty()) (void)handOver();
    }

    [[nodiscard]] std::optional<Error>& broken() { return m_broken; }

private:
    bool read(const std::filesystem::path& file) {
        intake::ReportSink sink;
        sink.row = [&](intake::ReportRow&& row) { return take(file, row); };
        sink.problem = [&](const intake::Problem& problem) {
            note(file, problem);
            return !m_stop.stop_requested();
        };
        auto summary = intake::readReportFile(file, sink);
        if (m_broken) return false;
        if (!summary && summary.error().code != Code::cancelled) {
            if (summary.error().where.empty()) summary.error().where = file.string();
            // What came before the break is good and is kept; the break is one more problem.
            note(file, {0, summary.error().where, summary.error().what, summary.error().cure, false});
        }
        return !m_stop.stop_requested();
    }

    bool take(const std::filesystem::path& file, const intake::ReportRow& row) {
        const auto added = m_maker.add(row.report, row.reporter);
        if (!added) {
            const Error& error = added.error();
            if (error.code != Code::refused || error.where.empty()) {
                m_broken = error;
                return false;
            }
            note(file, {row.line, error.where, error.what, error.cure, false});
            return true;
        }
        if (!*added) ++m_outcome.duplicates;
        else if (m_outcome.cases.size() < kListed) m_outcome.cases.push_back(**added);
        if (m_maker.full() && !handOver()) return false;
        return !m_stop.stop_requested();
    }

    bool handOver() {
        auto batch = m_maker.finish();
        if (!batch) m_broken = std::move(batch.error());
        return batch && m_out.put(*std::move(batch));
    }

    void note(const std::filesystem::path& file, intake::Problem problem) {
        if (!problem.notice) ++m_outcome.refused;
        if (m_outcome.problems.size() < kListed) m_outcome.problems.push_back({file, std::move(problem)});
    }

    Maker& m_maker;
    Relay<std::unique_ptr<Batch>>& m_out;
    ImportOutcome& m_outcome;
    std::stop_token m_stop;
    std::optional<Error> m_broken;
};

} // namespace

Result<ImportOutcome> Workspace::importReports(const std::vector<std::filesystem::path>& files,
                                               const Progress& progress, std::stop_token stop,
                                               std::optional<UnitId> unit) {
    Parts& parts = *m_parts;
    TRY_ASSIGN(const auto definition, currentDefinition(parts));
    TRY_ASSIGN(const auto forUnit, unitOfNew(unit));
    TRY_ASSIGN(auto known, parts.vault->openReader(parts.vaultKey));
    Maker maker(parts, *definition, known, forUnit);
    ImportOutcome outcome;
    Relay<std::unique_ptr<Batch>> relay;
    Reading reading(maker, relay, outcome, std::move(stop));
    std::jthread thread([&] {
        reading.readAll(files);
        relay.close();
    });
    std::uint64_t taken = 0;
    Receipt receipt;
    std::optional<Error> failed;
    while (const auto batch = relay.take()) {
        auto settled = settle(parts, **batch);
        if (!settled) {
            failed = std::move(settled.error());
            relay.close();
            break;
        }
        taken += (*batch)->bodies.size();
        receipt.act = settled->act;
        receipt.sealed += settled->sealed;
        std::ranges::move(settled->refused, std::back_inserter(receipt.refused));
        if (progress) progress(taken, 0);
    }
    thread.join();
    if (!failed) failed = std::move(reading.broken());
    if (failed) return std::unexpected(*std::move(failed));
    outcome.taken = taken;
    outcome.receipt = std::move(receipt);
    if (progress) progress(taken, taken);
    return outcome;
}

Result<CaseId> Workspace::receiveReport(const intake::Report& report, std::optional<UnitId> unit) {
    TRY_ASSIGN(const auto definition, currentDefinition(*m_parts));
    TRY_ASSIGN(const auto forUnit, unitOfNew(unit));
    Maker maker(*m_parts, *definition, m_parts->vault->database(), forUnit);
    TRY_ASSIGN(const auto added, maker.add(report, std::nullopt));
    if (!added) {
        return fail(Code::refused, {"The office has this very report already", "本单位已有完全相同的举报"},
                    {"Open the case it belongs to", "请打开已有案件"});
    }
    TRY_ASSIGN(const auto batch, maker.finish());
    TRY_ASSIGN(const auto receipt, settle(*m_parts, *batch));
    if (!receipt.refused.empty()) return std::unexpected(receipt.refused.front());
    TRY(markSeen(*added, 1)); // who typed it has seen it
    return *added;
}

} // namespace model
