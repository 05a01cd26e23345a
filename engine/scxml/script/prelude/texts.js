// Texts and regular expressions. YARR counts the steps of groups and gives up after a million; single characters that
// are repeated it does not count, so /a*a*b/ would run for hours. Every match is therefore done by a twin of the
// expression in which what is repeated is a group.
const nativeText = {};
for (const name of ['normalize', 'padEnd', 'padStart', 'repeat', 'split']) nativeText[name] = String.prototype[name];
const nativeExec = RegExp.prototype.exec;
const NativeRegExp = RegExp;
const sourceOf = getOwnPropertyDescriptor(RegExp.prototype, 'source').get;
const flagsOf = getOwnPropertyDescriptor(RegExp.prototype, 'flags').get;
const kMostTwins = 256;
const kMostSource = 4096;
let twins = create(null);
let twinCount = 0;
const isTwin = Symbol('twin');

function isRegExp(value) {
    return typeof value === 'object' && value !== null && value instanceof NativeRegExp && ownKeys(value)[0] === 'lastIndex';
}

function endOfClass(source, from) {
    let at = from + 1;
    while (at < source.length && source[at] !== ']') at += source[at] === '\\' ? 2 : 1;
    return at + 1;
}

const kEscape = /^\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|u\{[0-9a-fA-F]{1,6}\}|c[A-Za-z]|[0-9]{1,3}|[^])/;
const kQuantifier = /^(?:[*+?]|\{[0-9]{1,9}(?:,[0-9]{0,9})?\})\??/;

function endOfAtom(source, at) {
    if (source[at] === '[') return endOfClass(source, at);
    if (source[at] === '\\') {
        const escape = apply(nativeExec, kEscape, [source.substr(at, 12)]);
        return at + (escape === null ? 2 : escape[0].length);
    }
    const code = source.codePointAt(at);
    return at + (code > 0xffff ? 2 : 1);
}

function withGroups(source) {
    let out = '';
    for (let at = 0; at < source.length;) {
        if ('()|^$'.indexOf(source[at]) >= 0) {
            out += source[at++];
            continue;
        }
        const end = endOfAtom(source, at);
        const quantifier = apply(nativeExec, kQuantifier, [source.substr(end, 24)]);
        const atom = source.slice(at, end);
        const isAtom = apply(nativeExec, kQuantifier, [source.substr(at, 24)]) === null && atom !== '?';
        out += quantifier !== null && isAtom ? '(?:' + atom + ')' + quantifier[0] : atom;
        at = end + (quantifier !== null && isAtom ? quantifier[0].length : 0);
    }
    return out;
}

function twinOf(pattern, extraFlag) {
    const shown = apply(sourceOf, pattern, []);
    const own = apply(flagsOf, pattern, []);
    const flags = extraFlag !== undefined && own.indexOf(extraFlag) < 0 ? own + extraFlag : own;
    const key = flags + '/' + shown;
    if (twins[key] !== undefined) return twins[key];
    // V4 shows every slash with a backslash before it, whether it had one or not.
    const source = apply(nativeText.split, shown, ['\\/']).join('/');
    if (source.length > kMostSource) throw tooMuch('a regular expression', kMostSource);
    const twin = new NativeRegExp(withGroups(source), flags);
    if (++twinCount > kMostTwins) {
        twins = create(null);
        twinCount = 1;
    }
    twins[key] = twin;
    return twin;
}

function matchAt(twin, text, from) {
    twin.lastIndex = from;
    return apply(nativeExec, twin, [text]);
}

function matchOnce(pattern, text) {
    const twin = twinOf(pattern);
    const match = matchAt(twin, text, pattern.lastIndex);
    if (pattern.lastIndex !== twin.lastIndex) pattern.lastIndex = twin.lastIndex;
    return match;
}

// The matches that `replace` and `match` see: one, or all of a global expression.
function matchesOf(pattern, text) {
    if (!pattern.global) {
        const match = matchOnce(pattern, text);
        return match === null ? [] : [match];
    }
    pattern.lastIndex = 0;
    const twin = twinOf(pattern);
    const matches = [];
    for (let from = 0; from <= text.length;) {
        const match = matchAt(twin, text, from);
        if (match === null) break;
        matches[matches.length] = match;
        const end = twin.lastIndex;
        const isPair = pattern.unicode && text.codePointAt(end) > 0xffff;
        from = match[0] === '' ? end + (isPair ? 2 : 1) : end;
    }
    return matches;
}

function splitBy(pattern, text, most) {
    const twin = twinOf(pattern, 'g');
    if (text === '') return matchAt(twin, text, 0) === null ? [''] : [];
    const parts = [];
    let begin = 0;
    for (let from = 0; from < text.length;) {
        const match = matchAt(twin, text, from);
        if (match === null || match.index >= text.length) break;
        const end = match.index + match[0].length;
        if (end === begin) {
            from = end + 1;
            continue;
        }
        parts[parts.length] = text.slice(begin, match.index);
        for (let i = 1; i < match.length; ++i) parts[parts.length] = match[i];
        if (parts.length >= most) return parts.slice(0, most);
        begin = from = end;
    }
    parts[parts.length] = text.slice(begin);
    return parts.length > most ? parts.slice(0, most) : parts;
}

function expanded(template, match, groups, position, text) {
    let out = '';
    for (let at = 0; at < template.length; ++at) {
        const next = template[at] === '$' ? template[at + 1] : undefined;
        const two = next >= '0' && next <= '9' ? Number(template.substr(at + 1, 2)) : NaN;
        const number = two >= 1 && two <= groups.length ? two : Number(next);
        if (next === '$') out += '$';
        else if (next === '&') out += match;
        else if (next === '`') out += text.slice(0, position);
        else if (next === "'") out += text.slice(position + match.length);
        else if (number >= 1 && number <= groups.length) {
            out += groups[number - 1] === undefined ? '' : groups[number - 1];
            if (number === two && template[at + 2] !== undefined && String(number).length < 2 && next === '0') ++at;
            else if (number === two && two > 9) ++at;
        } else {
            out += template[at];
            continue;
        }
        if (out.length > kMostText) throw tooMuch('a text', kMostText);
        ++at;
    }
    return out;
}

function replaced(text, matches, replacement) {
    const template = typeof replacement === 'function' ? '' : String(replacement);
    let out = '';
    let from = 0;
    for (const match of matches) {
        const piece = typeof replacement === 'function' ? String(replacement(...match, match.index, text))
                                                        : expanded(template, match[0], match.slice(1), match.index, text);
        out += text.slice(from, match.index) + piece;
        if (out.length > kMostText) throw tooMuch('a text', kMostText);
        from = match.index + match[0].length;
    }
    return out + text.slice(from);
}

function found(text, part) {
    const match = [part];
    match.index = text.indexOf(part);
    return match.index < 0 ? [] : [match];
}

replace(String.prototype, {
    concat(...parts) {
        let out = boundedText(this);
        for (const part of parts) out = boundedText(out + String(part));
        return out;
    },
    match(pattern) {
        const text = boundedText(this);
        const expression = isRegExp(pattern) ? pattern : new NativeRegExp(pattern);
        if (!expression.global) return matchOnce(expression, text);
        const matches = matchesOf(expression, text);
        return matches.length === 0 ? null : matches.map(match => match[0]);
    },
    normalize(form) { return apply(nativeText.normalize, boundedText(this), form === undefined ? [] : [form]); },
    padEnd(length, fill) {
        if (Number(length) > kMostText) throw tooMuch('a text', kMostText);
        return apply(nativeText.padEnd, boundedText(this), [Number(length), fill === undefined ? ' ' : boundedText(fill)]);
    },
    padStart(length, fill) {
        if (Number(length) > kMostText) throw tooMuch('a text', kMostText);
        return apply(nativeText.padStart, boundedText(this), [Number(length), fill === undefined ? ' ' : boundedText(fill)]);
    },
    repeat(count) {
        const text = boundedText(this);
        const times = Number(count);
        if (text.length * times > kMostText || times === Infinity) throw tooMuch('a text', kMostText);
        return text.length === 0 && times > 0 ? '' : apply(nativeText.repeat, text, [times]);
    },
    replace(pattern, replacement) {
        const text = boundedText(this);
        return replaced(text, isRegExp(pattern) ? matchesOf(pattern, text) : found(text, String(pattern)), replacement);
    },
    search(pattern) {
        const match = matchAt(twinOf(isRegExp(pattern) ? pattern : new NativeRegExp(pattern)), boundedText(this), 0);
        return match === null ? -1 : match.index;
    },
    split(separator, limit) {
        const text = boundedText(this);
        const most = limit === undefined ? 0xffffffff : limit >>> 0;
        if (isRegExp(separator)) return most === 0 ? [] : splitBy(separator, text, most);
        return apply(nativeText.split, text, separator === undefined ? [undefined, most] : [String(separator), most]);
    },
    // Collation and case mapping of the machine's locale would make two machines differ.
    localeCompare(other) {
        const left = String(this);
        const right = String(other);
        return left < right ? -1 : left > right ? 1 : 0;
    },
    toLocaleLowerCase() { return String(this).toLowerCase(); },
    toLocaleUpperCase() { return String(this).toUpperCase(); },
});

replace(RegExp.prototype, {
    exec(text) { return matchOnce(this, boundedText(text)); },
    test(text) { return matchOnce(this, boundedText(text)) !== null; },
    [Symbol.match](text) { return boundedText(text).match(this); },
    [Symbol.replace](text, replacement) { return boundedText(text).replace(this, replacement); },
    [Symbol.search](text) { return boundedText(text).search(this); },
    [Symbol.split](text, limit) { return boundedText(text).split(this, limit); },
});
// The last match of one workflow is nothing for the next to see.
remove(RegExp, ownKeys(RegExp).filter(key => key !== 'prototype' && key !== 'name' && key !== 'length'));
remove(RegExp.prototype, ['compile']);

const nativeRaw = String.raw;
replace(String, {
    raw(template, ...parts) {
        checkLength(template && template.raw);
        return apply(nativeRaw, String, [template, ...parts]);
    },
});
