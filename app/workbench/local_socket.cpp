#include "app/workbench/local_socket.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>

namespace whittle {
namespace {

constexpr int kPatienceMs = 2000;
constexpr int kWaiting = 8;  // callers that queue

}  // namespace

Socket::~Socket() {
    if (m_handle >= 0) ::close(m_handle);
}

std::unexpected<Error> socketFailure(std::string_view what, const QString& path) { return fail(Code::Io, "{} {}: {}", what, path.toStdString(), std::strerror(errno)); }

Result<sockaddr_un> socketAddress(const QString& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const QByteArray name = QFile::encodeName(path);
    if (name.isEmpty() || name.size() >= static_cast<qsizetype>(sizeof(address.sun_path)))
        return fail(Code::Argument, "the path of a socket has 1 to {} bytes, this one has {}: {}", sizeof(address.sun_path) - 1, name.size(), path.toStdString());
    std::memcpy(address.sun_path, name.constData(), static_cast<std::size_t>(name.size()));
    return address;
}

bool isOfThisUser(int handle) {
    ucred peer{};
    socklen_t size = sizeof(peer);
    return ::getsockopt(handle, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == ::geteuid();
}

QString localSocketPath(const QString& name, const QString& otherwise) {
    const QString given = qEnvironmentVariable("XDG_RUNTIME_DIR");
    const QFileInfo folder(given);
    const bool isOwn = QDir::isAbsolutePath(given) && folder.isDir() && folder.ownerId() == ::geteuid();
    return (isOwn ? given : otherwise) + u'/' + name;
}

// Two starts at once: the lock lets one of them look whether what lies there is a socket that nobody listens at, and take its place.
Result<std::unique_ptr<LocalListener>> LocalListener::listen(const QString& path) {
    WHITTLE_TRY(const sockaddr_un address, socketAddress(path));
    const QString folder = QFileInfo(path).absolutePath();
    if (!QDir().mkpath(folder)) return fail(Code::Io, "the folder {} cannot be made", folder.toStdString());
    QLockFile lock(path + QStringLiteral(".lock"));
    if (!lock.tryLock(kPatienceMs)) return fail(Code::Io, "another start holds {}", (path + QStringLiteral(".lock")).toStdString());
    Socket handle(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (handle.get() < 0) return socketFailure("making a socket for", path);
    const auto bind = [&] { return ::bind(handle.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0; };
    if (!bind()) {
        if (errno != EADDRINUSE) return socketFailure("listening at", path);
        const Socket probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        if (::connect(probe.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) return fail(Code::Io, "another window listens at {}", path.toStdString());
        struct stat found{};
        if (errno != ECONNREFUSED || ::lstat(address.sun_path, &found) != 0 || !S_ISSOCK(found.st_mode)) return fail(Code::Io, "something else lies at {}", path.toStdString());
        ::unlink(address.sun_path);
        if (!bind()) return socketFailure("listening at", path);
    }
    ::chmod(address.sun_path, S_IRUSR | S_IWUSR);
    if (::listen(handle.get(), kWaiting) != 0) return socketFailure("listening at", path);
    return std::unique_ptr<LocalListener>(new LocalListener(handle.release(), path));
}

LocalListener::LocalListener(int listener, QString path) : m_listener(listener), m_path(std::move(path)), m_notifier(listener, QSocketNotifier::Read) {
    connect(&m_notifier, &QSocketNotifier::activated, this, &LocalListener::accept);
}

LocalListener::~LocalListener() {
    m_notifier.setEnabled(false);
    QFile::remove(m_path);
}

void LocalListener::accept() {
    Socket handle(::accept4(m_listener.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (handle.get() >= 0 && isOfThisUser(handle.get()) && m_taker) m_taker(std::move(handle));
}

}  // namespace whittle
