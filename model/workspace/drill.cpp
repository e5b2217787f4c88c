// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/drill.h"

#include "model/workspace/parts.h"

#include <algorithm>
#include <charconv>

namespace model {

namespace {

constexpr std::string_view kLastDrill = "last-drill";
constexpr std::size_t kNamed = 100; ///< cases of a gap that are named

/// Everybody in the office, and what would be lost with the keys of each.
class Drilling {
public:
    Drilling(Workspace::Parts& parts, const Progress& progress, std::stop_token stop)
        : m_parts(parts), m_office(parts.office), m_progress(progress), m_stop(std::move(stop)) {}

    Result<Drill> run(std::span<const PersonId> byName) {
        m_out.time = m_parts.clock->now();
        for (const auto id : byName) {
            if (m_office.people.at(id).active) m_out.people.push_back({id, 0, {}});
        }
        units();
        TRY(cases());
        for (auto& one : m_out.people) {
            twoPeople(one);
            aloneInUnits(one);
            aloneInCases(one);
        }
        return std::move(m_out);
    }

private:
    /// Opens what units this person is in, back to their first identity.
    void units() {
        for (const auto& [id, unit] : m_office.units) {
            if (!unit.staying().contains(m_parts.person)) continue;
            const auto mine = m_parts.keys.units.find(id);
            const std::size_t opened = mine == m_parts.keys.units.end() ? 0 : mine->second.size();
            // One that was begun anew has nothing before that.
            std::size_t owed = 1;
            for (auto one = unit.former.rbegin(); one != unit.former.rend() && !one->sealed.empty(); ++one) ++owed;
            if (opened >= owed) m_out.units.push_back(unit.name);
            else
                m_out.faults.push_back(model::fill(
                    {"The unit \"{0}\" does not open with the keys at hand", "密钥组“{0}”无法用现有密钥打开"},
                    unit.name));
        }
    }

    Result<void> cases() {
        std::vector<std::int64_t> rows;
        {
            TRY_ASSIGN(auto query, m_parts.vault->database().prepare("SELECT DISTINCT n FROM case_person ORDER BY n"));
            for (;;) {
                TRY_ASSIGN(const bool more, query.step());
                if (!more) break;
                rows.push_back(query.get<std::int64_t>(0));
            }
        }
        std::uint64_t done = 0;
        for (const auto row : rows) {
            if (m_stop.stop_requested()) return fail(Code::cancelled, {"The drill was stopped", "演练已停止"});
            if (m_progress) m_progress(done++, rows.size());
            TRY_ASSIGN(const auto loaded, loadCase(*m_parts.vault, row));
            oneCase(loaded);
        }
        return {};
    }

    void oneCase(const LoadedCase& loaded) {
        const auto& state = loaded.state;
        if (isReader(state, m_office, m_parts.person)) {
            bool opens = !loaded.keys.empty();
            for (std::uint32_t epoch = 1; epoch <= state.epoch; ++epoch) opens = opens && loaded.keys.contains(epoch);
            ++(opens ? m_out.casesOpened : m_out.casesUnopened);
            if (!opens) {
                m_out.faults.push_back(model::fill(
                    {"{0} does not open with the keys at hand", "{0} 无法用现有密钥打开"}, state.reference));
            }
        }
        std::vector<PersonId> readers;
        for (const auto& one : m_out.people) {
            if (holdsKeys(state, one.person)) readers.push_back(one.person);
        }
        for (auto& one : m_out.people) {
            if (!state.readers.contains(one.person.bytes)) continue;
            ++one.cases;
            if (readers.size() == 1 && readers.front() == one.person) m_alone[one.person].push_back(state.id);
        }
    }

    /// Whether a person could give a case's keys to somebody: they were given them under the identity that they have.
    [[nodiscard]] bool holdsKeys(const CaseState& state, PersonId id) const {
        const Person& person = m_office.people.at(id);
        if (state.readers.contains(id.bytes)) {
            const auto given = state.given.find(id);
            if (person.former.empty() || (given != state.given.end() && given->second >= person.identitySince()))
                return true;
        }
        return std::ranges::any_of(m_office.units, [&](const auto& one) {
            return state.readers.contains(one.first.bytes) && one.second.staying().contains(id);
        });
    }

    [[nodiscard]] bool agrees(PersonId id) const {
        return m_office.has(id, Role::administrator) || m_office.has(id, Role::supervisor);
    }

    void twoPeople(PersonDrill& one) const {
        std::size_t proposers = 0, both = 0;
        for (const auto& [id, person] : m_office.people) {
            if (id == one.person) continue;
            if (m_office.has(id, Role::administrator)) ++proposers;
            if (agrees(id)) ++both;
        }
        if (proposers == 0) {
            one.gaps.push_back(
                {DrillGap::Kind::proposer,
                 {},
                 {},
                 0,
                 {"Nobody else is an administrator, who could propose new keys", "没有其他系统管理员可提议更换密钥"},
                 {"Make a second person administrator", "请再指定一名系统管理员"}});
        } else if (both < 2) {
            one.gaps.push_back(
                {DrillGap::Kind::approver,
                 {},
                 {},
                 0,
                 {"Nobody is there to approve new keys besides who would propose them",
                  "除提议者外，无人可批准更换密钥"},
                 {"Make one more person administrator or authority head", "请再指定一名系统管理员或机关负责人"}});
        }
    }

    void aloneInUnits(PersonDrill& one) const {
        for (const auto& [id, unit] : m_office.units) {
            auto staying = unit.staying();
            std::erase_if(staying, [&](PersonId member) { return !m_office.people.at(member).active; });
            if (!staying.contains(one.person) || staying.size() > 1) continue;
            DrillGap gap{DrillGap::Kind::unit, unit.name, {}, 0, {}, {}};
            if (unit.name == kCustodyUnit) {
                gap.what = {"They alone open who reported: with their passphrase all reporters' identities are lost",
                            "仅此人可查看举报人身份：其口令一旦丢失，全部举报人信息将无法恢复"};
                gap.cure = {"Make a second person identity custodian", "请再指定一名举报人信息专管员"};
            } else if (unit.isFurther()) {
                gap.what =
                    model::fill({"They alone open the cases of the unit {0}: with their passphrase all are lost that "
                                 "nobody is assigned to",
                                 "仅此人可打开“{0}”的案件：其口令一旦丢失，所有未指派人员的案件将无法恢复"},
                                unit.name);
                gap.cure = {"Put a second person into the unit", "请再将一名人员加入该处室"};
            } else {
                gap.what = {"They alone open what the office was sent: with their passphrase all cases are lost that "
                            "nobody is assigned to",
                            "仅此人可打开单位收到的内容：其口令一旦丢失，所有未指派人员的案件将无法恢复"};
                gap.cure = {"Make a second person intake officer or authority head",
                            "请再指定一名举报受理人员或机关负责人"};
            }
            one.gaps.push_back(std::move(gap));
        }
    }

    void aloneInCases(PersonDrill& one) {
        const auto found = m_alone.find(one.person);
        if (found == m_alone.end()) return;
        auto& ids = found->second;
        DrillGap gap{DrillGap::Kind::cases, {}, {}, ids.size(), {}, {}};
        if (ids.size() > kNamed) ids.resize(kNamed);
        gap.cases = std::move(ids);
        gap.what = model::fill(
            {"They alone read {0} case(s): lost with their keys", "仅此人可阅读 {0} 件案件：其密钥丢失即无法恢复"},
            std::to_string(gap.count));
        gap.cure = {"Assign a second person to them", "请再指派一名人员"};
        one.gaps.push_back(std::move(gap));
    }

    Workspace::Parts& m_parts;
    const RegisterState& m_office;
    const Progress& m_progress;
    std::stop_token m_stop;
    std::map<PersonId, std::vector<CaseId>> m_alone; ///< cases that a person alone could give to others
    Drill m_out;
};

} // namespace

bool Drill::passed() const {
    return faults.empty() && std::ranges::all_of(people, [](const PersonDrill& one) { return one.gaps.empty(); });
}

Result<Drill> Workspace::drill(const Progress& progress, std::stop_token stop) {
    Parts& parts = *m_parts;
    if (!parts.office.has(parts.person, Role::administrator) && !parts.office.has(parts.person, Role::supervisor)) {
        return fail(Code::refused,
                    {"A drill is made by an administrator or an authority head", "演练须由系统管理员或机关负责人进行"},
                    {"Ask one of them", "请联系其中一人"});
    }
    TRY_ASSIGN(auto drilled, Drilling(parts, progress, std::move(stop)).run(peopleByName()));
    TRY(parts.vault->setSetting(kLastDrill, crypto::asBytes(std::to_string(drilled.time.time_since_epoch().count()))));
    return drilled;
}

Result<std::optional<Instant>> Workspace::lastDrill() const {
    TRY_ASSIGN(const auto stored, m_parts->vault->setting(kLastDrill));
    if (!stored) return std::nullopt;
    const auto text = crypto::asText(*stored);
    std::int64_t milliseconds = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), milliseconds);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
    return Instant{std::chrono::milliseconds{milliseconds}};
}

} // namespace model
