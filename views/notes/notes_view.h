// What the user writes down while looking: plain text that goes with the session.
#pragma once

#include <QPlainTextEdit>

namespace whittle {

class NotesView : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit NotesView(QWidget* parent = nullptr) : QPlainTextEdit(parent) {
        setAccessibleName(tr("Notes"));
        setPlaceholderText(tr("Notes about what you see. They are kept in the session."));
        setFrameShape(QFrame::NoFrame);
        setTabChangesFocus(true);
    }
};

}  // namespace whittle
