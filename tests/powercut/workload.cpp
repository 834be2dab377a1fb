#include "tests/powercut/workload.h"

namespace yc::powercut {

using namespace store;

namespace {

constexpr base::SpaceId kCity{1};

}  // namespace

Fingerprint fingerprint(base::StreamId stream, const Payload& payload) {
  Payload bare = payload;
  Fingerprint found{stream, {}, {}};
  PayloadWriter writer;
  std::visit(
      [&](auto& event) {
        event.each_private([&](PrivateText& text) {
          found.texts.push_back(text.text);
          text.entry = 0;
          text.commitment = {};
        });
        writer.put(event.kKind);
        event.write(writer);
      },
      bare);
  found.payload = writer.take();
  return found;
}

bool matches(Store& store, const Fingerprint& remembered, const Event& event) {
  Fingerprint found = fingerprint(event.stream, event.payload);
  if (found.stream != remembered.stream || found.payload != remembered.payload) return false;
  std::size_t field = 0;
  bool same = true;
  Payload payload = event.payload;
  std::visit(
      [&](auto& typed) {
        typed.each_private([&](const PrivateText& text) {
          const std::string& wanted = remembered.texts[field++];
          if (text.entry == 0) {
            same = same && wanted.empty();
            return;
          }
          const auto kept = store.read_text(text.entry);
          same = same && kept && (!*kept || **kept == wanted);
        });
      },
      payload);
  return same;
}

std::string Workload::text(std::size_t max_bytes) {
  std::string made(1 + random_.below(max_bytes), ' ');
  for (char& c : made) c = static_cast<char>('a' + random_.below(26));
  return made;
}

base::PrincipalId Workload::someone() {
  return people_.empty() ? base::PrincipalId{} : people_[random_.below(people_.size())];
}

NewEvent Workload::event(std::uint64_t id) {
  const base::PrincipalId who = someone();
  const base::CaseId fresh_case{id};
  switch (random_.below(9)) {
    case 0: {
      const base::PrincipalId person{id};
      people_.push_back(person);
      base::Digest token{};
      random_.fill(token);
      return {person_stream(person), person, GuestAdmitted{person, id, token, text(24)}};
    }
    case 1:
      return {person_stream(who), who, PersonRenamed{who, text(24)}};
    case 2:
      return {space_stream(kCity), who, LanternLit{kCity, text(3), who}};
    case 3:
      return {case_stream(fresh_case), who,
              SanctionPlaced{
                  fresh_case, SanctionKind::mute, who, text(15), text(64), text(200), {}, 0}};
    case 4:
      return {city_stream(), who, SettingChanged{text(4), text(4000)}};
    default:
      return {space_stream(kCity), who, ChatSaid{kCity, who, ChatScope::near, {}, text(2000)}};
  }
}

Batch Workload::batch(std::uint64_t id) {
  Batch made;
  made.events.push_back(event(id));
  // Only the first may need the fresh id: two events with one id could break a table.
  for (std::uint64_t more = random_.below(6); more > 0; --more) {
    const base::PrincipalId who = someone();
    made.events.push_back(
        {space_stream(kCity), who, ChatSaid{kCity, who, ChatScope::space, {}, text(300)}});
  }
  return made;
}

}  // namespace yc::powercut
