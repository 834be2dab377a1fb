#pragma once
// Names and looks of those present, by wire handle. A roster is immutable once published: the tick
// copies it when somebody comes, changes or goes, and viewers find out what changed from its log.

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace yc::crowd {

using Handles = std::vector<std::uint16_t>;

// Who is not told of each other; sorted; null = nobody.
using HiddenPtr = std::shared_ptr<const Handles>;

inline bool is_among(const HiddenPtr& hidden, std::uint16_t handle) {
  return hidden != nullptr && std::binary_search(hidden->begin(), hidden->end(), handle);
}

struct PersonCard {
  std::uint16_t handle = 0;
  std::uint8_t generation = 0;
  std::string name;
  std::uint64_t look = 0;
  bool moderator = false;
  // Made by Roster::set, once for all viewers:
  std::string folded{};  // the name as it is searched for, see fold_name
  std::string json{};    // schema::Person
};

// A name without the case of A to Z.
std::string fold_name(std::string_view name);

class Roster {
 public:
  // Changes remembered; a viewer further behind compares everything it knows.
  static constexpr std::size_t kLogLength = 4096;

  void set(PersonCard card);          // comes, or changed name or look
  void remove(std::uint16_t handle);  // must be present
  void jump(std::uint16_t handle);    // likewise

  // Null when nobody has this handle.
  const PersonCard* find(std::uint16_t handle) const;
  std::size_t handle_limit() const { return cards_.size(); }  // all handles are below
  std::size_t total() const { return total_; }
  std::uint64_t version() const { return version_; }

  // jumped: went elsewhere at once, so that what is known of where they are is worth nothing.
  enum class Change : std::uint8_t { arrived, updated, jumped, left };

  // Calls visit(handle, change) for each change after `version`, oldest first, and returns true;
  // false when the log does not reach back that far.
  template <typename Visit>
  bool each_change_after(std::uint64_t version, Visit&& visit) const {
    if (version_ - version > log_.size()) return false;
    for (std::uint64_t v = version; v < version_; ++v) {
      const LogEntry& entry = log_[v % kLogLength];
      visit(entry.handle, entry.change);
    }
    return true;
  }

 private:
  struct LogEntry {
    std::uint16_t handle = 0;
    Change change = Change::arrived;
  };
  void log_change(std::uint16_t handle, Change change);

  std::vector<std::shared_ptr<const PersonCard>> cards_;  // by handle; shared between copies
  std::vector<LogEntry> log_;                             // ring: change v is at v % kLogLength
  std::uint64_t version_ = 0;                             // changes ever
  std::size_t total_ = 0;
};

}  // namespace yc::crowd
