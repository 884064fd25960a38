// SPDX-License-Identifier: Apache-2.0
#include "peers/boost_maps.hpp"

#if __has_include(<boost/interprocess/mapped_region.hpp>)

#include <boost/interprocess/file_mapping.hpp>
#include <boost/interprocess/mapped_region.hpp>

namespace memosaic::bench {

struct boost_region::parts {
  explicit parts(const std::string& path) : file(path.c_str(), boost::interprocess::read_only) {}
  boost::interprocess::file_mapping file;
  boost::interprocess::mapped_region region;
};

boost_region::boost_region(const std::string& path) : parts_(std::make_unique<parts>(path)) {}

bytes_view boost_region::map(std::uint64_t offset, std::size_t size) {
  using namespace boost::interprocess;
  parts_->region = mapped_region(parts_->file, read_only, static_cast<offset_t>(offset), size);
  return {static_cast<const std::byte*>(parts_->region.get_address()), size};
}

#else

#include <stdexcept>

namespace memosaic::bench {

struct boost_region::parts {};

boost_region::boost_region(const std::string&) {
  throw std::runtime_error("built without Boost.Interprocess: its headers were not there");
}

bytes_view boost_region::map(std::uint64_t, std::size_t) { return {}; }

#endif

boost_region::~boost_region() = default;

}  // namespace memosaic::bench
