// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>

class QApplication;
class QLabel;
class QWidget;

namespace ui {

enum class Scheme { light, dark, contrast };

/// What a colour means. Colour never stands alone: a word or a shape says the same.
struct Tokens {
    QColor muted;  ///< less important text
    QColor accent; ///< what can be acted on, the focus ring
    QColor danger; ///< refused, failed, overdue
    QColor warn;   ///< needs attention
    QColor ok;     ///< holds, done
    QColor line;   ///< edges between panes
};

QPalette paletteOf(Scheme scheme);
/// The tokens that belong to a palette made by paletteOf().
Tokens tokensOf(const QPalette& palette);

/// To be called before the QApplication is made. Qt thickens the strokes of fonts like the Chinese one, which are drawn
/// from PostScript outlines, and blends without gamma, so that light characters on dark come out bold. This keeps what
/// thickening thin strokes need; whoever sets FREETYPE_PROPERTIES themselves is left alone.
void prepareFonts();

/// Fusion with one of the palettes, and the fonts. Qt cannot switch by itself here: without a platform theme its colour
/// scheme stays unknown, and the default font takes Japanese forms of Chinese characters.
void applyTheme(QApplication& application, Scheme scheme);

/// Marks a label with a meaning; its colour follows the palette, also when that changes.
enum class Meaning { plain, muted, accent, danger, warn, ok };
void setMeaning(QWidget* widget, Meaning meaning);
QColor colorOf(Meaning meaning, const QPalette& palette);

/// A heading inside a page: a little larger and bold.
void makeHeading(QLabel* label, int level);

/// Pixels of one row in every list.
inline constexpr int kRowHeight = 24;

} // namespace ui
