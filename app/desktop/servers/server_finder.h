#pragma once

#include "model/connections/connection_book.h"
#include "ui/shell/palette_source.h"

namespace signalbox {

// The servers of the book for the palette: those used last first.
class ServerFinder : public ui::PaletteSource {
    Q_OBJECT
public:
    explicit ServerFinder(const model::ConnectionBook& book, QObject* parent = nullptr);

    QString heading() const override;
    void search(const QString& query, quint64 ticket) override;
    void activate(const QString& id) override;

Q_SIGNALS:
    void chosen(const QString& id);

private:
    const model::ConnectionBook& m_book;
};

} // namespace signalbox
