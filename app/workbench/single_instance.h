// One window for all files: a second start hands its file to the window that is there, over a socket that only the same user can reach.
#pragma once

#include <memory>

#include <QObject>

#include "app/workbench/local_socket.h"

namespace whittle {

class SingleInstance : public QObject {
    Q_OBJECT
public:
    /// In $XDG_RUNTIME_DIR, which is the user's alone, or else in `otherwise`.
    static QString socketPath(const QString& otherwise);

    /// Waits two seconds at most. True: a window took `file`, which may be empty (then it only comes to the front). False: there is none.
    /// Errors: Io for one that does not answer; Argument for a path that cannot be one of a socket, or that is too long to be handed over.
    static Result<bool> handOver(const QString& socket, const QString& file);

    /// From now on that window. Errors: Io; Argument as above.
    static Result<std::unique_ptr<SingleInstance>> listen(const QString& socket);

signals:
    void wanted(const QString& file);  ///< absolute, or empty

private:
    explicit SingleInstance(std::unique_ptr<LocalListener> listener);

    std::unique_ptr<LocalListener> m_listener;
};

}  // namespace whittle
