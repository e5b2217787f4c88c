// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/check.h"
#include "model/workspace/hub_line.h"
#include "model/workspace/hub_oversight.h"
#include "model/workspace/parts.h"

namespace model {

void Workspace::Parts::lookWhetherEnded() {
    const Person* const self = office.person(person);
    if (self == nullptr) return;
    if (self->identity != identity.publicPart()) ended = keysReplaced().error();
    else if (!self->active) ended = personLeft().error();
}

const std::optional<Error>& Workspace::ended() const { return m_parts->ended; }

Result<void> Workspace::Parts::reloadOffice() {
    TRY_ASSIGN(const auto row, vault->record().findCase(officeFile.office));
    if (!row) return {};
    TRY_ASSIGN(auto loaded, loadRegister(*vault, *row));
    office = std::move(loaded.state);
    officeKeys = std::move(loaded.keys);
    return {};
}

Result<HubPort*> Workspace::Parts::port() const {
    if (hub.hub) return hub.hub.get();
    if (remote) return remote.get();
    const bool known = address && !address->host.empty();
    return fail(Code::network,
                known ? Text{"This program has no way to the hub", "本程序无法连接服务器"}
                      : Text{"It is not known yet where this office's hub is", "尚不知本单位的服务器在何处"},
                known ? Text{} : Text{"Say where: touchstonectl hub connect", "请指明：touchstonectl hub connect"});
}

Result<Exchanged> Workspace::Parts::exchange(std::span<const Submission> fresh, const Exchange::Landed& landed) {
    TRY_ASSIGN(HubPort* const way, port());
    said = false;
    TRY_ASSIGN(const auto manner, askManner());
    Exchange exchange(*vault, keys, officeFile.office, officeFile.fingerprint, office, fresh, landed, manner);
    const auto run = [&]() -> Result<void> {
        if (!remote) return runExchange(exchange, *way, person);
        ReadAhead ahead(*remote);
        return runExchange(exchange, ahead, person);
    };
    const auto ran = run();
    auto exchanged = exchange.done();
    noteQuestion(exchanged, ran.has_value());
    const auto kept = keepFindings(exchanged.findings);
    // With `landed` the caller writes the rows, and says when all are written.
    const auto after =
        landed ? (exchanged.registerChanged ? reloadOffice() : Result<void>()) : afterExchange(exchanged);
    if (!ran) return std::unexpected(told(ran.error()));
    TRY(kept);
    TRY(after);
    ended.reset();
    lookWhetherEnded();
    return exchanged;
}

Error Workspace::Parts::told(Error error) {
    // Who has no part in the office any more is not given its register either, but this.
    if (error.code == Code::ended) ended = error;
    return error;
}

Result<void> Workspace::Parts::afterExchange(const Exchanged& exchanged) {
    if (exchanged.registerChanged) {
        TRY(reloadOffice());
        TRY(countAnew());
    }
    // What others imported in bulk is listed at once and found by search a little later, like one's own.
    TRY(refreshRows(exchanged.cases, wordsOf(exchanged.cases.size())));
    // Else what only says that cases were opened would be gone through again at every unlock.
    if (exchanged.cases.empty() && exchanged.sealed + exchanged.received > 0) TRY(markDerived());
    return {};
}

Result<Exchanged> Workspace::Parts::exchangeOrWait(std::span<const Submission> fresh, const Exchange::Landed& landed) {
    Exchanged waiting;
    if (exchangesByItself()) {
        auto exchanged = exchange(fresh, landed);
        if (exchanged ? !exchanged->asks : hub.hub || exchanged.error().code != Code::network) return exchanged;
        if (exchanged) waiting = *std::move(exchanged); // a question is open, and what was said waits
    }
    std::set<std::int64_t> rows(waiting.cases.begin(), waiting.cases.end());
    for (const auto& submission : fresh) {
        for (const auto& event : submission.events) {
            TRY_ASSIGN(const auto row, vault->record().caseRow(event.header.caseId));
            rows.insert(row);
        }
    }
    waiting.waits = true;
    waiting.cases.assign(rows.begin(), rows.end());
    TRY(refreshRows(waiting.cases, wordsOf(waiting.cases.size())));
    return waiting;
}

Result<News> Workspace::Parts::newsOf(const Exchanged& exchanged) const {
    constexpr std::size_t kNamed = 100;
    News news;
    news.office = exchanged.registerChanged;
    news.items = exchanged.casesOfOthers + (news.office && exchanged.received > 0 ? 1 : 0);
    news.sealed = exchanged.sealed;
    news.refused = exchanged.refused.size();
    news.received = exchanged.received;
    news.givenBack = exchanged.givenBack;
    news.asks = exchanged.asks;
    for (const auto row : exchanged.cases) {
        if (news.cases.size() == kNamed) break;
        TRY_ASSIGN(const auto id, vault->record().caseAt(row));
        news.cases.push_back(id);
    }
    TRY_ASSIGN(news.commit, vault->record().lastCommit());
    news.left = ended.has_value();
    return news;
}

Result<std::uint64_t> Workspace::exchange() {
    TRY_ASSIGN(const auto exchanged, m_parts->exchange());
    if (exchanged.asks) {
        return fail(Code::refused, questionWords(*exchanged.asks),
                    {"Agree, or leave it so and ask an administrator; nothing here is lost",
                     "可同意继续，或保持中止并联系系统管理员；本机内容不会丢失"});
    }
    return exchanged.received;
}

Result<News> Workspace::lookForNew() {
    if (!m_parts->hub.hub && !m_parts->remote) return News(); // nobody can be asked, and that is known
    TRY_ASSIGN(const auto exchanged, m_parts->exchange());
    return m_parts->newsOf(exchanged);
}

Result<ExchangeStep> Workspace::Parts::nextOfRound(Result<void> taken) {
    Result<std::optional<Ask>> ask;
    if (taken) ask = round->ask();
    else ask = std::unexpected(std::move(taken).error());
    if (ask && *ask) return ExchangeStep{*std::move(ask), {}};
    const Exchanged brought = std::exchange(round, nullptr)->done();
    noteQuestion(brought, ask.has_value());
    const auto kept = keepFindings(brought.findings);
    auto after = afterExchange(brought);
    if (!ask) return std::unexpected(told(std::move(ask).error())); // what failed first is what is told
    TRY(kept);
    TRY(after);
    ended.reset();
    lookWhetherEnded();
    TRY_ASSIGN(auto news, newsOf(brought));
    return ExchangeStep{{}, std::move(news)};
}

Result<ExchangeStep> Workspace::beginExchange() {
    Parts& parts = *m_parts;
    TRY_ASSIGN(auto manner, parts.askManner());
    parts.round =
        std::make_unique<Exchange>(*parts.vault, parts.keys, parts.officeFile.office, parts.officeFile.fingerprint,
                                   parts.office, std::span<const Submission>{}, Exchange::Landed{}, manner);
    parts.said = false;
    return parts.nextOfRound({});
}

Result<ExchangeStep> Workspace::goOnWithExchange(HubAnswer answer) {
    if (!m_parts->round) return beginExchange();
    return m_parts->nextOfRound(m_parts->round->take(std::move(answer.said)));
}

bool Workspace::hasSaid() { return std::exchange(m_parts->said, false); }

Result<std::unique_ptr<HubLine>> Workspace::hubLine(std::stop_token stop) const {
    Parts& parts = *m_parts;
    if (!parts.remote) {
        TRY(parts.port());
        return fail(Code::refused, {"This office is its own hub", "本单位自带服务器"});
    }
    TRY_ASSIGN(auto transport, parts.connect(*parts.address, std::move(stop)));
    return std::make_unique<HubLine>(std::move(transport), *parts.address, parts.officeFile.fingerprint, parts.person,
                                     parts.identity.share());
}

} // namespace model
