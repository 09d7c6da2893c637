// The number in the middle: what times of several runs are told by.
#pragma once

#include <algorithm>
#include <vector>

namespace whittle {

/// 0 for none; of an even count the mean of the two in the middle. Cost: linear.
inline double median(std::vector<double> values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) return *middle;
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

}  // namespace whittle
