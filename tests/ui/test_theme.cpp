// SPDX-License-Identifier: GPL-3.0-or-later
// The palettes keep the contrast of WCAG 2.2 AA, and the words switch while widgets are open.
#include "ui/actions/action_registry.h"
#include "ui/text/phrases.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QLabel>
#include <QRegularExpression>
#include <QTest>

#include <cmath>

namespace {

double channel(double value) { return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4); }

double luminance(const QColor& color) {
    return 0.2126 * channel(color.redF()) + 0.7152 * channel(color.greenF()) + 0.0722 * channel(color.blueF());
}

/// WCAG 2.2, 1.4.3: (lighter + 0.05) / (darker + 0.05).
double contrast(const QColor& a, const QColor& b) {
    const double one = luminance(a);
    const double two = luminance(b);
    return (std::max(one, two) + 0.05) / (std::min(one, two) + 0.05);
}

} // namespace

class TestTheme : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void contrastFormula() {
        // The formula itself: black on white is 21, and #767676 on white is the well-known 4.54.
        QVERIFY(std::abs(contrast(Qt::black, Qt::white) - 21.0) < 0.01);
        QVERIFY(std::abs(contrast(QColor("#767676"), Qt::white) - 4.54) < 0.01);
    }

    void textIsReadable_data() {
        QTest::addColumn<int>("scheme");
        QTest::newRow("light") << int(ui::Scheme::light);
        QTest::newRow("dark") << int(ui::Scheme::dark);
        QTest::newRow("contrast") << int(ui::Scheme::contrast);
    }
    void textIsReadable() {
        QFETCH(int, scheme);
        const QPalette palette = ui::paletteOf(static_cast<ui::Scheme>(scheme));
        const ui::Tokens tokens = ui::tokensOf(palette);
        const QColor grounds[] = {palette.color(QPalette::Window), palette.color(QPalette::Base),
                                  palette.color(QPalette::AlternateBase), palette.color(QPalette::Highlight)};
        const QColor inks[] = {palette.color(QPalette::Text), tokens.muted, tokens.accent, tokens.danger, tokens.warn, tokens.ok,
                               palette.color(QPalette::Disabled, QPalette::Text), palette.color(QPalette::PlaceholderText)};
        for (const QColor& ground : grounds) {
            for (const QColor& ink : inks) {
                QVERIFY2(contrast(ink, ground) >= 4.5,
                         qPrintable(QStringLiteral("%1 on %2: %3").arg(ink.name(), ground.name()).arg(contrast(ink, ground))));
            }
        }
        const QColor button = palette.color(QPalette::Button);
        QVERIFY(contrast(palette.color(QPalette::ButtonText), button) >= 4.5);
        // The focus ring is an edge: 3:1.
        QVERIFY(contrast(tokens.accent, palette.color(QPalette::Window)) >= 3.0);
    }

    void iconsAreDrawnInTheTextColour() {
        ui::applyTheme(*qApp, ui::Scheme::dark);
        for (const char* name : {"lock", "inbox", "evidence", "back", "cross", "touchstone", "eye", "search"}) {
            const QImage image = ui::icon(QLatin1String(name)).pixmap(32, 32).toImage();
            QVERIFY2(!image.isNull(), name);
            bool inked = false;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) inked = inked || qAlpha(image.pixel(x, y)) > 200;
            }
            QVERIFY2(inked, name);
        }
        ui::applyTheme(*qApp, ui::Scheme::light);
    }

    void wordsSwitchWhileOpen() {
        ui::LanguageSwitch languages;
        languages.show(ui::Language::en);
        QWidget window;
        ui::Phrases phrases(&window);
        auto* label = new QLabel(&window);
        phrases.set(label, {"Evidence", "证据"});
        ui::ActionRegistry actions(&window);
        window.show();
        QCOMPARE(label->text(), QStringLiteral("Evidence"));
        languages.show(ui::Language::zh);
        QTRY_COMPARE(label->text(), QStringLiteral("证据"));
        languages.show(ui::Language::en);
        QTRY_COMPARE(label->text(), QStringLiteral("Evidence"));
    }

    void aLabelsMeaningFollowsThePalette() {
        ui::applyTheme(*qApp, ui::Scheme::light);
        QLabel label(QStringLiteral("late"));
        ui::setMeaning(&label, ui::Meaning::danger);
        const QColor light = label.palette().color(QPalette::WindowText);
        ui::applyTheme(*qApp, ui::Scheme::dark);
        QTRY_VERIFY(label.palette().color(QPalette::WindowText) != light);
        ui::applyTheme(*qApp, ui::Scheme::light);
    }
};

QTEST_MAIN(TestTheme)
#include "test_theme.moc"
