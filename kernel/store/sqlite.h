#pragma once
// The only face of SQLite: a connection, statements with bound values, rows. Its errors become
// base::Error with a remedy. One connection is used by one thread at a time.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "kernel/base/ids.h"
#include "kernel/base/result.h"
#include "kernel/base/sha256.h"

struct sqlite3;
struct sqlite3_stmt;

namespace yc::store {

// A bound value. Texts and blobs are read during the call only.
struct Value {
  template <typename Integer>
  requires std::is_integral_v<Integer> Value(Integer number)
      : held(static_cast<std::int64_t>(number)) {}
  template <typename Tag>
  Value(base::Id<Tag> id) : held(static_cast<std::int64_t>(id.value)) {}
  Value(std::string_view text) : held(text) {}
  Value(const std::string& text) : held(std::string_view(text)) {}
  Value(std::span<const std::byte> blob) : held(blob) {}
  Value(const std::vector<std::byte>& blob) : held(std::span<const std::byte>(blob)) {}
  Value(const base::Digest& blob) : held(std::span<const std::byte>(blob)) {}

  std::variant<std::int64_t, std::string_view, std::span<const std::byte>> held;
};

// Columns of the current row, by number from 0.
class Row {
 public:
  explicit Row(sqlite3_stmt* statement) : statement_(statement) {}
  int columns() const;
  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  std::uint64_t number(int column) const { return static_cast<std::uint64_t>(integer(column)); }
  std::string text(int column) const;                 // empty when null
  std::span<const std::byte> blob(int column) const;  // valid until the next row
  base::Digest digest(int column) const;              // zeros when not 32 bytes
  template <typename Id>
  Id id(int column) const {
    return Id{number(column)};
  }
  std::string quoted() const;  // all columns, for comparing and for people

 private:
  sqlite3_stmt* statement_;
};

enum class DatabaseMode { create, read_only };

class Database {
 public:
  // path ":memory:" is a scratch database. vfs nullptr = the operating system's files.
  static base::Result<std::unique_ptr<Database>> open(const std::string& path, DatabaseMode mode,
                                                      const char* vfs);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // One statement with values ?1, ?2 ...; prepared once and kept.
  base::Status run(std::string_view sql, std::initializer_list<Value> values = {});
  base::Status query(std::string_view sql, std::initializer_list<Value> values,
                     const std::function<void(const Row&)>& each);
  // Stops at the first error of `each`.
  base::Status query_checked(std::string_view sql, std::initializer_list<Value> values,
                             const std::function<base::Status(const Row&)>& each);
  base::Result<std::int64_t> integer(std::string_view sql,
                                     std::initializer_list<Value> values = {});
  // Several statements without values (schema).
  base::Status script(const std::string& sql);

  // Copies the WAL into the database and cuts it to nothing, without waiting: false when a reader
  // of an older moment is in the way.
  base::Result<bool> empty_wal();

  // Rolls back what is open; fine when nothing is (some errors roll back by themselves).
  void roll_back();
  const std::string& path() const { return path_; }

 private:
  struct Statement;
  Database(sqlite3* handle, std::string path);
  base::Result<sqlite3_stmt*> prepare(std::string_view sql);
  base::Status bind(sqlite3_stmt* statement, std::initializer_list<Value> values);
  std::unexpected<base::Error> error(int code) const;

  sqlite3* handle_;
  std::string path_;
  std::unordered_map<std::string, sqlite3_stmt*> statements_;
};

// True for an error of run() that a constraint of a table caused.
bool is_constraint(const base::Error& error);

}  // namespace yc::store
