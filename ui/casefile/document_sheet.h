// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/document/pages.h"

#include <QTextBrowser>

namespace ui {

/// A document to read before it is made: its paragraphs as they will be set, without pages.
class DocumentSheet : public QTextBrowser {
    Q_OBJECT
public:
    explicit DocumentSheet(QWidget* parent = nullptr);
    void setScript(const model::document::Typescript& script);
};

} // namespace ui
