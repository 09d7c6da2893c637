// Sockets that only processes of the same user reach, at a path of the file system; never the network.
// Plain sockets of the system, so that the program needs no library more.
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include <sys/un.h>

#include <QObject>
#include <QSocketNotifier>

#include "engine/base/result.h"

namespace whittle {

/// Closed at the end of its scope, unless it is released.
class Socket {
public:
    explicit Socket(int handle) : m_handle(handle) {}
    Socket(Socket&& other) noexcept : m_handle(other.release()) {}
    ~Socket();
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    int get() const { return m_handle; }
    int release() { return std::exchange(m_handle, -1); }

private:
    int m_handle;
};

/// Errors: Argument for a path that cannot be one of a socket.
Result<sockaddr_un> socketAddress(const QString& path);
bool isOfThisUser(int handle);
/// With what the system says.
std::unexpected<Error> socketFailure(std::string_view what, const QString& path);
/// `name` in $XDG_RUNTIME_DIR, which is the user's alone, or else in `otherwise`.
QString localSocketPath(const QString& name, const QString& otherwise);

class LocalListener : public QObject {
    Q_OBJECT
public:
    /// Takes the place of a socket that nobody listens at any more. Errors: Io, also where another process listens, or something else lies there; Argument as above.
    static Result<std::unique_ptr<LocalListener>> listen(const QString& path);
    ~LocalListener() override;

    /// Is given each caller of the same user: its socket does not block.
    void setTaker(std::function<void(Socket)> taker) { m_taker = std::move(taker); }

private:
    LocalListener(int listener, QString path);
    void accept();

    Socket m_listener;
    QString m_path;
    QSocketNotifier m_notifier;
    std::function<void(Socket)> m_taker;
};

}  // namespace whittle
