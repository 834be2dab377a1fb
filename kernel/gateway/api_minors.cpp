#include "kernel/gateway/api_minors.h"

#include <algorithm>

#include "kernel/identity/accounts.h"

namespace yc::gateway {
namespace {

using namespace schema::api;

constexpr std::size_t kGuardiansShown = 20;

MinorContact contact_of(store::Audience audience) {
  return by_name<MinorContact>(name_of(audience), kMinorContactNames);
}

store::AgeBand stored(AgeBand age) {
  return store_enum(age, store::kAgeBandNames);
}

}  // namespace

void MinorsApi::add_to(Api& api) {
  api.add(*this, &MinorsApi::see_own_age);
  api.add(*this, &MinorsApi::say_own_age);
  api.add(*this, &MinorsApi::confirm_guardian);
  api.add(*this, &MinorsApi::decline_guardian);
  api.add(*this, &MinorsApi::list_wards);
  api.add(*this, &MinorsApi::ask_ward);
  api.add(*this, &MinorsApi::limit_ward);
  api.add(*this, &MinorsApi::say_age_of_ward);
  api.add(*this, &MinorsApi::end_ward);
  api.add(*this, &MinorsApi::decide_age);
}

AgeBand MinorsApi::age_of(base::PrincipalId person) {
  const auto age = views_.age(person);
  return by_name<AgeBand>(name_of(age ? age->band : store::AgeBand::adult), kAgeBandNames);
}

void MinorsApi::see_own_age(const ApiCaller& who, const SeeOwnAgeRequest&,
                            ReplyTo<SeeOwnAgeRequest> reply) {
  auto guardians = views_.guardians_of(who.person);
  if (!guardians) return reply.fail(guardians.error());
  std::ranges::sort(*guardians, {}, [](const store::Guardian& row) {
    return std::pair(!row.confirmed, row.guardian.value);
  });
  if (guardians->size() > kGuardiansShown) guardians->resize(kGuardiansShown);
  SeeOwnAgeAnswer answer;
  answer.age = age_of(who.person);
  for (const store::Guardian& row : *guardians)
    answer.guardians.push_back({named_person(parts_.store, row.guardian), row.confirmed});
  if (const auto bound = parts_.rights.minor_day(who.person)) {
    answer.bound = true;
    answer.limits = {bound->limits.days, bound->limits.from_minute, bound->limits.to_minute,
                     bound->limits.daily_minutes, contact_of(bound->limits.contact)};
    answer.spent_minutes = bound->spent_minutes;
  }
  reply(answer);
}

void MinorsApi::say_own_age(const ApiCaller& who, const SayOwnAgeRequest& request,
                            ReplyTo<SayOwnAgeRequest> reply) {
  minors_.set_age(who.person, who.person, stored(request.age), store::AgeEvidence::own_word,
                  parts_.file_executor, when_durable<store::Appended>(std::move(reply)));
}

void MinorsApi::confirm_guardian(const ApiCaller& who, const ConfirmGuardianRequest& request,
                                 ReplyTo<ConfirmGuardianRequest> reply) {
  minors_.confirm(who.person, request.person, parts_.file_executor,
                  when_durable<store::Appended>(std::move(reply)));
}

void MinorsApi::decline_guardian(const ApiCaller& who, const DeclineGuardianRequest& request,
                                 ReplyTo<DeclineGuardianRequest> reply) {
  minors_.end(who.person, request.person, who.person, parts_.file_executor,
              when_durable<store::Appended>(std::move(reply)));
}

// Of somebody who has not confirmed, only the name is a guardian's to know.
Ward MinorsApi::ward_of(const store::Guardian& row) {
  Ward out;
  out.person = named_person(parts_.store, row.minor);
  out.confirmed = row.confirmed;
  out.limits = {row.hours.days, row.hours.from_minute, row.hours.to_minute, row.daily_minutes,
                contact_of(row.contact)};
  if (!row.confirmed) return out;
  out.age = age_of(row.minor);
  if (const auto bound = parts_.rights.minor_day(row.minor))
    out.spent_minutes = bound->spent_minutes;
  return out;
}

void MinorsApi::list_wards(const ApiCaller& who, const ListWardsRequest&,
                           ReplyTo<ListWardsRequest> reply) {
  const auto rows = views_.wards_of(who.person);
  if (!rows) return reply.fail(rows.error());
  ListWardsAnswer answer;
  for (const store::Guardian& row : *rows) answer.wards.push_back(ward_of(row));
  reply(answer);
}

void MinorsApi::ask_ward(const ApiCaller& who, const AskWardRequest& request,
                         ReplyTo<AskWardRequest> reply) {
  const auto minor = identity::account_called(parts_.store, request.account_name);
  if (!minor) return reply.fail(minor.error());
  minors_.ask(who.person, minor->person, parts_.file_executor,
              when_durable<store::Appended>(std::move(reply)));
}

void MinorsApi::limit_ward(const ApiCaller& who, const LimitWardRequest& request,
                           ReplyTo<LimitWardRequest> reply) {
  const store::Hours hours{static_cast<std::uint8_t>(request.days),
                           static_cast<std::uint16_t>(request.from_minute),
                           static_cast<std::uint16_t>(request.to_minute)};
  minors_.set_limits(who.person, request.person, hours,
                     store_enum(request.contact, store::kAudienceNames),
                     static_cast<std::uint16_t>(request.daily_minutes), parts_.file_executor,
                     when_durable<store::Appended>(std::move(reply)));
}

void MinorsApi::say_age_of_ward(const ApiCaller& who, const SayAgeOfWardRequest& request,
                                ReplyTo<SayAgeOfWardRequest> reply) {
  minors_.set_age(who.person, request.person, stored(request.age), store::AgeEvidence::guardian,
                  parts_.file_executor, when_durable<store::Appended>(std::move(reply)));
}

void MinorsApi::end_ward(const ApiCaller& who, const EndWardRequest& request,
                         ReplyTo<EndWardRequest> reply) {
  minors_.end(who.person, who.person, request.person, parts_.file_executor,
              when_durable<store::Appended>(std::move(reply)));
}

void MinorsApi::decide_age(const ApiCaller& who, const DecideAgeRequest& request,
                           ReplyTo<DecideAgeRequest> reply) {
  if (const auto known = parts_.store.person(request.person); !known)
    return reply.fail(known.error());
  minors_.set_age(who.by(), request.person, stored(request.age), store::AgeEvidence::reviewer,
                  parts_.file_executor, when_durable<store::Appended>(std::move(reply)));
}

}  // namespace yc::gateway
