#include "tests/support/graph_charts.h"

#include "tests/support/fake_definitions.h"

#include <algorithm>
#include <string>

namespace signalbox::tests {
namespace {

class Draft {
public:
    StateIndex state(std::string name, std::optional<StateIndex> parent = {}, StateKind kind = StateKind::Atomic) {
        StateStructure row;
        row.name = std::move(name);
        row.kind = kind;
        row.parent = parent;
        m_chart.states.push_back(row);
        return StateIndex(static_cast<std::uint32_t>(m_chart.states.size() - 1));
    }

    StateIndex compound(std::string name, std::optional<StateIndex> parent = {}) {
        return state(std::move(name), parent, StateKind::Compound);
    }

    TransitionStructure& permit(StateIndex from, const std::string& trigger, StateIndex to) {
        TransitionStructure row;
        row.source = from;
        row.triggers = {triggerOf(trigger)};
        row.targets = {to};
        row.scope = from == to ? TransitionScope::Reenter : TransitionScope::Local;
        m_chart.transitions.push_back(row);
        return m_chart.transitions.back();
    }

    TransitionStructure& stay(StateIndex in, const std::string& trigger, TransitionScope scope) {
        TransitionStructure& row = permit(in, trigger, in);
        row.targets.clear();
        row.scope = scope;
        return row;
    }

    void initial(StateIndex compound, StateIndex child) { m_chart.states[compound.value()].initial = child; }
    ChartStructure& chart() { return m_chart; }

    TriggerIndex triggerOf(const std::string& name) {
        const auto found = std::ranges::find(m_chart.triggers, name, &TriggerStructure::name);
        if (found != m_chart.triggers.end())
            return TriggerIndex(static_cast<std::uint32_t>(found - m_chart.triggers.begin()));
        TriggerStructure row;
        row.name = name;
        row.hasSignature = true;
        m_chart.triggers.push_back(row);
        return TriggerIndex(static_cast<std::uint32_t>(m_chart.triggers.size() - 1));
    }

private:
    ChartStructure m_chart;
};

void addPayment(Draft& d, StateIndex start, StateIndex next, StateIndex cancelled) {
    const StateIndex payment = d.compound("Payment");
    const StateIndex awaiting = d.state("AwaitingPayment", payment);
    const StateIndex authorizing = d.state("Authorizing", payment);
    const StateIndex declined = d.state("Declined", payment);
    const StateIndex review = d.compound("FraudReview", payment);
    const StateIndex queued = d.state("Queued", review);
    const StateIndex inReview = d.state("InReview", review);
    d.initial(payment, awaiting);
    d.initial(review, queued);
    d.permit(start, "Submit", payment);
    d.permit(awaiting, "Pay", authorizing);
    d.permit(authorizing, "Decline", declined);
    d.permit(declined, "Retry", awaiting);
    d.permit(authorizing, "Flag", review).guards = {"amount is over the limit"};
    d.permit(queued, "Take", inReview);
    d.permit(inReview, "Release", authorizing);
    d.permit(authorizing, "Approve", next);
    d.permit(payment, "Cancel", cancelled);
    d.permit(payment, "Remind", payment);
    d.stay(awaiting, "Ping", TransitionScope::Ignored);
}

StateIndex addProduction(Draft& d, StateIndex done) {
    const StateIndex production = d.compound("Manufacturing");
    StateIndex before = d.state("Planned", production);
    const StateIndex first = before;
    for (const char* name : {"Cutting", "Welding", "Painting", "Assembly", "Inspection", "Packing"}) {
        const StateIndex next = d.state(name, production);
        d.permit(before, "Next", next);
        before = next;
    }
    const StateIndex rework = d.state("Rework", production);
    d.permit(StateIndex(before.value() - 1), "Reject", rework);
    d.permit(rework, "Repaired", StateIndex(before.value() - 1));
    d.stay(rework, "Note", TransitionScope::Targetless);
    d.permit(before, "Finish", done);
    d.initial(production, first);
    return production;
}

} // namespace

ChartStructure orderChart() {
    Draft d;
    d.chart().name = "order";
    const StateIndex created = d.state("Created");
    const StateIndex cancelled = d.state("Cancelled", {}, StateKind::Final);
    const StateIndex shipping = d.compound("Shipping");
    const StateIndex picked = d.state("Picked", shipping);
    const StateIndex onRoad = d.state("OnTheRoad", shipping);
    const StateIndex customs = d.state("Customs", shipping);
    const StateIndex delivered = d.state("Delivered", shipping);
    d.initial(shipping, picked);
    const StateIndex production = addProduction(d, shipping);
    addPayment(d, created, production, cancelled);
    d.permit(picked, "Load", onRoad);
    d.permit(onRoad, "Stop", customs);
    d.permit(customs, "Clear", onRoad);
    d.permit(onRoad, "Arrive", delivered);
    const StateIndex invoiced = d.state("Invoiced");
    const StateIndex paid = d.state("Paid", {}, StateKind::Final);
    const StateIndex returned = d.state("Returned");
    d.permit(delivered, "Invoice", invoiced);
    d.permit(invoiced, "Settle", paid);
    d.permit(invoiced, "Reissue", invoiced);
    TransitionStructure& back = d.permit(delivered, "Return", returned);
    back.targets.clear();
    back.isDynamic = true;
    back.candidates = {{returned, "damaged"}, {invoiced, "too late"}};
    d.permit(returned, "Replace", production);
    d.permit(shipping, "Cancel", cancelled).guards = {"not yet on the road"};
    d.state("Archived");
    d.chart().initial = created;
    return d.chart();
}

ChartStructure regionsChart() {
    Draft d;
    d.chart().name = "regions";
    d.chart().profile = Profile::Scxml;
    const StateIndex open = d.state("Open");
    const StateIndex work = d.state("Work", {}, StateKind::Parallel);
    const StateIndex build = d.compound("Build", work);
    const StateIndex last = d.state("last", build, StateKind::DeepHistory);
    const StateIndex draft = d.state("Draft", build);
    const StateIndex ready = d.state("Ready", build);
    const StateIndex review = d.state("Review", work);
    d.initial(build, draft);
    d.permit(open, "Start", draft).targets.push_back(review);
    d.permit(open, "Resume", last);
    d.permit(draft, "Approve", ready).triggers.push_back(d.triggerOf("Skip"));
    d.permit(work, "Stop", open);
    d.permit(last, "Stop", draft).triggers.clear();
    for (TransitionStructure& transition : d.chart().transitions)
        transition.scope = TransitionScope::External;
    d.chart().initial = open;
    return d.chart();
}

ChartStructure wideChart(std::size_t count) {
    Draft d;
    d.chart().name = "wide";
    std::optional<StateIndex> holder;
    std::vector<StateIndex> leaves;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string number = std::to_string(i);
        if (i % 10 == 1)
            holder = d.compound("Phase" + number);
        else
            leaves.push_back(d.state("Step" + number, i % 10 == 0 ? std::nullopt : holder));
    }
    for (std::size_t i = 0; i + 1 < leaves.size(); ++i) {
        d.permit(leaves[i], "Next", leaves[i + 1]);
        if (i % 4 == 0 && i + 5 < leaves.size()) d.permit(leaves[i], "Skip" + std::to_string(i % 3), leaves[i + 5]);
        if (i % 7 == 6) d.permit(leaves[i], "Back", leaves[i - 5]);
        if (i % 9 == 5) d.permit(leaves[i], "Again", leaves[i]);
    }
    d.chart().initial = leaves.front();
    return d.chart();
}

Time graphNow() {
    return Time{std::chrono::seconds{1'700'000'000}};
}

Workflow bugIn(const std::string& state, WorkflowStatus status) {
    const Definition bug = bugDefinition();
    Workflow workflow;
    workflow.row.id = "BUG-1042";
    workflow.row.definition = {"bug", 1};
    workflow.row.state = state;
    workflow.row.status = status;
    workflow.row.revision = Revision{3};
    workflow.row.stateSince = graphNow() - std::chrono::minutes{4};
    workflow.definitionHash = bug.hash;
    for (const StateIndex each : pathToRoot(bug.structure, *findState(bug.structure, state)))
        workflow.activeStates.push_back(bug.structure.states[each.value()].name);
    workflow.stateVisits.assign(bug.structure.states.size(), 0);
    workflow.transitionVisits.assign(bug.structure.transitions.size(), 0);
    workflow.stateVisits[0] = 1;
    workflow.stateVisits[findState(bug.structure, state)->value()] = 1;
    return workflow;
}

Workflow assignedBug() {
    Workflow workflow = bugIn("Assigned", WorkflowStatus::Active);
    workflow.row.assignee = "Sue";
    workflow.stateVisits = {2, 2, 1, 0, 0};
    workflow.transitionVisits = {1, 0, 0, 1, 1};
    return workflow;
}

Explanation assignedBugExplanation() {
    Explanation explanation;
    explanation.revision = Revision{3};
    explanation.state = "Assigned";
    const auto row = [](std::uint32_t trigger, Permission permission, std::optional<std::uint32_t> transition) {
        TriggerExplanation made{TriggerIndex{trigger}, permission, {}, {}, {}, {}};
        if (!transition) return made;
        made.transition = TransitionIndex{*transition};
        made.open = {TransitionIndex{*transition}};
        return made;
    };
    explanation.triggers = {row(0, Permission::Permitted, 1), row(1, Permission::Permitted, 3),
                            row(2, Permission::NotFromHere, std::nullopt), row(3, Permission::Permitted, 2)};
    return explanation;
}

} // namespace signalbox::tests
