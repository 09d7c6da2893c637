#include "app/workbench/single_instance.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <functional>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QTimer>

#include "views/models/text.h"

namespace whittle {
namespace {

constexpr int kPatienceMs = 2000;
constexpr int kWaiting = 8;              // starts that queue
constexpr qsizetype kMostLetters = 4096; // of a path, in bytes
constexpr char kEnd = '\0';              // no path holds it
constexpr char kTaken = '+';

std::unexpected<Error> failure(std::string_view what, const QString& path) { return fail(Code::Io, "{} {}: {}", what, path.toStdString(), std::strerror(errno)); }

// Closed at the end of its scope, unless it is released.
class Socket {
public:
    explicit Socket(int handle) : m_handle(handle) {}
    ~Socket() {
        if (m_handle >= 0) ::close(m_handle);
    }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    int get() const { return m_handle; }
    int release() { return std::exchange(m_handle, -1); }

private:
    int m_handle;
};

Result<sockaddr_un> addressOf(const QString& path) {
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

void setPatience(int handle) {
    const timeval patience{kPatienceMs / 1000, kPatienceMs % 1000 * 1000};
    ::setsockopt(handle, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    ::setsockopt(handle, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
}

// One start that hands something over; gone when it has, says too much, or takes too long.
class Caller final : public QObject {
public:
    Caller(int handle, std::function<void(const QString&)> wanted, QObject* parent)
        : QObject(parent), m_socket(handle), m_notifier(handle, QSocketNotifier::Read), m_wanted(std::move(wanted)) {
        connect(&m_notifier, &QSocketNotifier::activated, this, &Caller::read);
        QTimer::singleShot(kPatienceMs, this, &QObject::deleteLater);
    }

private:
    void read() {
        char block[512];
        const ssize_t size = ::recv(m_socket.get(), block, sizeof(block), MSG_DONTWAIT);
        if (size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) return;
        if (size > 0) m_said.append(block, size);
        const qsizetype end = m_said.indexOf(kEnd);
        if (size > 0 && end < 0 && m_said.size() <= kMostLetters) return;
        m_notifier.setEnabled(false);
        deleteLater();
        const QString file = QFile::decodeName(m_said.left(end));
        if (end < 0 || (!file.isEmpty() && !QDir::isAbsolutePath(file))) return;
        // One byte fits into what the system keeps for the other side.
        if (::send(m_socket.get(), &kTaken, 1, MSG_DONTWAIT | MSG_NOSIGNAL) == 1) m_wanted(file);
    }

    Socket m_socket;
    QSocketNotifier m_notifier;
    std::function<void(const QString&)> m_wanted;
    QByteArray m_said;
};

}  // namespace

QString SingleInstance::socketPath(const QString& otherwise) {
    const QString given = qEnvironmentVariable("XDG_RUNTIME_DIR");
    const QFileInfo folder(given);
    const bool isOwn = QDir::isAbsolutePath(given) && folder.isDir() && folder.ownerId() == ::geteuid();
    return (isOwn ? given : otherwise) + QStringLiteral("/whittle-workbench.socket");
}

Result<bool> SingleInstance::handOver(const QString& socket, const QString& file) {
    WHITTLE_TRY(const sockaddr_un address, addressOf(socket));
    const QByteArray name = file.isEmpty() ? QByteArray() : QFile::encodeName(QFileInfo(file).absoluteFilePath());
    if (name.size() > kMostLetters || name.contains(kEnd)) return fail(Code::Argument, "a path that is handed to another window has at most {} bytes", kMostLetters);
    const Socket handle(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (handle.get() < 0) return failure("making a socket for", socket);
    setPatience(handle.get());
    if (::connect(handle.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
        if (errno == ENOENT || errno == ECONNREFUSED) return false;  // none was ever there, or it has ended
        return failure("reaching the window at", socket);
    }
    if (!isOfThisUser(handle.get())) return fail(Code::Io, "the window at {} is another user's", socket.toStdString());
    const QByteArray said = name + kEnd;
    for (qsizetype sent = 0; sent < said.size();) {
        const ssize_t size = ::send(handle.get(), said.constData() + sent, static_cast<std::size_t>(said.size() - sent), MSG_NOSIGNAL);
        if (size <= 0 && errno != EINTR) return failure("handing the file to the window at", socket);
        sent += std::max<ssize_t>(size, 0);
    }
    char answer = 0;
    ssize_t size = 0;
    do {
        size = ::recv(handle.get(), &answer, 1, 0);
    } while (size < 0 && errno == EINTR);
    if (size < 0) return failure("waiting for the window at", socket);
    if (size == 0 || answer != kTaken) return fail(Code::Io, "the window at {} did not take the file", socket.toStdString());
    return true;
}

// Two starts at once: the lock lets one of them look whether what lies there is a socket that nobody listens at, and take its place.
Result<std::unique_ptr<SingleInstance>> SingleInstance::listen(const QString& socket) {
    WHITTLE_TRY(const sockaddr_un address, addressOf(socket));
    const QString folder = QFileInfo(socket).absolutePath();
    if (!QDir().mkpath(folder)) return fail(Code::Io, "the folder {} cannot be made", folder.toStdString());
    QLockFile lock(socket + QStringLiteral(".lock"));
    if (!lock.tryLock(kPatienceMs)) return fail(Code::Io, "another start holds {}", (socket + QStringLiteral(".lock")).toStdString());
    Socket handle(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (handle.get() < 0) return failure("making a socket for", socket);
    const auto bind = [&] { return ::bind(handle.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0; };
    if (!bind()) {
        if (errno != EADDRINUSE) return failure("listening at", socket);
        const Socket probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        if (::connect(probe.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) return fail(Code::Io, "another window listens at {}", socket.toStdString());
        struct stat found{};
        if (errno != ECONNREFUSED || ::lstat(address.sun_path, &found) != 0 || !S_ISSOCK(found.st_mode)) return fail(Code::Io, "something else lies at {}", socket.toStdString());
        ::unlink(address.sun_path);
        if (!bind()) return failure("listening at", socket);
    }
    ::chmod(address.sun_path, S_IRUSR | S_IWUSR);
    if (::listen(handle.get(), kWaiting) != 0) return failure("listening at", socket);
    return std::unique_ptr<SingleInstance>(new SingleInstance(handle.release(), socket));
}

SingleInstance::SingleInstance(int listener, QString socket) : m_listener(listener), m_socket(std::move(socket)), m_notifier(listener, QSocketNotifier::Read) {
    connect(&m_notifier, &QSocketNotifier::activated, this, &SingleInstance::accept);
}

SingleInstance::~SingleInstance() {
    m_notifier.setEnabled(false);
    ::close(m_listener);
    QFile::remove(m_socket);
}

void SingleInstance::accept() {
    Socket handle(::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (handle.get() < 0 || !isOfThisUser(handle.get())) return;
    new Caller(handle.release(), [this](const QString& file) { emit wanted(file); }, this);
}

}  // namespace whittle
