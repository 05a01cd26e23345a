#include "ui/shell/keymap_text.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "ui/shell/command_registry.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kVersion = 1;
const QString kVersionMember = u"signalboxKeymap"_s;

struct Text {
    Q_DECLARE_TR_FUNCTIONS(signalbox::ui::KeymapText)
};

struct ContextName {
    CommandContext context;
    QLatin1StringView name;
};

constexpr ContextName kContexts[] = {{CommandContext::List, QLatin1StringView("list")},
                                     {CommandContext::Graph, QLatin1StringView("graph")}};

QJsonObject bindingJson(const KeyBinding& binding) {
    QJsonObject object{{u"keys"_s, binding.keys.toString(QKeySequence::PortableText)}};
    if (binding.contexts.testFlag(CommandContext::Global)) return object;
    QJsonArray places;
    for (const ContextName& each : kContexts) {
        if (binding.contexts.testFlag(each.context)) places.append(each.name);
    }
    object.insert(u"in"_s, places);
    return object;
}

// Reads one keymap; the first thing that is wrong ends it.
class Reader {
public:
    std::expected<Keymap, QString> read(const QByteArray& text) {
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson(text, &error);
        if (error.error != QJsonParseError::NoError) return std::unexpected(syntaxError(text, error));
        const QJsonObject root = document.object();
        if (!root.contains(kVersionMember))
            return std::unexpected(Text::tr("This is no keymap of Signalbox: “%1” is missing.").arg(kVersionMember));
        const int version = root.value(kVersionMember).toInt();
        if (version != kVersion)
            return std::unexpected(
                Text::tr("The keymap has format %1; this program reads format %2.").arg(version).arg(kVersion));
        if (!root.value(u"commands"_s).isObject())
            return std::unexpected(Text::tr("“commands” must be an object: a list of keys for each command."));
        const QJsonObject commands = root.value(u"commands"_s).toObject();
        for (auto each = commands.begin(); each != commands.end(); ++each)
            readCommand(each.key(), each.value());
        if (!m_problem.isEmpty()) return std::unexpected(m_problem);
        return m_keymap;
    }

private:
    static QString syntaxError(const QByteArray& text, const QJsonParseError& error) {
        const auto line = text.first(std::min<qsizetype>(error.offset, text.size())).count('\n') + 1;
        return Text::tr("Line %1 is no JSON: %2.").arg(line).arg(error.errorString());
    }

    void readCommand(const QString& id, const QJsonValue& value) {
        if (!value.isArray()) return report(Text::tr("“%1”: the keys must be a list.").arg(id));
        QList<KeyBinding> keys;
        for (const QJsonValue each : value.toArray())
            readBinding(id, each.toObject(), keys);
        m_keymap.set(id, keys);
    }

    void readBinding(const QString& id, const QJsonObject& object, QList<KeyBinding>& keys) {
        const QString text = object.value(u"keys"_s).toString();
        const QKeySequence sequence(text, QKeySequence::PortableText);
        // Qt reads what it does not know as an unknown key.
        const bool isUnderstood = !sequence.isEmpty() && sequence[0].key() != Qt::Key_unknown;
        if (!isUnderstood) return report(Text::tr("“%1”: “%2” is no key.").arg(id, text));
        const CommandContexts contexts = readPlaces(id, object);
        if (contexts.testFlag(CommandContext::Global) && isTypingKey(sequence))
            return report(Text::tr("“%1”: “%2” would take what is typed into fields; it needs “in”.").arg(id, text));
        keys.append({sequence, contexts});
    }

    CommandContexts readPlaces(const QString& id, const QJsonObject& object) {
        if (!object.contains(u"in"_s)) return CommandContext::Global;
        CommandContexts contexts;
        for (const QJsonValue place : object.value(u"in"_s).toArray()) {
            const auto found = std::ranges::find(kContexts, place.toString(), &ContextName::name);
            if (found == std::end(kContexts))
                report(Text::tr("“%1”: there is no place “%2”; it is “list” or “graph”.").arg(id, place.toString()));
            else
                contexts |= found->context;
        }
        if (!contexts) report(Text::tr("“%1”: “in” names no place.").arg(id));
        return contexts;
    }

    void report(const QString& problem) {
        if (m_problem.isEmpty()) m_problem = problem;
    }

    Keymap m_keymap;
    QString m_problem;
};

// Takes `keys` from `id`. Returns: whether it had them.
bool takeKeys(Keymap& keymap, const QString& id, const QKeySequence& keys, const CommandRegistry& registry) {
    const auto* given = keymap.find(id);
    QList<KeyBinding> left = given ? *given : registry.defaultKeys(id);
    const auto removed = left.removeIf([&keys](const KeyBinding& each) {
        return each.keys.matches(keys) != QKeySequence::NoMatch || keys.matches(each.keys) != QKeySequence::NoMatch;
    });
    keymap.set(id, left);
    return removed > 0;
}

} // namespace

QByteArray keymapText(const Keymap& keymap) {
    QJsonObject commands;
    for (const QString& id : keymap.ids()) {
        QJsonArray keys;
        for (const KeyBinding& binding : *keymap.find(id))
            keys.append(bindingJson(binding));
        commands.insert(id, keys);
    }
    return QJsonDocument(QJsonObject{{kVersionMember, kVersion}, {u"commands"_s, commands}}).toJson();
}

std::expected<Keymap, QString> parseKeymap(const QByteArray& text) {
    return Reader().read(text);
}

std::expected<UsableKeymap, QString> usableKeymap(const QByteArray& text, const CommandRegistry& registry) {
    auto keymap = parseKeymap(text);
    if (!keymap) return std::unexpected(keymap.error());
    UsableKeymap usable{.keymap = *keymap, .unknownIds = {}};
    for (const QString& id : keymap->ids()) {
        if (registry.contains(id)) continue;
        usable.unknownIds.append(id);
        usable.keymap.reset(id);
    }
    const QList<KeyConflict> conflicts = registry.conflictsUnder(usable.keymap);
    if (!conflicts.isEmpty()) return std::unexpected(conflictText(conflicts.first(), registry));
    return usable;
}

Keymap withoutConflicts(Keymap keymap, const CommandRegistry& registry) {
    for (auto conflicts = registry.conflictsUnder(keymap); !conflicts.isEmpty();
         conflicts = registry.conflictsUnder(keymap)) {
        const KeyConflict& conflict = conflicts.first();
        const QString& loser = keymap.find(conflict.secondId) ? conflict.firstId : conflict.secondId;
        // Each round takes a key away, so it ends.
        if (!takeKeys(keymap, loser, conflict.keys, registry)) break;
    }
    return keymap;
}

QString conflictText(const KeyConflict& conflict, const CommandRegistry& registry) {
    return Text::tr("%1 stands for both “%2” and “%3”.")
        .arg(keyText(conflict.keys), registry.command(conflict.firstId).text, registry.command(conflict.secondId).text);
}

} // namespace signalbox::ui
