#pragma once
// Where parcels lie: which of them a point is in.

#include <vector>

#include "kernel/geometry/vec.h"
#include "kernel/store/records.h"

namespace yc::space {

// Inside the outline or on its edge, and from the bottom up to below the top.
bool contains(const store::Parcel& parcel, const geometry::Vec3& point);
// The first made of those that hold the point (parcels in order of ids); nullptr for none.
const store::Parcel* parcel_at(const std::vector<store::Parcel>& parcels,
                               const geometry::Vec3& point);
double area_m2(const store::Parcel& parcel);

}  // namespace yc::space
