#pragma once
// What one setting alone cannot tell: whether its text means something, and whether it fits others.

#include "kernel/base/settings.h"

namespace yc::apps {

// The first fault, with the name of the setting and what to give instead.
base::Status check_settings(const base::Settings& settings);

}  // namespace yc::apps
