#include "views/graph/message_panels.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QFileInfo>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QProgressBar>

#include "views/icons.h"
#include "views/warning_mark.h"

namespace whittle {
namespace {

constexpr int kColumnWidth = 560;

QLabel* addHeading(QVBoxLayout& column, const QString& text, double factor) {
    auto* label = new QLabel(text);
    QFont font = label->font();
    font.setPointSizeF(font.pointSizeF() * factor);
    font.setWeight(QFont::DemiBold);
    label->setFont(font);
    label->setWordWrap(true);
    column.addWidget(label);
    return label;
}

// A column in the middle of the widget, with the eye's line a little above it.
QVBoxLayout* middleColumn(QWidget& parent, int width) {
    auto* rows = new QVBoxLayout(&parent);
    rows->setContentsMargins(24, 24, 24, 24);
    auto* row = new QHBoxLayout;
    auto* holder = new QWidget(&parent);
    holder->setMaximumWidth(width);
    holder->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    auto* column = new QVBoxLayout(holder);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    rows->addStretch(2);
    row->addStretch(1);
    row->addWidget(holder, 8);
    row->addStretch(1);
    rows->addLayout(row);
    rows->addStretch(3);
    return column;
}

}  // namespace

StartPanel::StartPanel(RecentFiles& recent, const QStringList& samples, QWidget* parent)
    : QWidget(parent), m_recent(recent), m_mark(new QLabel), m_column(middleColumn(*this, kColumnWidth)), m_files(new QVBoxLayout) {
    for (const QString& sample : samples) m_samples << GraphSource{.file = sample};
    QVBoxLayout* column = m_column;
    m_mark->setPixmap(applicationIcon().pixmap(64, 64));
    column->addWidget(m_mark);
    addHeading(*column, tr("Open a graph that PyTorch captured"), 1.6);
    auto* hint = new QLabel(tr("A PT2 archive or export JSON, a Whittle text graph (.wtl), an FX text or a reproducer script (.py). "
                               "Drop a file anywhere in this window."));
    hint->setWordWrap(true);
    column->addWidget(hint);
    auto* row = new QHBoxLayout;
    auto* open = new QPushButton(icon(Icon::Open), tr("&Open a file…"));
    open->setDefault(true);
    open->setMinimumHeight(34);
    row->addWidget(open);
    row->addStretch(1);
    column->addLayout(row);
    column->addSpacing(8);
    m_files->setSpacing(2);
    column->addLayout(m_files);
    connect(open, &QPushButton::clicked, this, &StartPanel::openWanted);
    connect(&recent, &RecentFiles::changed, this, &StartPanel::rebuild);
    rebuild();
}

void StartPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) rebuild();
    QWidget::changeEvent(event);
}

void StartPanel::rebuild() {
    while (QLayoutItem* item = m_files->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    addFiles(tr("Recent"), m_recent.files().mid(0, 6));
    addFiles(tr("Samples that come with Whittle"), m_samples.mid(0, 4));
}

void StartPanel::addFiles(const QString& title, const QList<GraphSource>& files) {
    if (files.isEmpty()) return;
    m_files->addSpacing(6);
    addHeading(*m_files, title, 1.0);
    for (const GraphSource& source : files) {
        const QFileInfo file(source.file);
        const QString how = source.how();
        auto* label = new QLabel(QStringLiteral("<a href=\"%1\" style=\"text-decoration:none\">%2</a>&nbsp;&nbsp;<span style=\"color:%3\">%4</span>")
                                     .arg(source.file.toHtmlEscaped(), file.fileName().toHtmlEscaped(), palette().color(QPalette::PlaceholderText).name(),
                                          (file.path() + u' ' + how).trimmed().toHtmlEscaped()));
        label->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
        label->setFocusPolicy(Qt::StrongFocus);
        label->setAccessibleName(tr("Open %1").arg((file.fileName() + u' ' + how).trimmed()));
        label->setToolTip((source.file + u' ' + how).trimmed());
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);  // long paths are cut, never widen the window
        connect(label, &QLabel::linkActivated, this, [this, source] { emit fileWanted(source); });
        m_files->addWidget(label);
    }
}

ErrorPanel::ErrorPanel(Document& document, QWidget* parent)
    : QWidget(parent), m_text(new QPlainTextEdit), m_back(new QPushButton(tr("&Back"))) {
    QVBoxLayout* column = middleColumn(*this, 760);
    auto* head = new QHBoxLayout;
    auto* mark = new WarningMark(28);
    auto* title = new QVBoxLayout;
    m_title = addHeading(*title, {}, 1.35);
    head->addWidget(mark, 0, Qt::AlignTop);
    head->addLayout(title, 1);
    column->addLayout(head);
    m_text->setReadOnly(true);
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_text->setAccessibleName(tr("What went wrong"));
    m_text->setMinimumHeight(150);
    m_text->setTabChangesFocus(true);
    column->addWidget(m_text);
    auto* row = new QHBoxLayout;
    auto* open = new QPushButton(icon(Icon::Open), tr("&Open another file…"));
    auto* copy = new QPushButton(icon(Icon::Copy), tr("&Copy the message"));
    row->addWidget(open);
    row->addWidget(copy);
    row->addWidget(m_back);
    row->addStretch(1);
    column->addLayout(row);
    connect(open, &QPushButton::clicked, this, &ErrorPanel::openWanted);
    connect(copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(text()); });
    connect(m_back, &QPushButton::clicked, &document, &Document::dismissError);
    connect(&document, &Document::stateChanged, this, [this, &document] {
        if (document.state() != Document::State::Failed) return;
        m_back->setText(document.graph() ? tr("&Back to %1").arg(document.title()) : tr("&Back"));
        show(document.requestedPath(), document.errorText());
    });
}

void ErrorPanel::show(const QString& path, const QString& error) {
    m_title->setText(tr("%1 could not be opened").arg(QFileInfo(path).fileName()));
    m_text->setPlainText(error);
}

BusyPanel::BusyPanel(QWidget* parent) : QWidget(parent), m_text(new QLabel) {
    QVBoxLayout* column = middleColumn(*this, 360);
    m_text->setAlignment(Qt::AlignCenter);
    column->addWidget(m_text);
    auto* bar = new QProgressBar;
    bar->setRange(0, 0);
    bar->setTextVisible(false);
    bar->setMaximumHeight(6);
    bar->setAccessibleName(tr("Opening"));
    column->addWidget(bar);
    auto* cancel = new QPushButton(tr("&Cancel"));
    column->addWidget(cancel, 0, Qt::AlignCenter);
    connect(cancel, &QPushButton::clicked, this, &BusyPanel::cancelWanted);
}

}  // namespace whittle
