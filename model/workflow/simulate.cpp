// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workflow/simulate.h"

#include "model/case/fold.h"
#include "model/workflow/guards.h"
#include "model/workflow/problems.h"
#include "model/workflow/step_documents.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <utility>

namespace model {

namespace {

using std::chrono::hours;

/// People of each role: more than any rule about who must not be the same person needs.
constexpr unsigned kPeople = 8;

template <typename Id>
Id numbered(std::uint64_t number) {
    Id id;
    for (std::size_t i = 0; i < 8; ++i) id.bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
    return id;
}

/// An office with enough people of every role that the definition knows.
RegisterState officeFor(const Definition& definition) {
    RegisterState office;
    std::set<Role> roles;
    for (const auto& one : definition.roles) {
        if (const auto role = parseRole(one.system)) roles.insert(*role);
    }
    std::uint64_t next = 1;
    for (const auto role : roles) {
        for (unsigned i = 0; i < kPeople; ++i) {
            Person person;
            person.id = numbered<PersonId>(next++);
            person.roles = {role};
            person.certified = true;
            office.people.emplace(person.id, std::move(person));
        }
    }
    return office;
}

/// Numbers that are the same on every machine.
class Chance {
public:
    explicit Chance(std::uint64_t seed) : m_engine(seed) {}
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(m_engine() % bound); }
    template <typename T>
    void shuffle(std::vector<T>& all) {
        for (std::size_t i = all.size(); i > 1; --i) std::swap(all[i - 1], all[below(i)]);
    }

private:
    std::mt19937_64 m_engine;
};

/// What stood against something, and how often.
class Reasons {
public:
    void add(const Error& error) {
        const auto [found, fresh] = m_all.try_emplace(error.what.en, 0, error);
        ++found->second.first;
    }
    [[nodiscard]] std::optional<Error> mostOften() const {
        const auto most = std::ranges::max_element(m_all, {}, [](const auto& one) { return one.second.first; });
        return most == m_all.end() ? std::nullopt : std::optional(most->second.second);
    }

private:
    std::map<std::string, std::pair<std::uint64_t, Error>> m_all;
};

/// One case on its way.
class Walk {
public:
    /// `taken` counts the steps of all walks.
    Walk(const Definition& definition, const RegisterState& office, const law::Calendar* calendar, Chance& chance,
         std::map<std::string, std::uint64_t>& taken, bool waits)
        : m_definition(definition), m_office(office), m_calendar(calendar), m_chance(chance), m_taken(taken),
          m_waits(waits) {
        for (const auto& [id, person] : office.people) {
            m_people.push_back(id);
            m_state.readers.insert(id.bytes);
        }
        for (const auto& part : partsOf(definition)) {
            for (const auto& step : part.track->steps) {
                for (const auto& guard : step.guards) {
                    m_mostEvidence = std::max<std::size_t>(m_mostEvidence, guard.count);
                    m_releasing = m_releasing || guard.kind == GuardKind::personsReleased;
                }
            }
        }
        m_state.id = numbered<CaseId>(1);
        const auto opener =
            std::ranges::find_if(m_people, [&](PersonId id) { return mayOpen(definition, office, id).has_value(); });
        m_opened = opener != m_people.end();
        if (m_opened) say(*opener, ReportReceived{"simulated", definition.initialStage().id, "web", "tip", {}, {}});
    }

    [[nodiscard]] bool opened() const { return m_opened; }
    [[nodiscard]] const CaseState& state() const { return m_state; }
    [[nodiscard]] bool closed() const {
        const Stage* const stage = m_definition.stage(m_state.stage);
        return stage == nullptr || stage->final;
    }
    /// A side track that goes on after the case has ended; null where there is none.
    [[nodiscard]] const OpenedTrack* leftOpen() const {
        const auto found = std::ranges::find_if(
            m_state.tracks, [&](const OpenedTrack& one) { return closed() && !hasEnded(m_definition, m_state, one); });
        return found == m_state.tracks.end() ? nullptr : &*found;
    }
    /// Does something; false if nothing is left to do.
    bool goOn(std::map<std::string, Reasons>& against) {
        m_last.reset();
        m_now += hours(1);
        if (m_waits && m_chance.below(5) == 0) m_now += hours(24 * (1 + m_chance.below(20)));
        switch (m_chance.below(8)) {
        case 0:
            if (assignSomebody()) return true;
            break;
        case 1:
            if (addEvidence()) return true;
            break;
        default: break;
        }
        return step(against) || releaseAsAsked() || assignSomebody() || addMissingEvidence() || releaseSomebody() ||
               waitForPeriod();
    }
    [[nodiscard]] std::vector<Deadline> periods() const { return deadlines(m_definition, m_state, m_calendar, m_now); }
    /// What stood against the step that was tried last.
    [[nodiscard]] const std::optional<Error>& last() const { return m_last; }

private:
    void say(PersonId by, const CaseBody& body) {
        EventHeader header;
        header.caseId = m_state.id;
        header.author = by;
        header.time = m_now;
        header.seen = m_state.head;
        Event event;
        event.header = std::move(header);
        const auto seq = m_state.head.seq + 1;
        event.id = numbered<Digest>(seq);
        apply(m_state, event, body, {.seq = seq, .link = event.id, .time = m_now, .readable = false, .at = {seq, 0}});
    }

    /// A step that its track stands before; `on`: the open side track that it moves.
    struct Move {
        const Step* step = nullptr;
        std::optional<Digest> on;
    };

    /// The steps of the case and of what is open beside it; now and then, or where there is nothing else, those that
    /// open something.
    std::vector<Move> moves(bool opening) {
        std::vector<Move> out;
        const auto add = [&](const Track& track, const std::string& stage, bool opens,
                             const std::optional<Digest>& on) {
            for (const auto& one : track.steps) {
                if (one.opens == opens && std::ranges::contains(one.from, stage)) out.push_back({&one, on});
            }
        };
        if (opening) {
            for (const auto& side : m_definition.tracks) {
                if (std::ranges::count(m_state.tracks, side.id, &OpenedTrack::track) < kOpenings)
                    add(side, m_state.stage, true, {});
            }
        } else {
            add(m_definition, m_state.stage, false, {});
            for (const auto& one : m_state.tracks) {
                if (!hasEnded(m_definition, m_state, one))
                    add(*m_definition.track(one.track), one.stage, false, one.id);
            }
        }
        m_chance.shuffle(out);
        // What was seldom taken so far first, and what ends the case last, more often than not: else most cases end
        // early, and few come to what is late in a long procedure.
        if (m_chance.below(10) != 0) {
            std::ranges::stable_sort(out, {}, [this](const Move& move) {
                const Stage* const to = move.on ? nullptr : m_definition.stage(targetOf(*move.step, m_state.stage));
                return std::pair(to != nullptr && to->final && !move.step->opens, m_taken[move.step->id]);
            });
        }
        return out;
    }

    bool step(std::map<std::string, Reasons>& against) {
        if (m_definition.tracks.empty()) return step(moves(false), against);
        const bool first = m_chance.below(4) == 0;
        return step(moves(first), against) || step(moves(!first), against);
    }

    CaseBody bodyOf(const Move& move) const {
        const Step& step = *move.step;
        const OpenedTrack* const own = move.on ? m_state.track(*move.on) : nullptr;
        const std::string& from = own ? own->stage : m_state.stage;
        StepDone done{step.id, from, targetOf(step, from), step.role, {}, {}};
        if (!step.dated.empty()) done.day = chinaDate(m_now);
        done.documents = documentsToSign(m_definition, m_state, step, own);
        if (step.track.empty()) return done;
        return TrackStep{done, step.track, move.on};
    }

    /// Those that the step signs and that nobody has made yet, where somebody may make them.
    void makeDocuments(const Step& step, const OpenedTrack* own) {
        const auto opening = own ? std::optional(own->id) : std::nullopt;
        for (const auto& entry : step.documents) {
            const auto* const here = opening ? m_state.track(*opening) : nullptr;
            if (!entry.signedIn.empty() || documentToSign(m_definition, m_state, step, entry, here)) continue;
            const auto maker = std::ranges::find_if(m_people, [&](PersonId id) {
                return mayMakeDocument(m_definition, m_state, m_office, id, entry.document, here).has_value();
            });
            if (maker == m_people.end()) continue;
            DocumentMade body;
            body.item = numbered<ItemId>(m_state.documents.size() + 1);
            body.document = entry.document;
            body.opening = opening;
            say(*maker, body);
        }
    }

    bool step(const std::vector<Move>& moves, std::map<std::string, Reasons>& against) {
        m_chance.shuffle(m_people);
        for (const auto& move : moves) {
            const Step* const one = move.step;
            StepCall call{.step = one->id, .role = one->role, .track = one->track, .on = move.on};
            if (!one->dated.empty()) call.day = chinaDate(m_now);
            const OpenedTrack* const own = move.on ? m_state.track(*move.on) : nullptr;
            makeDocuments(*one, own);
            call.documents = documentsToSign(m_definition, m_state, *one, own);
            std::optional<Error> refusal;
            for (const auto id : m_people) {
                auto may = allowedStep(m_definition, m_state, m_office, id, call, m_now, m_calendar);
                if (may) {
                    say(id, bodyOf(move));
                    ++m_taken[one->id];
                    return true;
                }
                // Of those who have the part: that others have it not is no news.
                if (!refusal || holdsRole(m_definition, m_state, m_office, id, one->role))
                    refusal = std::move(may).error();
            }
            if (!refusal) continue;
            against[one->id].add(*refusal);
            m_last = std::move(refusal);
        }
        return false;
    }

    bool assignSomebody() {
        std::vector<const CaseRole*> roles;
        for (const auto& one : m_definition.roles) {
            const auto have = std::ranges::count(m_state.assignments, one.id, &Assignment::role);
            if (one.assigned && have < std::max<std::ptrdiff_t>(one.least, 1) + 1) roles.push_back(&one);
        }
        m_chance.shuffle(roles);
        m_chance.shuffle(m_people);
        for (const auto* const role : roles) {
            for (const auto by : m_people) {
                if (!mayAssign(m_definition, m_state, m_office, by)) continue;
                for (const auto who : m_people) {
                    if (!mayAssign(m_definition, m_state, m_office, by, who, role->id)) continue;
                    say(by, PersonAssigned{who, role->id});
                    return true;
                }
                break; // whoever else assigns is refused alike
            }
        }
        return false;
    }

    /// A step waits until nobody has a part any more: now and then they leave, for others may wait for them to come.
    bool releaseAsAsked() {
        if (!m_releasing)
            return false; // no chance is taken where no definition asks for it: old walks stay as they were
        std::vector<Assignment> asked;
        for (const auto& move : moves(false)) {
            for (const auto& guard : move.step->guards) {
                if (guard.kind != GuardKind::personsReleased) continue;
                std::ranges::copy_if(m_state.assignments, std::back_inserter(asked),
                                     [&](const Assignment& one) { return one.role == guard.role; });
            }
        }
        if (asked.empty() || m_chance.below(2) == 0) return false;
        return release(asked.front());
    }

    bool release(const Assignment& asked) {
        const Assignment one = asked; // saying it takes the other away
        for (const auto by : m_people) {
            if (!mayRelease(m_definition, m_state, m_office, by, one.person, one.role)) continue;
            say(by, PersonReleased{one.person, one.role});
            m_state.readers.insert(one.person.bytes); // reads as a member of the unit
            return true;
        }
        return false;
    }

    /// A person too many, or of those who now stand in the way of a rule about other people, goes.
    bool releaseSomebody() {
        if (m_state.assignments.empty() || ++m_releases > kPeople) return false;
        return release(m_state.assignments[m_chance.below(m_state.assignments.size())]);
    }

    bool addEvidence() {
        for (const auto by : m_people) {
            if (!mayAddMaterial(m_definition, m_state, m_office, by)) continue;
            EvidenceAdded body;
            body.item = numbered<ItemId>(m_state.evidence.size() + 1);
            body.category = "documentary";
            say(by, body);
            return true;
        }
        return false;
    }
    bool addMissingEvidence() { return m_state.evidence.size() < m_mostEvidence && addEvidence(); }

    /// Until the next period runs out: a guard may wait for it.
    bool waitForPeriod() {
        std::optional<Instant> next;
        for (const auto& one : periods()) {
            if (!one.ended && one.missedAt && *one.missedAt > m_now && (!next || *one.missedAt < *next))
                next = one.missedAt;
        }
        if (!next) return false;
        m_now = *next;
        return true;
    }

    /// How often one side track is opened in a walk at most; two of a kind show what one of them does to the other.
    static constexpr std::ptrdiff_t kOpenings = 2;

    const Definition& m_definition;
    const RegisterState& m_office;
    const law::Calendar* m_calendar;
    Chance& m_chance;
    std::map<std::string, std::uint64_t>& m_taken;
    bool m_waits;
    bool m_opened = false;
    bool m_releasing = false; ///< some guard waits until people have left
    unsigned m_releases = 0;
    std::size_t m_mostEvidence = 1; ///< that a guard asks for
    std::vector<PersonId> m_people;
    CaseState m_state;
    Instant m_now = Instant{std::chrono::milliseconds{1'772'500'000'000}}; // 2026-03-03
    std::optional<Error> m_last;
};

/// Stages of side tracks are called by their track too: two may have one name.
std::string stageName(const Track& track, bool side, const std::string& stage) {
    return side ? track.id + "/" + stage : stage;
}

void count(std::vector<Tally>& all, std::string_view id, std::uint64_t times = 1) {
    const auto found = std::ranges::find(all, id, &Tally::id);
    if (found != all.end()) found->times += times;
}

bool stops(const Definition& definition, const std::string& period) {
    return std::ranges::any_of(partsOf(definition), [&](const Part& part) {
        return std::ranges::any_of(part.track->steps, [&](const Step& step) {
            return std::ranges::any_of(step.deadlines, [&](const DeadlineAction& one) {
                return one.kind == DeadlineActionKind::stops && one.deadline == period;
            });
        });
    });
}

class Simulating {
public:
    Simulating(const Definition& definition, const SimulationAsk& ask, const law::Calendar* calendar)
        : m_definition(definition), m_calendar(calendar), m_office(officeFor(definition)), m_chance(ask.seed) {
        m_out.asked = ask;
        m_out.asked.walks = std::clamp(ask.walks, 1U, kMostWalks);
        std::set<std::string> acting; // who only opens cases, assigns or adds to them takes no step by the definition
        for (const auto& part : partsOf(definition)) {
            const bool side = part.side != nullptr;
            for (const auto& one : part.track->stages)
                m_out.stages.push_back({stageName(*part.track, side, one.id), one.title, 0, {}});
            for (const auto& one : part.track->steps) {
                m_out.steps.push_back({one.id, one.title, 0, {}});
                acting.insert(one.role);
            }
            for (const auto& one : part.track->deadlines) {
                // What is the party's may run out, and is no hopeless period of the office's.
                const bool ours = one.whose == Whose::authority && stops(definition, one.id);
                m_out.periods.push_back({one.id, one.title, 0, 0, 0, 0, ours});
            }
        }
        for (const auto& one : definition.roles) {
            if (acting.contains(one.id)) m_out.roles.push_back({one.id, one.title, 0, {}});
        }
    }

    Simulation all() {
        for (unsigned i = 0; i < m_out.asked.walks; ++i) walk(i % 2 == 1);
        for (auto& step : m_out.steps) {
            if (step.times == 0) step.why = m_against[step.id].mostOften();
        }
        return std::move(m_out);
    }

private:
    void walk(bool waits) {
        Walk walk(m_definition, m_office, m_calendar, m_chance, m_taken, waits);
        if (!walk.opened()) return;
        unsigned done = 0;
        bool moves = true;
        // Beside a case that has ended something may go on, or be opened still.
        const bool outlives = std::ranges::any_of(m_definition.tracks, &SideTrack::outlives);
        while (moves && (outlives || !walk.closed()) && done++ < m_out.asked.longest) moves = walk.goOn(m_against);
        const OpenedTrack* const stuck = moves ? nullptr : walk.leftOpen();
        if (stuck) deadEnd(walk, stuck);
        else if (walk.closed()) ++m_out.closed;
        else if (!moves) deadEnd(walk, nullptr);
        else ++m_out.cut;
        std::set<std::string> stages{m_definition.initialStage().id};
        const auto add = [&](const Track& track, bool side, const std::vector<StepTaken>& steps) {
            for (const auto& taken : steps) {
                stages.insert(stageName(track, side, taken.to));
                count(m_out.steps, taken.step);
                count(m_out.roles, taken.role);
            }
        };
        add(m_definition, false, walk.state().steps);
        for (const auto& one : walk.state().tracks) add(*m_definition.track(one.track), true, one.steps);
        for (const auto& stage : stages) count(m_out.stages, stage);
        for (const auto& one : walk.periods()) {
            const auto found = std::ranges::find(m_out.periods, one.id, &PeriodTally::id);
            ++found->begun;
            ++(one.status == DeadlineStatus::met       ? found->met
               : one.status == DeadlineStatus::metLate ? found->late
                                                       : found->left);
        }
    }

    /// `stuck`: the side track that is left open where nobody can do anything more; else it is the case.
    void deadEnd(const Walk& walk, const OpenedTrack* stuck) {
        const Track& track = stuck ? static_cast<const Track&>(*m_definition.track(stuck->track)) : m_definition;
        const std::string& in = stuck ? stuck->stage : walk.state().stage;
        const std::string stage = stageName(track, stuck != nullptr, in);
        auto found = std::ranges::find(m_out.deadEnds, stage, &DeadEnd::stage);
        if (found == m_out.deadEnds.end()) {
            DeadEnd one{stage, track.stage(in)->title, {}, 0, walk.last()};
            for (const auto& taken : stuck ? stuck->steps : walk.state().steps) one.way.push_back(taken.step);
            found = m_out.deadEnds.insert(found, std::move(one));
        }
        ++found->times;
    }

    const Definition& m_definition;
    const law::Calendar* m_calendar;
    RegisterState m_office;
    Chance m_chance;
    std::map<std::string, std::uint64_t> m_taken;
    std::map<std::string, Reasons> m_against; ///< by step
    Simulation m_out;
};

} // namespace

std::vector<const Tally*> Simulation::never() const {
    std::vector<const Tally*> out;
    for (const auto* const all : {&stages, &steps, &roles}) {
        for (const auto& one : *all) {
            if (one.times == 0) out.push_back(&one);
        }
    }
    return out;
}

std::vector<const PeriodTally*> Simulation::hopeless() const {
    std::vector<const PeriodTally*> out;
    for (const auto& one : periods) {
        if (one.stops && one.begun > 0 && one.met == 0) out.push_back(&one);
    }
    return out;
}

Simulation simulate(const Definition& definition, const SimulationAsk& ask, const law::Calendar* calendar) {
    return Simulating(definition, ask, calendar).all();
}

} // namespace model
