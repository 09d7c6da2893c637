#include "engine/base/frames.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace whittle {
namespace {

std::string systemError() { return std::strerror(errno); }

}  // namespace

OwnedFd::~OwnedFd() {
    if (m_fd >= 0) ::close(m_fd);
}

OwnedFd& OwnedFd::operator=(OwnedFd&& other) noexcept {
    std::swap(m_fd, other.m_fd);
    return *this;
}

Result<void> sendFrame(int socket, const std::string& frame, int descriptor) {
    if (frame.size() > kMaxFrameBytes) return fail(Code::Limit, "a frame of {} bytes is too long", frame.size());
    std::string bytes(sizeof(std::uint32_t), '\0');
    const auto length = static_cast<std::uint32_t>(frame.size());
    std::memcpy(bytes.data(), &length, sizeof length);
    bytes += frame;
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        iovec part{bytes.data() + sent, bytes.size() - sent};
        msghdr message{};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
        if (descriptor >= 0 && sent == 0) {
            message.msg_control = control.data();
            message.msg_controllen = control.size();
            cmsghdr* header = CMSG_FIRSTHDR(&message);
            header->cmsg_level = SOL_SOCKET;
            header->cmsg_type = SCM_RIGHTS;
            header->cmsg_len = CMSG_LEN(sizeof(int));
            std::memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
        }
        const ssize_t n = ::sendmsg(socket, &message, MSG_NOSIGNAL);
        if (n > 0) {
            sent += static_cast<std::size_t>(n);
        } else if (errno == EAGAIN) {
            pollfd wait{socket, POLLOUT, 0};
            ::poll(&wait, 1, -1);
        } else if (errno != EINTR) {
            return fail(Code::Io, "the other side of the channel is gone: {}", systemError());
        }
    }
    return {};
}

Result<FrameReader::State> FrameReader::read(int socket) {
    std::array<char, 65536> buffer;
    iovec part{buffer.data(), buffer.size()};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    ssize_t n = 0;
    do {
        n = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    } while (n < 0 && errno == EINTR);
    if (n < 0 && errno == EAGAIN) return State::Open;
    if (n < 0 && errno == ECONNRESET) return State::Closed;  // it died with words of ours unread
    if (n < 0) return fail(Code::Io, "cannot read from the channel: {}", systemError());
    if (n == 0) return State::Closed;
    for (cmsghdr* header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header))
        if (header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS) {
            int received = -1;
            std::memcpy(&received, CMSG_DATA(header), sizeof received);
            m_descriptor = OwnedFd(received);
        }
    m_bytes.append(buffer.data(), static_cast<std::size_t>(n));
    std::uint32_t length = 0;
    if (m_bytes.size() >= sizeof length) {
        std::memcpy(&length, m_bytes.data(), sizeof length);
        if (length > kMaxFrameBytes) return fail(Code::Limit, "a frame of {} bytes is not one of ours", length);
    }
    return State::Open;
}

std::optional<std::string> FrameReader::next() {
    std::uint32_t length = 0;
    if (m_bytes.size() < sizeof length) return std::nullopt;
    std::memcpy(&length, m_bytes.data(), sizeof length);
    if (m_bytes.size() - sizeof length < length) return std::nullopt;
    std::string frame = m_bytes.substr(sizeof length, length);
    m_bytes.erase(0, sizeof length + length);
    return frame;
}

OwnedFd FrameReader::takeDescriptor() { return std::exchange(m_descriptor, OwnedFd()); }

Result<void> ChildFrames::wait(std::chrono::milliseconds patience) {
    std::array<pollfd, 2> fds{pollfd{m_process->channel(), POLLIN, 0}, pollfd{m_errorsClosed ? -1 : m_process->errorPipe(), POLLIN, 0}};
    ::poll(fds.data(), fds.size(), static_cast<int>(patience.count()));
    if (fds[1].revents & (POLLIN | POLLHUP)) m_process->drain();
    m_errorsClosed = m_errorsClosed || (fds[1].revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
    if (!fds[0].revents) return {};
    WHITTLE_TRY(const FrameReader::State state, m_frames.read(m_process->channel()));
    m_closed = state == FrameReader::State::Closed;
    return {};
}

}  // namespace whittle
