// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

// Definitions for the tests. They are kept apart because moc loses its way in texts full of quotes and brackets.

std::string textOf(const char* path);

/// The smallest definition that has a bit of everything: tests/data/workflow/small.json.
std::string smallDefinition();
/// The same, changed by a JSON patch (RFC 6902).
std::string patched(const std::string& patch);
/// The same with one guard added to the step of this index; `members` are those beside cite, why and cure.
std::string withGuard(int step, const std::string& members);

/// A definition with one mistake, where it is, and a part of what is said about it.
struct BrokenDefinition {
    const char* name;
    std::string json;
    const char* path;
    const char* says;
};
std::vector<BrokenDefinition> brokenDefinitions();

/// A case with side tracks: tests/data/workflow/tracks.json; the same, changed by a JSON patch.
std::string tracksDefinition();
std::string patchedTracks(const std::string& patch);
std::vector<BrokenDefinition> brokenTracks();

std::string fourMistakes();
/// 204 stages.
std::string tooManyStages();
/// Steps 4 and 5 wait for each other.
std::string circleOfSteps();
