// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/token_choice.h"

#include "model/base/token.h"
#include "model/workspace/tokens.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace ui {

namespace {

/// How soon it is looked again, in milliseconds: for the first token, and for another or one that was pulled out.
constexpr int kLookAgain = 1'500;
constexpr int kLookForOthers = 5'000;

PassphraseLine* namedPin(PassphraseLine* made) {
    made->line()->setObjectName(QStringLiteral("pin"));
    made->setPin(true);
    return made;
}

Text sentenceOf(const Error& error) {
    return {model::sentence(error, Language::en), model::sentence(error, Language::zh)};
}

Error notPlugged() { return model::tokenError({crypto::TokenTrouble::absent, {}, 0, {}}); }

QString itemOf(const crypto::TokenName& token) {
    const QString label = str(token.label.empty() ? token.model : token.label);
    return token.serial.empty() ? label : say("%1 · serial %2", "%1 · 序列号 %2").arg(label, str(token.serial));
}

} // namespace

std::optional<TokenFault> faultOfToken(GatePort& gate, const NewKeys& keys, crypto::Suite suite) {
    if (!keys.token) return std::nullopt;
    if (const auto fit = model::checkTokenSuite(suite); !fit) return TokenFault{TokenPart::token, fit.error()};
    const auto here = gate.tokensHere(keys.module);
    if (!here) return TokenFault{TokenPart::module, here.error()};
    const auto token = std::ranges::find_if(*here, [&](const auto& one) { return one.name.isSame(*keys.token); });
    if (token == here->end()) {
        const crypto::TokenInfo gone{.name = *keys.token};
        return TokenFault{TokenPart::token, model::tokenError({crypto::TokenTrouble::absent, gone, 0, {}})};
    }
    if (const auto fit = model::checkToken(*token); !fit) return TokenFault{TokenPart::token, fit.error()};
    return std::nullopt;
}

std::optional<TokenFault> faultOfPin(const NewKeys& keys, const Error& error) {
    if (!keys.token || error.code != model::Code::locked) return std::nullopt;
    return TokenFault{TokenPart::pin, error};
}

/// What a module said, and which one it is.
struct TokenChoice::Seen {
    std::string module;
    Result<std::vector<crypto::TokenInfo>> tokens;
};

TokenChoice::TokenChoice(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_list(new QComboBox),
      m_token(new CheckedLine(QStringLiteral("token"), m_list, {"&Token", "智能密码钥匙(&T)"},
                              {"The key is made there and never leaves it.", "密钥在其中生成，不可导出。"}, this)),
      m_typed(namedPin(new PassphraseLine(false))),
      m_pin(new CheckedLine(m_typed, m_typed->line(), {"P&IN of the token", "PIN 码(&I)"},
                            {"Unlocks the office in place of a passphrase. Too many wrong ones lock the token.",
                             "代替口令解锁办公室。输错过多会锁定智能密码钥匙。"},
                            this)),
      m_module(new CheckedLine(
          QStringLiteral("module"), {"PKCS#11 mod&ule", "PKCS#11 模块(&U)"},
          {"The library that came with the token; libp11-kit.so.0 finds all that this system knows. It runs "
           "inside this program and sees the PIN.",
           "智能密码钥匙附带的程序库；libp11-kit.so.0 可查找本系统已登记的全部。该库在本程序内运行，可接触 "
           "PIN 码。"},
          this)),
      m_file(new QPushButton(m_module)), m_again(new QTimer(this)) {
    setObjectName(QStringLiteral("tokenChoice"));
    m_list->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon); // no label widens the form
    m_file->setObjectName(QStringLiteral("chooseModule"));
    m_module->addBeside(m_file);
    m_again->setSingleShot(true);
    m_again->setInterval(kLookAgain);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(12);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_token, m_pin, m_module}) box->addWidget(widget);
    m_phrases.set(m_file, {"File…", "文件…"});
    m_phrases.name(m_file, {"Choose the module's file", "选择模块文件"});
    m_phrases.always([this] { sayAll(); });
    connect(m_again, &QTimer::timeout, this, &TokenChoice::look);
    connect(m_list, &QComboBox::currentIndexChanged, this, [this] { sayAll(); });
    connect(m_module->line(), &QLineEdit::textChanged, this, [this] {
        m_tokens.clear();
        m_list->clear();
        m_looked = m_noModule = false;
        m_again->start(); // so that a path is not loaded letter by letter
        sayAll();
    });
    connect(m_module->line(), &QLineEdit::editingFinished, this, [this] {
        if (!m_looked && !m_noModule) look();
    });
    connect(m_file, &QPushButton::clicked, this, &TokenChoice::chooseModule);
}

void TokenChoice::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    look();
}

void TokenChoice::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_again->stop();
    m_session.cancel(m_asked);
}

void TokenChoice::look() {
    m_again->stop();
    m_session.cancel(m_asked);
    if (!isVisible() || m_session.state() != Session::State::locked) return;
    m_asked = m_session.atGate(
        this,
        [module = m_module->text()](GatePort& gate) {
            const std::string through = module.empty() ? gate.tokenModule() : module;
            return Seen{through, gate.tokensHere(through)};
        },
        [this](Seen seen) { show(std::move(seen)); });
}

void TokenChoice::show(Seen seen) {
    if (m_module->text().empty() && !m_module->line()->hasFocus()) {
        const QSignalBlocker quiet(m_module->line());
        m_module->line()->setText(str(seen.module));
    }
    const auto* const before = chosen();
    const auto kept = before != nullptr ? std::optional(before->name) : std::nullopt;
    m_looked = seen.tokens.has_value();
    m_noModule = !m_looked;
    if (m_noModule) m_module->check(std::unexpected(seen.tokens.error()));
    else m_module->check({});
    auto found = m_looked ? *std::move(seen.tokens) : std::vector<crypto::TokenInfo>();
    const bool same = std::ranges::equal(found, m_tokens, {}, &crypto::TokenInfo::name, &crypto::TokenInfo::name);
    m_tokens = std::move(found);
    m_again->setInterval(m_tokens.empty() ? kLookAgain : kLookForOthers);
    m_again->start();
    if (same) { // a list that is open stays so
        if (m_token->faulty()) m_token->check(checkChosen());
        sayAll();
        return;
    }
    // The one that was chosen; else the first on which keys can be made.
    auto at = std::ranges::find_if(m_tokens, [&](const auto& one) { return kept && one.name.isSame(*kept); });
    if (at == m_tokens.end())
        at = std::ranges::find_if(m_tokens, [](const auto& one) { return model::checkToken(one).has_value(); });
    if (at == m_tokens.end()) at = m_tokens.begin();
    {
        const QSignalBlocker quiet(m_list);
        m_list->clear();
        for (const auto& one : m_tokens) m_list->addItem(itemOf(one.name));
        if (!m_tokens.empty()) m_list->setCurrentIndex(static_cast<int>(at - m_tokens.begin()));
    }
    if (m_token->faulty()) m_token->check(checkChosen());
    sayAll();
}

const crypto::TokenInfo* TokenChoice::chosen() const {
    const int at = m_list->currentIndex();
    return at >= 0 && std::cmp_less(at, m_tokens.size()) ? &m_tokens[static_cast<std::size_t>(at)] : nullptr;
}

void TokenChoice::sayAll() {
    for (int i = 0; i < m_list->count(); ++i)
        m_list->setItemText(i, itemOf(m_tokens.at(static_cast<std::size_t>(i)).name));
    if (const auto* token = chosen()) {
        const auto fit = model::checkToken(*token);
        const Text tries = model::tokenTries(*token);
        if (!fit) m_token->setAdvice(sentenceOf(fit.error()));
        else m_token->setAdvice(tries.empty() ? Text{} : model::fill({"⚠ {0}.", "⚠ {0}。"}, tries));
        return;
    }
    m_token->setAdvice(m_noModule
                           ? Text{"⚠ Without the module below no token is found.", "⚠ 下方模块不可用，无法查找。"}
                       : m_looked ? Text{"⚠ None is plugged in. It is being looked for.", "⚠ 未插入，正在等待插入。"}
                                  : Text{"Looking for tokens…", "正在查找…"});
}

void TokenChoice::chooseModule() {
    auto* dialog = m_session.filePlaces().dialog(Files::modules, m_module->line()->accessibleName(),
                                                 QStringLiteral("moduleDialog"), this);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilter(say("Libraries (*.so *.so.*);;All files (*)", "程序库 (*.so *.so.*);;所有文件 (*)"));
    if (const QFileInfo here(m_module->line()->text()); here.isAbsolute() && here.dir().exists())
        dialog->setDirectory(here.absolutePath());
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
        m_module->line()->setText(file);
        m_module->check({});
        m_module->takeKeyboard();
        look();
    });
    dialog->open();
}

Result<void> TokenChoice::checkChosen() const {
    TRY(model::checkTokenSuite(m_suite));
    if (chosen() == nullptr) return std::unexpected(notPlugged());
    return model::checkToken(*chosen());
}

CheckedLine* TokenChoice::check(crypto::Suite suite) {
    // At an error that stands at the module nothing can be done elsewhere.
    if (m_noModule) return m_module;
    m_suite = suite;
    const bool good = m_token->check(checkChosen());
    const bool typed = m_pin->check(model::checkPin(m_typed->secret().view()));
    return !good ? m_token : !typed ? m_pin : nullptr;
}

NewKeys TokenChoice::keys() const {
    const auto* const token = chosen();
    return {m_typed->secret(), token != nullptr ? std::optional(token->name) : std::nullopt, m_module->text()};
}

CheckedLine* TokenChoice::blame(const TokenFault& fault) {
    auto* const line = fault.part == TokenPart::token ? m_token : fault.part == TokenPart::pin ? m_pin : m_module;
    line->check(std::unexpected(fault.error));
    if (fault.part == TokenPart::module) m_noModule = true;
    return line;
}

void TokenChoice::clear() {
    m_typed->clear();
    m_pin->check({});
    m_token->check({});
}

} // namespace ui
