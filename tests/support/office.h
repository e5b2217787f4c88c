// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/workspace/workspace.h"

#include <QTemporaryDir>
#include <QTest>

#include <map>
#include <source_location>

/// A clock that a test moves.
class TestClock final : public model::Clock {
public:
    [[nodiscard]] model::Instant now() const override { return m_now; }
    void advance(std::chrono::milliseconds by) { m_now += by; }
    void set(model::Instant now) { m_now = now; }

private:
    model::Instant m_now = *model::parseInstant("2026-03-04T01:00:00Z");
};

/// The value of a result; a failure ends the test with the error in words.
template <typename T>
T must(model::Result<T> result, std::source_location at = std::source_location::current()) {
    if (!result) {
        qFatal("%s:%u: %s", at.file_name(), at.line(), model::sentence(result.error(), model::Language::en).c_str());
    }
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

/// A report as somebody would type it. Two of one title are the same report.
inline model::intake::Report aReport(const char* title = "A report") {
    model::intake::Report report;
    report.title = model::same(title);
    report.narrativeEn = "Antimony left without a licence.";
    return report;
}

/// An office in a temporary folder with people of every role, for tests that walk through the face.
class TestOffice {
public:
    explicit TestOffice(crypto::Suite suite = crypto::Suite::intl1,
                        std::unique_ptr<crypto::Random> random = crypto::systemRandom())
        : m_random(std::move(random)) {
        const model::FoundRequest request{folder(), "Test office",
                                          suite,    "Administrator",
                                          "admin",  {model::Role::administrator, model::Role::supervisor},
                                          true,     cost()};
        auto founder = must(model::Workspace::found(request, crypto::asBytes("admin"), with()));
        add(*founder, "officer", {model::Role::officer}, false);
        add(*founder, "investigator-1", {model::Role::investigator}, true);
        add(*founder, "investigator-2", {model::Role::investigator}, true);
        add(*founder, "supervisor", {model::Role::supervisor}, true);
        add(*founder, "custodian", {model::Role::custodian}, false);
        add(*founder, "auditor", {model::Role::auditor}, false);
        m_people["admin"] = founder->me();
    }

    [[nodiscard]] std::filesystem::path folder() const {
        return std::filesystem::path(m_folder.path().toStdString()) / "office";
    }
    [[nodiscard]] std::filesystem::path scratch() const { return m_folder.path().toStdString(); }
    [[nodiscard]] model::Surroundings with() { return {&m_clock, m_random.get()}; }
    [[nodiscard]] TestClock& clock() { return m_clock; }
    /// The people by label, to which a test may add.
    std::map<std::string, model::PersonId>& people() { return m_people; }
    [[nodiscard]] model::PersonId id(const std::string& label) const { return m_people.at(label); }
    /// The least that is allowed, so that tests are quick.
    static crypto::PassphraseCost cost() { return {crypto::kMinMemoryKiB, 1, 1}; }

    /// Lets somebody else in, who is certified; the label is the name and the passphrase.
    void admit(const std::string& label, std::set<model::Role> roles) {
        add(*as("admin"), label, std::move(roles), true);
    }

    /// Unlocks the office as one of its people; the passphrase is the label.
    std::unique_ptr<model::Workspace> as(const std::string& label) {
        return must(model::Workspace::unlock(folder(), id(label), crypto::asBytes(label), with()));
    }

private:
    void add(model::Workspace& founder, const std::string& label, std::set<model::Role> roles, bool certified) {
        m_people[label] = must(founder.addPerson({label, label, std::move(roles), certified}, crypto::asBytes(label)));
    }

    QTemporaryDir m_folder;
    TestClock m_clock;
    std::unique_ptr<crypto::Random> m_random;
    std::map<std::string, model::PersonId> m_people;
};
