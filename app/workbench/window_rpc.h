// What programs can ask of this window, who asks, and the console where a person does. What was done by hand is listed there as requests that do the same.
#pragma once

#include "app/workbench/local_socket.h"
#include "views/models/console_model.h"

namespace whittle {

class MainWindow;

class WindowRpc : public QObject {
    Q_OBJECT
public:
    /// All that it asks for later is there already.
    explicit WindowRpc(MainWindow& window);

    RpcDispatcher& dispatcher() { return m_dispatcher; }
    ConsoleModel& console() { return m_console; }

    /// `name` is a path, or a name for one where the user's sockets are (else in `otherwise`).
    static QString socketPath(const QString& name, const QString& otherwise);
    /// From now on any number of programs are answered there. Errors: as LocalListener.
    Result<void> listen(const QString& path);
    /// Answers what comes in on standard input on standard output; when that has ended and all is answered, the window closes.
    void answerStandard();

    /// After the actions are there.
    void follow();

private:
    MainWindow& m_window;
    RpcDispatcher m_dispatcher;
    ConsoleModel m_console{m_dispatcher};
    std::unique_ptr<LocalListener> m_listener;
};

}  // namespace whittle
