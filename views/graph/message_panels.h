// What stands in the place of the graph while there is none: how to begin, and why a file did not open.
#pragma once

#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <QWidget>

#include "views/models/document.h"
#include "views/models/recent_files.h"

namespace whittle {

class StartPanel : public QWidget {
    Q_OBJECT
public:
    /// `samples`: files that ship with the program, may be empty.
    StartPanel(RecentFiles& recent, const QStringList& samples, QWidget* parent = nullptr);
    /// Above the files: what else there is to begin with.
    void addOffer(QWidget* offer) { m_column->insertWidget(1, offer); }

signals:
    void openWanted();
    void fileWanted(const GraphSource& source);

protected:
    void changeEvent(QEvent* event) override;

private:
    void rebuild();
    void addFiles(const QString& title, const QList<GraphSource>& files);

    RecentFiles& m_recent;
    QList<GraphSource> m_samples;
    QLabel* m_mark;
    QVBoxLayout* m_column;
    QVBoxLayout* m_files;
};

class ErrorPanel : public QWidget {
    Q_OBJECT
public:
    explicit ErrorPanel(Document& document, QWidget* parent = nullptr);
    QString text() const { return m_text->toPlainText(); }

signals:
    void openWanted();

private:
    void show(const QString& path, const QString& error);

    QLabel* m_title;
    QPlainTextEdit* m_text;
    QPushButton* m_back;
};

class BusyPanel : public QWidget {
    Q_OBJECT
public:
    explicit BusyPanel(QWidget* parent = nullptr);
    void setText(const QString& text) { m_text->setText(text); }

signals:
    void cancelWanted();

private:
    QLabel* m_text;
};

}  // namespace whittle
