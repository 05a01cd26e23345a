#pragma once

#include <QDialog>

#include "model/outbox/problem_model.h"
#include "ui/shell/pane_services.h"

class QLabel;
class QPushButton;

namespace signalbox::ui {

class BannerArea;
class OutboxDesk;
class OutboxTable;

// What keeps effects of the whole store from being sent: one row for each problem with each receiver, to be retried or
// skipped together. Stays open beside the main window; Enter shows the workflows.
class ProblemsWindow : public QDialog {
    Q_OBJECT
public:
    explicit ProblemsWindow(const PaneServices& services, QWidget* parent = nullptr);
    ~ProblemsWindow() override;

    OutboxTable& table() { return *m_table; }
    const model::ProblemModel& problems() const { return m_problems; }

Q_SIGNALS:
    void workflowsWanted(); // those with failed effects, in the list
    void told(const QString& text);
    void nextWanted(int by); // 1 or -1: the next or previous workflow with a problem

private:
    void build();
    QWidget* buildButtons();
    QPushButton* addButton(QWidget& bar, const QString& name, const QString& text);
    void refresh();

    const model::Connection& m_connection;
    model::ProblemModel m_problems;
    QLabel* m_total;
    BannerArea* m_banners;
    OutboxTable* m_table;
    OutboxDesk* m_desk;
    QPushButton* m_retry = nullptr;
    QPushButton* m_skip = nullptr;
    QPushButton* m_show = nullptr;
};

} // namespace signalbox::ui
