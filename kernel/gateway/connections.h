#pragma once
// Who is connected as whom, and where: by this a person is told something at once in whatever space
// they are. A person is in the city once; the newest line is theirs. Thread-safe.

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "kernel/rights/rights.h"
#include "kernel/space/space.h"

namespace yc::gateway {

// A person's connection, as others than its space speak to it. Called on its shard.
class PersonLine {
 public:
  virtual ~PersonLine() = default;
  virtual void notify(space::SharedText message) = 0;
  // To a space by its key, and a place in it; they have agreed to come.
  virtual void bring(const std::string& space, const std::string& place) = 0;
  virtual void come_beside(std::uint16_t handle) = 0;  // in the space where they are
  // A friend came to that space or went from it, or became a friend or is none any more.
  virtual void note_friend(base::SpaceId space, std::uint16_t handle, bool here) = 0;
};

struct Connected {
  rights::Actor actor;
  std::shared_ptr<space::Space> space;
  std::uint16_t handle = 0;
  std::weak_ptr<PersonLine> line;
  base::Executor* shard = nullptr;  // outlives the line

  base::SpaceId space_id() const { return space->premises().id; }
};

class Connections {
 public:
  // Where they are from here on; answers what stood there before.
  std::optional<Connected> put(Connected now);
  // Answers what stood there; nothing where another line has taken its place.
  std::optional<Connected> remove(base::PrincipalId person, const std::weak_ptr<PersonLine>& line);

  std::optional<Connected> find(base::PrincipalId person) const;
  bool has(base::PrincipalId person) const;
  base::PrincipalId at(base::SpaceId space, std::uint16_t handle) const;  // zero: nobody

  void tell(base::PrincipalId person, space::SharedText message) const;
  template <typename Message>
  void tell_message(base::PrincipalId person, const Message& message) const {
    tell(person, std::make_shared<const std::string>(base::dump_json(message.to_json())));
  }
  // Runs act(line) on the person's shard.
  template <typename Act>
  static void run(const Connected& at, Act act) {
    at.shard->post([line = at.line, act = std::move(act)] {
      if (const auto alive = line.lock()) act(*alive);
    });
  }

 private:
  using Place = std::pair<base::SpaceId, std::uint16_t>;
  static Place place_of(const Connected& at) { return {at.space_id(), at.handle}; }
  void forget_place(const Connected& at);

  mutable std::mutex mutex_;
  std::unordered_map<base::PrincipalId, Connected> people_;
  std::map<Place, base::PrincipalId> places_;
};

}  // namespace yc::gateway
