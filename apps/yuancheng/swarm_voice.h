#pragma once
// The voice of one participant of a swarm: packets made beforehand, as a microphone would send
// them, and a count of what is heard of others.

#include <cstdint>
#include <span>
#include <vector>

#include "schema/frames.h"

namespace yc::apps {

// Packets of 40 ms, about as large as those of speech; shared by all speakers.
class SpokenPackets {
 public:
  SpokenPackets();
  std::span<const std::byte> at(std::size_t i) const { return packets_[i % packets_.size()]; }

 private:
  std::vector<std::vector<std::byte>> packets_;
};

class SwarmVoice {
 public:
  SwarmVoice(const SpokenPackets& packets, int index) : packets_(packets), index_(index) {}

  // The frames due after so many seconds more of speaking, one after another.
  template <typename Send>
  void speak(double seconds, Send&& send) {
    for (due_s_ += seconds; due_s_ >= kPacketS; due_s_ -= kPacketS) send(next());
  }

 private:
  static constexpr double kPacketS = 0.04;
  std::span<const std::byte> next();

  const SpokenPackets& packets_;
  int index_;
  std::uint16_t sequence_ = 0;
  double due_s_ = 0;
  std::vector<std::byte> frame_;
};

}  // namespace yc::apps
