// What sign-ins by password cost: one hash by cost; and a hundred a second on threads of their own
// while an executor ticks at 20 Hz and does 10 ms of work each: how late its ticks are, without and
// with sign-ins, the rate reached and the memory.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "kernel/base/assert.h"
#include "kernel/base/disk.h"
#include "kernel/identity/sign_in.h"
#include "kernel/store/testing/test_world.h"

namespace yc::identity {
namespace {

using std::chrono::milliseconds;
using Seconds = std::chrono::duration<double>;

constexpr const char* kPassword = "three herons by the lake";
constexpr int kNice = 19;

void one_hash(benchmark::State& state) {
  const base::PasswordCost cost{static_cast<std::uint32_t>(state.range(0)),
                                static_cast<std::uint32_t>(state.range(1))};
  for (auto _ : state) benchmark::DoNotOptimize(base::hash_password(kPassword, cost));
}
// The five rows that OWASP calls equal.
BENCHMARK(one_hash)
    ->Args({1, 47104})
    ->Args({2, 19456})
    ->Args({3, 12288})
    ->Args({4, 9216})
    ->Args({5, 7168})
    ->Unit(benchmark::kMillisecond);

struct World {
  explicit World(int password_threads)
      : disk_thread("disk", clock), replies("reply", clock), slow("files", clock) {
    store = store::Store::open(folder.path() + "/city", store::OpenMode::serve,
                               {disk, clock, random, disk_thread})
                .value();
    std::vector<base::Executor*> used;
    for (int i = 0; i < password_threads; ++i) {
      threads.push_back(std::make_unique<base::ThreadExecutor>("password", clock, kNice));
      used.push_back(threads.back().get());
    }
    identity.emplace(*store, clock, random);
    sessions.emplace(*store, clock, random, std::chrono::hours(720));
    passwords.emplace(used, kPasswordCost, 1000);
    SignInLimits limits;
    limits.by_address = {1e6, 1e6};
    limits.by_account = {1e6, 1e6};
    sign_in.emplace(SignInParts{*store, clock, random, *identity, *sessions, *passwords, limits});
  }

  void make_account(const std::string& name) {
    std::atomic<bool> done = false;
    SignUp request;
    request.account_name = name;
    request.display_name = name;
    request.password = kPassword;
    sign_in->sign_up(std::move(request), {"203.0.113.1", "bench"}, replies, [&](const auto& made) {
      YC_ASSERT(made.has_value());
      done = true;
    });
    while (!done) std::this_thread::sleep_for(milliseconds(1));
  }

  store::testing::TemporaryFolder folder;
  base::SystemClock clock;
  base::SystemRandom random;
  base::RealDisk disk;
  base::ThreadExecutor disk_thread;
  base::ThreadExecutor replies;
  base::ThreadExecutor slow;
  std::unique_ptr<store::Store> store;
  std::vector<std::unique_ptr<base::ThreadExecutor>> threads;
  std::optional<Identity> identity;
  std::optional<Sessions> sessions;
  std::optional<PasswordWorker> passwords;
  std::optional<SignIn> sign_in;
};

// Ticks until told to stop; keeps by how much each began late.
class Ticker {
 public:
  explicit Ticker(const base::Clock& clock) : clock_(clock), thread_([this] { run(); }) {}
  std::vector<double> stop() {
    running_ = false;
    thread_.join();
    std::ranges::sort(late_ms_);
    return std::move(late_ms_);
  }

 private:
  void run() {
    base::MonotonicTime due = clock_.monotonic();
    while (running_) {
      due = due + milliseconds(50);
      std::this_thread::sleep_for(due - clock_.monotonic());
      late_ms_.push_back(Seconds(clock_.monotonic() - due).count() * 1000);
      const base::Duration began = clock_.thread_cpu();
      while (clock_.thread_cpu() - began < milliseconds(10)) {
      }
    }
  }
  const base::Clock& clock_;
  std::atomic<bool> running_ = true;
  std::vector<double> late_ms_;
  std::thread thread_;
};

double percentile(const std::vector<double>& sorted, double part) {
  return sorted.empty() ? 0 : sorted[static_cast<std::size_t>(part * double(sorted.size() - 1))];
}

// Args: password threads, sign-ins asked a second.
void sign_ins_beside_a_tick(benchmark::State& state) {
  World world(static_cast<int>(state.range(0)));
  const double rate = static_cast<double>(state.range(1));
  constexpr int kAccounts = 20;
  for (int i = 0; i < kAccounts; ++i) world.make_account("person_" + std::to_string(i));
  for (auto _ : state) {
    std::atomic<int> answered = 0;
    std::atomic<int> refused = 0;
    Ticker ticker(world.clock);
    const base::MonotonicTime began = world.clock.monotonic();
    const int asked = static_cast<int>(rate * 10);
    for (int i = 0; i < asked; ++i) {
      const Seconds due(i / rate);
      while (Seconds(world.clock.monotonic() - began) < due)
        std::this_thread::sleep_for(milliseconds(1));
      world.sign_in->sign_in("person_" + std::to_string(i % kAccounts), kPassword,
                             {"203.0.113." + std::to_string(i % 250), "bench"}, world.replies,
                             [&](const auto& session) { ++(session ? answered : refused); });
    }
    if (asked == 0) std::this_thread::sleep_for(std::chrono::seconds(10));
    while (answered + refused < asked) std::this_thread::sleep_for(milliseconds(1));
    const double took = Seconds(world.clock.monotonic() - began).count();
    const std::vector<double> late = ticker.stop();
    state.counters["signed_in_per_s"] = answered / took;
    state.counters["refused"] = refused.load();
    state.counters["late_p50_ms"] = percentile(late, 0.5);
    state.counters["late_p99_ms"] = percentile(late, 0.99);
    state.counters["late_max_ms"] = late.back();
    state.counters["hash_memory_mb"] =
        static_cast<double>(state.range(0)) * kPasswordCost.kilobytes / 1024;
  }
}
BENCHMARK(sign_ins_beside_a_tick)
    ->Args({1, 0})
    ->Args({1, 50})
    ->Args({1, 100})
    ->Args({2, 100})
    ->Iterations(1)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace yc::identity
