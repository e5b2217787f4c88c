// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/document/sample_decision.h"

#include <QDateTime>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <functional>

using namespace model;
using namespace model::document;

class TestDecision : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    static std::string without(const std::function<void(DecisionContent&)>& remove, bool penalty = true) {
        DecisionContent content = penalty ? sample::decision() : sample::noPenalty();
        remove(content);
        const auto result =
            penalty ? renderDecision(content, DocumentLanguage::zh) : renderNoPenalty(content, DocumentLanguage::zh);
        if (result) return "made";
        return std::string(codeName(result.error().code)) + " " + result.error().where + " " + result.error().cite;
    }
    QString save(const QString& name, const crypto::Bytes& bytes) {
        // TOUCHSTONE_KEEP names a folder for a person who wants to look at the pages.
        const QString folder = qEnvironmentVariable("TOUCHSTONE_KEEP", m_folder.path());
        QFile file(folder + "/" + name);
        if (!file.open(QIODevice::WriteOnly)) return {};
        file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<qint64>(bytes.size()));
        return file.fileName();
    }
    static QString run(const QString& program, const QStringList& arguments) {
        QProcess process;
        process.start(program, arguments);
        process.waitForFinished();
        return QString::fromUtf8(process.readAllStandardOutput());
    }
    static int pages(const QString& file) {
        const auto match = QRegularExpression("Pages:\\s+(\\d+)").match(run("pdfinfo", {file}));
        return match.captured(1).toInt();
    }
    // Text as a reader finds it: breaks of lines do not count.
    static QString text(const QString& file) { return run("pdftotext", {"-enc", "UTF-8", "-raw", file, "-"}); }
    static QString joined(QString text) { return text.remove(QRegularExpression("\\s")); }

private slots:
    void samePagesEveryTime() {
        for (const auto language : {DocumentLanguage::zh, DocumentLanguage::both}) {
            const qint64 before = QDateTime::currentSecsSinceEpoch();
            const auto first = renderDecision(sample::decision(), language);
            // A clock that entered would have moved on.
            QVERIFY(QTest::qWaitFor([before] { return QDateTime::currentSecsSinceEpoch() > before; }));
            const auto second = renderDecision(sample::decision(), language);
            QVERIFY(first && second);
            QVERIFY(*first == *second);
        }
    }
    void textCanBeFoundAndCopied() {
        const auto pdf = renderDecision(sample::decision(), DocumentLanguage::both);
        QVERIFY(pdf);
        const QString found = text(save("decision.pdf", *pdf));
        const QString all = joined(found);
        for (const char* words :
             {"行政处罚决定书", "行政", "处罚", "罚款", "商安管罚字〔2026〕1号", "演练当事人（宁波）磁性材料有限公司",
              "《中华人民共和国出口管制法》第三十四条", "2,553,252.65元", "大写：贰佰伍拾伍万叁仟贰佰伍拾贰元陆角伍分",
              "十五日", "六十日", "六个月", "百分之三", "2026年3月4日", "北京市第二中级人民法院", "鉴定意见"}) {
            QVERIFY2(all.contains(QString::fromUtf8(words)), words);
        }
        for (const char* words : {"Reading copy in English", "4 March 2026", "within 60 days", "CNY 2,553,252.65"}) {
            QVERIFY2(all.contains(joined(QString::fromUtf8(words))), words);
        }
        const auto content = sample::decision();
        QVERIFY(all.contains(QString::fromStdString(content.signedEvent.hex())));
        QVERIFY(all.contains(QString::fromStdString(content.officeFingerprint.hex())));
        for (const auto& one : content.evidence) QVERIFY(all.contains(QString::fromStdString(one.sha256.hex())));
        // The glyph of a radical is that of a character; a document that names the radical cannot be searched.
        for (const QChar c : found) {
            const ushort code = c.unicode();
            QVERIFY2(!(code >= 0x2E80 && code <= 0x2FDF), qPrintable(QString::number(code, 16)));
        }
    }
    void everyPageNamesTheCase() {
        auto content = sample::decision();
        std::string facts;
        for (int i = 0; i < 50; ++i) facts += content.facts.zh + "\n";
        content.facts.zh = facts;
        const auto pdf = renderDecision(content, DocumentLanguage::zh);
        QVERIFY(pdf);
        const QString file = save("long.pdf", *pdf);
        const int count = pages(file);
        QVERIFY(count > 20);
        for (int page = 1; page <= count; ++page) {
            const QString at = QString::number(page);
            const QString one = joined(run("pdftotext", {"-enc", "UTF-8", "-raw", "-f", at, "-l", at, file, "-"}));
            QVERIFY(one.contains("2026-000412　事件" + QString::fromStdString(content.signedEvent.hex())) ||
                    one.contains("2026-000412事件" + QString::fromStdString(content.signedEvent.hex())));
            QVERIFY(one.contains(QString("—%1/%2—").arg(page).arg(count)));
        }
    }
    void noHeadingEndsAPage() {
        auto content = sample::decision();
        const QStringList headings = {"查明的事实", "证据",           "理由和法律依据", "从轻、减轻处罚的情节",
                                      "处罚决定",   "履行方式和期限", "救济途径和期限"};
        content.evidence.resize(1);
        for (int lines = 0; lines < 8; ++lines) { // moves the headings over the end of a page
            content.facts.zh += "\n补充一行。\n补充一行。\n补充一行。";
            const auto pdf = renderDecision(content, DocumentLanguage::zh);
            QVERIFY(pdf);
            const QString file = save("headings.pdf", *pdf);
            for (const QString& page : run("pdftotext", {"-enc", "UTF-8", "-raw", file, "-"}).split('\f')) {
                const QStringList all = page.split('\n', Qt::SkipEmptyParts);
                if (all.size() < 4) continue;
                const QString last = all[all.size() - 3]; // behind it stand the two lines of the footer
                for (const QString& heading : headings) QVERIFY2(!last.endsWith("、" + heading), qPrintable(last));
                if (page.contains("（加盖印章）"))
                    QVERIFY2(joined(page).contains("行政诉讼期间"), "a page with the seal alone");
            }
        }
    }
    void carriesItsDate() {
        const auto pdf = renderDecision(sample::decision(), DocumentLanguage::zh);
        QVERIFY(pdf);
        const QString info = run("pdfinfo", {"-isodates", save("dated.pdf", *pdf)});
        QVERIFY2(info.contains("2026-03-0"), qPrintable(info));
        QVERIFY(info.contains("行政处罚决定书"));
    }
    void namesWhatIsMissing_data() {
        QTest::addColumn<QString>("expected");
        QTest::addColumn<std::function<void(DecisionContent&)>>("remove");
        const auto row = [](const char* expected, std::function<void(DecisionContent&)> remove) {
            QTest::newRow(expected) << QString(expected) << std::move(remove);
        };
        row("refused partyName APL 59", [](DecisionContent& c) { c.partyName = " \n"; });
        row("refused partyAddress APL 59", [](DecisionContent& c) { c.partyAddress.clear(); });
        row("refused facts APL 59", [](DecisionContent& c) { c.facts = {"only English", ""}; });
        row("refused evidence APL 59", [](DecisionContent& c) { c.evidence.clear(); });
        row("refused fine APL 59", [](DecisionContent& c) {
            c.fine.reset();
            c.confiscation.reset();
            c.measures = {};
        });
        row("refused basis APL 59", [](DecisionContent& c) { c.basis.clear(); });
        row("refused derivation APL 59", [](DecisionContent& c) { c.derivation.clear(); });
        row("refused bank APL 59", [](DecisionContent& c) { c.bank = {}; });
        row("refused account APL 59", [](DecisionContent& c) { c.account.clear(); });
        row("refused reviewBody APL 59", [](DecisionContent& c) { c.reviewBody = {}; });
        row("refused court APL 59", [](DecisionContent& c) { c.court = {}; });
        row("refused authority APL 59", [](DecisionContent& c) { c.authority = {}; });
        row("refused date APL 59", [](DecisionContent& c) { c.date.reset(); });
        row("refused partyName, court, date APL 59", [](DecisionContent& c) {
            c.partyName.clear();
            c.court = {};
            c.date.reset();
        });
        row("refused number ", [](DecisionContent& c) { c.number.clear(); });
        row("refused signer ", [](DecisionContent& c) { c.signer.clear(); });
        row("refused signedEvent ", [](DecisionContent& c) { c.signedEvent = {}; });
        row("malformed reasons ", [](DecisionContent& c) { c.reasons.zh += "\xff"; });
        row("too-large  ", [](DecisionContent& c) { c.reasons.zh.assign(5u << 20, 'a'); });
    }
    void namesWhatIsMissing() {
        QFETCH(QString, expected);
        QFETCH(std::function<void(DecisionContent&)>, remove);
        QCOMPARE(QString::fromStdString(without(remove)), expected);
    }
    void asksOnlyForWhatThePenaltyNeeds() {
        auto content = sample::decision();
        content.fine.reset();
        content.derivation.clear();
        QVERIFY(checkDecision(content)); // gains to pay, no fine to derive
        content.confiscation.reset();
        content.bank = {};
        content.account.clear();
        QVERIFY(checkDecision(content)); // an order alone: nothing to pay
    }
    void noPenaltyIsADecisionOfItsOwn() {
        const auto pdf = renderNoPenalty(sample::noPenalty(), DocumentLanguage::both);
        QVERIFY(pdf);
        const QString all = joined(text(save("no-penalty.pdf", *pdf)));
        QVERIFY(all.contains("不予行政处罚决定书"));
        QVERIFY(all.contains("对当事人不予行政处罚"));
        QVERIFY(!all.contains("缴款账户"));
        QCOMPARE(without([](DecisionContent& c) { c.grounds.clear(); }, false), std::string("refused grounds APL 59"));
        QCOMPARE(without([](DecisionContent& c) { c.education = {}; }, false), std::string("refused education APL 33"));
        QCOMPARE(without([](DecisionContent& c) { c.fine = law::Money::fromFen(1); }, false),
                 std::string("refused fine APL 57"));
    }
    void directionOfWritingCannotBeTurned() {
        auto content = sample::decision();
        content.evidence[0].name = "a\u202Efdp.exe";
        const auto pdf = renderDecision(content, DocumentLanguage::zh);
        QVERIFY(pdf);
        QVERIFY(text(save("turned.pdf", *pdf)).contains("afdp.exe"));
    }
};

QTEST_GUILESS_MAIN(TestDecision)
#include "test_decision.moc"
