// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/workflow/definition.h"

#include <string>
#include <utility>
#include <vector>

namespace model {

/// The mistakes found so far. Bounded, because a hostile text can hold a mistake in every other byte.
class Problems {
public:
    static constexpr std::size_t kLimit = 200;

    void add(std::string path, Text what, Text cure) {
        if (m_found.size() == kLimit) {
            m_found.push_back({"",
                               {"There are more problems; the first 200 are shown.", "问题还有更多，仅列出前200个。"},
                               {"Correct these and check again.", "请更正后重新检查。"}});
        }
        if (m_found.size() > kLimit) return;
        m_found.push_back({std::move(path), std::move(what), std::move(cure)});
    }
    [[nodiscard]] std::size_t count() const { return m_found.size(); }
    [[nodiscard]] std::vector<Problem> take() && { return std::move(m_found); }

private:
    std::vector<Problem> m_found;
};

/// Reads the members of a definition, with every mistake of form. What could not be read is left empty in its place, so
/// that the indices of the definition are those of the text.
Definition readDefinition(std::string_view json, Problems& problems);

/// A track of a definition, and where it stands in the text.
struct Part {
    const Track* track = nullptr;
    const SideTrack* side = nullptr; ///< null: the main track
    std::string path = {};           ///< "" or "/tracks/2"

    [[nodiscard]] std::string at(std::string_view list, std::size_t index) const {
        return path + "/" + std::string(list) + "/" + std::to_string(index);
    }
};
/// The main track, and then the side tracks.
std::vector<Part> partsOf(const Definition& definition);

/// Finds what is wrong in a definition whose form is right: references, the graph of stages, order, four eyes.
void checkMeaning(const Definition& definition, Problems& problems);

/// Of a definition whose names are all known: stages that cannot be reached or left, steps that cannot come before
/// others, steps that wait for each other.
void checkGraph(const Definition& definition, Problems& problems);

} // namespace model
