#include "views/file_drop.h"

#include <utility>

#include <QDropEvent>
#include <QMimeData>
#include <QUrl>
#include <QWidget>

namespace whittle {
namespace {

class FileDrop final : public QObject {
public:
    FileDrop(QWidget& widget, std::function<void(const QStringList&)> use) : QObject(&widget), m_use(std::move(use)) {
        widget.setAcceptDrops(true);
        widget.installEventFilter(this);
    }
    bool eventFilter(QObject*, QEvent* event) override {
        if (event->type() != QEvent::DragEnter && event->type() != QEvent::DragMove && event->type() != QEvent::Drop) return false;
        auto& drop = static_cast<QDropEvent&>(*event);
        QStringList paths;
        for (const QUrl& url : drop.mimeData()->urls())
            if (url.isLocalFile()) paths << url.toLocalFile();
        if (paths.isEmpty()) return false;
        drop.acceptProposedAction();
        if (event->type() == QEvent::Drop) m_use(paths);
        return true;
    }

private:
    std::function<void(const QStringList&)> m_use;
};

}  // namespace

void takeDroppedFiles(QWidget& widget, std::function<void(const QStringList&)> use) { new FileDrop(widget, std::move(use)); }

}  // namespace whittle
