// On the start panel: what windows before this one left, to go on with.
#pragma once

#include <QVBoxLayout>
#include <QWidget>

#include "views/models/session.h"

namespace whittle {

class RestoreOffers : public QWidget {
    Q_OBJECT
public:
    explicit RestoreOffers(Session& session, QWidget* parent = nullptr);

private:
    void rebuild();
    void add(const Session::Leftover& leftover);

    Session& m_session;
    QVBoxLayout* m_column;
};

}  // namespace whittle
