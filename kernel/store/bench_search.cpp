// Questions to an index of 100,000 names, half of them Chinese, and what a name costs to keep.
#include <benchmark/benchmark.h>

#include <array>

#include "kernel/base/assert.h"
#include "kernel/store/search.h"
#include "kernel/store/testing/test_world.h"

namespace yc::store {
namespace {

constexpr int kNames = 100'000;

constexpr std::array<const char*, 20> kFamily = {"王", "李", "张", "刘", "陈", "杨", "赵",
                                                 "黄", "周", "吴", "徐", "孙", "胡", "朱",
                                                 "高", "林", "何", "郭", "马", "罗"};
constexpr std::array<const char*, 40> kGiven = {
    "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟",
    "涛", "明", "超", "秀", "霞", "平", "刚", "桂", "英", "华", "玉", "萍", "红", "娥",
    "玲", "芬", "燕", "彬", "鹏", "辉", "建", "国", "梅", "兰", "竹", "菊"};
constexpr std::array<const char*, 20> kFirst = {
    "Anna",  "Ben",   "Clara", "David", "Emma", "Frank", "Grace", "Henry", "Iris",  "Jack",
    "Karen", "Lucas", "Maria", "Noah",  "Olga", "Peter", "Quinn", "Rosa",  "Simon", "Tina"};

std::string name_of(std::uint64_t i) {
  base::Sha256 hash;
  hash.add(std::to_string(i));
  const base::Digest digest = hash.finish();
  const auto pick = [&](std::size_t at, std::size_t of) {
    return (std::to_integer<std::size_t>(digest[at]) * 256 +
            std::to_integer<std::size_t>(digest[at + 1])) %
           of;
  };
  if (i % 2 == 0) {
    return std::string(kFamily[pick(0, kFamily.size())]) + kGiven[pick(2, kGiven.size())] +
           kGiven[pick(4, kGiven.size())] + std::to_string(pick(6, 100));
  }
  std::string last = "Aa";
  for (std::size_t k = 0; k < 5; ++k) last += static_cast<char>('a' + pick(8 + 2 * k, 26));
  return std::string(kFirst[pick(0, kFirst.size())]) + " " + last;
}

testing::TestWorld& city() {
  static testing::TestWorld world;
  static const bool kFilled = [] {
    world.open();
    for (int batch = 0; batch < kNames / 1000; ++batch) {
      Batch people;
      for (int i = 0; i < 1000; ++i) {
        const base::PrincipalId person{world.store->new_id().value()};
        people.events.push_back(
            {person_stream(person), person,
             GuestAdmitted{person, 7, base::sha256(std::to_string(person.value)),
                           name_of(static_cast<std::uint64_t>(batch * 1000 + i))}});
      }
      YC_ASSERT(world.store->append_now(std::move(people)).has_value());
      world.run();
    }
    return true;
  }();
  benchmark::DoNotOptimize(kFilled);
  return world;
}

void ask(benchmark::State& state, const std::string& question) {
  Search search(*city().store);
  std::size_t found = 0;
  for (auto _ : state) found = search.find(SearchKind::person, question, 50)->size();
  state.counters["found"] = static_cast<double>(found);
}

void whole_name(benchmark::State& state) {
  ask(state, name_of(77'776));
}
void a_family_name(benchmark::State& state) {
  ask(state, "王");
}
void two_characters(benchmark::State& state) {
  ask(state, "王伟");
}
void one_letter(benchmark::State& state) {
  ask(state, "a");
}
void two_words(benchmark::State& state) {
  ask(state, "anna aab");
}
void nobody(benchmark::State& state) {
  ask(state, "zzzz");
}
BENCHMARK(whole_name)->Unit(benchmark::kMillisecond);
BENCHMARK(a_family_name)->Unit(benchmark::kMillisecond);
BENCHMARK(two_characters)->Unit(benchmark::kMillisecond);
BENCHMARK(one_letter)->Unit(benchmark::kMillisecond);
BENCHMARK(two_words)->Unit(benchmark::kMillisecond);
BENCHMARK(nobody)->Unit(benchmark::kMillisecond);

void keep_a_thousand_names(benchmark::State& state) {
  std::uint64_t i = kNames;
  for (auto _ : state) {
    Batch people;
    for (int k = 0; k < 1000; ++k) {
      const base::PrincipalId person{city().store->new_id().value()};
      people.events.push_back(
          {person_stream(person), person,
           GuestAdmitted{person, 7, base::sha256(std::to_string(person.value)), name_of(i++)}});
    }
    YC_ASSERT(city().store->append_now(std::move(people)).has_value());
    city().run();
  }
}
BENCHMARK(keep_a_thousand_names)->Unit(benchmark::kMillisecond)->Iterations(5);

}  // namespace
}  // namespace yc::store
