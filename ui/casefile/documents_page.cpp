// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/casefile/documents_page.h"

#include "model/base/citation.h"
#include "model/document/docx.h"
#include "model/workflow/engine.h"
#include "model/workflow/step_documents.h"
#include "ui/casefile/document_sheet.h"
#include "ui/forms/form_editor.h"
#include "ui/forms/value_words.h"
#include "ui/theme/wrap_delegate.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QTreeWidget>

#include <algorithm>

namespace ui {

namespace {

constexpr int kIdRole = Qt::UserRole;

/// The steps that signed a document, in words.
QString signedIn(const model::CaseView& view, const model::CaseDocument& document) {
    QStringList out;
    for (const auto& one : model::titlesThatSigned(view.definition.get(), view.state, document.place.event))
        out << say(one);
    return out.join(say(", ", "、"));
}

} // namespace

DocumentsPage::DocumentsPage(OpenCase& open, QWidget* parent)
    : QWidget(parent), m_open(open), m_listTitle(new QLabel), m_list(new QTreeWidget), m_copy(new QPushButton),
      m_makeTitle(new QLabel), m_kind(new QComboBox), m_about(new QLabel), m_fields(new QVBoxLayout),
      m_english(new QCheckBox), m_doubts(new QLabel), m_preview(new QPushButton), m_working(new QPushButton),
      m_make(new QPushButton), m_sheet(new DocumentSheet(this)) {
    setObjectName(QStringLiteral("documentsPage"));
    m_list->setObjectName(QStringLiteral("documents"));
    m_copy->setObjectName(QStringLiteral("saveDocument"));
    m_kind->setObjectName(QStringLiteral("documentKind"));
    m_english->setObjectName(QStringLiteral("documentEnglish"));
    m_doubts->setObjectName(QStringLiteral("documentDoubts"));
    m_preview->setObjectName(QStringLiteral("previewDocument"));
    m_working->setObjectName(QStringLiteral("workingCopy"));
    m_make->setObjectName(QStringLiteral("makeDocument"));
    for (auto* title : {m_listTitle, m_makeTitle}) makeHeading(title, 2);
    for (auto* label : {m_about, m_doubts}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    setMeaning(m_about, Meaning::muted);
    m_list->setRootIsDecorated(false);
    m_list->setColumnCount(3);
    m_list->header()->resizeSection(0, 160);
    m_list->header()->resizeSection(1, 160);
    new WrapDelegate(m_list);
    m_kind->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_kind->setMinimumContentsLength(18);
    m_fields->setContentsMargins(0, 0, 0, 0);

    auto* side = new QWidget(this);
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(8);
    layout->addWidget(m_listTitle);
    layout->addWidget(m_list);
    layout->addWidget(m_copy, 0, Qt::AlignLeft);
    layout->addSpacing(10);
    layout->addWidget(m_makeTitle);
    layout->addWidget(m_kind);
    layout->addWidget(m_about);
    layout->addLayout(m_fields);
    layout->addWidget(m_english);
    layout->addWidget(m_doubts);
    auto* bar = new QHBoxLayout;
    bar->setSpacing(8);
    bar->addWidget(m_preview);
    bar->addWidget(m_working);
    bar->addStretch(1);
    bar->addWidget(m_make);
    layout->addLayout(bar);
    layout->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(side);
    auto* split = new QSplitter(Qt::Horizontal, this);
    split->addWidget(scroll);
    split->addWidget(m_sheet);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(1);
    split->setSizes({480, 420});
    m_sheet->setMinimumWidth(200);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(split);

    m_phrases.name(scroll, {"Documents", "文书"});
    m_phrases.name(m_list, {"Documents of the case", "本案文书"});
    m_phrases.name(m_kind, {"Document to make", "拟制作的文书"});
    m_phrases.name(m_sheet, {"The document as it would be made", "文书预览"});
    m_phrases.set(m_copy, {"Save a copy…", "另存副本…"});
    m_phrases.set(m_english, {"With a reading copy in English behind it", "后附英文参考译本"});
    m_phrases.set(m_preview, {"Preview", "预览"});
    m_phrases.set(m_working, {"Working copy (DOCX)…", "工作副本 (DOCX)…"});
    m_phrases.set(m_make, {"Make the document", "制作文书"});
    m_phrases.always([this] {
        m_listTitle->setText(say("Documents of the case", "本案文书"));
        m_makeTitle->setText(say("Make a document", "制作文书"));
        m_list->setHeaderLabels({say("Document", "文书"), say("Made", "制作"), say("Signed in", "签署步骤")});
        if (m_open.view() != nullptr && m_open.session().isOpen()) {
            const auto* one = chosen();
            const std::string kind = one != nullptr ? one->offer.document : std::string();
            const auto on = one != nullptr ? one->on : std::nullopt;
            fillList();
            fillOffers(std::exchange(m_offers, {}));
            choose(kind, on);
        }
    });
    connect(m_list, &QTreeWidget::itemSelectionChanged, this, &DocumentsPage::sayButtons);
    connect(m_list, &QTreeWidget::itemActivated, this, &DocumentsPage::saveCopy);
    connect(m_copy, &QPushButton::clicked, this, &DocumentsPage::saveCopy);
    connect(m_kind, &QComboBox::activated, this, &DocumentsPage::showChosen);
    connect(m_english, &QCheckBox::toggled, this, [this] { m_sheet->clear(); });
    connect(m_preview, &QPushButton::clicked, this, &DocumentsPage::preview);
    connect(m_working, &QPushButton::clicked, this, &DocumentsPage::saveWorkingCopy);
    connect(m_make, &QPushButton::clicked, this, &DocumentsPage::make);
    connect(&open, &OpenCase::opened, this, &DocumentsPage::clear);
    connect(&open, &OpenCase::closed, this, &DocumentsPage::clear);
    connect(&open, &OpenCase::loaded, this, &DocumentsPage::refresh);
    connect(&open, &OpenCase::busyChanged, this, &DocumentsPage::sayButtons);
    clear();
}

void DocumentsPage::clear() {
    m_open.session().cancel(m_loading);
    m_list->clear();
    m_offers.clear();
    m_kind->clear();
    delete std::exchange(m_form, nullptr);
    m_about->clear();
    m_doubts->hide();
    m_doubts->clear();
    m_sheet->clear();
    m_stale = false;
    m_english->setChecked(false);
    m_wanted.clear();
    m_wantedOn.reset();
    sayButtons();
}

void DocumentsPage::refresh() {
    fillList();
    m_stale = !isVisible();
    if (!m_stale) bringOffers();
}

void DocumentsPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (std::exchange(m_stale, false) && m_open.view() != nullptr && m_open.session().isOpen()) bringOffers();
}

void DocumentsPage::fillList() {
    const auto& view = *m_open.view();
    const auto* current = m_list->currentItem();
    const QString kept = current != nullptr ? current->data(0, kIdRole).toString() : QString();
    m_list->clear();
    for (const auto& one : view.state.documents) {
        const QString steps = signedIn(view, one);
        auto* item = new QTreeWidgetItem(
            m_list,
            {one.readable ? str(one.name) : str(one.document),
             say("by %1, %2", "%1 于 %2 制作").arg(sayPerson(one.place.by, m_open.office()), sayMinute(one.place.time)),
             one.withdrawn     ? say("taken back", "已撤回")
             : steps.isEmpty() ? say("not signed yet", "尚未签署")
                               : steps});
        item->setData(0, kIdRole, str(one.id.hex()));
        if (one.readable) item->setToolTip(0, QStringLiteral("SHA-256  ") + str(one.sha256.hex()));
        if (one.withdrawn || !one.readable) {
            for (int column = 0; column < 3; ++column) item->setForeground(column, palette().placeholderText());
        }
        if (item->data(0, kIdRole).toString() == kept) m_list->setCurrentItem(item);
    }
    m_list->setVisible(!view.state.documents.empty());
    m_copy->setVisible(!view.state.documents.empty());
    m_listTitle->setVisible(!view.state.documents.empty());
    sayButtons();
}

void DocumentsPage::bringOffers() {
    const auto& view = *m_open.view();
    std::vector<std::optional<model::Digest>> places = {std::nullopt};
    for (const auto& one : view.state.tracks) {
        if (view.definition && !model::hasEnded(*view.definition, view.state, one)) places.emplace_back(one.id);
    }
    m_open.session().cancel(m_loading);
    m_loading = m_open.session().write(
        this,
        [id = m_open.id(), places](WriterPort& office) -> Result<std::vector<Offer>> {
            std::vector<Offer> out;
            for (const auto& on : places) {
                TRY_ASSIGN(auto offers, office.documentOffers(id, on));
                for (auto& one : offers) out.push_back({std::move(one), on});
            }
            return out;
        },
        [this](Result<std::vector<Offer>> answer) {
            if (!answer) return sayError(answer.error());
            const auto* one = chosen();
            if (m_wanted.empty() && one != nullptr) {
                m_wanted = one->offer.document;
                m_wantedOn = one->on;
            }
            fillOffers(*std::move(answer));
            choose(std::exchange(m_wanted, {}), std::exchange(m_wantedOn, {}));
        });
}

void DocumentsPage::fillOffers(std::vector<Offer> offers) {
    // What a step waits for stands first, of the case and beside it.
    std::ranges::stable_sort(offers, std::ranges::greater{}, [](const Offer& one) { return one.offer.due; });
    m_offers = std::move(offers);
    m_kind->clear();
    const auto* view = m_open.view();
    for (const auto& one : m_offers) {
        QString words = say(one.offer.title);
        const auto* track = one.on && view != nullptr ? view->state.track(*one.on) : nullptr;
        if (track != nullptr)
            words += QStringLiteral(" · ") + say(model::titleOf(*view->definition, view->state, *track));
        if (one.offer.due) words = say("%1 – needed now", "%1（待制作）").arg(words);
        m_kind->addItem(words);
    }
}

void DocumentsPage::choose(const std::string& document, const std::optional<model::Digest>& on) {
    const auto found = std::ranges::find_if(
        m_offers, [&](const Offer& one) { return one.offer.document == document && (!on || one.on == on); });
    if (found != m_offers.end()) m_kind->setCurrentIndex(static_cast<int>(found - m_offers.begin()));
    else if (!document.empty()) { // not here yet
        m_wanted = document;
        m_wantedOn = on;
    }
    showChosen();
}

void DocumentsPage::focusFirst() {
    if (!m_kind->isVisibleTo(this)) m_list->setFocus(Qt::OtherFocusReason);
    else m_kind->setFocus(Qt::OtherFocusReason);
}

const DocumentsPage::Offer* DocumentsPage::chosen() const {
    const int at = m_kind->currentIndex();
    return at < 0 || static_cast<std::size_t>(at) >= m_offers.size() ? nullptr
                                                                     : &m_offers[static_cast<std::size_t>(at)];
}

void DocumentsPage::showChosen() {
    m_sheet->clear();
    m_doubts->hide();
    const auto* one = chosen();
    const std::string of =
        one == nullptr ? std::string() : one->offer.document + (one->on ? "/" + one->on->hex() : std::string());
    const bool stays = m_form != nullptr && m_formOf == of;
    if (!stays) delete std::exchange(m_form, nullptr);
    m_formOf = of;
    m_kind->setVisible(!m_offers.empty());
    if (one == nullptr) {
        m_about->setText(
            say("No template of documents fits the workflow of this case.", "没有适用于本案流程的文书模板。"));
    } else {
        QStringList words;
        if (one->offer.cite != "setting") words << say(model::citation(one->offer.cite));
        QStringList steps;
        for (const auto& step : one->offer.signedBy) steps << say(step);
        if (!steps.isEmpty()) words << say("Signed in: %1", "签署步骤：%1").arg(steps.join(say(", ", "、")));
        if (one->offer.whyNot) words << say(*one->offer.whyNot);
        m_about->setText(words.join(u'\n'));
        if (!stays && !one->offer.fields.empty()) {
            m_form = new FormEditor(one->offer.fields, m_open.office(), this);
            m_fields->addWidget(m_form);
            connect(m_form, &FormEditor::edited, this, [this] { m_sheet->clear(); });
        }
    }
    sayButtons();
}

void DocumentsPage::sayButtons() {
    const auto* one = chosen();
    const bool idle = !m_open.busy();
    m_copy->setEnabled(idle && m_list->currentItem() != nullptr);
    m_preview->setEnabled(idle && one != nullptr);
    m_working->setEnabled(idle && one != nullptr);
    m_make->setEnabled(idle && one != nullptr && !one->offer.whyNot);
    m_english->setVisible(one != nullptr);
    for (auto* button : {m_preview, m_working, m_make}) button->setVisible(one != nullptr);
}

std::optional<model::DocumentRequest> DocumentsPage::request() {
    const auto* one = chosen();
    if (one == nullptr) return std::nullopt;
    model::DocumentRequest out{.document = one->offer.document, .typed = {}, .on = one->on};
    if (m_english->isChecked()) out.language = model::document::DocumentLanguage::both;
    if (m_form == nullptr) return out;
    auto values = m_form->values();
    if (!values) return std::nullopt;
    out.typed = *std::move(values);
    return out;
}

void DocumentsPage::sayError(const model::Error& error) {
    model::Error here = error;
    constexpr std::string_view kField = "field.";
    if (here.where.starts_with(kField)) here.where = here.where.substr(kField.size());
    if (m_form != nullptr && m_form->showError(here)) {
        m_form->focusField(here.where);
        return;
    }
    setMeaning(m_doubts, Meaning::danger);
    m_doubts->setText(say(error));
    m_doubts->show();
}

void DocumentsPage::fill(std::function<void(const model::FilledDocument&)> then) {
    const auto what = request();
    if (!what || m_open.busy()) return;
    m_open.session().write(
        this, [id = m_open.id(), ask = *what](WriterPort& office) { return office.fillDocument(id, ask); },
        [this, then = std::move(then)](Result<model::FilledDocument> answer) {
            if (!answer) return sayError(answer.error());
            QStringList doubts;
            for (const auto& one : answer->doubts) doubts << QStringLiteral("▲ ") + say(one);
            setMeaning(m_doubts, Meaning::warn);
            m_doubts->setText(doubts.join(u'\n'));
            m_doubts->setVisible(!doubts.isEmpty());
            then(*answer);
        });
}

void DocumentsPage::preview() {
    fill([this](const model::FilledDocument& filled) { m_sheet->setScript(filled.script); });
}

void DocumentsPage::make() {
    const auto what = request();
    if (!what || !m_make->isEnabled()) return;
    m_open.command([id = m_open.id(), ask = *what](WriterPort& office) { return office.makeDocument(id, ask); },
                   {"The document is in the case; a step signs it.", "文书已入案，由相应步骤签署。"},
                   [this](const std::optional<Error>& error) {
                       if (error) return sayError(*error);
                       m_doubts->hide();
                       if (m_form != nullptr) m_form->setValues({}); // the next one has a number of its own
                       focusFirst();
                   });
}

void DocumentsPage::saveCopy() {
    const auto* item = m_list->currentItem();
    const auto id = item != nullptr ? ItemId::fromHex(utf8(item->data(0, kIdRole).toString())) : std::nullopt;
    if (!id || !m_copy->isEnabled()) return;
    m_open.session().filePlaces().save(
        Files::papers, say("Save a copy of the document", "另存文书副本"), QStringLiteral("documentDialog"),
        str(m_open.view()->state.reference) + u' ' + item->text(0), this, [this, id = *id](const QString& target) {
            const auto write = [this, id, target] {
                m_open.saveFile(utf8(target),
                                [id, of = m_open.id()](WriterPort& office) { return office.document(of, id); });
            };
            if (isHere(id) || !m_open.office().hubElsewhere) return write();
            m_open.fetchEvidence({id}, write);
        });
}

bool DocumentsPage::isHere(ItemId id) const {
    const auto& view = *m_open.view();
    const auto found = std::ranges::find(view.state.documents, id, &model::CaseDocument::id);
    const auto at = view.state.evidence.size() + static_cast<std::size_t>(found - view.state.documents.begin());
    return at >= view.places.size() ||
           (view.places[at] != model::EvidencePlace::notHere && view.places[at] != model::EvidencePlace::onHub);
}

void DocumentsPage::saveWorkingCopy() {
    if (!m_working->isEnabled()) return;
    fill([this](const model::FilledDocument& filled) {
        m_open.session().filePlaces().save(
            Files::papers, say("Save a working copy", "另存工作副本"), QStringLiteral("workingCopyDialog"),
            str(m_open.view()->state.reference) + u' ' + str(filled.script.title) + QStringLiteral(".docx"), this,
            [this, script = filled.script](const QString& target) {
                m_open.saveFile(utf8(target), [script](WriterPort&) { return model::document::docx(script); });
            });
    });
}

} // namespace ui
