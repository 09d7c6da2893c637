// Rich text that a controller made, in the colours of the theme; its links go to who shows it.
#pragma once

#include <QTextBrowser>

namespace whittle {

class StoryBrowser : public QTextBrowser {
    Q_OBJECT
public:
    explicit StoryBrowser(const QString& name, QWidget* parent = nullptr);
    void setStory(const QString& story);
    const QString& story() const { return m_story; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void render();
    QString m_story;
};

}  // namespace whittle
