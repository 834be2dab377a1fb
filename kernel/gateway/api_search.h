#pragma once
// Finding people, spaces and events by name: only what the asker may see.

#include <map>

#include "kernel/gateway/api.h"
#include "kernel/social/reach.h"
#include "kernel/space/rate_limit.h"
#include "kernel/store/search.h"

namespace yc::gateway {

class SearchApi final : public ApiSubject {
 public:
  explicit SearchApi(const SiteParts& parts)
      : parts_(parts), search_(parts.store), social_(parts.store) {}
  void add_to(Api& api) override;

 private:
  template <typename Request>
  using ReplyTo = ApiReply<typename Request::Answer>;
  using Rows = std::vector<schema::api::Found>;

  void search_city(const ApiCaller& who, const schema::api::SearchCityRequest& request,
                   ReplyTo<schema::api::SearchCityRequest> reply);

  // A question costs some milliseconds of the file executor: each asker has so many.
  bool may_ask_now(const ApiCaller& who);
  // Add at most `room` rows.
  base::Status add_people(const ApiCaller& who, std::string_view text, std::size_t room,
                          Rows& rows);
  base::Status add_spaces(const ApiCaller& who, std::string_view text, std::size_t room,
                          Rows& rows);
  base::Status add_events(const ApiCaller& who, std::string_view text, std::size_t room,
                          Rows& rows);
  base::Result<bool> may_find(base::PrincipalId asker, base::PrincipalId person);

  SiteParts parts_;
  store::Search search_;
  store::Social social_;
  std::map<std::string, space::RateLimit> askers_;  // on the file executor
};

}  // namespace yc::gateway
