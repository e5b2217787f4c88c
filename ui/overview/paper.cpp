// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/paper.h"

#include <QBuffer>
#include <QPageLayout>
#include <QPagedPaintDevice>
#include <QPdfWriter>
#include <QTextDocument>

#include <algorithm>

namespace ui {
namespace {

QString escaped(const Text& text, Language language) { return str(text.in(language)).toHtmlEscaped(); }

QString tableHtml(const model::OverviewTable& table, Language language) {
    QString out = QStringLiteral("<h3>") + escaped(table.title, language) + QStringLiteral("</h3>");
    if (!table.rows.empty()) {
        out += QStringLiteral("<table width='100%' cellspacing='0' cellpadding='3' border='1' "
                              "style='border-collapse:collapse;border-style:solid;border-color:#999999'><tr>");
        for (const auto& column : table.columns)
            out += QStringLiteral("<th align='left'>") + escaped(column, language) + QStringLiteral("</th>");
        out += QStringLiteral("</tr>");
        for (const auto& row : table.rows) {
            out += QStringLiteral("<tr>");
            for (const auto& cell : row) {
                out += cell.value ? QStringLiteral("<td align='right'>") : QStringLiteral("<td>");
                out += escaped(cell.text, language) + QStringLiteral("</td>");
            }
            out += QStringLiteral("</tr>");
        }
        out += QStringLiteral("</table>");
    } else if (table.note.empty()) {
        out += QStringLiteral("<p>") + escaped({"Nothing in this period.", "此期间没有数据。"}, language) +
               QStringLiteral("</p>");
    }
    if (!table.note.empty()) out += QStringLiteral("<p>") + escaped(table.note, language) + QStringLiteral("</p>");
    return out;
}

QString paperHtml(const Paper& paper) {
    const Text title{"Overview", "概览"};
    QString out = QStringLiteral("<h2>") + escaped(paper.office, paper.language) + QStringLiteral(" – ") +
                  escaped(title, paper.language) + QStringLiteral("</h2><p>") + escaped(paper.heading, paper.language) +
                  QStringLiteral("<br/>") +
                  escaped(model::fill({"Made by {0}. Not to leave the office without need.",
                                       "制表人：{0}。非因工作需要不得带离本单位。"},
                                      paper.by),
                          paper.language) +
                  QStringLiteral("</p>");
    for (const auto& table : paper.tables) out += tableHtml(table, paper.language);
    return out;
}

} // namespace

void printPaper(const Paper& paper, QPagedPaintDevice& device) {
    device.setPageMargins({18, 16, 18, 16}, QPageLayout::Millimeter);
    QTextDocument document;
    document.setDefaultFont(QFont(paper.family, 9));
    document.setHtml(paperHtml(paper));
    document.print(&device); // numbers the pages too
}

QByteArray paperPdf(const Paper& paper) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    {
        QPdfWriter writer(&buffer);
        writer.setPageSize(QPageSize(QPageSize::A4));
        writer.setTitle(str(paper.office.in(paper.language)));
        writer.setCreator(QStringLiteral("Touchstone"));
        printPaper(paper, writer);
    }
    return bytes;
}

} // namespace ui
