#pragma once
// Finding people, spaces and events by name: only what the asker may see.

#include "kernel/gateway/api.h"
#include "kernel/social/reach.h"
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
  static constexpr double kAskedPerSecond = 4;  // a question costs the file executor milliseconds

  void search_city(const ApiCaller& who, const schema::api::SearchCityRequest& request,
                   ReplyTo<schema::api::SearchCityRequest> reply);

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
  Paces asked_{kAskedPerSecond};
};

}  // namespace yc::gateway
