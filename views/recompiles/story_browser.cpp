#include "views/recompiles/story_browser.h"

#include <QEvent>
#include <QScrollBar>

#include "views/theme.h"

namespace whittle {

StoryBrowser::StoryBrowser(const QString& name, QWidget* parent) : QTextBrowser(parent) {
    setAccessibleName(name);
    setOpenLinks(false);
    setFrameShape(QFrame::NoFrame);
    document()->setDocumentMargin(10);
    setTextInteractionFlags(Qt::TextBrowserInteraction);
}

// The same story again leaves the reader where he is.
void StoryBrowser::setStory(const QString& story) {
    if (story == m_story) return;
    m_story = story;
    render();
}

void StoryBrowser::render() {
    const CanvasColors& colors = canvasColors(palette());
    document()->setDefaultStyleSheet(QStringLiteral(".bad { color: %1 } .good { color: %2 } .muted { color: %3 } a { color: %4; text-decoration: none } "
                                                    "p { margin-top: 3px; margin-bottom: 3px } p.head { margin-top: 10px } p.title { font-size: large; margin-bottom: 4px }")
                                         .arg(colors.error.name(), colors.success.name(), colors.mutedText.name(), palette().color(QPalette::Link).name()));
    setHtml(m_story);
}

void StoryBrowser::changeEvent(QEvent* event) {
    QTextBrowser::changeEvent(event);
    if (event->type() != QEvent::PaletteChange || m_story.isEmpty()) return;
    const int place = verticalScrollBar()->value();
    render();
    verticalScrollBar()->setValue(place);
}

}  // namespace whittle
