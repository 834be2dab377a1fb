#pragma once
// A view is a few tables that answer questions fast. It is written in the transaction of the event
// and can always be thrown away and made again from the log.

#include <span>
#include <string_view>
#include <vector>

#include "kernel/store/sqlite.h"
#include "kernel/store/store.h"

namespace yc::store {

class View {
 public:
  virtual ~View() = default;
  virtual std::string_view schema() const = 0;  // CREATE statements
  virtual std::vector<std::string_view> tables() const = 0;
  // Depends on nothing but the event's bytes and tables of views as they were before the event,
  // never on the text of a private field: a replay does not have it.
  virtual base::Status apply(Database& database, const Event& event) const = 0;
};

// Of all views together. Raise it when any schema() or apply() changes: the next start rebuilds.
inline constexpr int kViewVersion = 11;

std::span<const View* const> views();
base::Status create_views(Database& database);
base::Status apply_to_views(Database& database, const Event& event);
base::Status drop_views(Database& database);

// For visiting a payload: one lambda for each event that matters, the last one for the rest.
template <typename... Lambdas>
struct Overload : Lambdas... {
  using Lambdas::operator()...;
};

const View& people_view();       // person, person_block
const View& sessions_view();     // role_grant, administrator_link, session
const View& accounts_view();     // account, profile, consent, verification, organisation ...
const View& credentials_view();  // passkey, password, recovery_code, recovery_use, api_key
const View& rights_view();       // tier_of, membership, access_grant
const View& texts_view();        // personal_text: whose each erasable text is
const View& chat_view();         // chat_line
const View& moderation_view();   // report, sanction
const View& spaces_view();       // template, made_space, parcel, portal, pinned_notice ...
const View& social_view();       // friendship, message, talk, group, gathering, privacy, notice
const View& order_view();        // case_work, appeal, audit, age, guardian
const View& city_view();         // lantern, space, setting, blob, id_lease

}  // namespace yc::store
