// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/sync_desks.h"

#include "app/link/http_transport.h"
#include "app/net/message.h"
#include "app/net/tls.h"
#include "model/case/body.h"
#include "model/sync/read_ahead.h"
#include "model/sync/session.h"

#include <arpa/inet.h>
#include <chrono>
#include <netinet/in.h>
#include <poll.h>
#include <set>
#include <sys/socket.h>

namespace bench {

using Timer = std::chrono::steady_clock;

namespace {

double since(Timer::time_point start) { return std::chrono::duration<double>(Timer::now() - start).count(); }

} // namespace

SyncDesk::SyncDesk(const SyncOffice& office, Who who, const fs::path& vault)
    : m_office(office), m_person(office.person(who)),
      m_vault(must(fs::exists(vault) ? model::Vault::open(vault, m_person.keys.vaultKey, office.file().suite)
                                     : model::Vault::create(vault, m_person.keys.vaultKey, office.file().suite))),
      m_sealer(office.file().suite) {
    m_holder.person = m_person.id;
    m_holder.identity = &m_person.keys.identity;
    if (lastCommit() == 0) return;
    m_register = must(model::loadRegister(m_vault, must(m_vault.record().caseRow(office.file().office)))).state;
    must(model::openUnits(m_holder, m_register));
}

SyncDesk::Took SyncDesk::run(model::Exchange exchange, model::HubPort& hub) {
    Took took;
    model::ReadAhead ahead(hub);
    const double bytes = loopback();
    const auto start = Timer::now();
    while (const auto ask = must(exchange.ask())) {
        if (took.handedOver == 0 && !std::holds_alternative<model::SubmitAsk>(*ask)) {
            took.handedOver = since(start);
            took.bytes = loopback() - bytes;
        }
        const auto asked = Timer::now();
        auto answer = model::put(ahead, m_person.id, *ask);
        took.asking += since(asked);
        must(exchange.take(std::move(answer)));
    }
    took.all = since(start);
    took.brought = exchange.done();
    if (!took.brought.refused.empty()) must(model::Result<void>(std::unexpected(took.brought.refused.front().reason)));
    return took;
}

SyncDesk::Took SyncDesk::exchange(model::HubPort& hub) {
    return run(model::Exchange(m_vault, m_holder, m_office.file().office, m_office.file().fingerprint, m_register),
               hub);
}

SyncDesk::Took SyncDesk::say(const model::Submission& act, model::HubPort& hub) {
    keep(std::span(&act, 1));
    return run(model::Exchange(m_vault, m_holder, m_office.file().office, m_office.file().fingerprint, m_register,
                               std::span(&act, 1)),
               hub);
}

std::vector<SyncDesk::Case> SyncDesk::cases() {
    std::vector<Case> all;
    const auto last = must(m_vault.database().value<std::int64_t>("SELECT max(n) FROM subject"));
    for (std::int64_t row = 1; row <= last; ++row) {
        const auto id = must(m_vault.record().caseAt(row));
        if (id == m_office.file().office) continue;
        const auto head = must(m_vault.record().head(row));
        auto keys = must(model::caseKeys(m_vault, row));
        auto& [epoch, key] = *keys.rbegin();
        all.push_back({id, row, {head->link.seq, head->hash}, epoch, key.copy()});
    }
    return all;
}

model::Event SyncDesk::note(const Case& in) {
    const auto random = crypto::systemRandom();
    model::EventHeader header;
    header.suite = m_office.file().suite;
    header.caseId = in.id;
    header.author = m_person.id;
    header.time = m_office.clock().now();
    header.seen = in.head;
    header.epoch = in.epoch;
    random->fill(header.nonce);
    for (;;) {
        const auto body = model::writeBody(model::CaseBody(model::NoteAdded{std::string(m_text, 'x')}));
        header.kind = body.kind;
        header.clear = body.clear;
        auto event = model::makeEvent(header, m_sealer.seal(header, in.key, body.sealed));
        const auto size = model::sizeOf(event);
        if (size == kEventBytes) return event;
        m_text += kEventBytes - size;
    }
}

model::Submission SyncDesk::sign(std::vector<model::Event> events) const {
    std::vector<model::Digest> ids;
    for (const auto& event : events) ids.push_back(event.id);
    return {model::signAct(m_person.keys.identity, m_person.id, m_office.clock().now(), ids, {}).value(),
            std::move(events)};
}

void SyncDesk::keep(std::span<const model::Submission> acts) {
    auto transaction = must(model::Transaction::begin(m_vault.database()));
    for (const auto& act : acts) {
        std::vector<model::Digest> ids;
        for (const auto& event : act.events) ids.push_back(event.id);
        const auto row = must(m_vault.record().addAct(act.act, ids));
        for (std::size_t i = 0; i < act.events.size(); ++i) {
            const auto caseRow = must(m_vault.record().caseRow(act.events[i].header.caseId));
            must(m_vault.addPending(must(m_vault.record().addEvent(row, i, caseRow, act.events[i])).row));
        }
    }
    must(transaction.commit());
}

double SyncDesk::copyFrom(SyncDesk& other) {
    struct Row {
        model::StoredLink link;
        model::StoredEvent event;
    };
    struct Batch {
        std::vector<model::StoredCommit> commits;
        std::vector<std::pair<std::int64_t, model::StoredAct>> acts; ///< by their row there
        std::vector<Row> rows;
    };
    // As many events in a transaction as an answer of the hub has. All is read before the time begins.
    std::vector<Batch> batches(1);
    auto& from = other.vault().record();
    std::set<std::int64_t> acts;
    for (std::uint64_t number = 1; number <= other.lastCommit(); ++number) {
        if (batches.back().rows.size() >= model::kBatchEvents) batches.emplace_back();
        auto& batch = batches.back();
        batch.commits.push_back(must(from.commit(number)));
        must(from.linksBetween(number, number, [&](std::int64_t, const model::StoredLink& link) -> model::Result<void> {
            auto event = must(from.event(link.event));
            if (acts.insert(event.act).second) batch.acts.emplace_back(event.act, must(from.act(event.act)));
            batch.rows.push_back({link, std::move(event)});
            return {};
        }));
    }
    auto& to = m_vault.record();
    std::map<std::int64_t, std::int64_t> actRows;
    std::map<model::CaseId, std::int64_t> caseRows;
    const auto start = Timer::now();
    for (const auto& batch : batches) {
        auto transaction = must(model::Transaction::begin(m_vault.database()));
        for (const auto& commit : batch.commits) must(to.addCommit(commit));
        for (const auto& [row, act] : batch.acts) actRows[row] = must(to.addAct(act.act, act.events));
        for (const auto& row : batch.rows) {
            const auto& id = row.event.event.header.caseId;
            const auto [subject, isNew] = caseRows.try_emplace(id);
            if (isNew) subject->second = must(to.caseRow(id));
            auto link = row.link;
            link.event =
                must(to.addEvent(actRows[row.event.act], row.event.actIndex, subject->second, row.event.event)).row;
            must(to.addLink(subject->second, link));
        }
        must(transaction.commit());
    }
    return since(start);
}

std::uint64_t SyncDesk::events() {
    return static_cast<std::uint64_t>(must(m_vault.database().value<std::int64_t>("SELECT count(*) FROM link")));
}

struct IdleDesks::Parts {
    struct One {
        int socket = -1;
        net::Channel channel;
    };
    std::shared_ptr<const net::TlsContext> tls;
    std::vector<One> all;

    ~Parts() {
        for (auto& one : all) {
            one.channel = {};
            ::close(one.socket);
        }
    }
};

namespace {

/// The token that a person's session gets.
std::string tokenOf(const SyncOffice& office, const SyncOffice::Running& running) {
    const auto& person = office.person(Who::reader);
    model::Session session(running.address, office.file().fingerprint, person.id, person.keys.identity);
    const auto transport = must(app::httpWay(running.address, {}));
    auto next = session.call("/v1/changes", {});
    while (next.token.empty()) {
        auto step = must(session.take(must(transport->send(next.target, next.token, next.body, 0))));
        next = std::move(std::get<model::Session::Request>(step));
    }
    return crypto::toHex(next.token);
}

void wait(int socket, net::Io how) {
    pollfd one{socket, static_cast<short>(how == net::Io::wantRead ? POLLIN : POLLOUT), 0};
    if (how == net::Io::wantRead || how == net::Io::wantWrite) (void)::poll(&one, 1, 10'000);
    else must(model::Result<void>(model::fail(model::Code::network, model::same("an idle desk lost its hub"))));
}

} // namespace

IdleDesks::IdleDesks(const SyncOffice& office, const SyncOffice::Running& running, std::uint64_t after,
                     std::size_t count)
    : m_parts(std::make_unique<Parts>()) {
    if (running.address.pin) {
        net::TlsTrust trust;
        trust.pin = running.address.pin->bytes;
        m_parts->tls = must(net::TlsContext::client(trust));
    }
    net::Request request;
    request.method = "POST";
    request.target = "/v1/changes";
    request.contentType = "application/cbor";
    request.authorization = "Bearer " + tokenOf(office, running);
    request.body = model::wire::encodeChangesRequest({{after, 1, false, true}, 30});
    auto said = net::requestHead(request, "127.0.0.1:" + std::to_string(running.address.port));
    said += crypto::asText(request.body);
    for (std::size_t i = 0; i < count; ++i) {
        auto& one = m_parts->all.emplace_back();
        one.socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(running.address.port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(one.socket, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) wait(one.socket, net::Io::cut);
        if (::fcntl(one.socket, F_SETFL, O_NONBLOCK) != 0) wait(one.socket, net::Io::cut);
        one.channel = net::Channel(one.socket, m_parts->tls ? m_parts->tls->connect(one.socket, "127.0.0.1") : nullptr);
        for (auto how = one.channel.handshake(); how != net::Io::done; how = one.channel.handshake())
            wait(one.socket, how);
        const auto moved = one.channel.write(crypto::asBytes(said));
        if (moved.bytes != said.size()) wait(one.socket, net::Io::cut);
    }
}

IdleDesks::~IdleDesks() = default;

} // namespace bench
