#include "engine/effects/mail_message.h"

#include "engine/base/utf8.h"
#include "engine/effects/header_text.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <string_view>

namespace signalbox {
namespace {

// Names are those of the standard, not those of the machine's language.  Source: RFC 5322, 3.3.
std::string dateText(Time time) {
    constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000", kDays.at(std::chrono::weekday(day).c_encoding()),
                       static_cast<unsigned>(date.day()), kMonths.at(static_cast<unsigned>(date.month()) - 1),
                       static_cast<int>(date.year()), clock.hours().count(), clock.minutes().count(),
                       clock.seconds().count());
}

Result<std::string> memberText(const Json& payload, const char* member) {
    const auto found = payload.is_object() ? payload.find(member) : payload.end();
    if (!payload.is_object() || found == payload.end() || found->is_null()) return std::string{};
    if (!found->is_string())
        return fail(ErrorCode::InvalidArgument, fmt::format("the {} of a mail is no text", member));
    auto text = found->get<std::string>();
    if (!isUtf8(text)) return fail(ErrorCode::InvalidArgument, fmt::format("the {} of a mail is no UTF-8", member));
    return text;
}

std::string headOf(const MailMessage& message, Time time) {
    std::string head = addressHeader("From", {message.from});
    head += addressHeader("To", message.to);
    head += textHeader("Subject", message.subject);
    head += fmt::format("Date: {}\r\nMessage-ID: {}\r\n", dateText(time), message.id);
    // So that nobody's absence is answered to us.  Source: RFC 3834.
    head += "Auto-Submitted: auto-generated\r\n";
    head += "MIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: quoted-printable\r\n";
    return head;
}

} // namespace

Result<MailMessage> composeMail(const OutgoingEffect& effect, std::string_view from) {
    MailMessage message;
    auto sender = parseMailAddress(from);
    if (!sender) return std::unexpected(sender.error());
    message.from = *std::move(sender);
    const auto to = effect.payload.is_object() ? effect.payload.find("to") : effect.payload.end();
    auto recipients = parseRecipients(effect.payload.is_object() && to != effect.payload.end() ? *to : Json::array(),
                                      message.from.domain);
    if (!recipients) return std::unexpected(recipients.error());
    message.to = *std::move(recipients);
    auto subject = memberText(effect.payload, "subject");
    if (!subject) return std::unexpected(subject.error());
    if (breaksLines(*subject))
        return fail(ErrorCode::InvalidArgument, "the subject of a mail has a line break or a NUL");
    message.subject = *std::move(subject);
    const auto text = memberText(effect.payload, "text");
    if (!text) return std::unexpected(text.error());
    message.id = fmt::format("<{}@{}>", effect.idempotencyKey, message.from.domain);
    message.text = headOf(message, effect.requested) + "\r\n" + quotedPrintable(*text);
    return message;
}

} // namespace signalbox
