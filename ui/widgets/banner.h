#pragma once

#include <QFrame>

#include <functional>

class QHBoxLayout;

namespace signalbox::ui {

class Theme;

enum class BannerKind { Error, Warning, Success, Note };

// What a banner says. All of it is plain text.
struct BannerMessage {
    BannerKind kind = BannerKind::Error;
    QString what = {};                // one sentence: what failed
    QString subject = {};             // which workflow and server; may be empty
    QString code = {};                // the machine code; may be empty
    QString detail = {};              // for the copied report; may be empty
    std::function<void()> retry = {}; // offers "Retry" when set; the banner closes when it is chosen
    QString retryText = {};           // what that is called instead: "New workflow of it"
};

// A message across the window that stays until it is dismissed: what happened, to which workflow, its code; copy and
// retry.
class Banner : public QFrame {
    Q_OBJECT
public:
    Banner(const Theme& theme, BannerMessage message, QWidget* parent = nullptr);

    const BannerMessage& message() const { return m_message; }
    // Returns: the whole message as lines of text, as Copy puts it on the clipboard.
    QString report() const;

Q_SIGNALS:
    void dismissed();

private:
    void addText(QHBoxLayout& layout);
    void addButtons(QHBoxLayout& layout);

    BannerMessage m_message;
    const Theme& m_theme;
};

// The place of banners: newest on top, no taller than its banners, equal messages shown once.
class BannerArea : public QWidget {
    Q_OBJECT
public:
    explicit BannerArea(const Theme& theme, QWidget* parent = nullptr);

    void post(BannerMessage message);
    void dismissAll();
    // Returns: the open banners, newest first.
    QList<Banner*> banners() const;

private:
    const Theme& m_theme;
};

} // namespace signalbox::ui
