#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "memosaic/file/window_pool.hpp"

namespace memosaic::test {

/// A pool to be tried, and how long a file must be to have many windows in it.
struct window_setting {
  std::string name;
  window_pool_options options;
  std::size_t file_size = 0;

  friend std::ostream& operator<<(std::ostream& out, const window_setting& setting) { return out << setting.name; }
};

/// Every layout with every backing, in windows as small as there are, under limits that hold next to nothing.
[[nodiscard]] inline std::vector<window_setting> tight_window_settings() {
  struct layout {
    const char* name;
    window_layout value;
  };
  struct backing {
    const char* name;
    window_backing value;
    std::size_t file_size;
  };
  std::vector<window_setting> settings;
  for (const layout& way : {layout{"grid", window_layout::grid},            //
                            layout{"exact_fit", window_layout::exact_fit},  //
                            layout{"whole_file", window_layout::whole_file}}) {
    for (const backing& from :
         {backing{"resident", window_backing::resident, (std::size_t{5} << 20) + 12345},
          backing{"mapped", window_backing::mapped, 100'000}, backing{"read", window_backing::read, 100'000}}) {
      for (const bool reads_scattered : {false, true}) {
        window_setting setting;
        setting.name = std::string(way.name) + "_" + from.name + (reads_scattered ? "_reading" : "");
        setting.options.layout = way.value;
        setting.options.backing = from.value;
        setting.options.window_size = 1;
        setting.options.limits.soft_bytes = 1;
        setting.options.reads_scattered = reads_scattered;
        setting.file_size = from.file_size;
        settings.push_back(setting);
      }
    }
  }
  return settings;
}

}  // namespace memosaic::test
