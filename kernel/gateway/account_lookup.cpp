#include "kernel/gateway/account_lookup.h"

#include "kernel/crowd/roster.h"
#include "kernel/identity/name.h"

namespace yc::gateway {

base::Result<base::PrincipalId> person_called(store::Store& store, std::string_view typed) {
  if (typed.starts_with('@')) typed.remove_prefix(1);
  YC_TRY(const std::string name, identity::clean_account_name(typed));
  YC_TRY(const store::Account account, store.account_by_skeleton(identity::name_skeleton(name)));
  // The skeleton also finds look-alikes, which are somebody else's.
  if (account.name != name && crowd::fold_name(account.name) != crowd::fold_name(name))
    return base::fail(base::ErrorCode::not_found, "there is no such account", "check the name");
  return account.person;
}

}  // namespace yc::gateway
