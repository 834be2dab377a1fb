#pragma once
// Which names and looks one viewer has been told, and which it is still to be told: each once,
// until somebody changes or goes.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "kernel/crowd/roster.h"
#include "schema/frames.h"

namespace yc::crowd {

class Introductions {
 public:
  // Takes in what changed in the roster. Who left or jumped is to be told as gone, and everything
  // of them anew: they are returned, valid until the next call.
  std::span<const std::uint16_t> follow(const Roster& roster);
  // False when the roster had changed too often: everybody may have left and come since.
  bool followed_all() const { return followed_all_; }
  bool is_behind(const Roster& roster) const { return roster_version_ != roster.version(); }
  // To be told as gone, if anything of this person was told.
  void forget(std::uint16_t handle);

  // With the look; unless it is known.
  void want_name(std::uint16_t handle) {
    if (!is_named(handle)) add_unnamed(handle);
  }
  void want_look(std::uint16_t handle) {
    if (!is_dressed(handle)) add_undressed(handle);
  }
  void note_named(std::uint16_t handle);  // told by other means
  // Whether some were told of without their looks being wanted: whoever is forgotten may be one.
  void tell_undressed(bool some) { tells_undressed_ = some; }
  // So that nobody of the roster but the viewer needs to be asked about.
  bool knows_all_looks(const Roster& roster) const { return dressed_count_ + 1 >= roster.total(); }
  // Nothing may be told of anybody before those who are gone have been told as gone.
  bool owes_gone() const { return !gone_.empty(); }

  // The message `people` of docs/protocol.md into `out`, with `most_names` at most; false without
  // news. That the total changed is news only when `total_due`.
  bool encode_people(const Roster& roster, const HiddenPtr& hidden, std::size_t most_names,
                     bool total_due, std::string& out);
  // A looks frame into `out`; false without news.
  bool encode_looks(const Roster& roster, std::size_t most, std::vector<std::byte>& out);

 private:
  bool is_named(std::uint16_t handle) const { return handle < named_.size() && named_[handle]; }
  bool is_dressed(std::uint16_t handle) const {
    return handle < dressed_.size() && dressed_[handle];
  }
  void add_unnamed(std::uint16_t handle);
  void add_undressed(std::uint16_t handle);
  void dress(std::uint16_t handle);
  // How many.
  std::size_t append_gone(std::string& out);
  std::size_t append_names(const Roster& roster, const HiddenPtr& hidden, std::size_t most,
                           std::string& out);

  std::vector<bool> named_;    // by handle: the viewer knows name and look
  std::vector<bool> dressed_;  // by handle: the viewer knows the look, or will with the next frame
  std::size_t dressed_count_ = 0;
  bool tells_undressed_ = false;
  Handles unnamed_;    // to be told in people
  Handles undressed_;  // to be told in looks
  Handles gone_;       // to be told in people
  Handles forgotten_;  // by the last follow()
  bool followed_all_ = true;
  std::uint64_t roster_version_ = 0;
  std::size_t told_total_ = 0;
};

}  // namespace yc::crowd
