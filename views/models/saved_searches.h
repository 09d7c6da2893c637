// Searches that are kept under a name, and those that were used last. They are the user's, not of a file: the settings hold them.
#pragma once

#include <QObject>
#include <QSettings>
#include <QStringList>

namespace whittle {

struct SavedSearch {
    QString name;
    QString query;
    bool operator==(const SavedSearch&) const = default;
};

class SavedSearches : public QObject {
    Q_OBJECT
public:
    static constexpr qsizetype kMostSaved = 100, kMostEarlier = 30, kLongest = 1000;

    /// `settings` must outlive this.
    explicit SavedSearches(QSettings& settings, QObject* parent = nullptr);

    const QList<SavedSearch>& saved() const { return m_saved; }  ///< by name
    const QStringList& earlier() const { return m_earlier; }     ///< the last one first
    QString queryOf(const QString& name) const;                  ///< empty: there is none
    QString nameOf(const QString& query) const;                  ///< likewise
    /// Takes the place of one with the same name. False, and nothing is kept: a name or a query is missing or too long, or there are too many.
    bool save(const QString& name, const QString& query);
    void remove(const QString& name);
    void setSaved(const QList<SavedSearch>& saved);  ///< as saved() gave it
    /// A search was used, not only typed.
    void use(const QString& query);
    void forgetEarlier();

signals:
    void changed();

private:
    void store();

    QSettings& m_settings;
    QList<SavedSearch> m_saved;
    QStringList m_earlier;
};

}  // namespace whittle
