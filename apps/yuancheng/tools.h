#pragma once
// What every command starts from: this machine's disk, clock and randomness.

#include "kernel/base/clock.h"
#include "kernel/base/disk.h"
#include "kernel/base/executor.h"
#include "kernel/base/metrics.h"
#include "kernel/base/random.h"
#include "kernel/store/store.h"

namespace yc::apps {

struct Machine {
  base::RealDisk disk;
  base::SystemClock clock;
  base::SystemRandom random;
  base::Metrics metrics;
  base::ThreadExecutor disk_executor{"disk", clock};

  store::StoreParts store_parts() { return {disk, clock, random, disk_executor, &metrics}; }
};

}  // namespace yc::apps
