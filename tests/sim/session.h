// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/office.h"

#include <random>

/// What a session says to the world outside: what it was told is saved, or what went wrong. Written whole or not at
/// all.
struct Told {
    enum Kind : unsigned char { event, opened, item, draftBegun, draft, broken };
    Kind kind = broken;
    unsigned char person = 0;
    model::Digest
        id{}; ///< of the event; case id and item id side by side for evidence; the case id alone for one opened
    char words[600] = {}; ///< of the draft, or of what went wrong
};

inline const std::vector<std::string> kPeople = {"officer",        "officer-2", "supervisor", "investigator-1",
                                                 "investigator-2", "auditor",   "admin"};

/// One session: a few people at their desks who do what comes to the dice. Runs in a process of its own, which may be
/// killed.
class Session {
public:
    Session(TestOffice& office, std::vector<std::size_t> people, std::uint64_t seed, int pipe)
        : m_office(office), m_people(std::move(people)), m_dice(seed), m_random(crypto::seededRandom(seed)),
          m_pipe(pipe) {}

    /// Unlocks the desks. False if one could not be, which is told.
    bool unlock();
    void commands(std::uint64_t count);
    /// One command of the dice.
    void command();

    // The commands one by one, of the person at this desk.
    void note(std::size_t desk, model::CaseId id);
    void facts(std::size_t desk, model::CaseId id);
    void assign(std::size_t desk, model::CaseId id);
    void evidence(std::size_t desk, model::CaseId id);
    void item(std::size_t desk, model::CaseId id);
    void draft(std::size_t desk);
    void undo(std::size_t desk, model::CaseId id);
    void look(std::size_t desk, model::CaseId id);
    void report(std::size_t desk);
    void step(std::size_t desk, model::CaseId id);
    model::Workspace& desk(std::size_t number) { return *m_desks[number]; }

    /// A rule may refuse a random command; a store must not fail.
    template <typename T>
    bool went(const char* what, const model::Result<T>& result) {
        if (result) return true;
        const auto code = result.error().code;
        if (!model::isRefusal(code) && code != model::Code::locked && code != model::Code::notFound)
            broken(what, result.error());
        return false;
    }

private:
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(m_dice() % n); }
    void broken(const std::string& what, const model::Error& error);
    void tell(Told::Kind kind, std::size_t desk, const model::Digest& id, const std::string& words = {});
    void saved(const char* what, std::size_t desk, const model::Result<model::Receipt>& receipt);
    std::string words() { return "words " + std::to_string(m_dice()); }

    TestOffice& m_office;
    std::vector<std::size_t> m_people;
    std::vector<std::unique_ptr<model::Workspace>> m_desks;
    std::mt19937_64 m_dice;
    std::unique_ptr<crypto::Random> m_random;
    int m_pipe;
};
