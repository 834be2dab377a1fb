#include "kernel/order/appeals.h"

#include <algorithm>

#include "kernel/identity/name.h"

namespace yc::order {
namespace {

using base::ErrorCode;
using base::fail;

// All of a measure's life is in one stream: placed, told, appealed, decided, lifted. Its sequence
// is read before anything is decided upon, so that two who do the same at once are found out.

constexpr int kTries = 3;  // to file: that the person is told of the measure may come in between

base::Result<std::string> readable(std::string_view text, std::size_t characters_max) {
  std::string clean = identity::clean_text(text);
  const auto characters = static_cast<std::size_t>(std::ranges::count_if(
      clean, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
  if (clean.empty() || characters > characters_max)
    return fail(ErrorCode::bad_input, "the text is empty or too long",
                "use 1-" + std::to_string(characters_max) + " characters");
  return clean;
}

}  // namespace

base::Result<store::Batch> Appeals::filing(const Filing& filing) {
  const base::StreamId stream = store::case_stream(filing.sanction);
  YC_TRY(std::string clean, readable(filing.text, kTextMaxCharacters));
  YC_TRY(const std::uint64_t sequence, store_.last_sequence(stream));
  YC_TRY(const store::Sanction placed, store_.sanction(filing.sanction));
  if (placed.person != filing.person)
    return fail(ErrorCode::not_found, "no such measure binds you", "look at your own cases");
  const auto earlier = store::Order(store_).appeal_of(filing.sanction);
  if (earlier)
    return fail(ErrorCode::conflict, "the measure was appealed already", "wait for the decision");
  if (earlier.error().code != ErrorCode::not_found) return std::unexpected(earlier.error());
  if (placed.lifted.unix_ms != 0)
    return fail(ErrorCode::conflict, "the measure was lifted already", "");
  return store::Batch{{{stream, filing.person,
                        store::AppealFiled{filing.appeal, filing.sanction, filing.person,
                                           store::PrivateText(std::move(clean))}}},
                      {{stream, sequence}}};
}

void Appeals::try_filing(Filing filing, int tries, base::Executor& reply_on,
                         store::Done<base::CaseId> done) {
  auto batch = this->filing(filing);
  if (!batch)
    return store::reply<base::CaseId>(reply_on, std::move(done), std::unexpected(batch.error()));
  store_.append(*std::move(batch), reply_on,
                [appeals = *this, filing = std::move(filing), tries, &reply_on,
                 done = std::move(done)](const base::Result<store::Appended>& r) mutable {
                  if (r) return done(filing.appeal);
                  if (r.error().code != ErrorCode::conflict || tries <= 1)
                    return done(std::unexpected(r.error()));
                  appeals.try_filing(std::move(filing), tries - 1, reply_on, std::move(done));
                });
}

void Appeals::file(base::PrincipalId person, base::CaseId sanction, std::string_view text,
                   base::Executor& reply_on, store::Done<base::CaseId> done) {
  const auto id = store_.new_id();
  if (!id)
    return store::reply<base::CaseId>(reply_on, std::move(done), std::unexpected(id.error()));
  try_filing({{*id}, person, sanction, std::string(text)}, kTries, reply_on, std::move(done));
}

base::Result<store::Batch> Appeals::decision(const store::By& by, base::CaseId appeal,
                                             store::AppealOutcome outcome, std::string_view note) {
  YC_TRY(std::string clean, readable(note, kTextMaxCharacters));
  YC_TRY(const store::Appeal known, store::Order(store_).appeal(appeal));
  const base::StreamId stream = store::case_stream(known.sanction);
  YC_TRY(const std::uint64_t sequence, store_.last_sequence(stream));
  YC_TRY(const store::Appeal filed, store::Order(store_).appeal(appeal));
  YC_TRY(const store::Sanction placed, store_.sanction(filed.sanction));
  if (placed.by == by.person || filed.person == by.person)
    return fail(ErrorCode::denied,
                "an appeal is decided by somebody else than who took the measure",
                "ask another moderator");
  if (!filed.open || placed.lifted.unix_ms != 0)
    return fail(ErrorCode::conflict, "the appeal is decided, or the measure was lifted",
                "look at the list again");
  store::Batch batch;
  batch.expected = {{stream, sequence}};
  batch.events.push_back(
      {stream, by.person, store::AppealDecided{appeal, outcome, store::PrivateText(clean)}});
  if (outcome == store::AppealOutcome::lifted) {
    batch.events.push_back(
        {stream, by.person, store::SanctionLifted{filed.sanction, store::PrivateText(clean)}});
  }
  store::add_record(batch, by);
  return batch;
}

void Appeals::decide(const store::By& by, base::CaseId appeal, store::AppealOutcome outcome,
                     std::string_view note, base::Executor& reply_on, store::WhenAppended done) {
  auto batch = decision(by, appeal, outcome, note);
  if (!batch) return store::refuse(reply_on, std::move(done), batch.error());
  store_.append(*std::move(batch), reply_on, std::move(done));
}

}  // namespace yc::order
