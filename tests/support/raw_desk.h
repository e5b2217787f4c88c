// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/envelope.h"
#include "model/case/body.h"
#include "model/hub/embedded_store.h"
#include "model/sync/exchange.h"
#include "model/workspace/office_files.h"
#include "tests/support/office.h"

/// What a person of the office could do with their own keys and without the program: talk to the hub directly, and keep
/// a vault of their own making.
class RawDesk {
public:
    RawDesk(TestOffice& office, const std::string& label, const std::string& vaultName = "raw.db")
        : m_folder(office.folder()), m_person(office.id(label)), m_clock(office.clock()),
          m_file(must(model::readOfficeFile(m_folder))),
          m_keys(must(model::openKeys(must(model::readIdentityFile(m_folder, m_person)), crypto::asBytes(label)))),
          m_hub(openHub(m_folder)),
          m_vault(
              must(model::Vault::create(office.scratch() / (label + "-" + vaultName), m_keys.vaultKey, m_file.suite))) {
        m_holder.person = m_person;
        m_holder.identity = &m_keys.identity;
    }

    /// The hub of an office folder, which may be an older copy of this one.
    model::EmbeddedHub openHub(const std::filesystem::path& folder) const {
        const auto key = must(model::openHubKey(m_folder, m_person, m_keys.identity));
        return must(model::EmbeddedHub::open(folder / "hub.db", key, m_file.suite, m_clock));
    }

    model::Result<model::Exchanged> exchange(model::HubPort& hub) {
        model::Exchange exchange(m_vault, m_holder, m_file.office, m_file.fingerprint, m_office);
        const auto ran = model::runExchange(exchange, hub, m_person);
        auto done = exchange.done();
        m_findings = done.findings;
        if (!ran) return std::unexpected(ran.error());
        return done;
    }
    /// What the last exchange named the hub for.
    [[nodiscard]] const std::vector<model::Finding>& findings() const { return m_findings; }

    /// An event of one's own making; `sealed` may be anything, because the hub cannot read it.
    model::Event event(model::CaseId caseId, const model::CaseBody& body, model::Seen seen) const {
        return event(caseId, model::writeBody(body), seen);
    }
    /// The same for the register as this desk knows it; exchange() first.
    [[nodiscard]] model::Event event(const model::RegisterBody& body) const {
        return event(m_file.office, model::writeBody(body), m_office.head);
    }
    model::Event event(model::CaseId caseId, const model::EncodedBody& encoded, model::Seen seen) const {
        model::EventHeader header;
        header.suite = m_file.suite;
        header.caseId = caseId;
        header.author = m_person;
        header.kind = encoded.kind;
        header.time = m_clock.now();
        header.seen = seen;
        crypto::systemRandom()->fill(header.nonce);
        header.clear = encoded.clear;
        header.epoch = encoded.sealed.empty() ? 0 : 1;
        return model::makeEvent(std::move(header), encoded.sealed);
    }

    model::Submission sign(const model::Event& event) const { return sign(event, m_keys.identity); }
    model::Submission sign(const model::Event& event, const crypto::Identity& with) const {
        return {model::signAct(with, event.header.author, m_clock.now(), std::span(&event.id, 1), {}).value(), {event}};
    }

    [[nodiscard]] model::Submission sign(const model::Event& event, std::vector<model::Envelope> envelopes) const {
        return {model::signAct(m_keys.identity, event.header.author, m_clock.now(), std::span(&event.id, 1),
                               std::move(envelopes))
                    .value(),
                {event}};
    }

    /// Keys of a case for persons and units, as an event carries them.
    struct Gift {
        std::vector<model::KeyGrant> grants;
        std::vector<std::pair<std::array<std::uint8_t, 16>, crypto::PublicIdentity>> to;
    };
    /// Signs one event that is sealed under a key of the case as the program would seal it, and carries keys.
    model::Submission say(model::CaseId caseId, const model::EncodedBody& encoded, model::Seen seen,
                          std::uint32_t epoch = 1, const Gift& gift = {}) {
        model::EventHeader header = event(caseId, encoded, seen).header;
        const auto secret = crypto::Secret::random(32, *crypto::systemRandom());
        if (!gift.grants.empty())
            header.keys = model::KeyWrapper(m_file.suite, secret).wrap(caseId, header.nonce, gift.grants);
        model::Bytes sealed;
        header.sealedHash.reset();
        header.sealedSize = 0;
        if (!encoded.sealed.empty()) {
            header.epoch = epoch;
            sealed = model::PartSealer(m_file.suite).seal(header, keys(caseId).at(epoch), encoded.sealed);
        }
        const model::Event made = model::makeEvent(std::move(header), std::move(sealed));
        std::vector<model::Envelope> envelopes;
        for (const auto& [recipient, key] : gift.to) {
            auto envelope = crypto::sealTo(key, secret.view(), model::envelopeContext(m_person, recipient),
                                           *crypto::systemRandom());
            if (!envelope) qFatal("nothing can be sealed to this key");
            envelopes.push_back({recipient, *std::move(envelope)});
        }
        return {model::signAct(m_keys.identity, m_person, m_clock.now(), std::span(&made.id, 1), std::move(envelopes))
                    .value(),
                {made}};
    }
    /// The keys of a case that this desk holds; exchange() first.
    [[nodiscard]] model::CaseKeys keys(model::CaseId caseId) {
        return must(model::caseKeys(m_vault, must(m_vault.record().caseRow(caseId))));
    }
    /// Submits one event to the hub and says why it was refused; empty if it was sealed.
    [[nodiscard]] std::string submit(const model::Event& event) const { return submit(sign(event)); }
    [[nodiscard]] std::string submit(const model::Submission& submission) const {
        must(hub().submit(std::span(&submission, 1)));
        const auto refusals = must(hub().refusals(std::span(&submission.events.front().id, 1)));
        return refusals.empty() ? std::string() : refusals.front().reason.what.en;
    }

    [[nodiscard]] model::Hub& hub() const { return *m_hub.hub; }
    /// What that hub keeps.
    [[nodiscard]] model::Record& hubRecord() const { return m_hub.store->record(); }
    [[nodiscard]] model::Vault& vault() { return m_vault; }
    [[nodiscard]] model::PersonId person() const { return m_person; }
    /// The register as far as exchange() has taken it.
    [[nodiscard]] const model::RegisterState& office() const { return m_office; }
    /// Lets somebody in as the program would: with the hub's key.
    void shareHub(model::PersonId with, const crypto::PublicIdentity& identity) const {
        const auto key = must(model::openHubKey(m_folder, m_person, m_keys.identity));
        must(model::shareHubKey(m_folder, with, identity, key, *crypto::systemRandom()));
    }

private:
    std::filesystem::path m_folder;
    model::PersonId m_person;
    const TestClock& m_clock;
    model::OfficeFile m_file;
    model::PersonKeys m_keys;
    model::EmbeddedHub m_hub;
    model::Vault m_vault;
    model::Keyholder m_holder;
    model::RegisterState m_office;
    std::vector<model::Finding> m_findings;
};
