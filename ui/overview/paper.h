// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/vault/overview_tables.h"
#include "ui/text/say.h"

#include <QByteArray>

class QPagedPaintDevice;

namespace ui {

/// The overview for paper: its tables one after the other, in one language, with who made it and when on every copy.
struct Paper {
    Text office;
    Text heading;
    std::string by; ///< who printed it
    std::vector<model::OverviewTable> tables;
    Language language = Language::en;
    QString family; ///< of the letters
};

/// Lays it out on the pages of a printer or a PDF. GUI thread.
void printPaper(const Paper& paper, QPagedPaintDevice& device);
/// As a PDF of A4 pages. GUI thread.
QByteArray paperPdf(const Paper& paper);

} // namespace ui
