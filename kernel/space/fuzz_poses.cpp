// Any sequence of pose frames, with any waits between them: nobody leaves the bounds, and what the
// server would tell others always fits the wire.
#include <algorithm>
#include <cstdint>
#include <span>

#include "kernel/base/assert.h"
#include "kernel/space/manifest.h"
#include "kernel/space/motion.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using yc::schema::PoseFrame;
  static const yc::space::Premises premises = yc::space::flat_premises(60.0);
  const yc::geometry::Box& bounds = premises.manifest.bounds;
  yc::base::MonotonicTime now;
  yc::space::Motion motion({0.0, 0.0, 0.0}, 0.0, now);
  std::span bytes(reinterpret_cast<const std::byte*>(data), size);
  // Each step: one byte of wait in 10 ms, then a frame without its kind byte.
  while (bytes.size() >= PoseFrame::kHeaderSize) {
    now = now + std::chrono::milliseconds(10 * std::to_integer<int>(bytes[0]));
    std::byte frame[PoseFrame::kHeaderSize];
    std::copy_n(bytes.begin(), PoseFrame::kHeaderSize, frame);
    frame[0] = std::byte{PoseFrame::kKind};
    const auto pose = PoseFrame::decode(frame);
    YC_ASSERT(pose.has_value());
    const auto verdict = motion.take(*pose, now, *premises.ground, bounds);
    YC_ASSERT(bounds.contains(motion.position()));
    YC_ASSERT(yc::crowd::fits_wire(motion.position()));
    if (verdict == yc::space::PoseVerdict::expelled) return 0;
    bytes = bytes.subspan(PoseFrame::kHeaderSize);
  }
  return 0;
}
