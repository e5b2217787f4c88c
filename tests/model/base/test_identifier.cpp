// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/identifier.h"

#include <QtTest>

using namespace model;

/// Check digits, by numbers that others issued and published: codes of companies in the national enterprise credit
/// register, the example of GB 11643, LEIs in the GLEIF index, IMO numbers of ships.
class TestIdentifier : public QObject {
    Q_OBJECT

    using Check = CheckDigit (*)(std::string_view);
    struct Sort {
        Check check;
        std::vector<std::string> issued;
        std::vector<std::string> malformed;
    };
    static std::vector<Sort> sorts() {
        return {{checkSocialCreditCode,
                 {"91110000802100433B", "914403001922038216", "91330100799655058B", "9144030071526726XG",
                  "91350100M000100Y43"},
                 {"", "91110000802100433", "91110000802100433BB", "9111000080210043IB", "9111000080210043OB",
                  "91110000802100433Z", "91110000802100433b"}},
                {checkResidentId,
                 {"11010519491231002X", "440524188001010014"},
                 {"", "11010519491231002", "1101051949123100XX", "11010519491231002x", "110105491231002"}},
                {checkLei,
                 {"5493001KJTIIGC8Y1R12", "506700GE1G29325QX363", "HWUPKR0MPOU8FGXBT394", "F50EOCWSQFAUVO9Q8Z97"},
                 {"", "5493001KJTIIGC8Y1R1", "5493001KJTIIGC8Y1R123", "5493001KJTIIGC8Y1RA2", "5493001kJTIIGC8Y1R12"}},
                {checkImo,
                 {"9074729", "IMO9319466", "9811000", "9305623"},
                 {"", "907472", "90747290", "90747X9", "IMO 9074729"}}};
    }

private slots:
    void issuedNumbersFit() {
        for (const auto& sort : sorts()) {
            for (const auto& number : sort.issued) QVERIFY2(sort.check(number) == CheckDigit::fits, number.c_str());
            for (const auto& number : sort.malformed)
                QVERIFY2(sort.check(number) == CheckDigit::malformed, number.c_str());
        }
    }

    /// Every slip of one digit shows.
    void oneWrongDigitShows() {
        for (const auto& sort : sorts()) {
            for (const auto& number : sort.issued) {
                for (std::size_t at = 0; at < number.size(); ++at) {
                    for (char digit = '0'; digit <= '9'; ++digit) {
                        if (number[at] < '0' || number[at] > '9' || number[at] == digit) continue;
                        std::string slip = number;
                        slip[at] = digit;
                        // Modulo 10 some slips of the IMO number go unseen: the standard is so.
                        const int weight = static_cast<int>(number.size() - at);
                        const bool unseen = sort.check == checkImo && (digit - number[at]) * weight % 10 == 0;
                        if (!unseen) QVERIFY2(sort.check(slip) == CheckDigit::wrong, slip.c_str());
                    }
                }
            }
        }
    }

    void typedNumbersBecomePlain() {
        QCOMPARE(plainIdentifier(" 9111 0000-8021 0043 3b "), std::string("91110000802100433B"));
        QCOMPARE(plainIdentifier("imo 9074729"), std::string("IMO9074729"));
        QCOMPARE(plainIdentifier("护照 E123"), std::string("护照E123"));
    }
};

QTEST_APPLESS_MAIN(TestIdentifier)
#include "test_identifier.moc"
