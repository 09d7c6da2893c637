// One peer that sends requests, a line each, and reads their answers: over a socket, or standard input and output. Nothing that it does, or leaves
// undone, keeps the window waiting: lines are bounded, and not read on while their answers are not. Each is handled when the one before is answered, so a
// script needs no answer to go on; and never two in one turn of the event loop.
#pragma once

#include <deque>

#include <QObject>
#include <QSocketNotifier>

#include "app/workbench/local_socket.h"
#include "views/models/rpc_dispatcher.h"

namespace whittle {

class RpcStream : public QObject {
    Q_OBJECT
public:
    static constexpr qsizetype kMostUnread = 4 << 20;     ///< bytes of answers, until no request is read
    static constexpr qsizetype kMostUnreadEver = 512 << 20;  ///< of one that asks for more than that nothing is kept

    RpcStream(RpcDispatcher& dispatcher, Socket socket, QObject* parent);
    /// Of this process. Their modes are left as they are: others have them too.
    static RpcStream* onStandard(RpcDispatcher& dispatcher, QObject* parent);

signals:
    void ended();  ///< it is gone, or says no more and has all its answers; deletes itself then

private:
    RpcStream(RpcDispatcher& dispatcher, Socket in, int out, bool isSocket, QObject* parent);
    void read();
    void takeLines(const QByteArray& block);
    void handleNext();
    void send(const QByteArray& line);
    void write();
    void follow();
    void end();

    RpcDispatcher& m_dispatcher;
    Socket m_in;
    int m_out;
    bool m_isSocket;
    QSocketNotifier m_readable, m_writable;
    QByteArray m_begun;               // a line, as far as it has come
    bool m_skips = false;             // to the end of a line that is too long
    std::deque<QByteArray> m_lines;   // not handled yet
    bool m_handles = false;           // a turn is on its way
    bool m_isAsking = false;          // the answer to a line is still to come
    QByteArray m_unread;
    qsizetype m_written = 0;  // of m_unread
    bool m_saysNoMore = false, m_isGone = false;
};

}  // namespace whittle
