#include "kernel/space/spaces.h"

#include <algorithm>
#include <charconv>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "kernel/base/assert.h"
#include "kernel/base/log.h"
#include "kernel/space/minor_watch.h"
#include "kernel/space/premises_shelf.h"
#include "kernel/space/refusal.h"
#include "kernel/space/space_names.h"
#include "kernel/space/spot.h"

namespace yc::space {
namespace {

using base::Duration;
using schema::Reason;

constexpr Duration kSweep = std::chrono::seconds(1);
// Ticks of many spaces fall into so many groups of a tick's time: spread, and yet one waking of
// the threads for many of them.
constexpr int kPhases = 10;

schema::Refused no_such_space() {
  return refused(Reason::no_such_space, "there is no such space", "check the link");
}

schema::Refused stopping() {
  return refused(Reason::shutting_down, "the server is stopping", "come back in a moment");
}

std::unexpected<base::Error> not_found() {
  return base::fail(base::ErrorCode::not_found, "there is no such space", "check the link");
}

base::SpaceId id_in(std::string_view key) {
  std::uint64_t id = 0;
  const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), id);
  return error == std::errc{} && end == key.data() + key.size() ? base::SpaceId{id}
                                                                : base::SpaceId{};
}

}  // namespace

class Spaces::State final : public Neighbourhood, public std::enable_shared_from_this<State> {
 public:
  State(SpacesSettings given, SpacesParts given_parts)
      : settings(given),
        parts(given_parts),
        shelf(parts.store),
        minors_({parts.clock, parts.store, parts.rights}),
        open_spaces_(parts.metrics.gauge("yc_space_open", "Spaces open now, with the city")),
        opened_(parts.metrics.counter("yc_space_opened_total", "Spaces opened for a visitor")),
        wake_seconds_(parts.metrics.histogram(
            "yc_space_wake_seconds", "Time from asking for a space to its first tick",
            {0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2})) {}

  void start();
  void stop(base::Task stopped);
  void enter(base::SpaceId id, EnterRequest request);
  void observe(const std::vector<store::Event>& events);  // on the thread that commits
  void open_to_all(base::SpaceId space, store::Visibility visibility);

  // Neighbourhood
  void came(base::PrincipalId person, base::SpaceId space, const OutletRef& outlet) override;
  void went(base::PrincipalId person, base::SpaceId space) override;
  std::size_t people() const override { return whereabouts_.size(); }

  SpaceParts space_parts() {
    return {parts.tick_executor, parts.clock,  parts.random,  parts.store,
            parts.identity,      parts.rights, parts.metrics, this};
  }

  const SpacesSettings settings;
  const SpacesParts parts;
  PremisesShelf shelf;
  SpaceNames names;
  std::unique_ptr<Space> city;
  std::vector<std::pair<base::Executor*, Watcher>> watchers;

 private:
  struct Entry {
    std::unique_ptr<Space> space;  // null while it is read
    std::vector<EnterRequest> waiting;
    base::MonotonicTime asked;
    base::MonotonicTime empty_since;
    bool empty = false;
    bool archived = false;  // meanwhile
  };
  struct Opened {
    std::unique_ptr<Space> space;
    schema::Refused why;  // where there is none
  };

  Opened read(base::SpaceId id);  // on the open executor
  void opened(base::SpaceId id, Opened made);
  void sweep();
  void look_at_minors();
  bool may_stop(Entry& entry, base::MonotonicTime at) const;
  void close(Entry& entry);
  void follow(const store::SanctionPlaced& event);
  void follow(const store::SpaceChanged& event);
  void follow(const store::SpaceRenamed& event);
  void follow(const store::SpaceArchived& event);
  void follow(const store::GrantRevoked& event);
  void send_to_city(std::vector<EnterRequest> released);
  void see_out(Entry& entry);
  void follow(const store::PersonBlocked& event) { bind_block(event.person, event.other, true); }
  void follow(const store::PersonUnblocked& event) { bind_block(event.person, event.other, false); }
  void bind_block(base::PrincipalId person, base::PrincipalId other, bool blocked);
  void read_portals(base::SpaceId space);
  Space* open_space(base::SpaceId id);
  std::size_t capacity(std::uint32_t wanted) const {
    const std::size_t most = settings.space.max_people;
    return wanted == 0 ? most : std::min<std::size_t>(wanted, most);
  }

  // Used on the tick executor only:
  std::unordered_map<base::SpaceId, Entry> open_;  // but the city
  std::unordered_map<base::PrincipalId, base::SpaceId> whereabouts_;
  MinorWatch minors_;
  std::uint32_t phases_given_ = 0;
  // A grant also ends by its hour, or with a membership: each sweep looks into one space.
  std::size_t swept_ = 0;
  bool running_ = false;
  base::Gauge& open_spaces_;
  base::Counter& opened_;
  base::Histogram& wake_seconds_;
};

// ---- opening and stopping -----------------------------------------------------------------------

void Spaces::State::start() {
  city->start();
  parts.tick_executor.post([self = shared_from_this()] {
    self->running_ = true;
    self->open_spaces_.set(1);
    self->sweep();
  });
}

void Spaces::State::stop(base::Task stopped) {
  parts.tick_executor.post([self = shared_from_this(), stopped = std::move(stopped)]() mutable {
    self->running_ = false;
    for (auto& [id, entry] : self->open_) self->close(entry);
    self->open_.clear();
    self->city->stop_now();
    stopped();
  });
}

void Spaces::State::close(Entry& entry) {
  for (const EnterRequest& request : entry.waiting) turn_away(request, stopping());
  if (entry.space != nullptr) entry.space->stop_now();
}

void Spaces::State::enter(base::SpaceId id, EnterRequest request) {
  if (id == city->premises().id) return city->arrive(std::move(request));
  if (!running_) return turn_away(request, stopping());
  const auto [at, is_new] = open_.try_emplace(id);
  Entry& entry = at->second;
  if (entry.space != nullptr) return entry.space->arrive(std::move(request));
  entry.waiting.push_back(std::move(request));
  if (!is_new) return;
  entry.asked = parts.clock.monotonic();
  parts.open_executor.post([self = shared_from_this(), id] {
    self->parts.tick_executor.post(
        [self, id, made = self->read(id)]() mutable { self->opened(id, std::move(made)); });
  });
}

Spaces::State::Opened Spaces::State::read(base::SpaceId id) {
  const auto record = parts.store.made_space(id);
  if (!record || record->archived.unix_ms != 0) return {nullptr, no_such_space()};
  auto premises = shelf.of(*record);
  if (premises) {
    SpaceSettings own = settings.space;
    own.max_people = capacity(record->capacity);
    auto space = Space::open(*std::move(premises), own, space_parts());
    if (space) {
      (*space)->set_slow_mode(std::chrono::seconds(record->slow_mode_s));
      return {*std::move(space), {}};
    }
    premises = std::unexpected(space.error());
  }
  base::log_error("space_not_opened", {{"space", id.value}, {"cause", premises.error().text()}});
  return {nullptr,
          refused(Reason::internal, "the space cannot be read", "tell whoever runs this city")};
}

void Spaces::State::opened(base::SpaceId id, Opened made) {
  const auto at = open_.find(id);
  if (at == open_.end()) return;  // stopped meanwhile
  Entry& entry = at->second;
  const std::vector<EnterRequest> waiting = std::exchange(entry.waiting, {});
  if (made.space == nullptr || entry.archived) {
    for (const EnterRequest& request : waiting) {
      turn_away(request, entry.archived ? no_such_space() : made.why);
    }
    open_.erase(at);
    return;
  }
  entry.space = std::move(made.space);
  for (const auto& [shard, watcher] : watchers) {
    entry.space->watch(*shard, [watcher, id](const crowd::SnapshotPtr& s) { watcher(id, s); });
  }
  const Duration period = Duration(std::chrono::seconds(1)) / settings.space.tick_hz;
  entry.space->start_now(period * static_cast<int>(++phases_given_ % kPhases) / kPhases);
  for (const EnterRequest& request : waiting) entry.space->arrive(request);
  const Duration took = parts.clock.monotonic() - entry.asked;
  wake_seconds_.observe(std::chrono::duration<double>(took).count());
  opened_.add();
  open_spaces_.set(static_cast<double>(open_.size() + 1));
}

// Stops it where nobody has been in it for long enough.
bool Spaces::State::may_stop(Entry& entry, base::MonotonicTime at) const {
  if (entry.space == nullptr) return false;
  const bool was_empty = std::exchange(entry.empty, entry.space->is_empty());
  if (!entry.empty) return false;
  if (!was_empty) entry.empty_since = at;
  if (at - entry.empty_since < settings.idle) return false;
  entry.space->stop_now();
  return true;
}

void Spaces::State::sweep() {
  if (!running_) return;
  const base::MonotonicTime at = parts.clock.monotonic();
  for (auto item = open_.begin(); item != open_.end();) {
    item = may_stop(item->second, at) ? open_.erase(item) : std::next(item);
  }
  if (!open_.empty()) see_out(std::next(open_.begin(), swept_++ % open_.size())->second);
  open_spaces_.set(static_cast<double>(open_.size() + 1));
  look_at_minors();
  parts.tick_executor.post_after(kSweep, [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->sweep();
  });
}

void Spaces::State::look_at_minors() {
  if (!parts.rights.knows_minors()) return;
  const auto whereabouts = whereabouts_;  // who is taken out is no longer there
  for (const auto& [person, space] : whereabouts) minors_.look_at(person, open_space(space));
}

// ---- where people are ---------------------------------------------------------------------------

Space* Spaces::State::open_space(base::SpaceId id) {
  if (id == city->premises().id) return city.get();
  const auto found = open_.find(id);
  return found == open_.end() ? nullptr : found->second.space.get();
}

void Spaces::State::came(base::PrincipalId person, base::SpaceId space, const OutletRef& outlet) {
  const auto known = whereabouts_.find(person);
  if (known != whereabouts_.end() && known->second != space) {
    if (Space* before = open_space(known->second)) before->let_go(person, outlet);
  }
  whereabouts_[person] = space;
}

void Spaces::State::went(base::PrincipalId person, base::SpaceId space) {
  const auto known = whereabouts_.find(person);
  if (known == whereabouts_.end() || known->second != space) return;
  whereabouts_.erase(known);
  minors_.went(person);
}

// ---- following the log --------------------------------------------------------------------------

// Rights observes the same commits and was registered first, so it knows them by now.
void Spaces::State::observe(const std::vector<store::Event>& events) {
  for (const store::Event& event : events) {
    names.follow(event);
    if (const auto* made = std::get_if<store::SpaceMade>(&event.payload))
      open_to_all(made->space, made->visibility);
    if (const auto* changed = std::get_if<store::SpaceChanged>(&event.payload))
      open_to_all(changed->space, changed->visibility);
    std::visit(
        [&]<typename Payload>(const Payload& payload) {
          if constexpr (requires(State & state) { state.follow(payload); }) {
            parts.tick_executor.post([weak = weak_from_this(), payload] {
              if (const auto self = weak.lock()) self->follow(payload);
            });
          } else if constexpr (std::is_same_v<Payload, store::PortalSet> ||
                               std::is_same_v<Payload, store::PortalRemoved>) {
            read_portals(payload.space);
          }
        },
        event.payload);
  }
}

void Spaces::State::follow(const store::SanctionPlaced& event) {
  city->bind_sanction(event);
  for (auto& [id, entry] : open_) {
    if (entry.space != nullptr) entry.space->bind_sanction(event);
  }
}

void Spaces::State::bind_block(base::PrincipalId person, base::PrincipalId other, bool blocked) {
  const auto at = whereabouts_.find(person);
  if (at == whereabouts_.end()) return;
  if (Space* space = open_space(at->second)) space->bind_block(person, other, blocked);
}

void Spaces::State::follow(const store::SpaceChanged& event) {
  Space* space = open_space(event.space);
  if (space == nullptr) return;
  space->set_capacity(capacity(event.capacity));
  space->set_slow_mode(std::chrono::seconds(event.slow_mode_s));
  if (space != city.get()) send_to_city(space->release_unwelcome());
}

// Which spaces it was about, and what was passed on from it, rights knows.
void Spaces::State::follow(const store::GrantRevoked&) {
  for (auto& [id, entry] : open_) see_out(entry);
}

void Spaces::State::see_out(Entry& entry) {
  if (entry.space != nullptr) send_to_city(entry.space->release_unwelcome());
}

void Spaces::State::send_to_city(std::vector<EnterRequest> released) {
  for (EnterRequest& request : released) city->arrive(std::move(request));
}

void Spaces::State::follow(const store::SpaceRenamed& event) {
  if (Space* space = open_space(event.space)) space->set_title(event.name.text);
}

// Those inside come to the city.
void Spaces::State::follow(const store::SpaceArchived& event) {
  const auto at = open_.find(event.space);
  if (at == open_.end()) return;
  at->second.archived = true;
  if (at->second.space == nullptr) return;
  const schema::Refused why =
      refused(Reason::space_closed, "the space was archived", "you are in the city");
  send_to_city(at->second.space->release_all(why));
  at->second.space->stop_now();
  open_.erase(event.space);
}

void Spaces::State::read_portals(base::SpaceId space) {
  parts.open_executor.post([weak = weak_from_this(), space] {
    const auto self = weak.lock();
    if (self == nullptr) return;
    auto portals = self->parts.store.portals(space);
    if (!portals) return;  // told when the space is opened next
    self->parts.tick_executor.post([self, space, portals = *std::move(portals)]() mutable {
      if (Space* open = self->open_space(space)) open->set_portals(std::move(portals));
    });
  });
}

// Who may visit a space that nobody was given: everyone, or nobody else.
void Spaces::State::open_to_all(base::SpaceId space, store::Visibility visibility) {
  const bool closed = visibility == store::Visibility::closed;
  parts.rights.set_open({space}, closed ? 0 : rights::kVisit);
}

// ---- the public face ----------------------------------------------------------------------------

base::Result<std::unique_ptr<Spaces>> Spaces::open(Premises city, SpacesSettings settings,
                                                   SpacesParts parts) {
  auto state = std::make_shared<State>(settings, parts);
  YC_TRY(state->city, Space::open(std::move(city), settings.space, state->space_parts()));
  YC_CHECK(state->names.load(parts.store));
  parts.rights.set_open({state->city->premises().id}, rights::kVisit);
  YC_TRY(const auto visibilities, parts.store.visibilities());
  for (const auto& [space, visibility] : visibilities) state->open_to_all(space, visibility);
  parts.store.add_observer([weak = std::weak_ptr(state)](const std::vector<store::Event>& events) {
    if (const auto locked = weak.lock()) locked->observe(events);
  });
  return std::unique_ptr<Spaces>(new Spaces(std::move(state)));
}

Spaces::Spaces(std::shared_ptr<State> state) : state_(std::move(state)) {}
Spaces::~Spaces() = default;

void Spaces::watch(base::Executor& shard, Watcher watcher) {
  state_->city->watch(shard, [watcher, id = state_->city->premises().id](
                                 const crowd::SnapshotPtr& s) { watcher(id, s); });
  state_->watchers.emplace_back(&shard, std::move(watcher));
}

void Spaces::start() {
  state_->start();
}
void Spaces::stop(base::Task stopped) {
  state_->stop(std::move(stopped));
}
Space& Spaces::city() const {
  return *state_->city;
}

base::Result<Spaces::Found> Spaces::find(std::string_view key) const {
  if (key.empty() || key == kCityKey || key == state_->city->premises().manifest.space)
    return find(base::SpaceId{});
  if (const base::SpaceId id = id_in(key)) return find(id);
  for (const base::SpaceId id : state_->names.with(key)) {
    auto found = find(id);
    if (!found || found->record.visibility != store::Visibility::open) continue;
    if (found->record.name.empty()) state_->names.forget(key, id);
    if (crowd::fold_name(found->record.name) == crowd::fold_name(key)) return found;
  }
  return not_found();
}

base::Result<Spaces::Found> Spaces::find(base::SpaceId id) const {
  const base::SpaceId city = state_->city->premises().id;
  if (!id || id == city) {
    Found found{city, {}, {}};
    if (const auto published = state_->parts.store.space_by_name(kCityKey))
      found.manifest = published->manifest;
    return found;
  }
  YC_TRY(store::MadeSpace record, state_->parts.store.made_space(id));
  if (record.archived.unix_ms != 0) return not_found();
  return Found{id, record.manifest, std::move(record)};
}

base::Result<Spaces::Found> Spaces::find_for(const rights::Actor& who, base::SpaceId id) const {
  YC_TRY(Found found, find(id));
  if (found.record.id && why_not(who, found).closing) return not_found();
  return found;
}

base::Status Spaces::check_place(const Found& space, std::string_view place) const {
  if (place.empty() || parse_spot(place)) return {};
  if (!space.record.id) {
    if (state_->city->premises().manifest.find_place(place) != nullptr) return {};
  } else {
    YC_TRY(const Manifest manifest, load_manifest(state_->parts.store, space.manifest));
    if (manifest.find_place(place) != nullptr) return {};
  }
  return base::fail(base::ErrorCode::bad_input, "the space has no such place",
                    "name a place of its manifest, or give a spot as x,y,z,yaw");
}

schema::Refused Spaces::why_not(const rights::Actor& who, const Found& space) const {
  const bool is_city = !space.record.id;
  const rights::Act act = is_city ? rights::Act::enter : rights::Act::visit_space;
  const auto decision = state_->parts.rights.decide(who, act, {space.id, {}});
  if (decision) return {};
  schema::Refused why = refused_by(decision, state_->parts.clock.wall());
  why.closing = true;
  return why;
}

void Spaces::enter(base::SpaceId id, EnterRequest request) {
  state_->parts.tick_executor.post([state = state_, id, request = std::move(request)]() mutable {
    state->enter(id, std::move(request));
  });
}

}  // namespace yc::space
