// From one space to another over the same connection.
#include <cmath>
#include <utility>

#include "kernel/gateway/session.h"
#include "kernel/space/refusal.h"

namespace yc::gateway {

void Session::travel(const base::Json& message) {
  auto travel = schema::Travel::parse(message);
  if (!travel) return refuse_field(travel.error(), message);
  if (const double wait_s =
          space_->settings().limit_rates ? travels_.take(services_.clock.monotonic()) : 0.0;
      wait_s > 0.0) {
    schema::Refused why =
        refusal(schema::Reason::rate_limited, "too many in a short time", "wait a moment");
    why.retry_after_s = static_cast<std::int64_t>(std::ceil(wait_s));
    return refuse(why);
  }
  if (travel->portal == 0) return travel_to(travel->space, travel->place);
  if (arrived_) submit(std::move(*travel), 0);  // the space knows where its portals are
}

void Session::leads(base::SpaceId space, const std::string& place) {
  if (state_ != State::present) return;
  travel_to(space ? std::to_string(space.value) : std::string(space::kCityKey), place);
}

// One space is asked at a time, so that each answer is known to be of that one.
void Session::travel_to(std::string_view key, const std::string& place) {
  if (travelling_) {
    next_travel_.emplace(key, place);
    return leave_line();
  }
  const auto found = services_.spaces.find(key);
  if (found && found->id == space_->premises().id) {
    if (!place.empty()) submit(schema::Teleport{place, 0}, 0);
    return;
  }
  travelling_ = true;
  awaiting_answer_ = shared_from_this();
  services_.door.travel(key, place, actor_, {weak_from_this(), &shard_});
}

// True when it was followed by another.
bool Session::end_travel() {
  travelling_ = false;
  line_of_ = nullptr;
  const auto next = std::exchange(next_travel_, std::nullopt);
  if (next) travel_to(next->first, next->second);
  return next.has_value();
}

void Session::queued(const schema::Queued& told, std::shared_ptr<space::Space> space) {
  if (state_ == State::gone) return space->give_up({weak_from_this(), &shard_});
  line_of_ = std::move(space);
  channel_->send_text(base::dump_json(told.to_json()));
}

void Session::turned_away(const schema::Refused& why) {
  const auto keep = std::exchange(awaiting_answer_, nullptr);
  if (state_ != State::present) return;
  if (services_.together != nullptr) services_.together->turned_away(actor_.person);
  if (!end_travel()) refuse(why);
}

void Session::stay(const base::Json&) {
  leave_line();
}

// Answered by turned_away or, where the space was quicker, by entered.
void Session::leave_line() {
  if (const auto space = std::exchange(line_of_, nullptr)) {
    space->give_up({weak_from_this(), &shard_});
  }
}

void Session::arrived(const base::Json&) {
  arrived_ = true;
}

void Session::drop_unarrived(const base::Json& message) {
  const auto nonce = message.find("nonce");
  if (nonce == message.end() || !nonce->is_number_unsigned()) return;
  schema::Refused why =
      refusal(schema::Reason::moved_on, "meant for the space that was left", "say it again");
  why.nonce = static_cast<std::int64_t>(nonce->get<std::uint64_t>() & 0xffff'ffff);
  refuse(why);
}

}  // namespace yc::gateway
