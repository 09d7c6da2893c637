// What a run found, as a session keeps it: lines of JSON, compressed, with the graph that they are of and when they were made. A file may come from anyone: what
// is read of it is bounded, and what is wrong with one result is said of that one.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string_view>
#include <vector>

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QString>

#include <nlohmann/json.hpp>

#include "engine/base/cancel.h"
#include "engine/ir/graph.h"

namespace whittle {

inline constexpr int kResultVersion = 1;
inline constexpr qint64 kMostResultBytes = 8 << 20;  ///< compressed, of one result

/// Takes one part of a result, or gives it: its name and what it is.
using TellResult = std::function<Result<void>(std::string_view what, const nlohmann::ordered_json& is)>;

/// A result as it stands in a file.
struct PackedResult {
    QDateTime made;
    QString graph;       ///< graphMark() of what it was found of
    QByteArray data;     ///< empty: it is left out
    bool isShort = false;  ///< something of it is left out, so that it fits
    QString trouble = {};  ///< why it could not be read, in words
};

/// One way to tell a result. The first that fits is kept.
using ResultTeller = std::function<Result<void>(const TellResult& tell)>;
/// Of no way that fits the answer has no data. Any thread.
PackedResult packResult(const QString& graph, const QDateTime& made, const std::vector<ResultTeller>& ways);
/// Any thread. Errors: Format for what is damaged or no result, Limit for what is too large; those of `take`.
Result<void> unpackResult(const PackedResult& result, const CancelToken& cancel, const TellResult& take);

QJsonObject resultToJson(const PackedResult& result);
/// Of what is wrong only PackedResult::trouble is there.
PackedResult resultFromJson(const QJsonValue& json);

/// Of a graph with its data and its names: two of the same mark show the same results. Cost: one pass over both. Any thread.
QString graphMark(const Graph& graph);
/// The same, worked out by the first who asks, on his thread.
std::function<QString()> graphMarkOf(GraphRef graph);

/// A result on its way into a file, or from one. Packed once, by the first worker that asks.
class SessionResult {
public:
    explicit SessionResult(PackedResult packed);
    explicit SessionResult(std::function<PackedResult()> pack);
    ~SessionResult();
    SessionResult(const SessionResult&) = delete;
    SessionResult& operator=(const SessionResult&) = delete;

    const PackedResult& packed() const;
    bool isPacked() const;  ///< else packed() takes its time

private:
    struct State;
    std::unique_ptr<State> m_state;
};
using SessionResultRef = std::shared_ptr<const SessionResult>;
using SessionResults = std::map<QString, SessionResultRef>;  ///< by name

/// What a view says of what it shows: `status`, and that it was read from a session.
QString fromSessionText(const QString& status, const QDateTime& made);

}  // namespace whittle
