// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sim/sync/desk.h"

#include <fstream>

using namespace model;

namespace sim {

namespace fs = std::filesystem;

namespace {

void copyVault(const fs::path& from, const fs::path& to) {
    // A file that is there keeps its place, so that the log beside it must go.
    for (const char* part : {"-wal", "-shm"}) fs::remove(to.string() + part);
    fs::copy_file(from, to, fs::copy_options::overwrite_existing);
    if (fs::exists(from.string() + "-wal")) fs::copy_file(from.string() + "-wal", to.string() + "-wal");
}

} // namespace

Desk::Desk(const Cast& cast, std::size_t who, std::string name, fs::path file, const Instant& time,
           crypto::Random& random, const Actor* renewed)
    : m_cast(cast), m_actor(renewed != nullptr ? *renewed : cast.people[who]), m_who(who), m_name(std::move(name)),
      m_file(std::move(file)), m_clock(time), m_random(random) {
    copyVault(cast.vaultOf(renewed != nullptr ? newcomer : who), m_file);
    open();
}

void Desk::open() {
    m_vault.emplace(sure(Vault::open(m_file, m_cast.vaultKey, m_cast.suite)));
    m_keys = {actor().id, &actor().identity, {}};
    m_office = {};
    m_officeKeys.clear();
    m_session.emplace(HubAddress{"hub.simulation", 1, {}, m_cast.hub}, m_cast.fingerprint, actor().id,
                      actor().identity);
    m_died = m_full = false;
    reloadOffice();
    sure(openUnits(m_keys, m_office));
}

void Desk::kill() {
    m_exchange.reset();
    m_ask.reset();
    m_vault.reset();
}

void Desk::backUp() { copyVault(m_file, m_file.string() + ".backup"); }

bool Desk::restore() {
    const fs::path backup = m_file.string() + ".backup";
    if (!fs::exists(backup)) return false;
    copyVault(backup, m_file);
    return true;
}

void Desk::setFull(bool full) {
    m_full = full;
    sure(m_vault->database().execute(full ? "PRAGMA max_page_count = 1" : "PRAGMA max_page_count = 1073741823"));
}

void Desk::reloadOffice() {
    const auto row = sure(m_vault->record().findCase(m_cast.office));
    if (!row) return;
    auto loaded = sure(loadRegister(*m_vault, *row));
    m_office = std::move(loaded.state);
    m_officeKeys = std::move(loaded.keys);
}

Desk::Next Desk::begin(std::size_t fuse) {
    m_fuse = fuse;
    m_exchange.emplace(*m_vault, m_keys, m_cast.office, m_cast.fingerprint, m_office, std::span<const Submission>(),
                       [this](std::int64_t, const Digest&, const Landing&) -> Result<void> {
                           if (m_fuse == 0 || --m_fuse > 0) return {};
                           m_died = true;
                           return fail(Code::cancelled, same("Died"));
                       });
    return next();
}

Desk::Next Desk::next() {
    auto ask = m_exchange->ask();
    if (!ask) return end(ask.error());
    if (!*ask) return end({});
    m_ask = **std::move(ask);
    auto question = questionOf(*m_ask);
    if (!question) return end(question.error());
    return {m_session->call(question->target, std::move(question->body)), {}};
}

Desk::Next Desk::answered(const Result<Transport::Answer>& answer) {
    const auto step = [&]() -> Result<Session::Step> {
        if (!answer) return std::unexpected(answer.error());
        return m_session->take(*answer);
    }();
    if (step && std::holds_alternative<Session::Request>(*step)) return {std::get<Session::Request>(*step), {}};
    auto said = step ? answerTo(*m_ask, std::get<Bytes>(*step)) : std::unexpected(step.error());
    if (auto taken = m_exchange->take(std::move(said)); !taken) return end(taken.error());
    return next();
}

Desk::Next Desk::end(std::optional<Error> error) {
    const auto done = m_exchange->done();
    m_exchange.reset();
    m_ask.reset();
    if (done.registerChanged && !m_died) reloadOffice();
    return {{}, std::move(error), done.givenBack};
}

std::pair<std::uint64_t, Digest> Desk::tip() {
    const auto number = sure(m_vault->record().lastCommit());
    if (number == 0) return {};
    return {number, sure(m_vault->record().commit(number)).commit.hash};
}

std::vector<std::int64_t> Desk::cases() {
    auto query = sure(m_vault->database().prepare("SELECT n FROM subject WHERE id <> ?1 ORDER BY n"));
    query.bind(1, m_cast.office);
    std::vector<std::int64_t> rows;
    while (sure(query.step())) rows.push_back(query.get<std::int64_t>(0));
    return rows;
}

} // namespace sim
