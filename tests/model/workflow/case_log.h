// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/case/body.h"
#include "model/law/calendar.h"
#include "model/workflow/engine.h"
#include "model/workflow/judge.h"

#include <map>
#include <string>

/// A case whose events are judged and folded as the hub and a desk do it: an event lands only if both let it, and
/// nothing may be let through by the desk that the hub refuses.
class CaseLog {
public:
    explicit CaseLog(model::Definition definition);

    model::PersonId add(const std::string& name, std::set<model::Role> roles, bool certified = true);
    [[nodiscard]] model::PersonId who(const std::string& name) const { return m_people.at(name); }

    /// Says something as this person, who sees all that is there. The id of the event that landed.
    model::Result<model::Digest> say(const std::string& name, const model::CaseBody& body);
    /// What a step says in this case; `on`: the open side track that it moves.
    [[nodiscard]] model::CaseBody step(const std::string& step, model::Form form = {},
                                       const std::optional<model::Digest>& on = {}) const;
    model::Result<model::Digest> take(const std::string& name, const std::string& step, const model::Form& form = {},
                                      const std::optional<model::Digest>& on = {});
    /// Folds an event in whoever forbids it.
    model::Digest force(const std::string& name, const model::CaseBody& body);
    /// What stands against this, by the contents or, as the hub sees it, without.
    [[nodiscard]] model::Result<void> ask(const std::string& name, const model::CaseBody& body, bool readable) const;
    [[nodiscard]] model::Result<void> mayTakeBack(const std::string& name, const model::Digest& event) const;
    void assign(const std::string& name, const std::string& role);
    void release(const std::string& name, const std::string& role);
    /// The first period of this id, of the case or of one side track; an empty one where there is none.
    [[nodiscard]] model::Deadline deadline(const std::string& id, const std::optional<model::Digest>& on = {}) const;
    [[nodiscard]] std::vector<model::StepOption> options(const std::string& name) const;
    /// The stage of a side track, or "".
    [[nodiscard]] std::string stageOf(const model::Digest& opening) const;
    void wait(std::chrono::days days) { now += days; }
    [[nodiscard]] std::string today() const { return model::formatDate(model::chinaDate(now)); }

    model::Definition definition;
    model::CaseState state;
    model::RegisterState office;
    model::Instant now;
    model::law::Calendar calendar;

private:
    [[nodiscard]] model::Event eventOf(const std::string& name, const model::CaseBody& body) const;
    void fold(const model::Event& event, const model::CaseBody& body);
    std::map<std::string, model::PersonId> m_people;
};

/// The case of tests/data/workflow/tracks.json: olga (officer), ivan and irma (investigators, assigned), sara and saul
/// (supervisors), mila (supervisor and investigator, assigned), in the stage of the investigation.
CaseLog caseWithTracks();
