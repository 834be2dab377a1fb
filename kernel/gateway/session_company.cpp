// What others bring to a session: notices, company, and friends who are here.
#include <algorithm>
#include <cmath>
#include <utility>

#include "kernel/gateway/session.h"
#include "kernel/space/refusal.h"

namespace yc::gateway {
namespace {

// Of whom the crowd shows the nearest first.
constexpr std::size_t kMostFriendsHere = 64;

}  // namespace

// Rights are asked where it is decided, of asking only: whoever was asked may always answer.
void Session::ask_company(const base::Json& message) {
  const auto asked = schema::AskCompany::parse(message);
  if (!asked) return refuse_field(asked.error(), message);
  const bool asks = asked->want == schema::AskCompanyWant::follow ||
                    asked->want == schema::AskCompanyWant::summon;
  schema::Refused why;
  if (services_.together == nullptr) {
    why = refusal(schema::Reason::denied, "nobody goes together in this city", {});
  } else if (const double wait_s = asks && space_->settings().limit_rates
                                       ? companies_.take(services_.clock.monotonic())
                                       : 0.0;
             wait_s > 0.0) {
    why = refusal(schema::Reason::rate_limited, "too many in a short time", "wait a moment");
    why.retry_after_s = static_cast<std::int64_t>(std::ceil(wait_s));
  } else {
    return services_.together->take(actor_.person, *asked);
  }
  why.nonce = asked->nonce;
  refuse(why);
}

void Session::notify(space::SharedText message) {
  if (state_ == State::present) channel_->send_text(*message);
}

void Session::bring(const std::string& space, const std::string& place) {
  if (state_ == State::present) travel_to(space, place);
}

void Session::come_beside(std::uint16_t handle) {
  if (state_ == State::present) submit(schema::Teleport{"", handle}, 0);
}

void Session::note_friend(base::SpaceId space, std::uint16_t handle, bool here) {
  if (state_ != State::present || space != space_->premises().id) return;
  std::erase(friends_here_, handle);
  if (here && friends_here_.size() < kMostFriendsHere) friends_here_.push_back(handle);
  interest_->set_friends(friends_here_);
}

}  // namespace yc::gateway
