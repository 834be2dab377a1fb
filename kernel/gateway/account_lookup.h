#pragma once
// From an account name as people type it, with or without @, to whom it belongs.

#include "kernel/store/store.h"

namespace yc::gateway {

// not_found: nobody is called exactly that; a name that only looks alike is somebody else's.
base::Result<base::PrincipalId> person_called(store::Store& store, std::string_view typed);

}  // namespace yc::gateway
