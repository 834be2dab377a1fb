#include "kernel/order/appeals.h"

#include <algorithm>

#include "kernel/identity/name.h"

namespace yc::order {
namespace {

using base::ErrorCode;
using base::fail;

// All of a measure's life is in one stream: placed, appealed, decided. That two do the same at once
// shows in its sequence.
constexpr std::uint64_t kPlaced = 1;
constexpr std::uint64_t kAppealed = 2;

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

base::Result<store::NewEvent> Appeals::filing(base::PrincipalId person, base::CaseId sanction,
                                              base::CaseId appeal, std::string_view text) {
  YC_TRY(std::string clean, readable(text, kTextMaxCharacters));
  YC_TRY(const store::Sanction placed, store_.sanction(sanction));
  if (placed.person != person)
    return fail(ErrorCode::not_found, "no such measure binds you", "look at your own cases");
  if (placed.lifted.unix_ms != 0)
    return fail(ErrorCode::conflict, "the measure was lifted already", "");
  return store::NewEvent{
      store::case_stream(sanction), person,
      store::AppealFiled{appeal, sanction, person, store::PrivateText(std::move(clean))}};
}

void Appeals::file(base::PrincipalId person, base::CaseId sanction, std::string_view text,
                   base::Executor& reply_on, store::Done<base::CaseId> done) {
  const auto id = store_.new_id();
  if (!id)
    return store::reply<base::CaseId>(reply_on, std::move(done), std::unexpected(id.error()));
  const base::CaseId appeal{*id};
  auto event = filing(person, sanction, appeal, text);
  if (!event)
    return store::reply<base::CaseId>(reply_on, std::move(done), std::unexpected(event.error()));
  store_.append({{*std::move(event)}, {{store::case_stream(sanction), kPlaced}}}, reply_on,
                [appeal, done = std::move(done)](const base::Result<store::Appended>& r) mutable {
                  if (r) return done(appeal);
                  const bool raced = r.error().code == ErrorCode::conflict;
                  done(raced ? fail(ErrorCode::conflict, "the measure was appealed already",
                                    "wait for the decision")
                             : std::unexpected(r.error()));
                });
}

base::Result<store::Batch> Appeals::decision(const store::By& by, base::CaseId appeal,
                                             store::AppealOutcome outcome, std::string_view note) {
  YC_TRY(std::string clean, readable(note, kTextMaxCharacters));
  YC_TRY(const store::Appeal filed, store::Order(store_).appeal(appeal));
  YC_TRY(const store::Sanction placed, store_.sanction(filed.sanction));
  if (placed.by == by.person || filed.person == by.person)
    return fail(ErrorCode::denied,
                "an appeal is decided by somebody else than who took the measure",
                "ask another moderator");
  const base::StreamId stream = store::case_stream(filed.sanction);
  store::Batch batch;
  batch.expected = {{stream, kAppealed}};
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
