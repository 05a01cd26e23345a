// What is the same on every machine and at every repetition: time stands still and is UTC, chance has a seed.
const NativeDate = Date;
const kDays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const kMonths = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const nativeParseDate = Date.parse;
const kIsoDate = /^[+-]?[0-9]{4,6}(?:-[0-9]{2}){0,2}$/;
const kIsoTime = /^[+-]?[0-9]{4,6}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:/;
const kZone = /(?:[zZ]|[+-][0-9]{2}:?[0-9]{2}|GMT|UTC)/;
let now;
function moment() {
    if (now === undefined) now = host.now();
    return now;
}

const two = number => (number < 10 ? '0' : '') + number;
const dayText = d => kDays[d.getUTCDay()] + ' ' + kMonths[d.getUTCMonth()] + ' ' + two(d.getUTCDate()) + ' ' + d.getUTCFullYear();
const timeText = d => two(d.getUTCHours()) + ':' + two(d.getUTCMinutes()) + ':' + two(d.getUTCSeconds());
const orInvalid = (d, text) => isNaN(d.getTime()) ? 'Invalid Date' : text(d);

const nativeGet = {};
for (const part of ['FullYear', 'Month', 'Date', 'Hours', 'Minutes', 'Seconds'])
    nativeGet[part] = Date.prototype['get' + part];
// The moment at which a clock in UTC shows what a clock here shows at `moment`.
function asUtc(moment) {
    const shown = keys(nativeGet).map(part => apply(nativeGet[part], moment, []));
    return NativeDate.UTC(...shown);
}

// A text without a zone is in UTC, whatever zone the machine is in.
function parseDate(value) {
    const text = boundedText(value);
    if (text.length > 100) return NaN;
    const hasZone = kIsoDate.test(text) || kZone.test(text.slice(8));
    if (hasZone) return nativeParseDate(text);
    if (kIsoTime.test(text)) return nativeParseDate(text.replace(' ', 'T') + 'Z');
    const parsed = nativeParseDate(text); // a day alone is in UTC already
    return text.indexOf(':') < 0 ? parsed : asUtc(new NativeDate(parsed));
}

function momentOf(parts) {
    if (parts.length === 0) return moment();
    if (parts.length > 1) return NativeDate.UTC(...parts);
    const only = parts[0] instanceof NativeDate ? parts[0].getTime() : parts[0];
    const plain = typeof only === 'object' && only !== null ? only.valueOf() : only;
    return typeof plain === 'string' ? parseDate(plain) : plain;
}

const clock = {
    Date: function (...parts) {
        if (new.target === undefined) return String(new NativeDate(moment()));
        return construct(NativeDate, [momentOf(parts)], new.target);
    },
};
replace(clock.Date, { now() { return moment(); }, parse: parseDate, UTC: Date.UTC });
clock.Date.prototype = NativeDate.prototype;

const utc = { constructor: clock.Date };
for (const part of ['FullYear', 'Month', 'Date', 'Day', 'Hours', 'Minutes', 'Seconds', 'Milliseconds']) {
    utc['get' + part] = Date.prototype['getUTC' + part];
    if (part !== 'Day') utc['set' + part] = Date.prototype['setUTC' + part];
}
replace(Date.prototype, utc);
replace(Date.prototype, {
    getTimezoneOffset() { return isNaN(this.getTime()) ? NaN : 0; },
    toString() { return orInvalid(this, d => dayText(d) + ' ' + timeText(d) + ' GMT+0000'); },
    toDateString() { return orInvalid(this, dayText); },
    toTimeString() { return orInvalid(this, d => timeText(d) + ' GMT+0000'); },
    toLocaleString() { return orInvalid(this, d => d.toISOString().slice(0, 10) + ' ' + timeText(d)); },
    toLocaleDateString() { return orInvalid(this, d => d.toISOString().slice(0, 10)); },
    toLocaleTimeString() { return orInvalid(this, timeText); },
});
remove(Date.prototype, ['getYear', 'setYear']);
replace(global, { Date: clock.Date });
replace(Number.prototype, { toLocaleString() { return String(this); } });

// Source: "sfc32" of PractRand, by Chris Doty-Humphrey.
let chance;
function nextChance() {
    const sum = (chance[0] + chance[1] + chance[3]) | 0;
    chance[3] = (chance[3] + 1) | 0;
    chance[0] = chance[1] ^ (chance[1] >>> 9);
    chance[1] = (chance[2] + (chance[2] << 3)) | 0;
    chance[2] = ((chance[2] << 21) | (chance[2] >>> 11)) + sum | 0;
    return sum >>> 0;
}
function seedChance() {
    chance = [0, host.seed(0) | 0, host.seed(1) | 0, 1];
    for (let i = 0; i < 12; ++i) nextChance();
}
replace(Math, {
    random() {
        if (chance === undefined) seedChance();
        return (nextChance() * 0x200000 + (nextChance() >>> 11)) / 0x20000000000000;
    },
});
