// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// The sheet that every document is written on, in points (1/72 inch): A4 with the margins of official documents (GB/T
/// 9704), 37 mm above, 28 mm left, and a text area of 156 by 225 mm.
namespace model::document::sheet {

inline constexpr double kMillimetre = 72.0 / 25.4;
inline constexpr double kWidth = 210 * kMillimetre;
inline constexpr double kHeight = 297 * kMillimetre;
inline constexpr double kLeft = 28 * kMillimetre;
inline constexpr double kTop = 37 * kMillimetre;
inline constexpr double kTextWidth = 156 * kMillimetre;
inline constexpr double kTextHeight = 225 * kMillimetre;
inline constexpr double kFooterSize = 8;
inline constexpr double kFooterPitch = 12;

} // namespace model::document::sheet
