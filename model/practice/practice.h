// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/intake/report.h"
#include "model/workspace/workspace.h"

namespace model {

struct PracticeRequest {
    std::filesystem::path folder; ///< as checkNewFolder() wants it
    std::uint64_t cases = 0;      ///< made-up cases beside the real ones, marked as such
    std::optional<std::uint64_t>
        seed; ///< the same seed gives the same ids, keys and times: such an office protects nothing
    crypto::Suite suite = crypto::Suite::intl1;
};

/// What opens the keys of the person with this label: written down for everyone to read.
std::string practicePassphrase(std::string_view label);

/// Whether the office in this folder is one that makePractice() made.
bool isPracticeOffice(const std::filesystem::path& folder);

struct PracticePerson {
    std::string label; ///< a role's name: nobody is invented
    PersonId id;
    std::string passphrase;
    std::unique_ptr<Workspace> workspace;
};

struct PracticeCase {
    std::string source; ///< id of the published decision
    std::string reference;
    std::string stage;
};

struct PracticeOutcome {
    std::vector<PracticePerson> persons;
    std::vector<PracticeCase> cases;
    std::uint64_t made = 0; ///< made-up cases
};

/// Founds an office with one person for each role, takes in the published decisions that the program carries as
/// reports, and carries some of them on. The folder is there when it is finished: failed, stopped or killed, it leaves
/// none. `progress` counts made-up cases.
Result<PracticeOutcome> makePractice(const PracticeRequest& request, const Progress& progress, std::stop_token stop,
                                     const Doing& doing = {});

/// Carries some of the published cases to where they really ended, or leaves them at a stage where somebody has work,
/// through the commands that people use. `rows` and `cases` belong together.
Result<void> playPractice(std::vector<PracticePerson>& persons, const std::vector<intake::Report>& rows,
                          const std::vector<CaseId>& cases, const std::filesystem::path& papers, Date today,
                          std::stop_token stop);

} // namespace model
