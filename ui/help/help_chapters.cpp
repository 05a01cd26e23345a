#include "ui/help/help_chapters.h"

#include <QCoreApplication>

#include "ui/shell/cheat_sheet.h"
#include "ui/shell/command_registry.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(signalbox::ui::HelpChapters)
};

QString paragraph(const QString& text) {
    return u"<p>"_s + text + u"</p>"_s;
}

QString row(const QString& first, const QString& second) {
    return u"<tr><td style='padding:3px 16px 3px 0; white-space:nowrap'>"_s + first +
           u"</td><td style='padding:3px 0'>"_s + second + u"</td></tr>"_s;
}

QString table(const QString& rows) {
    return u"<table cellspacing='0' style='margin-top:8px; margin-bottom:8px'>"_s + rows + u"</table>"_s;
}

QString code(const QString& text) {
    return u"<code>"_s + text.toHtmlEscaped() + u"</code>"_s;
}

// The key of a command as it is now, or a dash where it has none.
class Keys {
public:
    explicit Keys(const CommandRegistry& registry) : m_registry(registry) {}

    QString operator()(const char* id) const {
        const QString keys = m_registry.firstKeyText(QString::fromLatin1(id));
        return keys.isEmpty() ? u"\u2013"_s : u"<b>"_s + keys.toHtmlEscaped() + u"</b>"_s;
    }

private:
    const CommandRegistry& m_registry;
};

QString startHtml(const Keys& keys) {
    return paragraph(
               Text::tr("A workflow is one running state machine: a bug, an order, an application. Signalbox shows "
                        "where each one is, where it has been, and what may be done with it now.")) +
           table(row(Text::tr("Left"), Text::tr("the places: definitions and views, with their counts")) +
                 row(Text::tr("Middle"), Text::tr("the list of workflows; chips above it count the states")) +
                 row(Text::tr("Right"), Text::tr("the selected workflow: graph, triggers, history and data"))) +
           paragraph(
               Text::tr("Nothing needs a refresh: rows, graph and counts follow by themselves. %1 stops that for a "
                        "while and starts it again.")
                   .arg(keys("view.pauseLive"))) +
           paragraph(Text::tr("%1 finds any command or workflow, %2 shows all keys, %3 takes a quick look at a row.")
                         .arg(keys("go.palette"), keys("help.shortcuts"), keys("workflow.preview")));
}

QString graphHtml(const Keys& keys) {
    return paragraph(Text::tr("Shape and words say it first, colour second:")) +
           u"<p><img src='%1'/></p>"_s.arg(kLegendPicture) +
           paragraph(Text::tr("Numbers on green edges are the keys that fire them. A trigger with three dots asks for "
                              "something first, and shows what will happen before it does.")) +
           table(row(keys("graph.fit"), Text::tr("fit the graph into its pane")) +
                 row(keys("graph.center"), Text::tr("centre the current state")) +
                 row(keys("graph.follow"), Text::tr("keep the current state in view")) +
                 row(keys("graph.collapse"), Text::tr("collapse or expand a state with others inside")) +
                 row(keys("find.open"), Text::tr("find a state or a trigger")) +
                 row(Text::tr("arrow keys"), Text::tr("go to neighbours; Tab goes along the edges that leave a state, "
                                                      "Enter fires a permitted one")));
}

QString filterHtml(const Keys& keys) {
    return paragraph(Text::tr("%1 goes to the filter. Words are joined by \u201cand\u201d; values with commas mean "
                              "\u201cor\u201d.")
                         .arg(keys("go.filter"))) +
           table(row(code(u"bug"_s), Text::tr("the definition of that name")) +
                 row(code(u"state:Open,Deferred"_s), Text::tr("in one of these states, or in a state inside of them")) +
                 row(code(u"status:Active"_s), Text::tr("Active, Finished, Cancelled, Terminated or Faulted")) +
                 row(code(u"assignee:sue"_s), Text::tr("owned by Sue; me is you, nobody is no one")) +
                 row(code(u"age>1d updated<2h"_s),
                     Text::tr("older than a day and changed within two hours; s, m, h, d, w")) +
                 row(code(u"instate>3d"_s), Text::tr("more than three days in its state")) +
                 row(code(u"has:failed-effects"_s), Text::tr("something it asked for could not be sent")) +
                 row(code(u"is:overdue"_s), Text::tr("longer in its state than that one allows")) +
                 row(code(u"timer:today"_s), Text::tr("a timer is due before midnight; timer<2h: within two hours")) +
                 row(code(u"resident:yes"_s), Text::tr("in memory now")) +
                 row(code(u"printer \"two words\""_s), Text::tr("any other word is searched in ids and assignees"))) +
           paragraph(
               Text::tr("%1 keeps filter, order and columns as a view. Its times move on: what is older than a day "
                        "today will not be the same tomorrow.")
                   .arg(keys("view.save")));
}

QString actingHtml(const Keys& keys) {
    return paragraph(
               Text::tr("Only what is permitted now can be fired; a grey button says why not. You act on the "
                        "revision you see: if somebody was faster, nothing happens and you are told what changed.")) +
           table(row(Text::tr("%1 to %2").arg(keys("workflow.fire.1"), keys("workflow.fire.9")),
                     Text::tr("fire a permitted trigger")) +
                 row(keys("workflow.fire"),
                     Text::tr("choose a trigger, also one that is not permitted, with the reason")) +
                 row(keys("workflow.assignToMe"), Text::tr("assign to yourself"))) +
           u"<h3>"_s + Text::tr("Cancel, terminate, delete") + u"</h3>"_s +
           table(
               row(keys("workflow.cancel"),
                   Text::tr("<b>Cancel</b> fires the trigger that the definition names for it. "
                            "It may be refused, and the workflow does what belongs to it.")) +
               row(keys("workflow.terminate"), Text::tr("<b>Terminate</b> ends it by force. No code of the definition "
                                                        "runs; its timers are dropped.")) +
               row(keys("workflow.delete"),
                   Text::tr("<b>Delete</b> erases it: state, data, timers and effects not sent "
                            "yet. Its changes stay in the log.")));
}

QString outboxHtml(const Keys& keys) {
    return paragraph(Text::tr("A timer fires a trigger when it is due, also while the program did not run. The "
                              "definition sets its own; a reminder is one that you set.")) +
           table(row(keys("timer.set"), Text::tr("set a reminder, once or again and again")) +
                 row(keys("timer.fire"), Text::tr("fire the chosen timer now")) +
                 row(keys("timer.postpone"), Text::tr("let it be due later")) +
                 row(keys("timer.cancel"), Text::tr("take it away"))) +
           paragraph(Text::tr("An effect is what a turn asks others to do: a mail, a web request, a message to another "
                              "workflow. It is written with the turn and sent until it arrives; what is given up waits "
                              "for you. Mails wait while no mail server is named in the preferences.")) +
           table(row(keys("effect.retry"), Text::tr("retry what has failed, now and with all tries again")) +
                 row(keys("effect.skip"), Text::tr("never send it; those that wait behind it go on")) +
                 row(keys("go.problems"), Text::tr("all that has failed, by problem and receiver")) +
                 row(keys("go.nextProblem") + u" "_s + keys("go.previousProblem"),
                     Text::tr("the next and previous workflow that needs somebody"))) +
           paragraph(Text::tr("In the graph a clock stands on a state that a timer will leave, and a red mark on one "
                              "that needs somebody. Where the desktop shows messages, the preferences can have it tell "
                              "when a workflow is overdue or an effect has failed."));
}

QString timeHtml(const Keys& keys) {
    return paragraph(Text::tr("Every turn is kept. Graph, data, history and what was permitted can be shown as of any "
                              "revision; nothing can be fired there.")) +
           table(
               row(keys("history.previous") + u" "_s + keys("history.next"),
                   Text::tr("one revision back, one forward")) +
               row(keys("history.first") + u" "_s + keys("history.live"), Text::tr("the first revision, back to now")) +
               row(keys("history.compare"), Text::tr("compare two revisions"))) +
           paragraph(
               Text::tr("In the timeline a disc is a turn, a ring one that left no state, a square an end, and a "
                        "triangle a failure. Times are shown as ages, in local time or in UTC; the tooltip always "
                        "has UTC to the microsecond."));
}

QString keysHtml(const CommandRegistry& registry) {
    QString html = paragraph(Text::tr("Every key can be changed in the preferences."));
    QString group;
    QString rows;
    const auto finish = [&] {
        if (!rows.isEmpty()) html += u"<h3>"_s + group.toHtmlEscaped() + u"</h3>"_s + table(rows);
        rows.clear();
    };
    for (const CheatRow& each : cheatRows(registry)) {
        if (each.group != group) finish();
        group = each.group;
        const QString where = each.context.isEmpty() ? QString() : u" ("_s + each.context + u")"_s;
        rows +=
            row(u"<b>"_s + each.keys.join(u", "_s).toHtmlEscaped() + u"</b>"_s, (each.text + where).toHtmlEscaped());
    }
    finish();
    return html;
}

QString serversHtml(const Keys& keys) {
    return paragraph(
               Text::tr("%1 opens the connections: servers in folders, each with a window of its own. The status bar "
                        "says which one a window shows, what it is for and what you may do there.")
                   .arg(keys("server.connections"))) +
           table(
               row(Text::tr("Many servers"),
                   Text::tr(
                       "Ctrl+L filters them by name, address or folder; those used last stand at the top; dragging, "
                       "or Alt+Up and Alt+Down, puts them in order")) +
               row(Text::tr("First connection"),
                   Text::tr(
                       "compare the fingerprint with what the server's operator tells you; another one later stops "
                       "the connection, and both are shown")) +
               row(Text::tr("Token"), Text::tr("kept in the key store of this computer; without one it is asked for in "
                                               "each session. A key store that waits to be unlocked keeps nobody: the "
                                               "token can be entered instead")) +
               row(Text::tr("Production"),
                   Text::tr("a red bar, and locked against changes until %1 unlocks it").arg(keys("server.lock"))) +
               row(Text::tr("No connection"),
                   Text::tr("rows stay, hatched, with their age; it is tried again by itself, at once with %1")
                       .arg(keys("server.retry"))) +
               row(Text::tr("All at once"),
                   Text::tr("%1 shows all connected servers and this computer in one list; what may be done to a row, "
                            "its own server says. To deploy there, or to migrate all of a definition, first asks for "
                            "the server")
                       .arg(keys("server.all"))) +
               row(Text::tr("As a command"), Text::tr("%1 shows what may be done to a workflow as calls for a shell")
                                                 .arg(keys("workflow.copyCommand")))) +
           paragraph(
               Text::tr("“Share this store” lets a colleague connect to this computer, with a token that is good until "
                        "you stop."));
}

QString safetyHtml() {
    return paragraph(Text::tr("What was acknowledged is on disk: a turn is written with its state, history, timers and "
                              "effects, whole or not at all. A power cut or a killed program loses nothing of it.")) +
           table(
               row(Text::tr("Read-only"),
                   Text::tr("the disk is full or a write failed; the status bar says which file. "
                            "Looking around goes on.")) +
               row(Text::tr("Outcome unknown"), Text::tr("the write may have happened: repeat the action, it has no "
                                                         "second effect.")) +
               row(Text::tr("Open elsewhere"), Text::tr("another program has the store; it is named, and the store can "
                                                        "be opened read-only.")));
}

} // namespace

QList<HelpChapter> helpChapters(const CommandRegistry& registry) {
    const Keys keys(registry);
    return {
        {.id = u"start"_s, .title = Text::tr("First steps"), .html = startHtml(keys)},
        {.id = u"graph"_s, .title = Text::tr("Reading the graph"), .html = graphHtml(keys)},
        {.id = u"filter"_s, .title = Text::tr("Filters and views"), .html = filterHtml(keys)},
        {.id = u"acting"_s, .title = Text::tr("Acting"), .html = actingHtml(keys)},
        {.id = u"outbox"_s, .title = Text::tr("Timers and effects"), .html = outboxHtml(keys)},
        {.id = u"time"_s, .title = Text::tr("History and time travel"), .html = timeHtml(keys)},
        {.id = u"servers"_s, .title = Text::tr("Servers"), .html = serversHtml(keys)},
        {.id = u"safety"_s, .title = Text::tr("When something is wrong"), .html = safetyHtml()},
        {.id = u"keys"_s, .title = Text::tr("Keys"), .html = keysHtml(registry)},
    };
}

} // namespace signalbox::ui
