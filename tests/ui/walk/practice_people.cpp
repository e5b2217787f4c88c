// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/walk/practice_people.h"

#include "model/practice/practice.h"

#include <algorithm>

namespace walk {

PracticePeople::PracticePeople(std::filesystem::path office)
    : m_office(std::move(office)), m_clock(model::systemClock()), m_random(crypto::seededRandom(3)) {}
PracticePeople::~PracticePeople() = default;

model::Workspace& PracticePeople::as(const std::string& label) {
    auto& one = m_people[label];
    if (!one) {
        const auto info = must(model::inspectOffice(m_office));
        const auto profile = std::ranges::find(info.profiles, label, &model::Profile::label);
        if (profile == info.profiles.end()) throw Lost("nobody is called " + label);
        const auto passphrase = model::practicePassphrase(label);
        one = must(model::Workspace::unlock(m_office, profile->id, crypto::asBytes(passphrase),
                                            {m_clock.get(), m_random.get()}));
    }
    must(one->exchange());
    return *one;
}

model::Digest PracticePeople::done(model::Result<model::Receipt> said) {
    const auto receipt = must(std::move(said));
    if (!receipt.refused.empty()) throw Lost(model::sentence(receipt.refused.front(), model::Language::en));
    return receipt.events.front();
}

std::string PracticePeople::today() const { return model::formatDate(model::chinaDate(m_clock->now())); }

} // namespace walk
