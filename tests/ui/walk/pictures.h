// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>

#include <filesystem>
#include <string>
#include <vector>

namespace walk {

/// From here on an eye sees that two colours differ when they lie side by side (CIE76).
inline constexpr double kSeenDeltaE = 3.0;
/// So much of a picture may differ: hinting and rounding move a few pixels.
inline constexpr double kToleratedShare = 0.001;

/// How far apart two colours are: the distance in CIE L*a*b*, 0 for the same colour, some 100 for black and white.
double deltaE(QRgb one, QRgb other);

struct Difference {
    bool sameSize = true;
    double share = 0; ///< of the pixels that differ by more than kSeenDeltaE
    QImage marked;    ///< the later picture, pale, with those pixels in red; null where there are none
    [[nodiscard]] bool tolerable() const { return sameSize && share <= kToleratedShare; }
};
Difference compare(const QImage& before, const QImage& after);

struct Comparison {
    std::vector<std::string> lines; ///< one for each picture that differs, is new or is gone
    std::size_t compared = 0;
    std::size_t changed = 0; ///< beyond what is tolerable
    std::size_t added = 0;
    std::size_t gone = 0;
};
/// Compares all pictures of two folders by their names; those that changed are written, marked, to `after`/changed.
/// Pictures whose name begins with one of `moving` and a hyphen are passed over.
Comparison compareFolders(const std::filesystem::path& before, const std::filesystem::path& after,
                          const std::vector<std::string>& moving);

/// Writes `folder`/index.html, on which all pictures of the folder can be looked through, view by view.
void writeIndex(const std::filesystem::path& folder, const std::vector<std::string>& views);

} // namespace walk
