// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sim/world.h"

#include "model/workspace/office_files.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sys/wait.h>
#include <unistd.h>

using namespace model;

void require(bool holds, const std::string& what) {
    if (holds) return;
    std::fflush(stdout);
    std::fprintf(stderr, "\nsim: broken: %s\n", what.c_str());
    std::exit(1);
}

namespace {

std::vector<Bytes> commitsOf(Database& database) {
    auto query = must(database.prepare("SELECT bytes FROM hub_commit ORDER BY number"));
    std::vector<Bytes> out;
    while (must(query.step())) out.push_back(query.get<Bytes>(0));
    return out;
}

} // namespace

std::set<std::string> linesOf(Workspace& desk) {
    auto list = must(desk.list());
    const auto rows = must(list.rows({}));
    std::set<std::string> out;
    for (const auto& row : must(list.page(rows))) {
        out.insert(row.reference + row.title + row.stage + row.assignees + row.due + std::to_string(row.evidence) +
                   formatUtc(row.changed) + (row.waiting ? "w" : "") + (row.refused ? "r" : ""));
    }
    return out;
}

World::World(std::uint64_t seed) : m_dice(seed), m_office(crypto::Suite::intl1, crypto::seededRandom(seed)) {
    auto admin = m_office.as("admin");
    m_office.people()["officer-2"] = must(admin->addPerson(
        {"officer-2", "officer-2", {Role::officer, Role::supervisor}, true}, crypto::asBytes("officer-2")));
}

Running World::start(std::vector<std::size_t> people, const std::function<void(int pipe)>& body) {
    int ends[2];
    require(pipe(ends) == 0, "a pipe");
    std::fflush(stdout);
    const pid_t child = fork();
    require(child >= 0, "a process");
    if (child == 0) {
        close(ends[0]);
        body(ends[1]);
        _exit(0);
    }
    close(ends[1]);
    return {child, ends[0], std::move(people), {}};
}

bool World::listen(Running& session) {
    char buffer[16384];
    const auto got = read(session.pipe, buffer, sizeof buffer);
    if (got <= 0) return false;
    session.rest.insert(session.rest.end(), buffer, buffer + got);
    std::size_t used = 0;
    for (; session.rest.size() - used >= sizeof(Told); used += sizeof(Told)) {
        Told told;
        std::memcpy(static_cast<void*>(&told), session.rest.data() + used, sizeof told);
        hear(told);
    }
    session.rest.erase(session.rest.begin(), session.rest.begin() + static_cast<std::ptrdiff_t>(used));
    return true;
}

void World::hear(const Told& told) {
    note(told.kind);
    switch (told.kind) {
    case Told::event:
        m_told.emplace(told.person, told.id);
        m_fresh.emplace(told.person, told.id);
        return;
    case Told::opened: {
        const auto id = CaseId::from(ByteView(told.id.bytes).first(16));
        m_opened.emplace(told.person, *id);
        return;
    }
    case Told::item: {
        const auto id = CaseId::from(ByteView(told.id.bytes).first(16));
        const auto item = ItemId::from(ByteView(told.id.bytes).subspan(16));
        m_items.emplace(*id, *item);
        return;
    }
    case Told::draftBegun: {
        auto& drafts = m_drafts[told.person];
        if (drafts.empty()) drafts.emplace_back(); // none was kept before
        drafts.emplace_back(told.words);
        return;
    }
    case Told::draft:
        m_drafts[told.person] = {told.words};
        ++m_draftsTold;
        return;
    case Told::broken: require(false, m_where + told.words);
    }
}

void World::forget() {
    m_told.clear();
    m_opened.clear();
    m_items.clear();
    m_drafts.clear();
}

bool World::end(Running& session) {
    while (listen(session)) {
    }
    close(session.pipe);
    require(session.rest.empty(), m_where + "a session said half of something");
    int status = 0;
    require(waitpid(session.process, &status, 0) == session.process, "the end of a session");
    const bool killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    require(killed || (WIFEXITED(status) && WEXITSTATUS(status) == 0),
            m_where + "a session ended by itself with " + std::to_string(status));
    note(killed);
    for (const auto person : session.people) nothingIsLost(person);
    m_fresh.clear();
    return killed;
}

Vault World::openVault(std::size_t person) {
    const auto id = m_office.id(kPeople[person]);
    if (!m_keys.contains(person)) {
        auto keys = must(openKeys(must(readIdentityFile(m_office.folder(), id)), crypto::asBytes(kPeople[person])));
        m_keys.emplace(person, std::move(keys.vaultKey));
    }
    return must(Vault::open(personFolder(m_office.folder(), id) / "vault.db", m_keys.at(person), crypto::Suite::intl1));
}

void World::nothingIsLost(std::size_t person) {
    const auto isTheirs = [&](const auto& one) { return one.first == person; };
    const bool any =
        std::ranges::any_of(m_told, isTheirs) || std::ranges::any_of(m_opened, isTheirs) || m_drafts.contains(person);
    if (!any) return;
    auto vault = openVault(person);
    for (const auto& [who, event] : m_fresh) {
        if (who == person)
            require(must(vault.record().findEvent(event)).has_value(),
                    m_where + "an event that was saved is lost: " + event.hex());
    }
    for (const auto& [who, id] : m_opened) {
        if (who == person)
            require(must(vault.record().findCase(id)).has_value(), m_where + "a case that was opened is lost");
    }
    if (const auto drafts = m_drafts.find(person); drafts != m_drafts.end()) {
        require(std::ranges::contains(drafts->second, must(vault.draft("sim"))),
                m_where + "a draft that was kept is lost");
    }
}

void World::endsOnce(Vault& vault, std::size_t person) {
    for (const auto& [who, event] : m_told) {
        if (who != person) continue;
        const auto row = must(vault.record().findEvent(event));
        require(row.has_value(), m_where + "an event that was saved is lost: " + event.hex());
        const bool linked = must(vault.record().isLinked(*row));
        const auto refusal = must(vault.record().refusal(*row));
        require(linked != refusal.has_value(), m_where + "an event is neither sealed nor refused, or both");
        require(!refusal || !refusal->reason.what.en.empty(), m_where + "a refusal without a reason");
        m_refused += refusal.has_value();
    }
}

void World::materialIsThere() {
    auto supervisor = m_office.as("supervisor");
    for (const auto& [who, id] : m_opened)
        require(must(supervisor->state(id)).exists(), m_where + "a case that was opened is lost");
    for (const auto& [id, item] : m_items) {
        require(std::ranges::contains(must(supervisor->state(id)).evidence, item, &EvidenceItem::id),
                m_where + "evidence that was taken in is lost");
    }
}

void World::settle() {
    for (const auto& label : kPeople) m_office.as(label); // hands over what waits
    std::vector<Bytes> truth;
    m_refused = 0;
    for (std::size_t person = 0; person < kPeople.size(); ++person) {
        auto desk = m_office.as(kPeople[person]);
        // With the evidence once, by one who reads all of it.
        const auto report = must(desk->verify(kPeople[person] == "supervisor", {}, {}));
        for (const auto& finding : report.findings)
            require(false, m_where + kPeople[person] + ": " + finding.place + ": " + finding.what.en);
        const auto before = linesOf(*desk);
        must(desk->rebuild({}, {}));
        require(linesOf(*desk) == before, m_where + "the list of " + kPeople[person] + " is not what a rebuild makes");
        desk.reset();
        auto vault = openVault(person);
        const auto commits = commitsOf(vault.database());
        if (person == 0) truth = commits;
        require(commits == truth, m_where + kPeople[person] + " holds another history");
        require(must(vault.pending()).empty(), m_where + kPeople[person] + " still has something that waits");
        endsOnce(vault, person);
    }
    materialIsThere();
}
