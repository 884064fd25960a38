// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <vector>

#include "memosaic/file/output_file.hpp"
#include "memosaic/image/write_image.hpp"

namespace memosaic {
namespace {

/// Gathers small parts, so that each call of the system writes much.
class file_sink final : public content_sink {
 public:
  explicit file_sink(output_file& target) : target_(target) { gathered_.reserve(most_gathered); }

  void take(bytes_view part) override {
    if (part.size() > most_gathered - gathered_.size()) flush();
    if (part.size() >= most_gathered) {
      target_.write(part);
    } else {
      gathered_.insert(gathered_.end(), part.begin(), part.end());
    }
  }

  void flush() {
    target_.write(gathered_);
    gathered_.clear();
  }

 private:
  static constexpr std::size_t most_gathered = std::size_t{64} << 10;

  output_file& target_;
  std::vector<std::byte> gathered_;
};

image_format format_for(const std::filesystem::path& path) {
  if (const auto named = image_format_of_extension(path.native())) return *named;
  throw std::invalid_argument(path.string() + ": the extension stands for no format, or for several: name the format");
}

}  // namespace

void save_image(const image& from, const std::filesystem::path& path, std::optional<image_format> format,
                const write_image_options& options) {
  if (!format) format = format_for(path);
  output_file target(path);
  file_sink to(target);
  write_image(from, *format, to, options);
  to.flush();
  target.publish();
}

}  // namespace memosaic
