// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

namespace walk {

class Person;

/// Something of the desk that can be looked at, and the keys that lead there from the page to unlock. Pictures and
/// every sweep over the desk (names, contrast, words that fit) go through this one table: whoever adds a page or a
/// dialog adds a line, and it is seen to.
struct View {
    const char* name;       ///< of its pictures
    const char* person;     ///< label in the practice office; nullptr: nobody unlocks
    void (*go)(Person& at); ///< from the list, or from the page to unlock
    bool moves = false;     ///< something in it goes on by itself: its pictures are not compared
    bool token = false;     ///< a token is plugged in, on which the last profile has its key
    /// What is done to the copy of the office before its window opens.
    void (*prepare)(const std::filesystem::path& office) = nullptr;
};

/// All of them, in the order in which one would look through them.
const std::vector<View>& views();
/// Nothing if there is none of that name.
const View* findView(std::string_view name);

} // namespace walk
