#pragma once
// What one viewer knows of the cells around, and which of them to tell next: those that have waited
// longest in relation to their distance. The records are those of the shared blocks; nothing is
// encoded here but headings and their details.

#include <cstdint>
#include <vector>

#include "kernel/crowd/detail.h"
#include "kernel/crowd/introductions.h"
#include "kernel/crowd/snapshot.h"

namespace yc::crowd {

class CellsInView {
 public:
  // Which cells are in view; found anew now and then, and after look_anew().
  void find(const Snapshot& snapshot, std::uint32_t viewer, int tick_hz, double ticks_per_frame);
  void look_anew() {
    found_tick_ = 0;
    has_more_ = true;
  }
  // Everybody in them is told again.
  void forget_all();

  // A crowd_cells frame about the cells that are due, of about `most_bytes`, into `out`; false when
  // none is. Looks of those who are new are wanted of `introductions`: now, or once there are
  // extras again.
  bool encode(const Snapshot& snapshot, std::uint32_t viewer, const InterestSettings& settings,
              const Detail& detail, double most_bytes, Introductions& introductions,
              std::vector<std::byte>& out);

 private:
  struct Known {
    CellKey key;
    std::uint32_t slot = 0;
    std::uint32_t have = 0;          // everyone listed until this tick is known; 0 = nobody
    std::uint32_t told_tick = 0;     // 0 = never
    std::uint32_t round_tick = 0;    // of a cell told in turns: when the round began; 0 = in none
    std::uint32_t reached_tick = 0;  // in a round: of the last who was told, when listed
    std::uint16_t reached_handle = 0;
    std::uint16_t interval_ticks = 0;
    bool owes_looks = false;  // told of while there were no extras
    void forget() { have = round_tick = 0; }
  };
  struct Due {
    float urgency = 0;
    std::uint32_t cell = 0;
  };
  // For whom and how a frame is made.
  struct Telling {
    const SnapshotEntry& viewer;
    std::size_t people_of_cell;  // at most, at once
    Introductions& introductions;
    bool extras;
    bool wants_looks;  // somebody's may be news, and there are extras
    schema::CrowdCellsFrame frame;
    std::vector<std::byte>& out;
  };

  void find_due(const Snapshot& snapshot, float interval_factor, int tick_hz,
                std::vector<Due>& due);
  void want_owed_looks(const Snapshot& snapshot, const SnapshotEntry& viewer,
                       Introductions& introductions);
  void append_cell(Known& known, const CellBlock& block, Telling& telling);
  static void append_people(const CellBlock& block, std::size_t first, std::size_t end,
                            Telling& telling);

  std::vector<Known> cells_;    // by slot
  float least_urgency_ = 1.0f;  // that the next frame considers
  std::size_t turn_ = 0;
  std::uint32_t encoded_tick_ = 0;
  bool has_more_ = false;         // than one frame could hold
  std::uint32_t found_tick_ = 0;  // 0 = not yet
  bool owes_looks_ = false;       // some cell may
};

}  // namespace yc::crowd
