// The voice of a session: packets in, by the leave of rights and within limits; rounds out.
#include <utility>

#include "kernel/gateway/session.h"
#include "kernel/space/refusal.h"

namespace yc::gateway {

void FrameHub::deliver(media::VoiceRoundPtr round) {
  // A write costs as much as all else that a listener costs: a busy shard tells a round in the
  // write of the next tick. Two rounds at most begin in one; a third that waits says it is late.
  constexpr double kBusyLoad = 0.1;
  constexpr std::size_t kRoundsATick = 2;
  const base::SpaceId space = round->space;
  const auto found = rooms_.find(space);
  if (found == rooms_.end()) return;
  Room& room = *found->second;
  room.rounds.push_back(std::move(round));
  if (governor_.load() > kBusyLoad && room.rounds.size() <= kRoundsATick) return;
  telling_ = true;
  // By number: a session may leave while it is told.
  for (std::size_t i = 0; i < room.sessions.size(); ++i) {
    room.sessions[i]->tell(nullptr, governor_.detail(), room.rounds, desk_);
  }
  telling_ = false;
  room.rounds.clear();
  if (room.sessions.empty()) forget(space);
}

// Rights are asked for each packet, in memory: who is muted is silent at once, also in the middle
// of a word.
void Session::speak(std::span<const std::byte> bytes) {
  const auto frame = schema::VoiceFrame::decode(bytes);
  if (!frame) return break_off(schema::Reason::bad_message, frame.error());
  if (services_.mixer == nullptr) {
    return refuse_voice(refusal(schema::Reason::denied, "nobody speaks aloud in this city",
                                "write instead; see voice.on"));
  }
  if (const auto decision = services_.rights.decide(actor_, rights::Act::speak_aloud, here());
      !decision) {
    return refuse_voice(space::refused_by(decision, services_.clock.wall()));
  }
  const bool limited = space_->settings().limit_rates;
  if (limited && voice_packets_.take(services_.clock.monotonic()) > 0.0) {
    return refuse_voice(
        refusal(schema::Reason::rate_limited, "too many voice packets", "send one each 40 ms"));
  }
  if (voice_room_ == nullptr) {
    voice_room_ = services_.mixer->enter({space_->premises().id, space_->premises().manifest.stages,
                                          [space = space_] { return space->latest(); }});
  }
  if (const auto taken = services_.mixer->submit(*voice_room_, handle_, *frame, frame->tail(bytes));
      !taken) {
    break_off(schema::Reason::bad_message, taken.error());
  }
}

// Every packet is counted; the person is told now and then.
void Session::refuse_voice(schema::Refused why) {
  services_.metrics.voice_packets_refused.add();
  if (voice_refusals_.take(services_.clock.monotonic()) > 0.0) return;
  refuse(why);
}

void Session::hear(const media::VoiceRound& round, FrameDesk& desk) {
  if (!hearing_->encode(round, desk.frame)) return;
  interest_->attend(hearing_->heard());
  services_.metrics.voice_bytes_out.add(static_cast<double>(desk.frame.size()));
  desk.batch.add_binary(desk.frame);
}

}  // namespace yc::gateway
