// SPDX-License-Identifier: GPL-3.0-or-later
// Keys on a token, with a real SoftHSM2, and with a module before it that counts PINs and is pulled out as hardware is.
#include "crypto/identity.h"
#include "crypto/token.h"
#include "tests/support/soft_token.h"

#include <QTest>

#include <thread>

using namespace crypto;

namespace {

template <class T>
T must(TokenResult<T> result) {
    if (!result)
        throw std::runtime_error("a token: " + std::to_string(static_cast<int>(result.error().trouble)) + " " +
                                 std::to_string(result.error().code) + " " + result.error().detail);
    return *std::move(result);
}

template <class T>
TokenTrouble trouble(const TokenResult<T>& result) {
    if (result) throw std::runtime_error("a token did what it should not");
    return result.error().trouble;
}

} // namespace

class TestToken : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<Random> m_random = systemRandom();

    std::shared_ptr<TokenKey> make(Tokens& tokens) {
        return must(TokenKey::make(tokens, must(tokens.find("Li Wei")).name, SoftToken::pin(), *m_random));
    }
    static TokenResult<std::shared_ptr<TokenKey>> open(Tokens& tokens, const TokenKey& key,
                                                       std::string_view pin = SoftToken::kPin) {
        return TokenKey::open(tokens, key.token(), asBytes(pin), key.id(), key.verifyKey());
    }

private slots:
    void listsWhatIsPluggedIn() {
        const SoftToken soft;
        soft.add(QStringLiteral("王芳"));
        Tokens tokens(SoftToken::kSoft);
        const auto all = must(tokens.list());
        QCOMPARE(all.size(), std::size_t{2});
        const auto one = must(tokens.find("王芳"));
        QCOMPARE(one.name.model, std::string("SoftHSM v2"));
        QCOMPARE(one.name.serial.size(), std::size_t{16});
        QVERIFY(one.ready && one.ed25519 && !one.locked && !one.pinWasWrong);
        QCOMPARE(must(tokens.find(one.name.serial)).name, one.name);
        QCOMPARE(must(tokens.look(one.name)).name, one.name);
        QCOMPARE(trouble(tokens.find("nobody")), TokenTrouble::absent);
        soft.add(QStringLiteral("王芳"));
        QCOMPARE(trouble(tokens.find("王芳")), TokenTrouble::ambiguous);
    }

    /// What p11-kit knows of is found without a path: Debian registers SoftHSM there.
    void theSystemsModulesAreFound() {
        const SoftToken soft;
        Tokens tokens{std::string(kSystemTokenModule)};
        QCOMPARE(must(tokens.find("Li Wei")).name.model, std::string("SoftHSM v2"));
    }

    void aModuleThatIsNoneIsSaid() {
        Tokens nothing("/nowhere/module.so");
        QCOMPARE(trouble(nothing.list()), TokenTrouble::noModule);
        QVERIFY(nothing.list().error().detail.contains("/nowhere/module.so"));
        Tokens other("libm.so.6");
        QCOMPARE(trouble(other.list()), TokenTrouble::noModule);
        Tokens empty("");
        QCOMPARE(trouble(empty.list()), TokenTrouble::noModule);
    }

    void signsAndIsFoundAgain() {
        const SoftToken soft;
        Tokens tokens(SoftToken::kSoft);
        const auto key = make(tokens);
        const Bytes once = must(key->sign(asBytes("said")));
        QCOMPARE(must(key->sign(asBytes("said"))), once);
        PublicIdentity signer;
        signer.verifyKey = key->verifyKey();
        QVERIFY(verify(signer, asBytes("said"), once));
        const Bytes large(300'000, 7); // more than one piece of any card
        QVERIFY(verify(signer, large, must(key->sign(large))));
        key->close();
        QCOMPARE(trouble(key->sign(asBytes("said"))), TokenTrouble::removed);

        const auto again = must(open(tokens, *key));
        QCOMPARE(must(again->sign(asBytes("said"))), once);
        QVERIFY(must(tokens.list()).size() == 1); // while one is open
    }

    /// Whoever is logged in already would be let in with any PIN.
    void noSecondSessionWithoutAPin() {
        const SoftToken soft;
        Tokens tokens(SoftToken::kSoft);
        const auto key = make(tokens);
        QCOMPARE(trouble(open(tokens, *key, "000000")), TokenTrouble::inUse);
        QCOMPARE(trouble(open(tokens, *key)), TokenTrouble::inUse);
        key->close();
        QCOMPARE(trouble(open(tokens, *key, "000000")), TokenTrouble::wrongPin);
        QVERIFY(open(tokens, *key).has_value());
    }

    void aWrongPinIsCountedByTheToken() {
        const SoftToken soft;
        Tokens tokens(SoftToken::kStrict);
        const auto key = make(tokens);
        key->close();
        const auto first = open(tokens, *key, "000000");
        QCOMPARE(trouble(first), TokenTrouble::wrongPin);
        QVERIFY(first.error().token && first.error().token->pinWasWrong && !first.error().token->lastTry);
        const auto second = open(tokens, *key, "1");
        QCOMPARE(trouble(second), TokenTrouble::wrongPin);
        QVERIFY(second.error().token->lastTry);
        QVERIFY(must(tokens.look(key->token())).lastTry);
        QVERIFY(open(tokens, *key).has_value());
        QVERIFY(!must(tokens.look(key->token())).pinWasWrong);

        for (int i = 0; i < 3; ++i) QVERIFY(!open(tokens, *key, "000000").has_value());
        QVERIFY(must(tokens.look(key->token())).locked);
        QCOMPARE(trouble(open(tokens, *key)), TokenTrouble::locked);
    }

    /// SoftHSM by itself says that a PIN was wrong, and no more.
    void softHsmSaysThatAPinWasWrong() {
        const SoftToken soft;
        Tokens tokens(SoftToken::kSoft);
        const auto key = make(tokens);
        key->close();
        const auto wrong = open(tokens, *key, "000000");
        QCOMPARE(trouble(wrong), TokenTrouble::wrongPin);
        QVERIFY(wrong.error().token->pinWasWrong);
    }

    void pulledOutInTheMiddle() {
        const SoftToken soft;
        Tokens tokens(SoftToken::kStrict);
        const auto key = make(tokens);
        soft.set("pulled");
        QCOMPARE(trouble(key->sign(asBytes("said"))), TokenTrouble::removed);
        QCOMPARE(must(tokens.list()).size(), std::size_t{0});
        QCOMPARE(trouble(tokens.look(key->token())), TokenTrouble::absent);
        key->close();
        QCOMPARE(trouble(open(tokens, *key)), TokenTrouble::absent);
        soft.set("pulled", false);
        QVERIFY(must(open(tokens, *key))->sign(asBytes("said")).has_value());
    }

    /// The same with nothing between: the files of SoftHSM's tokens are taken away.
    void softHsmGoesAndComesBack() {
        const SoftToken soft;
        Tokens tokens(SoftToken::kSoft);
        auto key = make(tokens);
        key->close();
        soft.hide(true);
        QCOMPARE(trouble(open(tokens, *key)), TokenTrouble::absent);
        soft.hide(false);
        const auto again = must(open(tokens, *key));
        QVERIFY(again->sign(asBytes("said")).has_value());
    }

    void refusesWhatIsNotFit() {
        const SoftToken soft;
        Tokens tokens(SoftToken::kStrict);
        const auto name = must(tokens.find("Li Wei")).name;
        const auto made = [&] { return trouble(TokenKey::make(tokens, name, SoftToken::pin(), *m_random)); };
        soft.set("old");
        QVERIFY(!must(tokens.look(name)).ed25519);
        QCOMPARE(made(), TokenTrouble::noEd25519);
        soft.set("old", false);
        soft.set("gives");
        QCOMPARE(made(), TokenTrouble::notSealed);
        soft.set("gives", false);
        soft.set("full");
        QCOMPARE(made(), TokenTrouble::writeProtected);
        soft.set("full", false);
        soft.set("miscounts");
        QCOMPARE(made(), TokenTrouble::noKey);
        soft.set("miscounts", false);
        QCOMPARE(soft.keys(), std::size_t{0}); // none of these left anything
        const auto key = make(tokens);
        QCOMPARE(soft.keys(), std::size_t{2});
        key->close();
        const auto again = must(open(tokens, *key));
        QVERIFY(again->remove().has_value());
        again->close();
        QCOMPARE(soft.keys(), std::size_t{0});
        QCOMPARE(trouble(open(tokens, *key)), TokenTrouble::noKey);
    }

    void anotherKeyUnderTheNameIsNotTaken() {
        const SoftToken soft;
        Tokens tokens(SoftToken::kSoft);
        const auto key = make(tokens);
        key->close();
        const Bytes other(32, 1), id = key->id();
        const auto wrong = must(TokenKey::open(tokens, key->token(), SoftToken::pin(), id, other));
        QCOMPARE(trouble(wrong->sign(asBytes("said"))), TokenTrouble::noKey);
        wrong->close();
        QCOMPARE(trouble(TokenKey::open(tokens, key->token(), SoftToken::pin(), Bytes(16, 1), other)),
                 TokenTrouble::noKey);
    }

    void anIdentitySignsWithIt() {
        const SoftToken soft;
        Tokens tokens(SoftToken::kSoft);
        const auto key = make(tokens);
        auto identity = Identity::generateWith(key, *m_random);
        QCOMPARE(identity.publicPart().verifyKey, key->verifyKey());
        QVERIFY(PublicIdentity::decode(identity.publicPart().encode()).has_value());
        QVERIFY(identity.token() && *identity.token() == key->token());
        const auto signature = identity.sign(asBytes("said"));
        QVERIFY(signature && verify(identity.publicPart(), asBytes("said"), *signature));
        const Secret kept = identity.exportSecret();
        QCOMPARE(kept.size(), std::size_t{96});
        const auto again = Identity::importWith(key, kept.view());
        QVERIFY(again && again->publicPart() == identity.publicPart());
        QVERIFY(!Identity::importWith(key, kept.view().first(95)));

        bool good[4] = {};
        {
            std::vector<std::jthread> threads;
            for (auto& one : good) {
                threads.emplace_back([&one, mine = identity.share(), &signature] {
                    one = true;
                    for (int i = 0; i < 10; ++i) one = one && mine.sign(asBytes("said")) == signature;
                });
            }
        }
        for (const bool one : good) QVERIFY(one);
        const auto shared = identity.share();
        identity.letGo();
        QCOMPARE(shared.sign(asBytes("said")), Result<Bytes>(std::unexpected(Fault::away)));
    }
};

QTEST_GUILESS_MAIN(TestToken)
#include "test_token.moc"
