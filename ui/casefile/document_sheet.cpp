// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/casefile/document_sheet.h"

#include "ui/text/say.h"

#include <QTextBlock>
#include <QTextCursor>

namespace ui {

using model::document::Align;

DocumentSheet::DocumentSheet(QWidget* parent) : QTextBrowser(parent) {
    setObjectName(QStringLiteral("documentSheet"));
    setOpenLinks(false);
    setUndoRedoEnabled(false);
    document()->setDocumentMargin(16);
}

void DocumentSheet::setScript(const model::document::Typescript& script) {
    clear();
    QTextCursor cursor(document());
    bool first = true;
    for (const auto& one : script.paragraphs) {
        const auto& style = one.style;
        QTextBlockFormat block;
        block.setAlignment(style.align == Align::centre  ? Qt::AlignHCenter
                           : style.align == Align::right ? Qt::AlignRight
                                                         : Qt::AlignLeft);
        block.setTextIndent(style.firstIndent);
        block.setLeftMargin(style.indent);
        block.setTopMargin(style.before + (one.newPage && !first ? 24 : 0));
        // On the screen the letters of an official page are large; three quarters of them read as well.
        constexpr double kScale = 0.75;
        QTextCharFormat letters;
        letters.setFontPointSize(style.size * kScale);
        letters.setFontWeight(style.bold ? QFont::DemiBold : QFont::Normal);
        if (style.grey) letters.setForeground(palette().placeholderText());
        if (first) {
            cursor.setBlockFormat(block);
            cursor.setBlockCharFormat(letters);
        } else {
            cursor.insertBlock(block, letters);
        }
        cursor.insertText(str(one.text), letters);
        first = false;
    }
    moveCursor(QTextCursor::Start);
}

} // namespace ui
