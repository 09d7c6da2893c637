// The part of a run that is looked at, as fractions of the whole: it stays where it is when the run is measured again and takes another time.
#pragma once

#include <vector>

namespace whittle {

class TimeWindow {
public:
    double begin() const { return m_begin; }  ///< 0 to 1
    double end() const { return m_end; }      ///< above begin()
    double size() const { return m_end - m_begin; }
    bool isAll() const { return m_begin <= 0 && m_end >= 1; }

    /// Nothing smaller is shown; what is smaller grows.
    void setLeast(double size);
    /// Where the bounds are crossed or too near, what is nearest to that. NaN changes nothing.
    void set(double begin, double end);
    /// `factor` above 1 shows less; what is at `fixed` stays where it is.
    void zoom(double factor, double fixed);
    void pan(double by);
    /// The least pan that has all of it in sight, or its beginning where it is too long.
    void reveal(double begin, double end);
    friend bool operator==(const TimeWindow&, const TimeWindow&) = default;

private:
    double m_begin = 0, m_end = 1, m_least = 1e-9;
};

/// Round numbers from `begin` to `end`, at most about `most` of them: 1, 2 or 5 times a power of ten apart.
std::vector<double> roundTicks(double begin, double end, int most);

}  // namespace whittle
