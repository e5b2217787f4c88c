// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/casefile/open_case.h"
#include "ui/forms/field_editor.h"

class QPushButton;
class QVBoxLayout;

namespace ui {

/// Which evidence shows something, and where in it: a row for each citation with the digest of what is cited. Its value
/// is that of model::citationText().
class CitationField : public FieldEditor {
    Q_OBJECT
public:
    CitationField(OpenCase& open, QWidget* parent);

    [[nodiscard]] std::string typed() const override;
    void setValue(const std::string& value) override;
    void setReadOnly(bool readOnly) override;
    [[nodiscard]] QString words(const std::string& value) const override;
    /// Cites one more piece, and puts the keyboard where its page is stated.
    void cite(ItemId item);

signals:
    void evidenceWanted(model::ItemId item);

private:
    class Row;
    Row* addRow(const model::EvidenceCitation& citation);
    void remove(Row* row);
    OpenCase& m_open;
    QVBoxLayout* m_list;
    QPushButton* m_add;
    std::vector<Row*> m_rows;
    bool m_readOnly = false;
};

/// A citation as a person reads it: "contract.pdf, page 3".
QString sayCitations(const std::vector<model::EvidenceCitation>& evidence, const model::CaseState& state);

} // namespace ui
