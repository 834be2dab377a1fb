#pragma once
// Rows of order as the API says them: for those who keep order, never for whom they are about.

#include "kernel/gateway/api.h"
#include "kernel/store/order.h"

namespace yc::gateway {

// That was broken, once the report is decided; this may be told whom it is about.
std::optional<schema::api::ReportReason> broken_rule(const store::Report& row);
schema::api::Report report_of(const SiteParts& parts, const store::Report& row);
schema::api::Sanction sanction_of(const SiteParts& parts, const store::Sanction& row);
schema::api::Appeal appeal_of(const SiteParts& parts, const store::Appeal& row);

}  // namespace yc::gateway
