// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/casefile/citation_field.h"

#include "ui/forms/value_words.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>

namespace ui {

namespace {

model::Field citationField() {
    model::Field field;
    field.id = std::string(model::kEvidenceField);
    field.title = {"Evidence", "证据"};
    field.help = {"What shows it, with the page or place in it", "佐证材料及其页码或位置"};
    field.type = model::FieldType::longText;
    return field;
}

const model::EvidenceItem* itemOf(const model::CaseState& state, ItemId id) {
    const auto found = std::ranges::find(state.evidence, id, &model::EvidenceItem::id);
    return found == state.evidence.end() ? nullptr : &*found;
}

QString nameOf(const model::EvidenceItem* item, ItemId id) {
    return item != nullptr && item->readable ? str(item->name) : str(id.hex().substr(0, 8));
}

} // namespace

class CitationField::Row : public QWidget {
public:
    Row(OpenCase& open, const model::EvidenceCitation& citation, QWidget* parent)
        : QWidget(parent), m_open(open), item(new QComboBox(this)), at(new QLineEdit(this)),
          show(new QToolButton(this)), drop(new QToolButton(this)), m_digest(new QLabel(this)) {
        setObjectName(QStringLiteral("citation"));
        auto* grid = new QGridLayout(this);
        grid->setContentsMargins(0, 0, 0, 0);
        grid->setHorizontalSpacing(6);
        grid->setVerticalSpacing(1);
        grid->setColumnStretch(0, 2);
        grid->setColumnStretch(1, 1);
        grid->addWidget(item, 0, 0);
        grid->addWidget(at, 0, 1);
        grid->addWidget(show, 0, 2);
        grid->addWidget(drop, 0, 3);
        grid->addWidget(m_digest, 1, 0, 1, 4);
        setMeaning(m_digest, Meaning::muted);
        item->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        item->setMinimumContentsLength(12);
        drop->setText(QStringLiteral("✕"));
        show->setText(QStringLiteral("→"));
        for (auto* button : {show, drop}) {
            button->setAutoRaise(true);
            button->setFocusPolicy(Qt::TabFocus);
        }
        m_phrases.name(item, {"Evidence cited", "所引证据"});
        m_phrases.name(at, {"Page or place", "页码或位置"});
        m_phrases.placeholder(at, {"page or place", "页码或位置"});
        m_phrases.name(show, {"Show this evidence", "查看该证据"});
        m_phrases.tip(show, {"Show this evidence", "查看该证据"});
        m_phrases.name(drop, {"Cite it no longer", "取消该引用"});
        m_phrases.tip(drop, {"Cite it no longer", "取消该引用"});
        fill(citation.item);
        at->setText(str(citation.at));
        connect(item, &QComboBox::currentIndexChanged, this, [this] { sayDigest(); });
        m_phrases.always([this] { sayDigest(); });
    }
    [[nodiscard]] ItemId chosen() const {
        return ItemId::fromHex(utf8(item->currentData().toString())).value_or(ItemId{});
    }

private:
    void fill(ItemId id) {
        const auto* view = m_open.view();
        if (view == nullptr) return;
        for (const auto& one : view->state.evidence) {
            // What was taken back is cited anew by nobody.
            if (!one.withdrawn || one.id == id) item->addItem(nameOf(&one, one.id), str(one.id.hex()));
        }
        if (item->findData(str(id.hex())) < 0) item->addItem(nameOf(nullptr, id), str(id.hex()));
        item->setCurrentIndex(item->findData(str(id.hex())));
    }
    void sayDigest() {
        const auto* view = m_open.view();
        const auto* one = view == nullptr ? nullptr : itemOf(view->state, chosen());
        const bool known = one != nullptr && one->readable;
        m_digest->setText(
            !known ? say("not readable here", "此处不可读")
                   : QStringLiteral("SHA-256 ") + shortDigest(one->sha256) + QStringLiteral("…") +
                         (one->withdrawn  ? say(" · taken back: it shows nothing", " · 已撤回，不再作为依据")
                          : one->excluded ? say(" · excluded: may not be relied on", " · 已排除，不得作为依据")
                                          : QString()));
        item->setAccessibleDescription(m_digest->text());
    }
    OpenCase& m_open;

public:
    QComboBox* item;
    QLineEdit* at;
    QToolButton* show;
    QToolButton* drop;

private:
    QLabel* m_digest;
    Phrases m_phrases{this};
};

CitationField::CitationField(OpenCase& open, QWidget* parent)
    : FieldEditor(citationField(), open.office(), parent), m_open(open) {
    auto* box = new QWidget(this);
    m_list = new QVBoxLayout(box);
    m_list->setContentsMargins(0, 0, 0, 0);
    m_list->setSpacing(4);
    m_add = new QPushButton(box);
    m_add->setObjectName(QStringLiteral("cite"));
    m_list->addWidget(m_add, 0, Qt::AlignLeft);
    box->setFocusProxy(m_add);
    place(box);
    m_phrases.set(m_add, {"Cite evidence", "引用证据"});
    connect(m_add, &QPushButton::clicked, this, [this] {
        const auto* view = m_open.view();
        const auto stands = [](const model::EvidenceItem& one) { return !one.withdrawn; };
        if (view == nullptr || std::ranges::none_of(view->state.evidence, stands)) {
            showError(say("The case has no evidence yet.", "本案尚无证据。"));
            return;
        }
        showError({});
        cite(std::ranges::find_last_if(view->state.evidence, stands).front().id);
    });
}

CitationField::Row* CitationField::addRow(const model::EvidenceCitation& citation) {
    auto* row = new Row(m_open, citation, m_add->parentWidget());
    m_list->addWidget(row);
    m_rows.push_back(row);
    row->item->setEnabled(!m_readOnly);
    row->at->setReadOnly(m_readOnly);
    row->drop->setVisible(!m_readOnly);
    connect(row->item, &QComboBox::currentIndexChanged, this, &FieldEditor::edited);
    connect(row->at, &QLineEdit::textEdited, this, &FieldEditor::edited);
    connect(row->drop, &QToolButton::clicked, this, [this, row] { remove(row); });
    connect(row->show, &QToolButton::clicked, this, [this, row] { emit evidenceWanted(row->chosen()); });
    return row;
}

void CitationField::remove(Row* row) {
    std::erase(m_rows, row);
    m_add->setFocus(Qt::OtherFocusReason);
    row->hide();
    row->deleteLater();
    emit edited();
}

void CitationField::cite(ItemId item) {
    auto* row = addRow({item, {}});
    row->show->setVisible(true);
    row->at->setFocus(Qt::OtherFocusReason);
    emit edited();
}

std::string CitationField::typed() const {
    std::vector<model::EvidenceCitation> evidence;
    evidence.reserve(m_rows.size());
    for (const auto* row : m_rows) evidence.push_back({row->chosen(), utf8(row->at->text().trimmed())});
    return model::citationText(evidence);
}

void CitationField::setValue(const std::string& value) {
    for (auto* row : m_rows) {
        row->hide();
        row->deleteLater();
    }
    m_rows.clear();
    for (const auto& citation : model::citationsOf(value)) addRow(citation);
}

void CitationField::setReadOnly(bool readOnly) {
    m_readOnly = readOnly;
    m_add->setVisible(!readOnly);
    for (auto* row : m_rows) {
        row->item->setEnabled(!readOnly);
        row->at->setReadOnly(readOnly);
        row->drop->setVisible(!readOnly);
    }
}

QString CitationField::words(const std::string& value) const {
    const auto evidence = model::citationsOf(value);
    if (evidence.empty() || m_open.view() == nullptr) return say("(nothing)", "（空）");
    return sayCitations(evidence, m_open.view()->state);
}

QString sayCitations(const std::vector<model::EvidenceCitation>& evidence, const model::CaseState& state) {
    QStringList words;
    for (const auto& one : evidence) {
        const auto* item = itemOf(state, one.item);
        const QString name = nameOf(item, one.item);
        QString word = one.at.empty() ? name : name + say(", ", "，") + str(one.at);
        if (item != nullptr && item->withdrawn) word += say(" (taken back)", "（已撤回）");
        else if (item != nullptr && item->excluded) word += say(" (excluded)", "（已排除）");
        words << word;
    }
    return words.join(say("; ", "；"));
}

} // namespace ui
