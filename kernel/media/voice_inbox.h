#pragma once
// Voice packets on their way from the shards to the mixer: flat, so that a packet costs a copy and
// no memory of its own.

#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

#include "schema/frames.h"

namespace yc::media {

struct PacketBatch {
  struct Packet {
    std::uint16_t speaker = 0;
    std::uint16_t sequence = 0;
    std::uint8_t loudness = 0;
    std::uint16_t size = 0;
    std::uint32_t offset = 0;  // in bytes
  };
  std::vector<Packet> packets;
  std::vector<std::byte> bytes;

  void clear() {
    packets.clear();
    bytes.clear();
  }
  std::span<const std::byte> bytes_of(const Packet& packet) const {
    return std::span(bytes).subspan(packet.offset, packet.size);
  }
};

class VoiceInbox {  // push: any thread; take: the mixer
 public:
  explicit VoiceInbox(std::size_t capacity) : capacity_(capacity) {}

  // False when full. packet: at most VoiceFrame::kTailMax bytes.
  bool push(std::uint16_t speaker, const schema::VoiceFrame& frame,
            std::span<const std::byte> packet) {
    const std::lock_guard lock(mutex_);
    if (batch_.packets.size() >= capacity_) return false;
    batch_.packets.push_back({speaker, frame.sequence, frame.loudness,
                              static_cast<std::uint16_t>(packet.size()),
                              static_cast<std::uint32_t>(batch_.bytes.size())});
    batch_.bytes.insert(batch_.bytes.end(), packet.begin(), packet.end());
    return true;
  }

  // Replaces `out` by what has arrived, in order.
  void take(PacketBatch& out) {
    out.clear();
    const std::lock_guard lock(mutex_);
    std::swap(batch_, out);
  }

 private:
  std::mutex mutex_;
  PacketBatch batch_;
  std::size_t capacity_;
};

}  // namespace yc::media
