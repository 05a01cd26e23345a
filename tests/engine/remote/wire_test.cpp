#include "engine/chart/chart.h"
#include "engine/chart/samples/bug_tracker.h"
#include "engine/remote/wire/definitions.h"
#include "engine/remote/wire/errors.h"
#include "engine/remote/wire/lists.h"
#include "engine/remote/wire/outbox.h"
#include "engine/remote/wire/requests.h"
#include "engine/remote/wire/values.h"

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace signalbox {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Puts something into every field, each time something else, so that whatever is forgotten on the way shows.
class Filler {
public:
    void fill(Message& message) {
        const auto* const descriptor = message.GetDescriptor();
        for (int place = 0; place < descriptor->field_count(); ++place) {
            const FieldDescriptor& field = *descriptor->field(place);
            if (isFilled(field)) set(message, field);
        }
    }

private:
    // What the other side does not read: who the server is, names beside indices, and what belongs to a null.
    static bool isFilled(const FieldDescriptor& field) {
        static const std::set<std::string> kOmitted{"signalbox.v1.StatisticsReply.session",
                                                    "signalbox.v1.TriggerExplanation.name",
                                                    "signalbox.v1.Position.store_id",
                                                    "signalbox.v1.Position.epoch",
                                                    "signalbox.v1.DataChange.is_removed",
                                                    "signalbox.v1.ListRequest.offset",
                                                    "signalbox.v1.ErrorDetail.permitted_triggers",
                                                    "signalbox.v1.ErrorDetail.current_revision",
                                                    "signalbox.v1.ErrorDetail.retry_after"};
        return !kOmitted.contains(field.full_name());
    }

    void set(Message& message, const FieldDescriptor& field) {
        const auto& reflection = *message.GetReflection();
        const int times = field.is_repeated() ? 2 : 1;
        for (int time = 0; time < times; ++time) {
            switch (field.cpp_type()) {
            case FieldDescriptor::CPPTYPE_MESSAGE:
                setMessage(field.is_repeated() ? *reflection.AddMessage(&message, &field)
                                               : *reflection.MutableMessage(&message, &field));
                break;
            case FieldDescriptor::CPPTYPE_STRING:
                field.is_repeated() ? reflection.AddString(&message, &field, textFor(field))
                                    : reflection.SetString(&message, &field, textFor(field));
                break;
            case FieldDescriptor::CPPTYPE_ENUM:
                field.is_repeated() ? reflection.AddEnumValue(&message, &field, enumFor(field))
                                    : reflection.SetEnumValue(&message, &field, enumFor(field));
                break;
            case FieldDescriptor::CPPTYPE_UINT32:
                field.is_repeated() ? reflection.AddUInt32(&message, &field, ++m_number)
                                    : reflection.SetUInt32(&message, &field, ++m_number);
                break;
            case FieldDescriptor::CPPTYPE_UINT64:
                reflection.SetUInt64(&message, &field, (std::uint64_t{1} << 60) + ++m_number);
                break;
            case FieldDescriptor::CPPTYPE_BOOL:
                reflection.SetBool(&message, &field, true);
                break;
            case FieldDescriptor::CPPTYPE_DOUBLE:
                reflection.SetDouble(&message, &field, ++m_number + 0.5);
                break;
            default:
                FAIL() << field.full_name() << " is of a type that this test does not know";
            }
        }
    }
    void setMessage(Message& message) {
        const std::string& type = message.GetDescriptor()->full_name();
        if (type == "google.protobuf.Timestamp" || type == "google.protobuf.Duration") {
            const auto& reflection = *message.GetReflection();
            const auto* const descriptor = message.GetDescriptor();
            reflection.SetInt64(&message, descriptor->FindFieldByName("seconds"), 1'700'000'000 + ++m_number);
            reflection.SetInt32(&message, descriptor->FindFieldByName("nanos"), 123'456'000);
            return;
        }
        fill(message);
    }
    std::string textFor(const FieldDescriptor& field) {
        if (field.name() == "structure_json") return toJson(bugTracker()->structure()).dump();
        if (field.name().ends_with("_json")) return fmt::format(R"({{"n":{}}})", ++m_number);
        return fmt::format("text {}", ++m_number);
    }
    int enumFor(const FieldDescriptor& field) {
        // Some of the later reasons are the watch's own, and no ErrorCode.
        if (field.name() == "reason") return 1 + static_cast<int>(++m_number) % static_cast<int>(ErrorCode::Forbidden);
        return 1 + static_cast<int>(++m_number) % (field.enum_type()->value_count() - 1);
    }

    std::uint32_t m_number = 0;
};

template <typename T>
class WireTest : public testing::Test {};

using Messages =
    testing::Types<v1::CreateRequest, v1::CreateReply, v1::FireRequest, v1::ActRequest, v1::FireReply,
                   v1::TerminateReply, v1::RemoveReply, v1::PreviewReply, v1::GetRequest, v1::Workflow,
                   v1::HistoryRequest, v1::HistoryReply, v1::ExplainRequest, v1::Explanation, v1::StatisticsReply,
                   v1::ListRequest, v1::ListReply, v1::EnumerateRequest, v1::EnumerateReply, v1::WatchBatch,
                   v1::Definition, v1::DeployRequest, v1::DeployReply, v1::MigrateRequest, v1::MigrateReply,
                   v1::TimersRequest, v1::TimersReply, v1::SetTimerRequest, v1::MoveTimerRequest,
                   v1::CancelTimerRequest, v1::TimerActReply, v1::EffectsRequest, v1::EffectsReply,
                   v1::EffectActRequest, v1::EffectActReply, v1::RespondRequest>;
TYPED_TEST_SUITE(WireTest, Messages);

TYPED_TEST(WireTest, NothingIsLostOnTheWay) {
    Filler filler;
    for (int round = 0; round < 12; ++round) {
        TypeParam before;
        filler.fill(before);
        wire::Faults faults;
        const auto value = wire::decode(before, faults);
        EXPECT_EQ(faults.first(), std::nullopt);
        TypeParam after;
        wire::encode(value, after);
        // The batch does not know its store: the position is the stream's to tell.
        if constexpr (std::is_same_v<TypeParam, v1::WatchBatch>) *after.mutable_position() = before.position();
        std::string differences;
        google::protobuf::util::MessageDifferencer differencer;
        differencer.ReportDifferencesToString(&differences);
        EXPECT_TRUE(differencer.Compare(before, after)) << differences;
    }
}

TEST(WireErrors, EveryCodeComesBackAsItWas) {
    for (int code = static_cast<int>(ErrorCode::InvalidArgument); code <= static_cast<int>(ErrorCode::UnknownCall);
         ++code) {
        if (code == v1::REASON_SLOW_CONSUMER || code == v1::REASON_FOREIGN_POSITION) continue;
        const Error before{.code = static_cast<ErrorCode>(code),
                           .message = "what",
                           .advice = "what to do",
                           .retryAfter = std::chrono::milliseconds{1500}};
        const grpc::Status status = wire::statusOf(before);
        EXPECT_FALSE(status.ok());
        EXPECT_EQ(wire::errorOf(status), before);
    }
}

TEST(WireErrors, ReasonThatIsNoCodeIsInternal) {
    for (const int reason :
         {0, static_cast<int>(v1::REASON_SLOW_CONSUMER), static_cast<int>(v1::REASON_FOREIGN_POSITION), 99}) {
        v1::ErrorDetail detail;
        detail.set_reason(static_cast<v1::Reason>(reason));
        EXPECT_EQ(wire::decode(detail).code, ErrorCode::Internal);
    }
}

TEST(WireErrors, HaveRoomInTheMetadataOfAnyClient) {
    constexpr std::size_t kOfAnyClient = 8 << 10;
    for (const std::string& letter : {std::string("x"), std::string("\u00FC")}) {
        std::string text;
        for (int count = 0; count < 5000; ++count)
            text += letter;
        const Error error{.code = ErrorCode::StaleRevision, .message = text, .advice = text};
        const std::vector<std::string> permitted(1000, "a.trigger.with.a.name");
        const grpc::Status status = wire::statusOf(error, wire::Instead{.permitted = permitted, .revision = {}});
        EXPECT_LT(3 * status.error_message().size() + status.error_details().size() * 4 / 3, kOfAnyClient);
        const auto detail = wire::detailOf(status);
        ASSERT_TRUE(detail);
        EXPECT_EQ(wire::errorOf(status).code, ErrorCode::StaleRevision);
        EXPECT_TRUE(detail->message().starts_with(letter + letter) && detail->message().ends_with(letter + "..."));
        EXPECT_GT(detail->permitted_triggers_size(), 20);
    }
}

TEST(WireValues, BytesThatAreNoTextDoNoHarm) {
    EXPECT_EQ(wire::encodeText("sch\xF6n"), "sch?n");
    EXPECT_EQ(wire::encodeText("schön"), "schön");
}

TEST(WireValues, TimesBefore1970KeepTheirOrder) {
    google::protobuf::Timestamp message;
    const Time before = Time{} - std::chrono::microseconds{1};
    wire::encode(before, message);
    EXPECT_EQ(message.nanos(), 999'999'000);
    EXPECT_EQ(wire::decode(message), before);
}

} // namespace
} // namespace signalbox
