#pragma once
// Ground, banks and water of one level of detail.

#include "kernel/import/land.h"
#include "kernel/import/pen.h"

namespace yc::import {

void draw_ground(const Land& land, const Detail& detail, Mesh& out);
void draw_shores(const Land& land, const Detail& detail, Mesh& out);
void draw_water(const Land& land, const Detail& detail, Mesh& out);
// Beyond the window: low ground and the rivers' far reaches. Nothing detailed (rules-of-law L-15).
void draw_horizon(const Land& land, const scene::Scene& scene, Mesh& out);

}  // namespace yc::import
