#include "app/workbench/rpc_stream.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include <QPointer>

namespace whittle {
namespace {

constexpr std::size_t kBlock = 64 << 10;
constexpr std::size_t kMostLines = 256;  // read but not handled
// A pipe that says it can be written to takes that many bytes without waiting; a terminal or a file does not wait.
constexpr qsizetype kMostAtOnceIntoPipe = 4096;
constexpr qsizetype kMostAtOnce = 256 << 10;
constexpr int kMostWrites = 64;  // in one turn

bool isReady(int handle, short what) {
    pollfd asked{.fd = handle, .events = what, .revents = 0};
    return ::poll(&asked, 1, 0) > 0;
}

bool isForLater(int error) { return error == EAGAIN || error == EWOULDBLOCK || error == EINTR; }

}  // namespace

RpcStream::RpcStream(RpcDispatcher& dispatcher, Socket in, int out, bool isSocket, QObject* parent)
    : QObject(parent), m_dispatcher(dispatcher), m_in(std::move(in)), m_out(isSocket ? m_in.get() : out), m_isSocket(isSocket), m_readable(m_in.get(), QSocketNotifier::Read), m_writable(m_out, QSocketNotifier::Write) {
    m_writable.setEnabled(false);
    connect(&m_readable, &QSocketNotifier::activated, this, &RpcStream::read);
    connect(&m_writable, &QSocketNotifier::activated, this, &RpcStream::write);
}

RpcStream::RpcStream(RpcDispatcher& dispatcher, Socket socket, QObject* parent) : RpcStream(dispatcher, Socket(std::move(socket)), -1, true, parent) {}

RpcStream* RpcStream::onStandard(RpcDispatcher& dispatcher, QObject* parent) { return new RpcStream(dispatcher, Socket(::dup(STDIN_FILENO)), STDOUT_FILENO, false, parent); }

void RpcStream::read() {
    char block[kBlock];
    if (!isReady(m_in.get(), POLLIN)) return;
    const ssize_t size = ::read(m_in.get(), block, sizeof(block));
    if (size < 0 && isForLater(errno)) return;
    if (size < 0) return end();
    if (size == 0) {
        m_saysNoMore = true;
        if (!m_begun.isEmpty()) m_lines.push_back(std::exchange(m_begun, {}));  // the last line may lack its end
    } else {
        takeLines(QByteArray::fromRawData(block, size));
    }
    follow();
}

// Of a line that is too long no more is kept than shows that it is.
void RpcStream::takeLines(const QByteArray& block) {
    for (qsizetype from = 0; from < block.size();) {
        const qsizetype end = block.indexOf('\n', from), to = end < 0 ? block.size() : end;
        if (!m_skips) m_begun.append(block.constData() + from, to - from);
        if (m_begun.size() > RpcDispatcher::kMostBytes) m_skips = true;
        if (end >= 0) {
            if (!m_begun.trimmed().isEmpty()) m_lines.push_back(m_begun);
            m_begun.clear();
            m_skips = false;
        }
        from = to + 1;
    }
}

void RpcStream::handleNext() {
    m_handles = false;
    if (m_isGone || m_lines.empty() || m_isAsking) return;
    const QByteArray line = std::move(m_lines.front());
    m_lines.pop_front();
    m_isAsking = true;
    m_dispatcher.handle(line, this, [self = QPointer<RpcStream>(this)](const QByteArray& answer) {
        if (!self || self->m_isGone) return;
        self->m_isAsking = false;
        self->send(answer);
    });
    follow();
}

void RpcStream::send(const QByteArray& line) {
    if (!line.isEmpty()) {
        if (m_unread.size() - m_written + line.size() > kMostUnreadEver) return end();
        m_unread += line;
        m_unread += '\n';
        write();
    }
    follow();
}

void RpcStream::write() {
    for (int i = 0; i < kMostWrites && m_written < m_unread.size(); ++i) {
        if (!isReady(m_out, POLLOUT)) break;
        const auto size = static_cast<std::size_t>(std::min(m_unread.size() - m_written, m_isSocket ? kMostAtOnce : kMostAtOnceIntoPipe));
        const char* from = m_unread.constData() + m_written;
        const ssize_t written = m_isSocket ? ::send(m_out, from, size, MSG_DONTWAIT | MSG_NOSIGNAL) : ::write(m_out, from, size);
        if (written < 0 && isForLater(errno)) break;
        if (written <= 0) return end();
        m_written += written;
    }
    if (m_written == m_unread.size()) {
        m_unread.clear();
        m_written = 0;
    }
    follow();
}

// What is waited for next.
void RpcStream::follow() {
    if (m_isGone) return;
    const bool hasUnread = m_written < m_unread.size();
    m_writable.setEnabled(hasUnread);
    const bool takesMore = m_unread.size() - m_written < kMostUnread;
    m_readable.setEnabled(!m_saysNoMore && takesMore && m_lines.size() < kMostLines);
    if (!m_handles && !m_lines.empty() && takesMore && !m_isAsking) {
        m_handles = true;
        QMetaObject::invokeMethod(this, &RpcStream::handleNext, Qt::QueuedConnection);
    }
    if (m_saysNoMore && m_lines.empty() && !m_isAsking && !hasUnread) end();
}

void RpcStream::end() {
    if (std::exchange(m_isGone, true)) return;
    m_readable.setEnabled(false);
    m_writable.setEnabled(false);
    emit ended();
    deleteLater();
}

}  // namespace whittle
