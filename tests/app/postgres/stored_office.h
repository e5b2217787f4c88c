// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/postgres/record_copy.h"
#include "app/postgres/schema.h"
#include "model/hub/sealing.h"
#include "tests/support/postgres.h"
#include "tests/support/raw_desk.h"

/// An office with two cases, a refusal and sealed parts, whose record lies in a handover and from there goes into
/// stores.
class StoredOffice {
public:
    StoredOffice() {
        auto officer = m_office.as("officer");
        m_case = must(officer->receiveReport(aReport()));
        m_second = must(officer->receiveReport(aReport("Another")));
        must(officer->addNote(m_case, "A note"));
        m_head = must(officer->view(m_case)).state.head;
        m_desk = std::make_unique<RawDesk>(m_office, "officer");
        m_refused = refusedStep();
        if (m_desk->submit(m_refused).empty()) qFatal("it was not refused");
        must(m_desk->openHub(m_office.folder()).store->handOver(file(), m_key));
    }

    [[nodiscard]] std::filesystem::path file() const { return m_office.scratch() / "record"; }
    [[nodiscard]] std::unique_ptr<model::EmbeddedStore> handover() const {
        return must(model::EmbeddedStore::open(file(), m_key, crypto::Suite::intl1, model::OpenMode::readOnly));
    }
    [[nodiscard]] crypto::Identity identity() const { return must(handover()->identity()); }

    /// A store of its own in a file; the same name is the same store.
    [[nodiscard]] std::unique_ptr<model::HubStore> inFile(const std::string& name) const {
        const auto path = m_office.scratch() / name;
        std::error_code known;
        std::filesystem::copy_file(file(), path, known);
        return must(model::EmbeddedStore::open(path, m_key, crypto::Suite::intl1));
    }
    /// A new database with the record.
    QString makeDatabase(PostgresServer& server) const {
        const QString database = server.makeDatabase();
        must(postgres::migrate(address(server, database)));
        const auto store = inDatabase(server, database);
        if (must(postgres::copyInto(*store, *handover(), {})) != postgres::Adopted::now) qFatal("it is there already");
        return database;
    }
    static postgres::Address address(const PostgresServer& server, const QString& database) {
        return must(postgres::readAddress(server.uri(database).toStdString()));
    }
    static std::unique_ptr<postgres::PostgresStore> inDatabase(const PostgresServer& server, const QString& database) {
        return must(postgres::PostgresStore::open(address(server, database), crypto::Suite::intl1));
    }
    [[nodiscard]] std::unique_ptr<model::Hub> hub(model::HubStore& store) {
        return std::make_unique<model::Hub>(store, identity(), m_office.clock());
    }

    /// What lands on the first case whatever was said there before.
    [[nodiscard]] model::Submission note(const std::string& text) const {
        return m_desk->sign(m_desk->event(m_case, model::NoteAdded{text}, m_head));
    }
    /// What never lands: its author claims to have seen what is not there.
    [[nodiscard]] model::Submission refusedStep() const {
        model::Seen future = m_head;
        future.seq += 100;
        return m_desk->sign(
            m_desk->event(m_case, model::StepDone{"accept", "received", "verification", "officer", {}}, future));
    }
    /// What a hub would add for these, without adding it.
    [[nodiscard]] model::HubBatch judged(model::HubTurn& turn, std::span<const model::Submission> said) {
        model::HubState state;
        must(state.refresh(turn.reading()));
        return must(model::SubmissionSealing(turn.reading(), state, m_identity, m_office.clock().now()).all(said));
    }

    [[nodiscard]] model::CaseId firstCase() const { return m_case; }
    [[nodiscard]] model::CaseId secondCase() const { return m_second; }
    [[nodiscard]] const model::Submission& refused() const { return m_refused; }
    [[nodiscard]] model::PersonId officer() const { return m_desk->person(); }

private:
    TestOffice m_office;
    crypto::Secret m_key = crypto::Secret::random(32, *crypto::systemRandom());
    std::unique_ptr<RawDesk> m_desk;
    model::CaseId m_case, m_second;
    model::Seen m_head;
    model::Submission m_refused;
    crypto::Identity m_identity = crypto::Identity::generate(crypto::Suite::intl1, *crypto::systemRandom());
};

/// Everything that a store answers about itself, as a text to compare: what two stores of one record say alike.
inline std::string told(model::HubReading& reading, std::span<const model::CaseId> cases,
                        std::span<const model::Digest> ids) {
    std::string all;
    const auto line = [&](const auto&... parts) {
        ((all += parts, all += ' '), ...);
        all += '\n';
    };
    const auto hex = [](const auto& bytes) { return crypto::toHex(bytes); };
    const auto number = [](auto value) { return std::to_string(value); };
    const auto last = must(reading.last());
    if (!last) return "nothing";
    line("last", number(last->number), last->hash.hex());
    for (const auto& one : must(reading.commits(1, last->number)))
        line("commit", number(one.commit.number), hex(one.commit.bytes), hex(one.commit.signature),
             hex(one.links.front().bytes), number(one.links.size()));
    for (const auto& one : must(reading.known(ids))) line("known", one.hex());
    for (const auto& one : must(reading.refusals(ids))) line("refusal", one.event.hex(), hex(one.bytes));
    std::vector<std::int64_t> events, acts;
    const auto link = [&](const char* name, const model::StoredLink& one) {
        line(name, one.link.caseId.hex(), number(one.link.seq), one.link.previous.hex(), one.link.event.hex(),
             number(one.link.time.time_since_epoch().count()), one.hash.hex(), number(one.event), number(one.commit),
             number(one.commitIndex), number(one.act));
    };
    for (const auto& one : must(reading.linksBetween(1, last->number))) {
        link("between", one);
        events.push_back(one.event);
        acts.push_back(one.act);
    }
    for (const auto& one : must(reading.linksOf(cases))) link("of", one);
    std::ranges::reverse(events);
    for (const auto& one : must(reading.events(events)))
        line("event", number(one.row), number(one.act), number(one.actIndex), number(one.caseRow), one.event.id.hex(),
             hex(one.event.bytes), hex(one.event.sealed));
    for (const auto& one : must(reading.actHeaders(acts))) line("header", one.id.hex(), hex(one.signature));
    for (const auto& one : must(reading.acts(acts)))
        line("act", number(one.row), one.act.id.hex(), hex(one.events.front().bytes), number(one.events.size()));
    return all;
}
