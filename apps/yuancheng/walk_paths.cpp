// walk_paths FILE PEOPLE STEPS SEED: writes where the strolling people of a swarm are at each step
// of 50 ms, for programs that cannot run the walk themselves (bench/peers). Step by step, for each
// person five float32 of this machine's byte order: x, z (m), velocity x, z (m/s), and 1 where dead
// reckoning asks to tell the motion anew, else 0. On flat ground, in the square of the plaza.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <span>
#include <vector>

#include "apps/yuancheng/commands.h"
#include "apps/yuancheng/swarm_walker.h"
#include "kernel/base/disk.h"
#include "kernel/space/manifest.h"
#include "schema/frames.h"

namespace {

using yc::apps::SwarmGround;
using yc::apps::Walker;

constexpr double kStepS = 0.05;
constexpr double kGroundSideM = 240.0;

struct Sample {
  float x;
  float z;
  float velocity_x;
  float velocity_z;
  float told;
};

struct Person {
  std::unique_ptr<Walker> walker;
  Sample last_told{};
  int told_step = -1;
};

// The rule of docs/protocol.md, "Motions", for those who show no yaw and need no renewal.
bool must_tell(const Person& person, const Sample& now, int step) {
  if (person.told_step < 0) return true;
  const Sample& told = person.last_told;
  const bool told_moving = told.velocity_x != 0.0f || told.velocity_z != 0.0f;
  const bool moving = now.velocity_x != 0.0f || now.velocity_z != 0.0f;
  if (told_moving != moving) return true;
  const double since_s = (step - person.told_step) * kStepS;
  return std::hypot(told.x + told.velocity_x * since_s - now.x,
                    told.z + told.velocity_z * since_s - now.z) > yc::schema::kCrowdToleranceM;
}

Sample next_sample(Person& person, const SwarmGround& ground, int step) {
  Walker& walker = *person.walker;
  walker.advance(ground, kStepS);
  Sample now{static_cast<float>(walker.feet().x), static_cast<float>(walker.feet().z),
             static_cast<float>(walker.velocity_x()), static_cast<float>(walker.velocity_z()), 0};
  if (must_tell(person, now, step)) {
    now.told = 1;
    person.last_told = now;
    person.told_step = step;
  }
  return now;
}

std::vector<Sample> walk(int people, int steps, std::uint64_t seed) {
  yc::base::SeededRandom random(seed);
  SwarmGround ground;
  ground.world = *yc::space::flat_premises(kGroundSideM).ground;
  const auto anywhere = [&] { return (random.unit() * 2.0 - 1.0) * ground.reach_m; };
  std::vector<Person> crowd(static_cast<std::size_t>(people));
  for (int i = 0; i < people; ++i) {
    auto& walker = crowd[static_cast<std::size_t>(i)].walker;
    walker = std::make_unique<Walker>(yc::apps::SwarmPattern::stroll, i, random);
    walker->put({anywhere(), 0.0, anywhere()});
  }
  std::vector<Sample> samples;
  samples.reserve(crowd.size() * static_cast<std::size_t>(steps));
  for (int step = 0; step < steps; ++step) {
    for (Person& person : crowd) samples.push_back(next_sample(person, ground, step));
  }
  return samples;
}

}  // namespace

int main(int count, char** arguments) {
  const int people = count == 5 ? std::atoi(arguments[2]) : 0;
  const int steps = count == 5 ? std::atoi(arguments[3]) : 0;
  if (people < 1 || steps < 1) {
    std::fputs("walk_paths FILE PEOPLE STEPS SEED\n", stderr);
    return yc::apps::kBadUsage;
  }
  const std::vector<Sample> samples = walk(people, steps, std::strtoull(arguments[4], nullptr, 10));
  yc::base::RealDisk disk;
  const auto written =
      yc::base::write_file_atomically(disk, arguments[1], std::as_bytes(std::span(samples)));
  return written ? yc::apps::kDone : yc::apps::report_error(written.error(), yc::apps::kFailed);
}
