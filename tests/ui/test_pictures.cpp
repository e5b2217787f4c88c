// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures are compared as an eye would: what it does not see is let pass, what it sees is found and marked.
#include "tests/ui/walk/pictures.h"

#include <QColor>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace {

QImage plain(const QColor& color, int width = 100, int height = 100) {
    QImage image(width, height, QImage::Format_RGB32);
    image.fill(color);
    return image;
}

} // namespace

class TestPictures : public QObject {
    Q_OBJECT

private slots:
    void theDistanceOfColours() {
        // CIE: white has L* 100, black 0; sRGB red is L* 53.24, a* 80.09, b* 67.20.
        QVERIFY(std::abs(walk::deltaE(qRgb(0, 0, 0), qRgb(255, 255, 255)) - 100) < 0.1);
        QVERIFY(std::abs(walk::deltaE(qRgb(0, 0, 0), qRgb(255, 0, 0)) - std::hypot(53.24, 80.09, 67.20)) < 0.1);
        QCOMPARE(walk::deltaE(qRgb(1, 2, 3), qRgb(1, 2, 3)), 0.0);
    }

    void whatNoEyeSeesIsLetPass() {
        const auto difference = walk::compare(plain(QColor(200, 200, 200)), plain(QColor(201, 200, 200)));
        QVERIFY(difference.tolerable());
        QCOMPARE(difference.share, 0.0);
        QVERIFY(difference.marked.isNull());
    }

    void aFewPixelsAreLetPassAndMoreAreNot() {
        QImage other = plain(Qt::white);
        for (int x = 0; x < 10; ++x) other.setPixel(x, 50, qRgb(0, 0, 0));
        QVERIFY(walk::compare(plain(Qt::white), other).tolerable()); // 10 of 10 000
        other.setPixel(10, 50, qRgb(0, 0, 0));
        const auto difference = walk::compare(plain(Qt::white), other);
        QVERIFY(!difference.tolerable());
        QCOMPARE(difference.marked.pixel(10, 50), qRgb(220, 0, 0));
    }

    void anotherSizeIsAnotherPicture() {
        QVERIFY(!walk::compare(plain(Qt::white), plain(Qt::white, 100, 101)).tolerable());
    }

    void foldersAreComparedByNames() {
        const QTemporaryDir folder;
        const std::filesystem::path before = folder.filePath(QStringLiteral("before")).toStdString();
        const std::filesystem::path after = folder.filePath(QStringLiteral("after")).toStdString();
        std::filesystem::create_directories(before);
        std::filesystem::create_directories(after);
        const auto put = [](const std::filesystem::path& at, const char* name, const QColor& color) {
            QVERIFY(plain(color).save(QString::fromStdString((at / name).string())));
        };
        put(before, "same-en-light.png", Qt::white);
        put(after, "same-en-light.png", Qt::white);
        put(before, "other-en-light.png", Qt::white);
        put(after, "other-en-light.png", Qt::black);
        put(before, "moves-en-light.png", Qt::white);
        put(after, "moves-en-light.png", Qt::black);
        put(before, "gone-en-light.png", Qt::white);
        put(after, "new-en-light.png", Qt::white);
        const auto found = walk::compareFolders(before, after, {"moves"});
        QCOMPARE(found.compared, std::size_t{2});
        QCOMPARE(found.changed, std::size_t{1});
        QCOMPARE(found.added, std::size_t{1});
        QCOMPARE(found.gone, std::size_t{1});
        QVERIFY(std::filesystem::exists(after / "changed" / "other-en-light.png"));
        walk::writeIndex(after, {"same", "other"});
        QFile index(QString::fromStdString((after / "index.html").string()));
        QVERIFY(index.open(QIODevice::ReadOnly));
        const QByteArray page = index.readAll();
        QVERIFY(page.contains("src=\"same-en-light.png\"") && page.contains("src=\"other-en-light.png\""));
    }
};

QTEST_GUILESS_MAIN(TestPictures)
#include "test_pictures.moc"
