// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/walk/pictures.h"

#include <QColor>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <set>

namespace walk {
namespace {

namespace fs = std::filesystem;

using Lab = std::array<double, 3>;

double linear(int channel) {
    const double value = channel / 255.0;
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

/// sRGB to CIE L*a*b* under D65 (IEC 61966-2-1, CIE 15).
Lab labOf(QRgb color) {
    const double r = linear(qRed(color));
    const double g = linear(qGreen(color));
    const double b = linear(qBlue(color));
    const auto f = [](double t) { return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116; };
    const double x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
    const double y = f(0.2126729 * r + 0.7151522 * g + 0.0721750 * b);
    const double z = f((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

/// The names of the pictures in a folder, without those below it.
std::set<std::string> picturesIn(const fs::path& folder) {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() == ".png") names.insert(entry.path().filename().string());
    }
    return names;
}

QImage load(const fs::path& file) {
    return QImage(QString::fromStdString(file.string())).convertToFormat(QImage::Format_RGB32);
}

std::string percent(double share) {
    char text[16];
    std::snprintf(text, sizeof text, "%.2f %%", 100 * share);
    return text;
}

} // namespace

double deltaE(QRgb one, QRgb other) {
    const Lab a = labOf(one);
    const Lab b = labOf(other);
    return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

Difference compare(const QImage& before, const QImage& after) {
    Difference result;
    result.sameSize = before.size() == after.size();
    if (!result.sameSize) {
        result.share = 1;
        return result;
    }
    const QImage one = before.convertToFormat(QImage::Format_RGB32);
    const QImage two = after.convertToFormat(QImage::Format_RGB32);
    qint64 seen = 0;
    for (int y = 0; y < one.height(); ++y) {
        const auto* a = reinterpret_cast<const QRgb*>(one.constScanLine(y));
        const auto* b = reinterpret_cast<const QRgb*>(two.constScanLine(y));
        for (int x = 0; x < one.width(); ++x) {
            if (a[x] == b[x] || deltaE(a[x], b[x]) <= kSeenDeltaE) continue;
            if (result.marked.isNull()) {
                result.marked = two.copy();
                for (int row = 0; row < two.height(); ++row) {
                    auto* line = reinterpret_cast<QRgb*>(result.marked.scanLine(row));
                    for (int at = 0; at < two.width(); ++at)
                        line[at] =
                            qRgb(192 + qGray(line[at]) / 4, 192 + qGray(line[at]) / 4, 192 + qGray(line[at]) / 4);
                }
            }
            result.marked.setPixel(x, y, qRgb(220, 0, 0));
            ++seen;
        }
    }
    const auto pixels = static_cast<double>(one.width()) * one.height();
    result.share = pixels > 0 ? static_cast<double>(seen) / pixels : 0;
    return result;
}

Comparison compareFolders(const fs::path& before, const fs::path& after, const std::vector<std::string>& moving) {
    Comparison all;
    const auto olds = picturesIn(before);
    const auto news = picturesIn(after);
    for (const auto& name : olds) {
        if (news.contains(name)) continue;
        ++all.gone;
        all.lines.push_back("gone     " + name);
    }
    for (const auto& name : news) {
        if (!olds.contains(name)) {
            ++all.added;
            all.lines.push_back("new      " + name);
            continue;
        }
        if (std::ranges::any_of(moving, [&](const std::string& view) { return name.starts_with(view + "-"); }))
            continue;
        ++all.compared;
        const Difference difference = compare(load(before / name), load(after / name));
        if (difference.tolerable()) continue;
        ++all.changed;
        all.lines.push_back("changed  " + name + ": " +
                            (difference.sameSize ? percent(difference.share) : "another size"));
        if (difference.marked.isNull()) continue;
        fs::create_directories(after / "changed");
        difference.marked.save(QString::fromStdString((after / "changed" / name).string()));
    }
    return all;
}

void writeIndex(const fs::path& folder, const std::vector<std::string>& views) {
    const auto names = picturesIn(folder);
    std::ofstream out(folder / "index.html");
    out << "<!doctype html><meta charset=utf-8><title>Touchstone, view by view</title>\n"
           "<style>body{font:14px sans-serif;margin:16px}h2{margin:24px 0 4px}"
           "figure{display:inline-block;margin:4px 8px 4px 0}img{width:420px;border:1px solid #999}"
           "figcaption{font-size:12px;color:#555}</style>\n<h1>"
        << names.size() << " pictures</h1>\n<p>";
    for (const auto& view : views) out << "<a href=\"#" << view << "\">" << view << "</a> ";
    out << "</p>\n";
    for (const auto& view : views) {
        out << "<h2 id=\"" << view << "\">" << view << "</h2>\n";
        for (const auto& name : names) {
            // "report" is no picture of "report-sign": what follows the view's name is the language.
            if (!name.starts_with(view + "-en-") && !name.starts_with(view + "-zh-")) continue;
            out << "<figure><a href=\"" << name << "\"><img loading=lazy src=\"" << name << "\" alt=\"" << name
                << "\"></a><figcaption>" << name.substr(view.size() + 1, name.size() - view.size() - 5)
                << "</figcaption></figure>\n";
        }
    }
}

} // namespace walk
