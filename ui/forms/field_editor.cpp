// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/field_editor.h"

#include "model/law/money.h"
#include "ui/forms/field_notice.h"
#include "ui/forms/penalty_editor.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPlainTextEdit>
#include <QResizeEvent>
#include <QStringListModel>
#include <QTextBlock>
#include <QTextLayout>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace ui {

FieldEditor::FieldEditor(model::Field field, const OfficeView&, QWidget* parent)
    : QWidget(parent), m_field(std::move(field)) {
    setObjectName(QStringLiteral("field-") + str(m_field.id));
}

void FieldEditor::place(QWidget* input) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(input);
    m_error = new QLabel(this);
    m_error->setWordWrap(true);
    m_error->hide();
    setMeaning(m_error, Meaning::danger);
    layout->addWidget(m_error);
    input->setAcceptDrops(false); // files dropped anywhere are evidence, not text
    setFocusPolicy(Qt::StrongFocus);
    setFocusProxy(input);
    m_phrases.name(input, m_field.title);
    if (!m_field.help.empty()) m_phrases.tip(input, m_field.help);
    m_phrases.always([this] { describe(); });
}

void FieldEditor::describe() {
    if (focusProxy() == nullptr) return;
    QStringList words;
    if (m_notice != nullptr) words << m_notice->words();
    if (!m_field.help.empty()) words << say(m_field.help);
    focusProxy()->setAccessibleDescription(words.join(QStringLiteral(" ")));
}

QString FieldEditor::words(const std::string& value) const {
    return value.empty() ? say("(nothing)", "（空）") : say(m_field.words(value));
}

void FieldEditor::setNotice(const std::optional<Notice>& notice) {
    if (notice && m_notice != nullptr && m_notice->says(*notice)) {
        m_notice->setWays(*notice);
        return;
    }
    const bool held = m_notice != nullptr && m_notice->isAncestorOf(QApplication::focusWidget());
    delete m_notice;
    m_notice = nullptr;
    if (notice) {
        m_notice = new FieldNotice(*notice, this);
        layout()->addWidget(m_notice);
    }
    layout()->setContentsMargins(notice ? 10 : 0, 0, 0, 0);
    if (held) input()->setFocus(Qt::OtherFocusReason);
    describe();
    update();
}

void FieldEditor::paintEvent(QPaintEvent* event) {
    QWidget::paintEvent(event);
    if (m_notice == nullptr) return;
    QPainter painter(this);
    painter.fillRect(QRect(0, 0, 4, height()), colorOf(m_notice->asks() ? Meaning::warn : Meaning::accent, palette()));
}

Result<std::string> FieldEditor::value() {
    auto canonical = model::canonicalValue(m_field, typed());
    showError(canonical ? QString() : say(canonical.error().what));
    return canonical;
}

void FieldEditor::showError(const QString& words) { showBelow(QStringLiteral("✕ "), words, true); }

void FieldEditor::showDoubt(const QString& words) { showBelow(QStringLiteral("▲ "), words, false); }

void FieldEditor::showBelow(const QString& mark, const QString& words, bool wrong) {
    const QString shown = words.isEmpty() ? QString() : mark + words;
    const bool same = shown == m_error->text();
    m_error->setText(shown);
    setMeaning(m_error, wrong ? Meaning::danger : Meaning::warn);
    m_error->setVisible(!words.isEmpty());
    if (!words.isEmpty() && !same) {
        QAccessibleAnnouncementEvent event(this, words);
        QAccessible::updateAccessibility(&event);
    }
}

namespace {

/// Wider lines are not read at a glance; in pixels, as the text of one screen at 100 %.
constexpr int kLineWidth = 640;
constexpr int kTextWidth = 960;

class LineField : public FieldEditor {
public:
    LineField(const model::Field& field, const OfficeView& office, QWidget* parent)
        : FieldEditor(field, office, parent), m_line(new QLineEdit(this)) {
        m_line->setMaxLength(1000);
        place(m_line);
        if (m_field.type == model::FieldType::text) m_line->setMaximumWidth(kLineWidth);
        if (!m_field.choices.empty()) offerKnown();
        if (m_field.type == model::FieldType::date) {
            m_phrases.placeholder(m_line, {"for example 2026-03-04", "例如 2026-03-04"});
            m_line->setMaximumWidth(260); // the hint is all in view
        }
        if (m_field.type == model::FieldType::money) {
            m_phrases.placeholder(m_line, {"yuan, as 1820000 or 182万", "元，如 1820000 或 182万"});
            m_line->setMaximumWidth(260);
            m_words = new QLabel(this);
            setMeaning(m_words, Meaning::muted);
            layout()->addWidget(m_words);
            m_phrases.always([this] { sayMoney(); });
        }
        connect(m_line, &QLineEdit::textEdited, this, [this] {
            sayMoney();
            emit edited();
        });
    }
    [[nodiscard]] std::string typed() const override { return utf8(m_line->text()); }
    void setValue(const std::string& value) override {
        m_line->setText(say(m_field.words(value)));
        m_line->setCursorPosition(0);
        sayMoney();
    }
    void setReadOnly(bool readOnly) override { m_line->setReadOnly(readOnly); }

private:
    /// Offers the known values by their titles, in the language of the window; anything else may still be written.
    void offerKnown() {
        auto* completer = new QCompleter(this);
        completer->setCaseSensitivity(Qt::CaseInsensitive);
        completer->setFilterMode(Qt::MatchContains);
        auto* titles = new QStringListModel(completer);
        completer->setModel(titles);
        m_line->setCompleter(completer);
        connect(completer, qOverload<const QString&>(&QCompleter::activated), this, [this](const QString& title) {
            m_line->setText(title); // now, and not after edited(), when the line would do so itself
            emit edited();
        });
        m_phrases.always([this, titles] {
            QStringList words;
            for (const auto& choice : m_field.choices) words << say(choice.title);
            titles->setStringList(words);
            const auto value = model::canonicalValue(m_field, typed());
            if (value && m_field.choice(*value)) setValue(*value);
        });
    }

    void sayMoney() {
        if (m_words == nullptr) return;
        const auto money = model::law::parseMoney(typed());
        m_words->setVisible(money.has_value());
        if (money) {
            m_words->setText(currentLanguage() == Language::zh ? str(model::law::moneyCapitals(*money))
                                                               : say(model::law::moneyText(*money)));
        }
    }
    QLineEdit* m_line;
    QLabel* m_words = nullptr;
};

/// As high as what was written in it, from three lines to ten.
class GrowingText : public QPlainTextEdit {
public:
    explicit GrowingText(QWidget* parent) : QPlainTextEdit(parent) {
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        connect(this, &QPlainTextEdit::textChanged, this, &QWidget::updateGeometry);
    }
    [[nodiscard]] QSize sizeHint() const override {
        double line = 0;
        double text = 0;
        for (auto block = document()->begin(); block.isValid() && text <= 10 * line; block = block.next()) {
            blockBoundingRect(block); // lays it out
            const double height = block.layout()->boundingRect().height();
            if (line == 0) line = height / std::max(1, block.layout()->lineCount());
            text += height;
        }
        const double around = 2 * (document()->documentMargin() + frameWidth());
        const int height = static_cast<int>(std::ceil(std::clamp(text, 3 * line, 10 * line) + around));
        const QMargins edges = contentsMargins();
        return {QPlainTextEdit::sizeHint().width(), height + edges.top() + edges.bottom()};
    }
    [[nodiscard]] QSize minimumSizeHint() const override {
        return {QPlainTextEdit::minimumSizeHint().width(), sizeHint().height()};
    }

protected:
    void resizeEvent(QResizeEvent* event) override {
        QPlainTextEdit::resizeEvent(event);
        if (event->size().width() != event->oldSize().width()) updateGeometry(); // other lines
    }
};

class LongField : public FieldEditor {
public:
    LongField(const model::Field& field, const OfficeView& office, QWidget* parent)
        : FieldEditor(field, office, parent), m_text(new GrowingText(this)) {
        m_text->setTabChangesFocus(true);
        m_text->setMaximumWidth(kTextWidth);
        place(m_text);
        connect(m_text, &QPlainTextEdit::textChanged, this, &FieldEditor::edited);
    }
    [[nodiscard]] std::string typed() const override { return utf8(m_text->toPlainText()); }
    void setValue(const std::string& value) override { m_text->setPlainText(str(value)); }
    void setReadOnly(bool readOnly) override { m_text->setReadOnly(readOnly); }

private:
    QPlainTextEdit* m_text;
};

class ChoiceField : public FieldEditor {
public:
    ChoiceField(const model::Field& field, const OfficeView& office, QWidget* parent)
        : FieldEditor(field, office, parent), m_box(new QComboBox(this)) {
        place(m_box);
        m_box->addItem(QString(), QString());
        if (m_field.type == model::FieldType::person) {
            for (const auto& person : office.people) {
                if (person.active) m_box->addItem(str(person.name), str(person.id.hex()));
            }
        } else {
            for (const auto& choice : m_field.choices) m_box->addItem(say(choice.title), str(choice.value));
            m_phrases.always([this] {
                for (std::size_t i = 0; i < m_field.choices.size(); ++i) {
                    m_box->setItemText(static_cast<int>(i) + 1, say(m_field.choices[i].title));
                }
            });
        }
        m_box->setMaximumWidth(kLineWidth);
        connect(m_box, &QComboBox::currentIndexChanged, this, &FieldEditor::edited);
    }
    [[nodiscard]] std::string typed() const override { return utf8(m_box->currentData().toString()); }
    void setValue(const std::string& value) override {
        const int at = m_box->findData(str(value));
        if (at < 0 && !value.empty()) m_box->addItem(str(value), str(value)); // a value this definition does not list
        m_box->setCurrentIndex(at < 0 && !value.empty() ? m_box->count() - 1 : qMax(0, at));
    }
    void setReadOnly(bool readOnly) override { m_box->setEnabled(!readOnly); }

private:
    QComboBox* m_box;
};

class FlagField : public FieldEditor {
public:
    FlagField(const model::Field& field, const OfficeView& office, QWidget* parent)
        : FieldEditor(field, office, parent), m_check(new QCheckBox(this)) {
        place(m_check);
        m_phrases.set(m_check, m_field.title);
        connect(m_check, &QCheckBox::toggled, this, &FieldEditor::edited);
    }
    [[nodiscard]] std::string typed() const override {
        return m_check->isChecked() ? "true" : m_field.required ? "" : m_touched ? "false" : "";
    }
    void setValue(const std::string& value) override {
        m_touched = !value.empty();
        m_check->setChecked(value == "true");
    }
    void setReadOnly(bool readOnly) override { m_check->setEnabled(!readOnly); }

private:
    QCheckBox* m_check;
    bool m_touched = false;
};

} // namespace

FieldEditor* makeFieldEditor(const model::Field& field, const OfficeView& office, QWidget* parent) {
    switch (field.type) {
    case model::FieldType::longText: return new LongField(field, office, parent);
    case model::FieldType::choice:
    case model::FieldType::person: return new ChoiceField(field, office, parent);
    case model::FieldType::flag: return new FlagField(field, office, parent);
    case model::FieldType::penalty: return new PenaltyEditor(field, office, parent);
    case model::FieldType::text:
    case model::FieldType::date:
    case model::FieldType::money: break;
    }
    return new LineField(field, office, parent);
}

} // namespace ui
