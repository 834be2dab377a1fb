#pragma once
// A crowd that speaks, for tests and measurements: people at places, packets, rounds.

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "kernel/base/assert.h"
#include "kernel/crowd/crowd_fixture.h"
#include "kernel/media/beds.h"
#include "kernel/media/hearing.h"
#include "kernel/media/round_builder.h"

namespace yc::media {

inline constexpr std::uint8_t kSpeakingUp = 255 - 2 * 24;  // -24 dBFS

// A real Opus packet of one round: a tone.
inline std::vector<std::byte> tone_packet(double hz = 220.0) {
  BedEncoder encoder;
  std::array<float, kBedSamples> samples{};
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double t = static_cast<double>(i) / kBedRateHz;
    samples[i] = static_cast<float>(0.3 * std::sin(2 * std::numbers::pi * hz * t));
  }
  std::vector<std::byte> packet;
  encoder.encode(samples, packet);
  return packet;
}

class SpeakingCrowd {
 public:
  explicit SpeakingCrowd(std::vector<Stage> stages = {}, BedSettings beds = {})
      : builder_(RoundSettings{}, std::move(stages)), beds_(beds) {}

  crowd::TestCrowd people;

  void speak(std::uint16_t handle, std::uint8_t loudness = kSpeakingUp,
             std::vector<std::byte> packet = std::vector<std::byte>(120)) {
    schema::VoiceFrame frame;
    frame.sequence = ++sequence_;
    frame.loudness = loudness;
    YC_ASSERT(inbox_.push(handle, frame, packet));
  }

  // What was said since the last round. with_beds: packets must be Opus then.
  VoiceRoundPtr round(bool with_beds = false) {
    PacketBatch batch;
    inbox_.take(batch);
    auto made = builder_.build(++number_, batch, people.publish());
    if (with_beds) beds_.mix(*made);
    return made;
  }
  const Beds& beds() const { return beds_; }

 private:
  VoiceInbox inbox_{100'000};
  RoundBuilder builder_;
  Beds beds_;
  std::uint16_t sequence_ = 0;
  std::uint32_t number_ = 0;
};

// Handles of the records of a voices frame, in its order.
inline std::vector<std::uint16_t> heard_in(const std::vector<std::byte>& frame) {
  std::vector<std::uint16_t> handles;
  const auto decoded = schema::VoicesFrame::decode(frame);
  YC_ASSERT(decoded.has_value());
  for (std::size_t i = 0; i < decoded->count; ++i) {
    handles.push_back(schema::VoicesFrame::record(frame, i).handle);
  }
  return handles;
}

inline bool has(const std::vector<std::uint16_t>& handles, std::uint16_t handle) {
  return std::ranges::find(handles, handle) != handles.end();
}

// Whom this listener hears in the round.
inline std::vector<std::uint16_t> hears(Hearing& hearing, const VoiceRoundPtr& round) {
  std::vector<std::byte> frame;
  if (!hearing.encode(*round, frame)) return {};
  return heard_in(frame);
}

}  // namespace yc::media
