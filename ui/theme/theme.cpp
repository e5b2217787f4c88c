// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include <QApplication>
#include <QEvent>
#include <QFont>
#include <QLabel>
#include <QScopedValueRollback>
#include <QStyleFactory>
#include <QVariant>

namespace ui {
namespace {

struct Colors {
    const char *window, *base, *alternate, *text, *muted, *accent, *danger, *warn, *ok, *button, *selection, *line,
        *mid;
};

// Text on window, base, alternate and selection keeps 4.5:1, edges 3:1 (WCAG 2.2 AA); tests/ui/test_theme.cpp measures
// it.
constexpr Colors kLight{"#F5F6F8", "#FFFFFF", "#F5F6F8", "#1B1F24", "#57606A", "#0B5CAD", "#B3261E",
                        "#7A4E00", "#1B6B36", "#ECEEF1", "#E3ECF7", "#D0D5DB", "#868D96"};
constexpr Colors kDark{"#1E2124", "#1E2124", "#26292D", "#E6E8EB", "#A3ABB5", "#7DB7F5", "#FF9B92",
                       "#F0C060", "#7FD19B", "#2E3237", "#2C3B4D", "#3A3F45", "#7C848E"};
constexpr Colors kContrast{"#000000", "#000000", "#0A0A0A", "#FFFFFF", "#E0E0E0", "#8FD0FF", "#FFB0A8",
                           "#FFD966", "#9BF0B5", "#101010", "#00305C", "#FFFFFF", "#FFFFFF"};

const Colors& colorsOf(Scheme scheme) {
    switch (scheme) {
    case Scheme::dark: return kDark;
    case Scheme::contrast: return kContrast;
    case Scheme::light: break;
    }
    return kLight;
}

const Colors& colorsOf(const QPalette& palette) {
    const QColor window = palette.color(QPalette::Active, QPalette::Window);
    if (window.lightness() > 127) return kLight;
    return window == QColor(Qt::black) ? kContrast : kDark;
}

/// Sets a label's text colour from its meaning, and again when the palette of the program changes.
class MeaningFilter : public QObject {
public:
    MeaningFilter(QWidget* widget, Meaning meaning) : QObject(widget), m_widget(widget), m_meaning(meaning) {
        setObjectName(QStringLiteral("meaning"));
        widget->installEventFilter(this);
        apply();
    }
    void become(Meaning meaning) {
        if (meaning == m_meaning) return;
        m_meaning = meaning;
        apply();
    }
    bool eventFilter(QObject* watched, QEvent* event) override {
        // ApplicationPaletteChange is told to windows only.
        if (event->type() == QEvent::PaletteChange && !m_applying) apply();
        return QObject::eventFilter(watched, event);
    }

private:
    void apply() {
        const QScopedValueRollback guard(m_applying, true);
        QPalette palette; // only the roles set here are the widget's own; all others follow the program
        if (m_meaning == Meaning::plain) {
            m_widget->setPalette(palette);
            return;
        }
        palette.setResolveMask(0);
        const QColor color = colorOf(m_meaning, QApplication::palette());
        palette.setColor(QPalette::WindowText, color);
        palette.setColor(QPalette::Text, color);
        m_widget->setPalette(palette);
    }
    QWidget* m_widget;
    Meaning m_meaning;
    bool m_applying = false;
};

} // namespace

QPalette paletteOf(Scheme scheme) {
    const Colors& c = colorsOf(scheme);
    QPalette palette;
    palette.setColor(QPalette::Window, QColor(c.window));
    palette.setColor(QPalette::WindowText, QColor(c.text));
    palette.setColor(QPalette::Base, QColor(c.base));
    palette.setColor(QPalette::AlternateBase, QColor(c.alternate));
    palette.setColor(QPalette::Text, QColor(c.text));
    palette.setColor(QPalette::Button, QColor(c.button));
    palette.setColor(QPalette::ButtonText, QColor(c.text));
    palette.setColor(QPalette::BrightText, QColor(c.danger));
    palette.setColor(QPalette::Highlight, QColor(c.selection));
    palette.setColor(QPalette::HighlightedText, QColor(c.text));
    palette.setColor(QPalette::Link, QColor(c.accent));
    palette.setColor(QPalette::LinkVisited, QColor(c.accent));
    palette.setColor(QPalette::Accent, QColor(c.accent));
    palette.setColor(QPalette::ToolTipBase, QColor(c.button));
    palette.setColor(QPalette::ToolTipText, QColor(c.text));
    palette.setColor(QPalette::PlaceholderText, QColor(c.muted));
    palette.setColor(QPalette::Light, QColor(c.base).lighter(scheme == Scheme::light ? 100 : 130));
    palette.setColor(QPalette::Midlight, QColor(c.button));
    palette.setColor(QPalette::Mid, QColor(c.line));
    palette.setColor(QPalette::Dark, QColor(c.mid));
    palette.setColor(QPalette::Shadow, scheme == Scheme::light ? QColor(c.mid) : QColor(Qt::black));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText}) {
        palette.setColor(QPalette::Disabled, role, QColor(c.muted));
    }
    palette.setColor(QPalette::Disabled, QPalette::Base, QColor(c.window));
    return palette;
}

Tokens tokensOf(const QPalette& palette) {
    const Colors& c = colorsOf(palette);
    return {QColor(c.muted), QColor(c.accent), QColor(c.danger), QColor(c.warn), QColor(c.ok), QColor(c.line)};
}

QColor colorOf(Meaning meaning, const QPalette& palette) {
    const Tokens tokens = tokensOf(palette);
    switch (meaning) {
    case Meaning::muted: return tokens.muted;
    case Meaning::accent: return tokens.accent;
    case Meaning::danger: return tokens.danger;
    case Meaning::warn: return tokens.warn;
    case Meaning::ok: return tokens.ok;
    case Meaning::plain: break;
    }
    return palette.color(QPalette::Active, QPalette::WindowText);
}

void prepareFonts() {
    if (qEnvironmentVariableIsSet("FREETYPE_PROPERTIES")) return;
    // Pairs of a stroke's width and what is added, in thousandths of a pixel; FreeType's own are 400, 275, 275 and 0.
    qputenv("FREETYPE_PROPERTIES", "cff:darkening-parameters=500,100,1000,60,1667,60,2333,0");
}

void applyTheme(QApplication& application, Scheme scheme) {
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QFont font;
    font.setFamilies({QStringLiteral("Noto Sans"), QStringLiteral("Noto Sans CJK SC")});
    font.setPixelSize(13);
    QApplication::setFont(font);
    QApplication::setPalette(paletteOf(scheme));
    application.setProperty("touchstoneScheme", static_cast<int>(scheme));
    // The accent marks where the keyboard is; Fusion alone hardly shows it on lists and tabs.
    const Colors& c = colorsOf(scheme);
    application.setStyleSheet(
        QStringLiteral(
            "QToolTip { color: %1; background: %2; border: 1px solid %3; padding: 3px; }"
            // Fusion derives these edges from the window's colour, and on a dark one they cannot be seen.
            "QLineEdit, QPlainTextEdit { border: 1px solid %5; border-radius: 3px; padding: 3px; }"
            "QLineEdit:read-only, QPlainTextEdit:read-only { background: %7; border-color: %3; }"
            "QCheckBox::indicator, QListView::indicator, QTreeView::indicator"
            " { width: 13px; height: 13px; border: 1px solid %5; border-radius: 2px; }"
            "QCheckBox::indicator:checked, QListView::indicator:checked, QTreeView::indicator:checked"
            " { background: %4; border-color: %4; image: url(:/icons/tick-%6.svg); }"
            // A thin circle is drawn fainter than its colour.
            "QRadioButton::indicator { width: 13px; height: 13px; border: 1px solid %1; border-radius: 7px; }"
            "QRadioButton::indicator:checked"
            " { width: 5px; height: 5px; border: 5px solid %4; border-radius: 7px; background: %7; }"
            // Where the keyboard is has a ring: a change of colour alone is not seen by everybody, nor a finer edge.
            "QCheckBox, QRadioButton { border: 1px solid transparent; border-radius: 3px; padding: 1px 3px 1px 1px; }"
            "QCheckBox:focus, QRadioButton:focus { border-color: %4; }"
            "QLineEdit:focus, QPlainTextEdit:focus { border: 2px solid %4; padding: 2px; }"
            "QComboBox { border: 1px solid %5; border-radius: 3px; padding: 2px 4px 2px 6px; min-height: 20px;"
            " background: %9; color: %1; }"
            "QComboBox:focus { border: 2px solid %4; padding: 1px 3px 1px 5px; }"
            "QComboBox:disabled { border-color: %3; color: %8; background: %7; }"
            "QComboBox::drop-down { border: none; width: 20px; }"
            "QComboBox::down-arrow { image: url(:/icons/down-%6.svg); width: 12px; height: 12px; }"
            "QTableView:focus, QListView:focus, QTreeView:focus { border: 2px solid %4; padding: 0; }"
            "QToolButton { border: 2px solid transparent; border-radius: 3px; padding: 1px; color: %1; }"
            "QToolButton:hover { background: %10; }"
            "QToolButton:disabled { color: %8; }"
            "QToolButton[chip=true] { border: 1px solid %5; padding: 2px 6px; }"
            "QToolButton:focus, QToolButton[chip=true]:focus { border: 2px solid %4; }"
            "QToolButton[chip=true]:focus { padding: 1px 5px; }"
            "QTableView, QListView, QTreeView { border: 1px solid %3; padding: 1px; outline: none; }"
            "QTableView[frameless=true], QTreeView[frameless=true] { border: 1px solid transparent; padding: 0; }"
            "QTableView[frameless=true]:focus, QTreeView[frameless=true]:focus { border: 1px solid %4; }"
            "QTreeView[frameless=true] { background: transparent; }"
            "QHeaderView::section { background: %2; border: none; border-right: 1px solid %3; border-bottom: 1px solid %3;"
            " padding: 3px 6px; font-weight: normal; }"
            "QToolBar { border: none; border-bottom: 1px solid %3; padding: 2px 6px; spacing: 2px; }"
            "QToolBar::separator { background: %3; width: 1px; margin: 4px 5px; }"
            "QToolBar QToolButton { border: 1px solid transparent; border-radius: 3px; padding: 3px 7px; }"
            "QToolBar QToolButton:hover { border-color: %5; }"
            "QToolBar QToolButton:pressed { background: %2; border-color: %4; }"
            // On the ground of a message the edge of other buttons is too faint.
            "#messageBar QPushButton { background: %7; border: 1px solid %8; border-radius: 3px; }"
            "#messageBar QPushButton:focus { border: 2px solid %4; }"
            "QSplitter::handle { background: %3; }"
            "QTabWidget::pane { border: none; border-top: 1px solid %3; top: -1px; }"
            "QTabBar { outline: none; }"
            "QTabBar::tab { padding: 6px 14px 5px 14px; border: none; border-bottom: 2px solid transparent; color: %8; }"
            "QTabBar::tab:hover { color: %1; border-bottom: 2px solid %5; }"
            "QTabBar::tab:selected { color: %1; border-bottom: 2px solid %4; }"
            "QTabBar::tab:focus { border: 2px solid %4; border-radius: 3px; padding: 4px 12px; }"
            // Fusion shades a button's edge from its own colour, which leaves hardly any on black.
            "QPushButton { padding: 4px 12px; min-height: 18px; outline: none; }"
            "QPushButton:!flat { border: 1px solid %5; border-radius: 3px; background: %2; }"
            "QPushButton:!flat:hover, QPushButton:!flat:pressed, QPushButton:!flat:checked { background: %10; }"
            "QPushButton:!flat:disabled { border-color: %3; background: transparent; color: %8; }"
            "QPushButton:!flat:default { border-color: %4; }"
            "QPushButton:focus, QPushButton:!flat:focus"
            " { border: 2px solid %4; border-radius: 3px; padding: 3px 11px; }")
            .arg(QLatin1String(c.text), QLatin1String(c.button), QLatin1String(c.line), QLatin1String(c.accent),
                 QLatin1String(c.mid), scheme == Scheme::light ? QStringLiteral("light") : QStringLiteral("dark"),
                 QLatin1String(c.window), QLatin1String(c.muted), QLatin1String(c.base))
            .arg(QLatin1String(c.selection)));
}

void setMeaning(QWidget* widget, Meaning meaning) {
    if (auto* filter = widget->findChild<QObject*>(QStringLiteral("meaning"), Qt::FindDirectChildrenOnly)) {
        static_cast<MeaningFilter*>(filter)->become(meaning);
    } else {
        new MeaningFilter(widget, meaning);
    }
}

void makeHeading(QLabel* label, int level) {
    QFont font = label->font();
    font.setPixelSize(level == 1 ? 18 : level == 2 ? 14 : 13);
    font.setBold(true);
    label->setFont(font);
}

} // namespace ui
