// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/workspace/workspace.h"
#include "tests/ui/walk/walk.h"

#include <map>
#include <memory>
#include <string>

namespace walk {

/// The value of a result; a failure ends the walk with the error in words.
template <typename T>
T must(model::Result<T> result) {
    if (!result) throw Lost(model::sentence(result.error(), model::Language::en));
    return *std::move(result);
}

/// The people of a practice office, each through a workspace of their own: what a view needs to be there is said
/// through them.
class PracticePeople {
public:
    explicit PracticePeople(std::filesystem::path office);
    ~PracticePeople();

    /// The person of this label, who has what the others said.
    model::Workspace& as(const std::string& label);
    /// The event that was said; refused, it ends the walk.
    static model::Digest done(model::Result<model::Receipt> said);
    [[nodiscard]] std::string today() const;

private:
    std::filesystem::path m_office;
    std::unique_ptr<model::Clock> m_clock;
    std::unique_ptr<crypto::Random> m_random;
    std::map<std::string, std::unique_ptr<model::Workspace>> m_people;
};

} // namespace walk
