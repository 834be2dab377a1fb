#include "kernel/order/minors.h"

#include <algorithm>

#include "kernel/social/reach.h"

namespace yc::order {
namespace {

using base::ErrorCode;
using base::fail;
using store::AgeBand;
using store::AgeEvidence;

constexpr std::uint16_t kMinutesADay = 1440;

std::size_t confirmed_among(const std::vector<store::Guardian>& links) {
  return static_cast<std::size_t>(std::ranges::count(links, true, &store::Guardian::confirmed));
}

std::unexpected<base::Error> too_many() {
  return fail(ErrorCode::full, "there are too many guardians or wards already", "end one first");
}

std::unexpected<base::Error> not_the_guardian() {
  return fail(ErrorCode::denied, "only a confirmed guardian may do this",
              "ask the minor to confirm you first");
}

}  // namespace

base::Result<store::Age> Minors::age_of(base::PrincipalId person) {
  auto age = store::Order(store_).age(person);
  if (!age && age.error().code == ErrorCode::not_found)
    return store::Age{person, AgeBand::adult, AgeEvidence::own_word};
  return age;
}

base::Result<store::Guardian> Minors::link(base::PrincipalId guardian, base::PrincipalId minor) {
  YC_TRY(const auto links, store::Order(store_).guardians_of(minor));
  const auto found = std::ranges::find(links, guardian, &store::Guardian::guardian);
  if (found == links.end())
    return fail(ErrorCode::not_found, "there is no such guardian", "ask first");
  return *found;
}

base::Status Minors::check_age(base::PrincipalId by, base::PrincipalId person, AgeBand band,
                               AgeEvidence evidence) {
  if (evidence == AgeEvidence::reviewer) return {};
  if (evidence == AgeEvidence::guardian) {
    YC_TRY(const store::Guardian guardian, link(by, person));
    if (!guardian.confirmed) return not_the_guardian();
  }
  YC_TRY(const store::Age now, age_of(person));
  if (now.evidence > evidence)
    return fail(ErrorCode::denied, "somebody else's word counts for this age",
                "ask those who manage the city");
  if (evidence == AgeEvidence::own_word && band < now.band)
    return fail(ErrorCode::denied, "nobody makes themselves older",
                "ask a guardian or those who manage the city");
  return {};
}

void Minors::set_age(const store::By& by, base::PrincipalId person, AgeBand band,
                     AgeEvidence evidence, base::Executor& reply_on, store::WhenAppended done) {
  if (const auto checked = check_age(by.person, person, band, evidence); !checked)
    return store::refuse(reply_on, std::move(done), checked.error());
  store::Batch batch;
  batch.events.push_back(
      {store::person_stream(person), by.person, store::AgeBandSet{person, band, evidence}});
  store::add_record(batch, by);
  store_.append(std::move(batch), reply_on, std::move(done));
}

base::Status Minors::check_ask(base::PrincipalId guardian, base::PrincipalId minor) {
  YC_CHECK(social::check_approach(store_, guardian, minor, social::Approach::write));
  YC_TRY(const store::Age own, age_of(guardian));
  if (own.band != AgeBand::adult)
    return fail(ErrorCode::denied, "a minor cannot be a guardian", "ask an adult");
  store::Order order(store_);
  YC_TRY(const auto guardians, order.guardians_of(minor));
  YC_TRY(const auto wards, order.wards_of(guardian));
  // Whoever only asks takes no place from a parent.
  if (confirmed_among(guardians) >= kGuardiansMax || wards.size() >= kWardsMax) return too_many();
  if (wards.size() - confirmed_among(wards) >= kOpenAsksMax)
    return fail(ErrorCode::full, "several people have not answered you yet",
                "wait, or take one of your requests back");
  return {};
}

void Minors::ask(base::PrincipalId guardian, base::PrincipalId minor, base::Executor& reply_on,
                 store::WhenAppended done) {
  if (guardian == minor) {
    return store::refuse(
        reply_on, std::move(done),
        {ErrorCode::bad_input, "nobody is their own guardian", "name somebody else", {}});
  }
  const auto known = link(guardian, minor);
  if (known) return store::reply<store::Appended>(reply_on, std::move(done), store::Appended{});
  if (known.error().code != ErrorCode::not_found)
    return store::refuse(reply_on, std::move(done), known.error());
  if (const auto checked = check_ask(guardian, minor); !checked)
    return store::refuse(reply_on, std::move(done), checked.error());
  store::append_one(store_, store::person_stream(minor), guardian,
                    store::GuardianAsked{guardian, minor}, reply_on, std::move(done));
}

void Minors::confirm(base::PrincipalId minor, base::PrincipalId guardian, base::Executor& reply_on,
                     store::WhenAppended done) {
  const auto known = link(guardian, minor);
  if (!known) return store::refuse(reply_on, std::move(done), known.error());
  if (known->confirmed)
    return store::reply<store::Appended>(reply_on, std::move(done), store::Appended{});
  const auto guardians = store::Order(store_).guardians_of(minor);
  if (!guardians) return store::refuse(reply_on, std::move(done), guardians.error());
  if (confirmed_among(*guardians) >= kGuardiansMax)
    return store::refuse(reply_on, std::move(done), too_many().error());
  const auto age = age_of(minor);
  if (!age) return store::refuse(reply_on, std::move(done), age.error());
  const base::StreamId stream = store::person_stream(minor);
  store::Batch batch;
  batch.events.push_back({stream, minor, store::GuardianConfirmed{guardian, minor}});
  if (age->band == AgeBand::adult) {
    batch.events.push_back(
        {stream, minor, store::AgeBandSet{minor, AgeBand::under_18, AgeEvidence::guardian}});
  }
  store_.append(std::move(batch), reply_on, std::move(done));
}

void Minors::end(base::PrincipalId by, base::PrincipalId guardian, base::PrincipalId minor,
                 base::Executor& reply_on, store::WhenAppended done) {
  const auto known = link(guardian, minor);
  if (!known) return store::refuse(reply_on, std::move(done), known.error());
  if (by != guardian && (by != minor || known->confirmed))
    return store::refuse(reply_on, std::move(done), not_the_guardian().error());
  store::append_one(store_, store::person_stream(minor), by, store::GuardianEnded{guardian, minor},
                    reply_on, std::move(done));
}

void Minors::set_limits(base::PrincipalId guardian, base::PrincipalId minor, store::Hours hours,
                        store::Audience contact, std::uint16_t daily_minutes,
                        base::Executor& reply_on, store::WhenAppended done) {
  const auto known = link(guardian, minor);
  if (!known) return store::refuse(reply_on, std::move(done), known.error());
  if (!known->confirmed)
    return store::refuse(reply_on, std::move(done), not_the_guardian().error());
  if (hours.days > 0x7f || hours.from_minute >= hours.to_minute || hours.to_minute > kMinutesADay ||
      daily_minutes > kMinutesADay) {
    return store::refuse(reply_on, std::move(done),
                         {ErrorCode::bad_input, "these hours are none of a day",
                          "let them end after they begin, by midnight"});
  }
  store::append_one(store_, store::person_stream(minor), guardian,
                    store::GuardianLimitsSet{guardian, minor, hours.days, hours.from_minute,
                                             hours.to_minute, contact, daily_minutes},
                    reply_on, std::move(done));
}

}  // namespace yc::order
