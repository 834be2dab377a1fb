#pragma once
// Measures against people, asked for over the API: placed by themselves, or decided from a report.

#include "kernel/gateway/api.h"

namespace yc::gateway {

// Lasts so many minutes from now; 0: until lifted. A ban of somebody who is here names their
// address and device too: without a token they would be back at once as somebody new.
rights::SanctionRequest measure_against(const SiteParts& parts, base::PrincipalId person,
                                        store::SanctionKind kind, std::int64_t minutes);

}  // namespace yc::gateway
