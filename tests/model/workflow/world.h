// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/law/calendar.h"
#include "model/workflow/engine.h"

#include <map>
#include <string>

/// A case of a small office, moved by hand: what the engine allows is folded in as the log would do it.
class World {
public:
    explicit World(model::Definition definition);

    model::PersonId add(const std::string& name, std::set<model::Role> roles, bool certified = true);
    [[nodiscard]] model::PersonId who(const std::string& name) const { return m_people.at(name); }
    [[nodiscard]] model::Person& person(const std::string& name) { return office.people.at(who(name)); }

    /// Puts the report in: the initial stage, at this moment.
    void open();
    /// Asks the engine, and folds the step in if it is allowed.
    model::Result<void> take(const std::string& name, const std::string& step, const model::Form& form = {});
    /// Asks the engine only.
    [[nodiscard]] model::Result<void> ask(const std::string& name, const std::string& step,
                                          const model::Form& form = {}) const;
    /// As the hub asks, which cannot read the form.
    [[nodiscard]] model::Result<void> askBlind(const std::string& name, const std::string& step) const;
    /// Folds a step in whatever the engine says: what a crafted log could hold.
    void force(const std::string& name, const std::string& step, const model::Form& form = {});
    model::Result<void> assign(const std::string& by, const std::string& name, const std::string& role);
    void release(const std::string& name, const std::string& role);
    void set(const std::string& fact, const std::string& value);
    void addEvidence(bool excluded = false);
    void wait(std::chrono::days days) { now += days; }
    [[nodiscard]] const model::StepOption* option(const std::string& name, const std::string& step);
    [[nodiscard]] const model::Deadline* deadline(const std::string& id);

    model::Definition definition;
    model::CaseState state;
    model::RegisterState office;
    model::Instant now;
    model::law::Calendar calendar;

private:
    [[nodiscard]] model::Place place(const std::string& name);
    std::map<std::string, model::PersonId> m_people;
    std::vector<model::StepOption> m_options;
    std::vector<model::Deadline> m_deadlines;
};

/// A penalty inside the range of ECL 34 for a turnover of 600,000 yuan, and one outside it.
std::string goodPenalty();
std::string excessivePenalty();

/// The shipped definition with its people: olga (officer), ivan and irma (investigators, certified), uwe (investigator
/// without certificate), sara and saul (supervisors), mila (supervisor and investigator).
World shippedWorld();
/// Takes the shipped case to a stage by the ordinary way; fails the process if that is refused.
void lead(World& world, const std::string& stage);
