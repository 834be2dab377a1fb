// kill_nine [ROUNDS [SEED]]: a child serves a store under load and prints each acknowledgement;
// this process kills it (SIGKILL) at a random moment, opens the folder, and compares. 50 rounds by
// default; exits 1 at the first loss. The power stays on: what the kernel holds survives, so this
// checks the order of acknowledging and committing, and recovery. Power cuts: power_cut.
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>
#include <string>
#include <thread>

#include "kernel/base/simulation.h"
#include "kernel/store/maintenance.h"
#include "tests/powercut/workload.h"

namespace yc::powercut {
namespace {

constexpr int kRoundsPerFolder = 10;
constexpr int kClients = 3;
constexpr int kShortestLifeMs = 30;
constexpr int kLongestLifeMs = 400;

std::uint64_t mark_of(const Fingerprint& print) {
  base::Sha256 hash;
  hash.add(print.payload);
  for (const std::string& text : print.texts) hash.add(text);
  const base::Digest digest = hash.finish();
  std::uint64_t mark = 0;
  std::memcpy(&mark, digest.data(), sizeof mark);
  return mark;
}

// One line a batch, in one write: "<last position> <mark> <mark> ...\n".
void print_acknowledged(int out, std::uint64_t last, const std::vector<std::uint64_t>& marks) {
  std::string line = std::to_string(last);
  for (const std::uint64_t mark : marks) line += " " + std::to_string(mark);
  line += "\n";
  if (::write(out, line.data(), line.size()) != static_cast<ssize_t>(line.size())) ::_exit(3);
}

// Appends for ever, several batches at a time so that groups form.
[[noreturn]] void be_child(const std::string& folder, int out, std::uint64_t seed) {
  base::SystemClock clock;
  base::SystemRandom random;
  base::RealDisk disk;
  base::ThreadExecutor disk_thread("disk", clock);
  base::ThreadExecutor reply_thread("reply", clock);
  auto store =
      store::Store::open(folder, store::OpenMode::serve, {disk, clock, random, disk_thread});
  if (!store) {
    std::fprintf(stderr, "%s\n", store.error().text().c_str());
    ::_exit(2);
  }
  std::vector<std::thread> clients;
  for (int client = 0; client < kClients; ++client) {
    clients.emplace_back([&, client] {
      base::SeededRandom own(seed * kClients + static_cast<std::uint64_t>(client));
      Workload workload(own);
      std::atomic<int> waiting = 0;
      for (;;) {
        store::Batch batch = workload.batch((*store)->new_id().value());
        std::vector<std::uint64_t> marks;
        for (const store::NewEvent& event : batch.events)
          marks.push_back(mark_of(fingerprint(event.stream, event.payload)));
        ++waiting;
        (*store)->append(std::move(batch), reply_thread, [&waiting, marks, out](const auto& done) {
          if (done) print_acknowledged(out, done->last_position, marks);
          --waiting;
        });
        while (waiting > 20) std::this_thread::yield();
      }
    });
  }
  for (;;) ::pause();
}

class Parent {
 public:
  explicit Parent(std::uint64_t seed) : random_(seed) {}

  // False, after saying why, when something acknowledged is gone.
  bool round(const std::string& folder, std::uint64_t seed) {
    int ends[2];
    if (::pipe(ends) != 0) return say("no pipe");
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(ends[0]);
      be_child(folder, ends[1], seed);
    }
    ::close(ends[1]);
    const int life =
        kShortestLifeMs + static_cast<int>(random_.below(kLongestLifeMs - kShortestLifeMs));
    const std::string lines = read_for(ends[0], life, child);
    int status = 0;
    ::waitpid(child, &status, 0);
    ::close(ends[0]);
    if (!WIFSIGNALED(status)) return say("the child ended by itself");
    return remember(lines) && compare(folder);
  }

  void forget() { acknowledged_.clear(); }  // another folder follows
  std::uint64_t total() const { return total_; }

 private:
  static bool say(const std::string& words) {
    std::printf("FAILED %s\n", words.c_str());
    return false;
  }

  // Everything the child says until it is killed after so many ms, and what was left in the pipe.
  std::string read_for(int in, int life_ms, pid_t child) {
    std::string lines;
    const base::SystemClock clock;
    const base::MonotonicTime end = clock.monotonic() + std::chrono::milliseconds(life_ms);
    bool killed = false;
    for (;;) {
      const auto left =
          std::chrono::duration_cast<std::chrono::milliseconds>(end - clock.monotonic());
      if (!killed && left.count() <= 0) {
        ::kill(child, SIGKILL);
        killed = true;
      }
      pollfd waited{in, POLLIN, 0};
      ::poll(&waited, 1, killed ? -1 : static_cast<int>(left.count()));
      if (waited.revents == 0) continue;
      std::array<char, 65536> chunk;
      const ssize_t got = ::read(in, chunk.data(), chunk.size());
      if (got <= 0) return lines;
      lines.append(chunk.data(), static_cast<std::size_t>(got));
    }
  }

  bool remember(const std::string& lines) {
    const char* at = lines.c_str();
    const std::size_t last_end = lines.rfind('\n');
    if (last_end == std::string::npos) return true;  // killed before the first acknowledgement
    const char* last_line = at + last_end + 1;
    while (at < last_line) {
      char* next = nullptr;
      const std::uint64_t last = std::strtoull(at, &next, 10);
      std::vector<std::uint64_t> marks;
      while (*next == ' ') marks.push_back(std::strtoull(next, &next, 10));
      std::uint64_t position = last - marks.size();
      for (const std::uint64_t mark : marks) acknowledged_[++position] = mark;
      total_ += marks.size();
      at = next + 1;
    }
    return true;
  }

  bool compare(const std::string& folder) {
    base::SimulatedScheduler scheduler(1);
    const auto executor = scheduler.make_executor();
    base::RealDisk disk;
    store::StoreParts parts{disk, scheduler, random_, *executor};
    const auto store = store::Store::open(folder, store::OpenMode::serve, parts);
    if (!store) return say("it does not open: " + store.error().text());
    const auto report = store::verify(folder, parts);
    if (!report) return say("verify cannot look: " + report.error().text());
    if (!report->clean()) return say("verify: " + report->faults.front());
    for (const auto& [position, mark] : acknowledged_) {
      const auto events = (*store)->events(position - 1, 1);
      if (!events || events->empty())
        return say("acknowledged event " + std::to_string(position) + " is lost");
      if (stored_mark(**store, events->front()) != mark)
        return say("event " + std::to_string(position) + " is not the one acknowledged");
    }
    return true;
  }

  static std::uint64_t stored_mark(store::Store& store, store::Event event) {
    std::visit(
        [&](auto& payload) {
          payload.each_private([&](store::PrivateText& text) {
            if (text.entry != 0) text.text = store.read_text(text.entry)->value_or("");
          });
        },
        event.payload);
    return mark_of(fingerprint(event.stream, event.payload));
  }

  base::SeededRandom random_;
  std::map<std::uint64_t, std::uint64_t> acknowledged_;
  std::uint64_t total_ = 0;
};

int run_rounds(int rounds, std::uint64_t seed) {
  std::string pattern = (std::filesystem::temp_directory_path() / "yc-kill-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) return 2;
  Parent parent(seed);
  bool sound = true;
  for (int round = 0; round < rounds && sound; ++round) {
    const std::string folder = pattern + "/city" + std::to_string(round / kRoundsPerFolder);
    if (round % kRoundsPerFolder == 0) parent.forget();
    sound = parent.round(folder, seed + static_cast<std::uint64_t>(round));
    if ((round + 1) % kRoundsPerFolder == 0) {
      std::printf("%d rounds\n", round + 1);
      std::fflush(stdout);
      std::filesystem::remove_all(folder);
    }
  }
  std::filesystem::remove_all(pattern);
  if (sound && parent.total() == 0) {
    std::printf("FAILED nothing was acknowledged in %d rounds, so nothing was proved\n", rounds);
    return 1;
  }
  std::printf("%d rounds of kill -9, %" PRIu64 " events acknowledged, %s\n", rounds, parent.total(),
              sound ? "none lost" : "LOST");
  return sound ? 0 : 1;
}

}  // namespace
}  // namespace yc::powercut

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 50;
  const std::uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
  return yc::powercut::run_rounds(rounds, seed);
}
