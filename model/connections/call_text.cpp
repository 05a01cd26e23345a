#include "model/connections/call_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QStringList>

#include "engine/merged/server_id.h"
#include "model/connections/link_text.h"
#include "model/graph/graph_edges.h"
#include "model/triggers/permitted_order.h"

#include <string>
#include <utility>

namespace signalbox::model {

using namespace Qt::StringLiterals;

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(signalbox::model::CallText)
};

constexpr char kRequestId[] = "@request-id@"; // until the text is put together

// For a POSIX shell.
QString quoted(const QString& text) {
    static const QString kApostrophe = u"'\\''"_s;
    return u'\'' + QString(text).replace(u'\'', kApostrophe) + u'\'';
}

// protobuf's JSON writes 64-bit numbers as strings.
std::string number(std::uint64_t value) {
    return std::to_string(value);
}

std::string moment(Time time) {
    const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch());
    const QDateTime utc = QDateTime::fromMSecsSinceEpoch(milliseconds.count(), Qt::UTC);
    const auto rest = (time.time_since_epoch() - milliseconds).count();
    // To the microsecond: a timer is named by when it is due.
    const QString fraction = u"%1%2"_s.arg(utc.time().msec(), 3, 10, QChar(u'0')).arg(rest, 3, 10, QChar(u'0'));
    return (utc.toString(u"yyyy-MM-ddTHH:mm:ss"_s) + u'.' + fraction + u'Z').toStdString();
}

// One line; a file may hold anything, also what is no text.
QString lineOf(const Json& message) {
    return QString::fromStdString(message.dump(-1, ' ', false, Json::error_handler_t::replace));
}

// JSON inside of JSON, as the protocol has it; null is left out.
void putJson(Json& message, const char* field, const Json& value) {
    if (!value.is_null()) message[field] = value.dump();
}

void putRevision(Json& message, const std::optional<Revision>& revision) {
    if (revision) message["expectedRevision"] = number(revision->value());
}

Json reference(const DefinitionRef& definition) {
    Json json{{"name", definition.name}};
    if (definition.version != 0) json["version"] = definition.version;
    return json;
}

Json callerJson(const Caller& caller) {
    Json json{{"principal", caller.principal}};
    if (!caller.reason.empty()) json["reason"] = caller.reason;
    return json;
}

const char* lateText(LatePolicy policy) {
    switch (policy) {
    case LatePolicy::Once:
        return "LATE_POLICY_ONCE";
    case LatePolicy::Skip:
        return "LATE_POLICY_SKIP";
    case LatePolicy::All:
        return "LATE_POLICY_ALL";
    }
    Q_UNREACHABLE();
}

Json repetitionJson(const Repetition& repetition) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(repetition.period);
    return {{"period", number(static_cast<std::uint64_t>(seconds.count())) + 's'}, {"late", lateText(repetition.late)}};
}

// How to come by the certificate, as a comment of the shell.
QString pinnedNote(const ServerProfile& profile) {
    const QString file = profile.name + u".pem"_s;
    QStringList lines{
        Text::tr("%1 is the certificate that the server shows:").arg(file),
        u"  openssl s_client -connect %1 </dev/null | openssl x509 >%2"_s.arg(quoted(addressText(profile)), file)};
    if (!profile.fingerprint.isEmpty())
        lines << Text::tr("whose fingerprint has to be the one that you trust:")
              << u"  openssl x509 -noout -fingerprint -sha256 -in "_s + file
              << u"  "_s + fingerprintText(profile.fingerprint).replace(u'\n', u':');
    lines << Text::tr("Where it is for another name than the address, add -authority and that name.");
    return u"# "_s + lines.join(u"\n# "_s);
}

} // namespace

CallTarget ownStoreTarget() {
    return {.arguments = u"-plaintext 127.0.0.1:7411"_s,
            .note =
                Text::tr("# This computer's own store is no server: share it first, or run signalboxd serve on it.")};
}

CallTarget callTargetOf(const ServerProfile& profile) {
    CallTarget target{.arguments = {}, .hasToken = profile.wantsToken};
    QStringList parts;
    switch (profile.trust) {
    case ServerAddress::Trust::Plaintext:
        parts << u"-plaintext"_s;
        break;
    case ServerAddress::Trust::Pinned:
        // grpcurl cannot pin; a certificate that is its own authority comes to the same.
        target.note = pinnedNote(profile);
        parts << u"-cacert"_s << quoted(profile.name + u".pem"_s);
        break;
    case ServerAddress::Trust::Roots:
        if (!profile.rootsFile.isEmpty()) parts << u"-cacert"_s << quoted(profile.rootsFile);
        if (!profile.expectedName.isEmpty()) parts << u"-authority"_s << quoted(profile.expectedName);
        break;
    }
    if (!profile.certificateFile.isEmpty())
        parts << u"-cert"_s << quoted(profile.certificateFile) << u"-key"_s << quoted(profile.keyFile);
    const bool isSocket = profile.host.startsWith("unix:"_L1);
    if (isSocket) parts << u"-unix"_s;
    target.arguments = (parts << quoted(addressText(profile))).join(u' ');
    return target;
}

CallText::CallText(CallTarget target) : m_target(std::move(target)) {}

CallText::CallText(const ServerProfile& profile) : CallText(callTargetOf(profile)) {}

std::string CallText::own(const std::string& id) const {
    const std::string beginning = joinedId(m_target.server.toStdString(), {});
    return !m_target.server.isEmpty() && id.starts_with(beginning) ? id.substr(beginning.size()) : id;
}

EffectId CallText::own(EffectId id) const {
    return m_target.server.isEmpty() ? id : splitId(id).id;
}

Json CallText::act(const ActRequest& request) const {
    Json message{{"id", own(request.id)}};
    putRevision(message, request.expectedRevision);
    return message;
}

QString CallText::beginning() const {
    QString text = m_target.note.isEmpty() ? QString() : m_target.note + u'\n';
    text += u"grpcurl"_s;
    if (m_target.hasToken) text += u" -H \"authorization: Bearer $SIGNALBOX_TOKEN\""_s;
    return text + u" -d "_s;
}

QString CallText::place(const char* method) const {
    return m_target.arguments + u" signalbox.v1.WorkflowService/"_s + QLatin1StringView(method);
}

QString CallText::call(const char* method, Json message, const Caller* caller) const {
    if (caller) {
        message["caller"] = callerJson(*caller);
        message["caller"]["requestId"] = kRequestId;
    }
    // Out of the quotes for the shell to put one in.
    const QString data = quoted(lineOf(message)).replace(QLatin1StringView(kRequestId), u"'\"$(uuidgen)\"'"_s);
    return beginning() + data + u" \\\n    "_s + place(method);
}

// A text may be longer than what a shell takes as one argument. It is one line of JSON, so that no line of it can end
// it; and to deploy the same content again does nothing, so that it needs no request id.
QString CallText::of(const DeployRequest& request) const {
    Json source{{"file", request.source.file}, {"text", request.source.text}};
    if (!request.source.name.empty()) source["name"] = request.source.name;
    for (const PackageFile& file : request.source.files)
        source["files"].push_back({{"path", file.path}, {"text", file.text}});
    Json message{{"source", std::move(source)}, {"caller", callerJson(request.caller)}};
    if (request.isDryRun) message["isDryRun"] = true;
    return beginning() + u"@ "_s + place("Deploy") + u" <<'END'\n"_s + lineOf(message) + u"\nEND"_s;
}

QString CallText::of(const CreateRequest& request) const {
    Json message{{"definition", reference(request.definition)}};
    if (const std::string id = own(request.id); !id.empty()) message["id"] = id;
    putJson(message, "dataJson", request.data);
    return call("Create", std::move(message), &request.caller);
}

QString CallText::of(const FireRequest& request) const {
    Json message{{"id", own(request.id)}, {"trigger", request.trigger}};
    putJson(message, "argumentsJson", request.arguments);
    putRevision(message, request.expectedRevision);
    if (request.createFrom) message["createFrom"] = reference(*request.createFrom);
    return call("Fire", std::move(message), &request.caller);
}

QString CallText::ofCancel(const ActRequest& request) const {
    return call("Cancel", act(request), &request.caller);
}

QString CallText::ofTerminate(const ActRequest& request) const {
    return call("Terminate", act(request), &request.caller);
}

QString CallText::ofRemove(const ActRequest& request) const {
    return call("Remove", act(request), &request.caller);
}

QString CallText::of(const MigrateRequest& request) const {
    Json message{{"id", own(request.id)}, {"target", reference(request.target)}};
    if (!request.states.empty()) message["states"] = request.states;
    if (request.isDryRun) message["isDryRun"] = true;
    putRevision(message, request.expectedRevision);
    return call("Migrate", std::move(message), &request.caller);
}

QString CallText::of(const SetTimerRequest& request) const {
    Json message{
        {"id", own(request.id)}, {"name", request.name}, {"due", moment(request.due)}, {"trigger", request.trigger}};
    putJson(message, "argumentsJson", request.arguments);
    if (request.repetition) message["repetition"] = repetitionJson(*request.repetition);
    putRevision(message, request.expectedRevision);
    return call("SetTimer", std::move(message), &request.caller);
}

QString CallText::of(const MoveTimerRequest& request) const {
    const Json message{{"id", own(request.id)},
                       {"name", request.name},
                       {"due", moment(request.due)},
                       {"newDue", moment(request.newDue)}};
    return call("MoveTimer", message, &request.caller);
}

QString CallText::of(const CancelTimerRequest& request) const {
    const Json message{{"id", own(request.id)}, {"name", request.name}, {"due", moment(request.due)}};
    return call("CancelTimer", message, &request.caller);
}

QString CallText::of(const EffectActRequest& request) const {
    const bool isRetry = request.action == EffectAction::Retry;
    Json message{{"action", isRetry ? "EFFECT_ACTION_RETRY" : "EFFECT_ACTION_SKIP"}};
    for (const EffectId effect : request.effects)
        message["effects"].push_back({{"change", number(own(effect).change.value())}, {"ordinal", effect.ordinal}});
    if (!request.problem.empty()) message["problem"] = request.problem;
    if (!request.receiver.empty()) message["receiver"] = own(request.receiver);
    return call("ActOnEffects", std::move(message), &request.caller);
}

QString CallText::of(const GetRequest& request) const {
    Json message{{"id", own(request.id)}};
    if (request.atRevision) message["atRevision"] = number(request.atRevision->value());
    return call("Get", std::move(message), nullptr);
}

Json placeholderArguments(const TriggerStructure& trigger) {
    if (trigger.parameters.empty()) return nullptr;
    Json arguments = Json::object();
    for (const ParameterStructure& parameter : trigger.parameters) {
        if (!parameter.required && !parameter.defaultValue) continue;
        arguments[parameter.name] = parameter.defaultValue.value_or(Json("\u2026"));
    }
    return arguments;
}

Caller scriptCaller() {
    return {.principal = "script", .reason = {}, .requestId = {}};
}

std::vector<WorkflowCall> callsOf(const CallText& calls, const Workflow& workflow, const ChartStructure& structure,
                                  const Explanation& explanation) {
    const Caller caller = scriptCaller();
    const ActRequest act{.id = workflow.row.id, .expectedRevision = workflow.row.revision, .caller = caller};
    std::vector<WorkflowCall> all;
    for (const TriggerIndex index : permittedTriggerOrder(structure, explanation)) {
        const TriggerStructure& trigger = structure.triggers[index.value()];
        FireRequest fire;
        fire.id = workflow.row.id;
        fire.trigger = trigger.name;
        fire.arguments = placeholderArguments(trigger);
        fire.expectedRevision = workflow.row.revision;
        fire.caller = caller;
        all.push_back({labelOf(trigger), calls.of(fire)});
    }
    if (structure.cancelTrigger) all.push_back({Text::tr("Cancel workflow"), calls.ofCancel(act)});
    all.push_back({Text::tr("Terminate"), calls.ofTerminate(act)});
    all.push_back({Text::tr("Delete"), calls.ofRemove(act)});
    all.push_back({Text::tr("Read it"), calls.of(GetRequest{.id = workflow.row.id, .atRevision = {}})});
    return all;
}

WorkflowCall migrationCall(const CallText& calls, const Workflow& workflow, const ChartStructure& target) {
    return {Text::tr("Migrate to v%1").arg(target.version),
            calls.of(MigrateRequest{.id = workflow.row.id,
                                    .target = {.name = target.name, .version = target.version},
                                    .states = {},
                                    .isDryRun = false,
                                    .expectedRevision = workflow.row.revision,
                                    .caller = scriptCaller()})};
}

} // namespace signalbox::model
