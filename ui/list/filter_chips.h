// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/filter/parse.h"
#include "ui/text/phrases.h"

#include <QWidget>

class QHBoxLayout;

namespace ui {

/// The conditions of a filter line in words, each a button that takes it away. The words that are searched for are not
/// among them: they are read in the line itself.
class FilterChips : public QWidget {
    Q_OBJECT
public:
    explicit FilterChips(QWidget* parent);
    void show(const model::ParsedFilter& parsed, const model::FilterVocabulary& vocabulary);
    void clear();

signals:
    void removed(model::FilterSpan span); ///< of the line

private:
    void sayAll();
    struct Chip {
        Text words;
        model::FilterSpan span;
    };
    QHBoxLayout* m_row;
    std::vector<Chip> m_chips;
    Phrases m_phrases{this};
};

} // namespace ui
