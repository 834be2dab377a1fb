// Any bytes as any frame: decoders must take or refuse them, and what they take must survive the
// way through metres and back.
#include <cstdint>
#include <span>

#include "kernel/base/assert.h"
#include "kernel/crowd/cell_reader.h"
#include "kernel/crowd/wire_position.h"
#include "schema/frames.h"

namespace {

template <typename Frame>
void check_position(const Frame& frame) {
  const yc::crowd::WirePosition wire = yc::crowd::position_of(frame);
  YC_ASSERT(yc::crowd::to_wire(yc::crowd::from_wire(wire)) == wire);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace schema = yc::schema;
  const std::span bytes(reinterpret_cast<const std::byte*>(data), size);
  if (const auto frame = schema::PoseFrame::decode(bytes)) check_position(*frame);
  if (const auto frame = schema::CorrectionFrame::decode(bytes)) check_position(*frame);
  if (const auto frame = schema::CrowdFrame::decode(bytes)) {
    for (std::size_t i = 0; i < frame->count; ++i) {
      check_position(schema::CrowdFrame::record(bytes, i));
    }
  }
  if (const auto frame = schema::CrowdCellsFrame::decode(bytes)) {
    yc::crowd::CellReader reader(bytes, *frame);
    for (yc::crowd::CellMotion motion; reader.next(motion);) {
      YC_ASSERT(motion.handle != 0 && motion.handle != schema::kCrowdDetailHandle);
      const auto [x, z] = motion.velocity;
      YC_ASSERT(x * x + z * z < 40.0);
    }
  }
  if (const auto frame = schema::LooksFrame::decode(bytes)) {
    for (std::size_t i = 0; i < frame->count; ++i) {
      YC_ASSERT(schema::LooksFrame::record(bytes, i).look_high <= 65'535);
    }
  }
  if (const auto frame = schema::HandsFrame::decode(bytes)) {
    for (std::size_t i = 0; i < frame->count; ++i) {
      YC_ASSERT(schema::HandsFrame::record(bytes, i).present <= 255);
    }
  }
  static_cast<void>(schema::HandsPoseFrame::decode(bytes));
  return 0;
}
