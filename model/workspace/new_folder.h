// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <filesystem>
#include <vector>

namespace model {

/// A folder that comes into being whole. What is made of it stands in a folder beside its place, whose name begins with
/// a dot, until finish() puts it there by one rename. If it ends before that, nothing is left; what a killed process
/// left beside the place is removed by the next one that begins there.
class NewFolder {
public:
    /// Fails as checkNewFolder() does, and where the file system has no locks or lets others in.
    static Result<NewFolder> begin(const std::filesystem::path& place);
    /// For a folder inside of an office: nothing of the place is checked. What was left by a killed process that made
    /// another of the same `family` is removed, whatever its place was called.
    static Result<NewFolder> beginInside(const std::filesystem::path& place, const std::string& family);
    NewFolder(NewFolder&& other) noexcept;
    NewFolder& operator=(NewFolder&&) = delete;
    ~NewFolder();

    /// Where to build. Does not exist at first.
    [[nodiscard]] std::filesystem::path path() const { return m_beside / "office"; }
    /// The folder is in its place, and stays there through a loss of power, when this returns. Everything in it must be
    /// closed; files must be synced already.
    Result<void> finish();

private:
    NewFolder() = default;
    static Result<NewFolder> beside(const std::filesystem::path& place, const std::string& prefix);
    void leave() noexcept;
    std::filesystem::path m_place;
    std::filesystem::path m_beside;             ///< empty once there is nothing to remove
    std::vector<std::filesystem::path> m_above; ///< folders that had to be made above the place, the topmost first
    int m_lock = -1;                            ///< held while this is being built
};

} // namespace model
