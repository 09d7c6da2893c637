#include "views/dims/spec_page.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QClipboard>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QRegularExpression>
#include <QTextBlock>
#include <QVBoxLayout>

#include "views/icons.h"
#include "views/models/text.h"
#include "views/theme.h"

namespace whittle {
namespace {

enum Form { Python, Json };

// To where an error says that it is: "line 2, column 14: …".
void goToPlace(QPlainTextEdit& text, const QString& problem) {
    static const QRegularExpression place(QStringLiteral("^line (\\d+), column (\\d+):"));
    const QRegularExpressionMatch match = place.match(problem);
    if (!match.hasMatch()) return;
    const QTextBlock line = text.document()->findBlockByNumber(match.captured(1).toInt() - 1);
    if (!line.isValid()) return;
    QTextCursor cursor(line);
    // Columns are counted in bytes, as in a terminal.
    const qsizetype column = QString::fromUtf8(line.text().toUtf8().left(match.captured(2).toInt() - 1)).size();
    cursor.setPosition(line.position() + std::min(static_cast<int>(column), line.length() - 1));
    text.setTextCursor(cursor);
}

}  // namespace

SpecPage::SpecPage(DimsController& dims, QWidget* parent)
    : QWidget(parent), m_dims(dims), m_form(new QComboBox), m_text(new QPlainTextEdit), m_problem(new QLabel), m_take(new QPushButton(tr("&Use this"))), m_revert(new QPushButton(tr("Re&vert"))),
      m_copy(new QPushButton(icon(Icon::Copy), tr("&Copy"))) {
    m_form->addItem(tr("Python"));
    m_form->addItem(tr("JSON"));
    m_form->setAccessibleName(tr("How the specification is written"));
    m_form->view()->setAccessibleName(tr("Ways to write it"));
    m_text->setAccessibleName(tr("Specification of all sizes"));
    m_text->setPlaceholderText(tr("Paste dynamic_shapes, with the Dim(…) lines before it, or JSON"));
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_text->setTabChangesFocus(true);
    m_text->setFrameShape(QFrame::NoFrame);
    m_problem->setAccessibleName(tr("Why it cannot be used"));
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_problem->hide();
    m_take->setToolTip(tr("Say this of the sizes, and infer again (Ctrl+Return)"));
    m_take->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return));
    auto* row = new QHBoxLayout;
    row->setContentsMargins(6, 2, 6, 4);
    row->addWidget(m_form);
    row->addStretch(1);
    for (QPushButton* button : {m_take, m_revert, m_copy}) row->addWidget(button);
    m_problem->setContentsMargins(8, 2, 8, 2);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_text, 1);
    column->addWidget(m_problem);
    column->addLayout(row);
    connect(m_form, &QComboBox::activated, this, &SpecPage::show);
    connect(m_revert, &QPushButton::clicked, this, &SpecPage::show);
    connect(m_take, &QPushButton::clicked, this, &SpecPage::take);
    connect(m_copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(m_text->toPlainText()); });
    connect(m_text, &QPlainTextEdit::textChanged, this, &SpecPage::refresh);
    connect(&dims, &DimsController::specChanged, this, &SpecPage::show);
    show();
}

QString SpecPage::written() const { return toQString(m_form->currentIndex() == Json ? shapeSpecJson(m_dims.spec()) : shapeSpecCode(m_dims.spec())).trimmed(); }

void SpecPage::show() {
    m_text->setPlainText(written());
    refresh();
}

void SpecPage::refresh() {
    const bool isChanged = m_text->toPlainText().trimmed() != written();
    m_take->setEnabled(isChanged && m_dims.state() != DimsController::State::NoGraph);
    m_revert->setEnabled(isChanged);
    m_problem->hide();
}

void SpecPage::take() {
    const QString problem = m_dims.take(m_text->toPlainText());
    if (problem.isEmpty()) return show();
    QPalette palette = m_problem->palette();
    palette.setColor(QPalette::WindowText, canvasColors(this->palette()).error);
    m_problem->setPalette(palette);
    m_problem->setText(problem);
    m_problem->show();
    goToPlace(*m_text, problem);
    m_text->setFocus();
}

}  // namespace whittle
