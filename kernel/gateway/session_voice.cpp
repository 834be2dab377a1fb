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
  rounds_.push_back(std::move(round));
  if (governor_.load() > kBusyLoad && rounds_.size() <= kRoundsATick) return;
  // By number: a session may leave while it is told.
  for (std::size_t i = 0; i < sessions_.size(); ++i) {
    sessions_[i]->tell(nullptr, governor_.detail(), rounds_, desk_);
  }
  rounds_.clear();
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
  const rights::Where here{services_.space.premises().id, {}};
  if (const auto decision = services_.rights.decide(actor_, rights::Act::speak_aloud, here);
      !decision) {
    return refuse_voice(space::refused_by(decision, services_.clock.wall()));
  }
  const bool limited = services_.space.settings().limit_rates;
  if (limited && voice_packets_.take(services_.clock.monotonic()) > 0.0) {
    return refuse_voice(
        refusal(schema::Reason::rate_limited, "too many voice packets", "send one each 40 ms"));
  }
  if (const auto taken = services_.mixer->submit(handle_, *frame, frame->tail(bytes)); !taken) {
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
