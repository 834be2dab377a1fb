#include "apps/yuancheng/swarm_voice.h"

#include <array>
#include <cmath>
#include <numbers>

#include "kernel/media/opus.h"

namespace yc::apps {
namespace {

constexpr std::size_t kPackets = 50;       // two seconds
constexpr std::size_t kPacketBytes = 120;  // 24 kbit/s
constexpr std::uint8_t kPadded = 0x03;     // code 3 (RFC 6716, 3.2.5)
constexpr std::uint8_t kOnePadded = 0x41;  // padding, one frame

// A packet grown to the size that a microphone's has; a decoder skips the padding.
std::vector<std::byte> pad(const std::vector<std::byte>& packet) {
  const bool one_frame = (packet[0] & std::byte{0x03}) == std::byte{0};
  if (!one_frame || packet.size() + 2 >= kPacketBytes) return packet;
  std::vector<std::byte> out{packet[0] | std::byte{kPadded}, std::byte{kOnePadded}};
  const std::size_t padding = kPacketBytes - packet.size() - 2;
  out.push_back(static_cast<std::byte>(padding));
  out.insert(out.end(), packet.begin() + 1, packet.end());
  out.resize(out.size() + padding);
  return out;
}

}  // namespace

SpokenPackets::SpokenPackets() {
  media::BedEncoder encoder;
  std::array<float, media::kBedSamples> samples{};
  double phase = 0;
  for (std::size_t i = 0; i < kPackets; ++i) {
    for (float& sample : samples) {
      phase += (140.0 + 20.0 * std::sin(0.13 * static_cast<double>(i))) / media::kBedRateHz;
      double sum = 0;
      for (int k = 1; k <= 12; ++k) sum += std::sin(2 * std::numbers::pi * phase * k) / k;
      sample = static_cast<float>(0.2 * sum);
    }
    std::vector<std::byte> packet;
    encoder.encode(samples, packet);
    packets_.push_back(pad(packet));
  }
}

std::span<const std::byte> SwarmVoice::next() {
  schema::VoiceFrame frame;
  frame.sequence = ++sequence_;
  // Between -34 and -20 dBFS, each at another moment, as people in a conversation.
  const double swing = std::sin(0.05 * sequence_ + index_);
  frame.loudness = static_cast<std::uint8_t>(255 - 54 + std::lround(14 * swing));
  const auto packet = packets_.at(static_cast<std::size_t>(index_) * 7 + sequence_);
  frame_.resize(schema::VoiceFrame::kHeaderSize);
  frame.write(frame_.data());
  frame_.insert(frame_.end(), packet.begin(), packet.end());
  return frame_;
}

}  // namespace yc::apps
