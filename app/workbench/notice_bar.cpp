#include "app/workbench/notice_bar.h"

#include "views/icons.h"
#include "views/warning_mark.h"

namespace whittle {

NoticeBar::NoticeBar(QWidget* parent) : QFrame(parent), m_text(new QLabel), m_row(new QHBoxLayout(this)) {
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::ToolTipBase);
    m_text->setForegroundRole(QPalette::ToolTipText);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setAccessibleName(tr("Notice"));
    auto* mark = new WarningMark(18);
    auto* close = new QToolButton;
    close->setIcon(icon(Icon::Close));
    close->setAutoRaise(true);
    close->setToolTip(tr("Close the notice"));
    close->setAccessibleName(tr("Close the notice"));
    m_row->setContentsMargins(10, 5, 6, 5);
    m_row->addWidget(mark);
    m_row->addWidget(m_text, 1);
    m_row->addWidget(close);
    connect(close, &QToolButton::clicked, this, &NoticeBar::hide);
    hide();
}

void NoticeBar::say(const QString& text, const QList<Choice>& choices) {
    m_text->setText(text);
    for (QPushButton* button : std::as_const(m_buttons)) button->deleteLater();
    m_buttons.clear();
    for (const Choice& choice : choices) {
        auto* button = new QPushButton(choice.text);
        m_row->insertWidget(m_row->count() - 1, button);
        m_buttons << button;
        connect(button, &QPushButton::clicked, this, [this, act = choice.act] {
            hide();
            act();
        });
    }
    show();
}

}  // namespace whittle
