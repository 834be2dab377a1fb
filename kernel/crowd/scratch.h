#pragma once

#include <vector>

namespace yc::crowd {

// An empty vector that is used by one call at a time: kept for its memory, one a thread (and type)
// and not one a viewer.
template <typename T>
std::vector<T>& scratch() {
  thread_local std::vector<T> kept;
  kept.clear();
  return kept;
}

}  // namespace yc::crowd
