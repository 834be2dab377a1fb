#include "kernel/store/head_file.h"

#include <charconv>

#include "kernel/store/data_folder.h"

namespace yc::store {
namespace {

constexpr std::size_t kMaxBytes = 256;

struct NotedHead {
  std::uint64_t position = 0;
  std::string hash;  // hexadecimal
};

std::optional<NotedHead> parse(std::string_view text) {
  NotedHead head;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), head.position);
  if (error != std::errc() || end == text.data() + text.size() || *end != ' ') return {};
  head.hash = text.substr(static_cast<std::size_t>(end + 1 - text.data()));
  if (!head.hash.empty() && head.hash.back() == '\n') head.hash.pop_back();
  return head;
}

base::Error lost(const std::string& folder, std::string cause) {
  return {base::ErrorCode::corrupt, std::move(cause),
          "restore the last backup into a new folder; or delete " + head_path(folder) +
              " to go on without what is lost"};
}

}  // namespace

base::Status write_head_file(base::Disk& disk, const std::string& folder, const LogHead& head) {
  const std::string text = std::to_string(head.position) + " " + base::to_hex(head.hash) + "\n";
  return base::write_file_atomically(disk, head_path(folder), std::as_bytes(std::span(text)));
}

base::Status check_head_file(base::Disk& disk, const std::string& folder, Database& database) {
  const auto bytes = base::read_file(disk, head_path(folder), kMaxBytes);
  if (!bytes && bytes.error().code == base::ErrorCode::not_found) return {};
  if (!bytes) return std::unexpected(bytes.error());
  const auto noted = parse({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
  if (!noted) return std::unexpected(lost(folder, head_path(folder) + " is damaged"));
  if (noted->position == 0) return {};
  YC_TRY(const LogHead last, read_head(database));
  if (last.position < noted->position) {
    return std::unexpected(lost(folder, "the log ends at event " + std::to_string(last.position) +
                                            ", but event " + std::to_string(noted->position) +
                                            " was acknowledged"));
  }
  std::string hash;
  YC_CHECK(database.query("SELECT hash FROM event WHERE position = ?1", {noted->position},
                          [&hash](const Row& row) { hash = base::to_hex(row.digest(0)); }));
  if (hash == noted->hash) return {};
  return std::unexpected(lost(folder, "event " + std::to_string(noted->position) +
                                          " is not the one that was acknowledged"));
}

}  // namespace yc::store
