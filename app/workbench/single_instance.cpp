#include "app/workbench/single_instance.h"

#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <cerrno>
#include <functional>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTimer>

#include "views/models/text.h"

namespace whittle {
namespace {

constexpr int kPatienceMs = 2000;
constexpr qsizetype kMostLetters = 4096; // of a path, in bytes
constexpr char kEnd = '\0';              // no path holds it
constexpr char kTaken = '+';

void setPatience(int handle) {
    const timeval patience{kPatienceMs / 1000, kPatienceMs % 1000 * 1000};
    ::setsockopt(handle, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    ::setsockopt(handle, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
}

// One start that hands something over; gone when it has, says too much, or takes too long.
class Caller final : public QObject {
public:
    Caller(Socket socket, std::function<void(const QString&)> wanted, QObject* parent)
        : QObject(parent), m_socket(std::move(socket)), m_notifier(m_socket.get(), QSocketNotifier::Read), m_wanted(std::move(wanted)) {
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

QString SingleInstance::socketPath(const QString& otherwise) { return localSocketPath(QStringLiteral("whittle-workbench.socket"), otherwise); }

Result<bool> SingleInstance::handOver(const QString& socket, const QString& file) {
    WHITTLE_TRY(const sockaddr_un address, socketAddress(socket));
    const QByteArray name = file.isEmpty() ? QByteArray() : QFile::encodeName(QFileInfo(file).absoluteFilePath());
    if (name.size() > kMostLetters || name.contains(kEnd)) return fail(Code::Argument, "a path that is handed to another window has at most {} bytes", kMostLetters);
    const Socket handle(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (handle.get() < 0) return socketFailure("making a socket for", socket);
    setPatience(handle.get());
    if (::connect(handle.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
        if (errno == ENOENT || errno == ECONNREFUSED) return false;  // none was ever there, or it has ended
        return socketFailure("reaching the window at", socket);
    }
    if (!isOfThisUser(handle.get())) return fail(Code::Io, "the window at {} is another user's", socket.toStdString());
    const QByteArray said = name + kEnd;
    for (qsizetype sent = 0; sent < said.size();) {
        const ssize_t size = ::send(handle.get(), said.constData() + sent, static_cast<std::size_t>(said.size() - sent), MSG_NOSIGNAL);
        if (size <= 0 && errno != EINTR) return socketFailure("handing the file to the window at", socket);
        sent += std::max<ssize_t>(size, 0);
    }
    char answer = 0;
    ssize_t size = 0;
    do {
        size = ::recv(handle.get(), &answer, 1, 0);
    } while (size < 0 && errno == EINTR);
    if (size < 0) return socketFailure("waiting for the window at", socket);
    if (size == 0 || answer != kTaken) return fail(Code::Io, "the window at {} did not take the file", socket.toStdString());
    return true;
}

Result<std::unique_ptr<SingleInstance>> SingleInstance::listen(const QString& socket) {
    WHITTLE_TRY(std::unique_ptr<LocalListener> listener, LocalListener::listen(socket));
    return std::unique_ptr<SingleInstance>(new SingleInstance(std::move(listener)));
}

SingleInstance::SingleInstance(std::unique_ptr<LocalListener> listener) : m_listener(std::move(listener)) {
    m_listener->setTaker([this](Socket caller) { new Caller(std::move(caller), [this](const QString& file) { emit wanted(file); }, this); });
}

}  // namespace whittle
