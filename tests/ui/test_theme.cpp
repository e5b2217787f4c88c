// SPDX-License-Identifier: GPL-3.0-or-later
// The palettes keep the contrast of WCAG 2.2 AA, and the words switch while widgets are open.
#include "ui/actions/action_registry.h"
#include "ui/text/phrases.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QLabel>
#include <QPainter>
#include <QRegularExpression>
#include <QPushButton>
#include <QTextLayout>
#include <QGlyphRun>
#include <QRawFont>
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
        const QColor inks[] = {palette.color(QPalette::Text),
                               tokens.muted,
                               tokens.accent,
                               tokens.danger,
                               tokens.warn,
                               tokens.ok,
                               palette.color(QPalette::Disabled, QPalette::Text),
                               palette.color(QPalette::PlaceholderText)};
        for (const QColor& ground : grounds) {
            for (const QColor& ink : inks) {
                QVERIFY2(contrast(ink, ground) >= 4.5,
                         qPrintable(
                             QStringLiteral("%1 on %2: %3").arg(ink.name(), ground.name()).arg(contrast(ink, ground))));
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

    void chineseIsNoBolderThanItIsDrawn() {
        // What is inked of a character grows with the square of its size, unless strokes are thickened: left to itself
        // Qt inks 1.7 times as much at this size.
        const auto inked = [](int pixels) {
            QFont font = QApplication::font();
            font.setPixelSize(pixels);
            const QString words = QStringLiteral("海关出口管制处罚决定");
            QImage image(QSize(pixels * 12, pixels * 2), QImage::Format_Grayscale8);
            image.fill(Qt::black);
            QPainter painter(&image);
            painter.setFont(font);
            painter.setPen(Qt::white);
            painter.drawText(image.rect(), Qt::AlignCenter, words);
            painter.end();
            double sum = 0;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) sum += image.constScanLine(y)[x];
            }
            return sum / (255.0 * pixels * pixels);
        };
        ui::applyTheme(*qApp, ui::Scheme::dark);
        const double small = inked(13);
        const double large = inked(260);
        ui::applyTheme(*qApp, ui::Scheme::light);
        QVERIFY(large > 1.0);
        QVERIFY2(small < large * 1.5, qPrintable(QString::number(small / large)));
        QVERIFY2(small > large * 0.9, qPrintable(QString::number(small / large)));
    }

    /// 直, 骨 and 门 look otherwise in Japan: the font that draws them must be the one with the forms of the mainland,
    /// also where a widget asks for digits of one width.
    void chineseHasTheFormsOfTheMainland() {
        ui::applyTheme(*qApp, ui::Scheme::light);
        for (const auto& ground : {QFont(), QApplication::font(), QApplication::font("QMenu")}) {
            QTextLayout layout(QStringLiteral("直骨门今令返"), ground);
            layout.beginLayout();
            layout.createLine();
            layout.endLayout();
            for (const auto& run : layout.glyphRuns()) {
                const QString family = run.rawFont().familyName();
                QVERIFY2(family.contains(QStringLiteral("CJK SC")) || family.contains(QStringLiteral("Sans SC")),
                         qPrintable(family));
            }
            QVERIFY(!layout.glyphRuns().isEmpty());
        }
    }

    /// From pixels: where a plain button begins can be seen in all three palettes, 3:1.
    void buttonsHaveAnEdge() {
        for (const auto scheme : {ui::Scheme::light, ui::Scheme::dark, ui::Scheme::contrast}) {
            ui::applyTheme(*qApp, scheme);
            QWidget window;
            window.resize(200, 80);
            auto* button = new QPushButton(QStringLiteral("Save"), &window);
            button->setGeometry(40, 20, 100, 30);
            button->setFocusPolicy(Qt::NoFocus);
            window.show();
            const QImage image = window.grab().toImage();
            double edge = 0;
            for (int x = 39; x <= 43; ++x)
                edge = std::max(edge, contrast(image.pixelColor(x, 35), image.pixelColor(20, 35)));
            QVERIFY2(edge >= 3.0, qPrintable(QStringLiteral("scheme %1: %2").arg(int(scheme)).arg(edge)));
        }
        ui::applyTheme(*qApp, ui::Scheme::light);
    }

    void aNameHasNoMarkOfItsKey() {
        QCOMPARE(ui::withoutKey({"&Folder", "文件夹(&F)"}), (ui::Text{"Folder", "文件夹"}));
        QCOMPARE(ui::withoutKey({"&Choose…", "选择(&C)…"}), (ui::Text{"Choose…", "选择…"}));
        QCOMPARE(ui::withoutKey({"Name", "姓名"}), (ui::Text{"Name", "姓名"}));
        QCOMPARE(ui::sayFingerprint("0123456789"), QStringLiteral("0123 4567 89"));
    }

    void aRefusalIsSaidInWordsOnly() {
        ui::LanguageSwitch languages;
        languages.show(ui::Language::en);
        model::Error error{model::Code::refused,
                           {"Nobody is assigned here.", "此处不办理指派。"},
                           {"Assign later", "稍后指派"},
                           "received",
                           "APL 57"};
        QCOMPARE(ui::say(error), QStringLiteral("Nobody is assigned here (APL 57). Assign later."));
        languages.show(ui::Language::zh);
        QCOMPARE(ui::say(error), QStringLiteral("此处不办理指派（《行政处罚法》第57条）。稍后指派。"));
        languages.show(ui::Language::en);
        error.code = model::Code::failed; // a place in the world is worth knowing
        error.where = "/office/vault";
        QVERIFY(ui::say(error).contains(QStringLiteral("/office/vault")));
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

    /// Also of a label inside of a window, which is not told of the program's palette itself, shown or not.
    void aLabelsMeaningFollowsThePalette() {
        ui::applyTheme(*qApp, ui::Scheme::light);
        QWidget window;
        QLabel danger(&window), muted(&window), plain(&window), hidden(&window);
        hidden.hide();
        ui::setMeaning(&danger, ui::Meaning::danger);
        ui::setMeaning(&muted, ui::Meaning::muted);
        ui::setMeaning(&plain, ui::Meaning::danger);
        ui::setMeaning(&plain, ui::Meaning::plain);
        ui::setMeaning(&hidden, ui::Meaning::muted);
        window.show();
        for (const auto scheme : {ui::Scheme::light, ui::Scheme::dark, ui::Scheme::contrast, ui::Scheme::light}) {
            ui::applyTheme(*qApp, scheme);
            const auto colour = [](const QLabel& label) { return label.palette().color(QPalette::WindowText); };
            QCOMPARE(colour(danger), ui::colorOf(ui::Meaning::danger, ui::paletteOf(scheme)));
            QCOMPARE(colour(muted), ui::colorOf(ui::Meaning::muted, ui::paletteOf(scheme)));
            QCOMPARE(colour(hidden), ui::colorOf(ui::Meaning::muted, ui::paletteOf(scheme)));
            QCOMPARE(colour(plain), ui::paletteOf(scheme).color(QPalette::WindowText));
        }
    }
};

int main(int argc, char** argv) {
    ui::prepareFonts(); // before there is an application, as the desk does it
    QApplication application(argc, argv);
    TestTheme test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_theme.moc"
