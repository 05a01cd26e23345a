#pragma once

#include <QList>
#include <QString>

#include "engine/workflow_effects.h"

namespace signalbox::model {

// A part of what is known of an effect: a heading and its text, plain.
struct EffectDetail {
    QString title;
    QString text;
    bool isCode = false; // JSON or a body: in a fixed pitch
    bool isBad = false;  // tells of a failure
    bool operator==(const EffectDetail&) const = default;
};

// Everything that is known of an effect, in the order of reading: what it waits for, its failures from the newest to
// the oldest, what was sent or will be, what was answered. Secrets are masked.
[[nodiscard]] QList<EffectDetail> effectDetails(const EffectEntry& entry, Time now);

} // namespace signalbox::model
