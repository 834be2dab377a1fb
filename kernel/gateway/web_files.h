#pragma once
// Files that are sent as they are: the built web pages, read once at start, and contents that are
// compressed at most once and kept within a bound.

#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "kernel/base/disk.h"
#include "kernel/gateway/http.h"

namespace yc::gateway {

using SharedBytes = std::shared_ptr<const base::Bytes>;

// One content with what HTTP says about it.
struct WebFile {
  SharedBytes plain;
  SharedBytes gzip;        // null where compressing does not pay
  std::string type;        // "text/html; charset=utf-8"
  std::string etag;        // as in the header; of the plain content
  bool immutable = false;  // the name changes with the content
};
using WebFilePtr = std::shared_ptr<const WebFile>;

// name: for its type; etag_hex: names the content.
WebFilePtr make_web_file(base::Bytes content, std::string_view name, std::string_view etag_hex,
                         bool immutable);

// 200, or 304 where the client has it.
HttpResponse file_response(const WebFile& file, const HttpRequest& request);

// The pages of a folder by path ("/assets/x.js"). Names under /assets/ change with their content.
class WebPages {
 public:
  static base::Result<WebPages> load(base::Disk& disk, const std::string& folder);
  WebFilePtr find(std::string_view path) const;  // null when there is none
  std::size_t size() const { return files_.size(); }

 private:
  base::Status load_folder(base::Disk& disk, const std::string& folder, const std::string& prefix,
                           int depth);
  std::map<std::string, WebFilePtr, std::less<>> files_;
  std::uint64_t bytes_ = 0;
};

// The most recently used contents. Thread-safe.
class FileCache {
 public:
  explicit FileCache(std::size_t max_bytes) : max_bytes_(max_bytes) {}
  WebFilePtr find(const std::string& name);
  void keep(const std::string& name, WebFilePtr file);

 private:
  struct Entry {
    std::string name;
    WebFilePtr file;
  };
  static std::size_t bytes_of(const WebFile& file);

  const std::size_t max_bytes_;
  std::mutex mutex_;
  std::list<Entry> by_use_;  // newest first
  std::map<std::string, std::list<Entry>::iterator> by_name_;
  std::size_t bytes_ = 0;
};

// gzip (RFC 1952) by zlib.
base::Bytes gzip(std::span<const std::byte> bytes, int level);
std::string_view content_type(std::string_view name);

}  // namespace yc::gateway
