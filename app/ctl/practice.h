// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/command.h"
#include "model/intake/report.h"
#include "model/workspace/workspace.h"

namespace app {

struct PracticeRequest {
    std::filesystem::path folder; ///< must not exist, or be empty
    std::uint64_t cases = 0;      ///< made-up cases beside the real ones, marked as such
    std::optional<std::uint64_t>
        seed; ///< the same seed gives the same ids, keys and times: such an office protects nothing
    crypto::Suite suite = crypto::Suite::intl1;
};

struct PracticePerson {
    std::string label; ///< a role's name: nobody is invented
    model::PersonId id;
    std::string passphrase; ///< written down for everyone to read: this is practice
    std::unique_ptr<model::Workspace> workspace;
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
/// reports, and carries some of them on. Leaves nothing behind if it fails or is stopped.
Result<PracticeOutcome> makePractice(const PracticeRequest& request, const model::Progress& progress,
                                     std::stop_token stop);

/// Carries some of the published cases to where they really ended, or leaves them at a stage where somebody has work,
/// through the commands that people use. `rows` and `cases` belong together.
Result<void> playPractice(std::vector<PracticePerson>& persons, const std::vector<model::intake::Report>& rows,
                          const std::vector<model::CaseId>& cases, const std::filesystem::path& papers,
                          model::Date today, std::stop_token stop);

} // namespace app
