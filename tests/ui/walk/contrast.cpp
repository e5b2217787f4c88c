// SPDX-License-Identifier: GPL-3.0-or-later
// Contrast as it is seen: measured in the picture of a window, at the places where its widgets say that words and edges
// are.
#include "tests/ui/walk/checks.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QHash>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QStyleOptionButton>
#include <QStyleOptionComboBox>
#include <QTabBar>
#include <QToolButton>

#include <cmath>
#include <functional>
#include <optional>

namespace walk {
namespace {

constexpr double kText = 4.5;
constexpr double kEdge = 3.0;

double linear(int channel) {
    const double value = channel / 255.0;
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}
double luminance(QRgb color) {
    return 0.2126 * linear(qRed(color)) + 0.7152 * linear(qGreen(color)) + 0.0722 * linear(qBlue(color));
}

/// A picture of one window, asked in the window's own pixels.
struct Picture {
    explicit Picture(QWidget& top) : image(top.grab().toImage().convertToFormat(QImage::Format_RGB32)) {
        scale = image.devicePixelRatio();
    }
    [[nodiscard]] QRect place(const QRect& rect) const {
        return QRect(qRound(rect.x() * scale), qRound(rect.y() * scale), qRound(rect.width() * scale),
                     qRound(rect.height() * scale))
            .intersected(image.rect());
    }
    QImage image;
    double scale = 1;
};

struct Ink {
    QRgb ground = 0;
    QRgb ink = 0;
    double contrast = 1;
};

/// The most frequent colour of a place is its ground; the words are as dark, or as light, as their strongest pixels,
/// because all others are blended with the ground.
std::optional<Ink> inkIn(const Picture& picture, const QRect& rect) {
    const QRect place = picture.place(rect);
    if (place.width() < 4 || place.height() < 6) return std::nullopt;
    QHash<QRgb, int> counts;
    for (int y = place.top(); y <= place.bottom(); ++y) {
        const auto* line = reinterpret_cast<const QRgb*>(picture.image.constScanLine(y));
        for (int x = place.left(); x <= place.right(); ++x) ++counts[line[x] & 0xffffff];
    }
    Ink found;
    int most = 0;
    for (auto it = counts.cbegin(); it != counts.cend(); ++it) {
        if (it.value() > most) {
            most = it.value();
            found.ground = it.key();
        }
    }
    for (auto it = counts.cbegin(); it != counts.cend(); ++it) {
        const double contrast = contrastOf(found.ground, it.key());
        if (contrast > found.contrast) {
            found.contrast = contrast;
            found.ink = it.key();
        }
    }
    if (counts.size() < 2) return std::nullopt; // nothing is written there
    return found;
}

QString colors(const Ink& ink) {
    return QStringLiteral("%1:1, %2 on %3")
        .arg(ink.contrast, 0, 'f', 2)
        .arg(QColor(ink.ink).name(), QColor(ink.ground).name());
}

QRect buttonWords(const QAbstractButton& button) {
    QStyleOptionButton option;
    option.initFrom(&button);
    if (qobject_cast<const QCheckBox*>(&button) != nullptr)
        return button.style()->subElementRect(QStyle::SE_CheckBoxContents, &option, &button);
    if (qobject_cast<const QRadioButton*>(&button) != nullptr)
        return button.style()->subElementRect(QStyle::SE_RadioButtonContents, &option, &button);
    return button.rect().adjusted(5, 4, -5, -4);
}

void cellsOf(const QAbstractItemView& view, const std::function<void(QRect, QString)>& look) {
    const auto* model = view.model();
    if (model == nullptr) return;
    const QRect port = view.viewport()->rect();
    const std::function<void(const QModelIndex&)> below = [&](const QModelIndex& root) {
        for (int row = 0; row < std::min(model->rowCount(root), 500); ++row) {
            for (int column = 0; column < model->columnCount(root); ++column) {
                const QModelIndex index = model->index(row, column, root);
                const QRect place = view.visualRect(index);
                if (column == 0 && place.top() > port.bottom()) return;
                const QString words = index.data(Qt::DisplayRole).toString();
                if (words.isEmpty() || !port.contains(place)) continue;
                look(place, words);
            }
            if (model->columnCount(root) > 0 && model->hasChildren(model->index(row, 0, root)))
                below(model->index(row, 0, root));
        }
    };
    below(view.rootIndex());
}

/// The places of a widget where it shows words, in its own coordinates or, for a list, those of its viewport.
void wordsOf(const QWidget& widget, const std::function<void(const QWidget&, QRect, QString)>& look) {
    if (const auto* label = qobject_cast<const QLabel*>(&widget)) {
        if (!label->text().isEmpty() && label->pixmap().isNull())
            look(widget, label->contentsRect(), label->text().left(40));
    } else if (const auto* button = qobject_cast<const QAbstractButton*>(&widget)) {
        if (!button->text().isEmpty()) look(widget, buttonWords(*button), button->text());
    } else if (const auto* line = qobject_cast<const QLineEdit*>(&widget)) {
        const QString words = line->text().isEmpty() ? line->placeholderText() : line->displayText();
        if (!words.isEmpty() && qobject_cast<const QComboBox*>(line->parentWidget()) == nullptr)
            look(widget, line->rect().adjusted(4, 3, -24, -3), words);
    } else if (const auto* text = qobject_cast<const QPlainTextEdit*>(&widget)) {
        const QString words = text->toPlainText().isEmpty() ? text->placeholderText() : text->toPlainText();
        if (!words.isEmpty()) look(*text->viewport(), text->viewport()->rect(), words.left(40));
    } else if (const auto* box = qobject_cast<const QComboBox*>(&widget)) {
        QStyleOptionComboBox option;
        option.initFrom(box);
        option.editable = box->isEditable();
        if (!box->currentText().isEmpty())
            look(widget,
                 box->style()
                     ->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, box)
                     .adjusted(1, 3, -1, -3),
                 box->currentText());
    } else if (const auto* tabs = qobject_cast<const QTabBar*>(&widget)) {
        for (int i = 0; i < tabs->count(); ++i) look(widget, tabs->tabRect(i).adjusted(4, 4, -4, -4), tabs->tabText(i));
    } else if (const auto* menus = qobject_cast<const QMenuBar*>(&widget)) {
        for (auto* action : menus->actions()) look(widget, menus->actionGeometry(action), action->text());
    } else if (const auto* header = qobject_cast<const QHeaderView*>(&widget)) {
        for (int i = 0; header->model() != nullptr && header->orientation() == Qt::Horizontal && i < header->count();
             ++i) {
            if (header->isSectionHidden(i)) continue;
            look(*header->viewport(),
                 QRect(header->sectionViewportPosition(i), 0, header->sectionSize(i), header->height())
                     .adjusted(3, 2, -3, -2),
                 header->model()->headerData(i, Qt::Horizontal).toString());
        }
    } else if (const auto* view = qobject_cast<const QAbstractItemView*>(&widget)) {
        cellsOf(*view, [&](QRect place, const QString& words) { look(*view->viewport(), place, words.left(40)); });
    }
}

/// Of what has an edge that a person must see to know it for what it is.
std::optional<QRect> edgeOf(const QWidget& widget) {
    if (!widget.isEnabled()) return std::nullopt; // 1.4.11: inactive components are exempt
    if (const auto* button = qobject_cast<const QPushButton*>(&widget)) {
        if (!button->isFlat()) return widget.rect();
    } else if (const auto* line = qobject_cast<const QLineEdit*>(&widget)) {
        if (line->hasFrame() && !line->isReadOnly() && qobject_cast<const QComboBox*>(line->parentWidget()) == nullptr)
            return widget.rect();
    } else if (const auto* text = qobject_cast<const QPlainTextEdit*>(&widget)) {
        if (!text->isReadOnly() && text->frameShape() != QFrame::NoFrame) return widget.rect();
    } else if (qobject_cast<const QComboBox*>(&widget) != nullptr) {
        return widget.rect();
    } else if (qobject_cast<const QCheckBox*>(&widget) != nullptr ||
               qobject_cast<const QRadioButton*>(&widget) != nullptr) {
        QStyleOptionButton option;
        option.initFrom(&widget);
        const bool tick = qobject_cast<const QCheckBox*>(&widget) != nullptr;
        return widget.style()->subElementRect(tick ? QStyle::SE_CheckBoxIndicator : QStyle::SE_RadioButtonIndicator,
                                              &option, &widget);
    }
    return std::nullopt;
}

/// The strongest contrast on the way over an edge, from the ground outside to some pixels inside.
double edgeContrast(const Picture& picture, QPoint outside, QPoint inwards) {
    const auto at = [&](QPoint point) {
        return QPoint(qRound((point.x() + 0.5) * picture.scale), qRound((point.y() + 0.5) * picture.scale));
    };
    if (!picture.image.valid(at(outside))) return 21;
    const QRgb ground = picture.image.pixel(at(outside));
    double most = 1;
    const QPoint from = at(outside);
    const int steps = qRound(7 * picture.scale);
    for (int i = 0; i <= steps; ++i) {
        const QPoint here = from + inwards * i;
        if (picture.image.valid(here)) most = std::max(most, contrastOf(ground, picture.image.pixel(here)));
    }
    return most;
}

bool whollySeen(const QWidget& widget) { return widget.visibleRegion() == QRegion(widget.rect()); }

QList<QWidget*> topsOf(QWidget& window) {
    QList<QWidget*> tops;
    for (auto* widget : widgetsInView(window)) {
        if (!tops.contains(widget->window())) tops << widget->window();
    }
    return tops;
}

bool takesTab(const QWidget* widget) {
    return widget->isVisible() && widget->isEnabled() && widget->focusProxy() == nullptr &&
           (widget->focusPolicy() & Qt::TabFocus) != 0;
}

} // namespace

double contrastOf(QRgb one, QRgb other) {
    const double a = luminance(one);
    const double b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

QStringList faultsOfContrast(QWidget& window) {
    QStringList faults;
    for (auto* top : topsOf(window)) {
        const Picture picture(*top);
        for (auto* widget : widgetsInView(window)) {
            if (widget->window() != top) continue;
            wordsOf(*widget, [&](const QWidget& on, QRect place, const QString& words) {
                // What lies behind something else, or is scrolled away, is not measured.
                const QRect seen = place.intersected(on.visibleRegion().boundingRect());
                if (seen.isEmpty() || (seen.height() < place.height() && seen.height() < 12)) return;
                for (const QPoint corner :
                     {seen.topLeft(), seen.topRight(), seen.bottomLeft(), seen.bottomRight(), seen.center()}) {
                    const QWidget* there = top->childAt(on.mapTo(top, corner));
                    if (there != &on && !on.isAncestorOf(there)) return;
                }
                const auto ink = inkIn(picture, {on.mapTo(top, seen.topLeft()), seen.size()});
                if (ink && ink->contrast < kText)
                    faults << QStringLiteral("words “%1” of %2: %3").arg(words, describe(widget), colors(*ink));
            });
            const auto edge = edgeOf(*widget);
            if (!edge || !whollySeen(*widget)) continue;
            const QPoint left = widget->mapTo(top, QPoint(edge->left() - 2, edge->center().y()));
            // A circle is met squarely only in its middle.
            const bool round = qobject_cast<const QRadioButton*>(widget) != nullptr;
            const int across = round ? edge->center().x() : edge->left() + edge->width() / 3;
            const QPoint up = widget->mapTo(top, QPoint(across, edge->top() - 2));
            const double least = std::min(edgeContrast(picture, left, {1, 0}), edgeContrast(picture, up, {0, 1}));
            if (least < kEdge)
                faults << QStringLiteral("the edge of %1: %2:1").arg(describe(widget)).arg(least, 0, 'f', 2);
        }
    }
    return faults;
}

QStringList faultsOfFocusRing(QWidget& window) {
    QStringList faults;
    QWidget* top = QApplication::activeWindow() != nullptr ? QApplication::activeWindow() : &window;
    for (auto* widget : widgetsInView(window)) {
        if (widget->window() != top || !takesTab(widget) || !whollySeen(*widget)) continue;
        if (auto* now = QApplication::focusWidget()) now->clearFocus();
        const QRect around(widget->mapTo(top, QPoint(-3, -3)), widget->size() + QSize(6, 6));
        const QImage without = top->grab(around).toImage().convertToFormat(QImage::Format_RGB32);
        widget->setFocus(Qt::TabFocusReason);
        if (QApplication::focusWidget() != widget || !widget->isVisible()) continue; // it hands the keyboard on
        const QImage with = top->grab(around).toImage().convertToFormat(QImage::Format_RGB32);
        int seen = 0;
        for (int y = 0; y < std::min(with.height(), without.height()); ++y) {
            for (int x = 0; x < std::min(with.width(), without.width()); ++x) {
                if (with.pixel(x, y) != without.pixel(x, y) &&
                    contrastOf(with.pixel(x, y), without.pixel(x, y)) >= kEdge)
                    ++seen;
            }
        }
        // A caret alone has some 16 pixels; a line under a short word, or around a small button, has more.
        if (seen < 28)
            faults << QStringLiteral("nobody sees that the keyboard is in %1 (%2 pixels change)")
                          .arg(describe(widget))
                          .arg(seen);
    }
    return faults;
}

} // namespace walk
