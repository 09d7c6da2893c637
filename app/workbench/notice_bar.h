// A line above the graph that says what the user should know, with what can be done about it. In nobody's way.
#pragma once

#include <functional>

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace whittle {

class NoticeBar : public QFrame {
    Q_OBJECT
public:
    explicit NoticeBar(QWidget* parent = nullptr);

    struct Choice {
        QString text;
        std::function<void()> act;  ///< the notice goes then
    };
    /// In place of what was said before.
    void say(const QString& text, const QList<Choice>& choices = {});
    QString text() const { return isHidden() ? QString() : m_text->text(); }

private:
    QLabel* m_text;
    QHBoxLayout* m_row;
    QList<QPushButton*> m_buttons;
};

}  // namespace whittle
