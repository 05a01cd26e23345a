// The global object holds the variables and nothing else: what the language brings stands behind it, as its prototype,
// frozen. So a variable may have any name, and no session can leave a trace for the next but in variables.
let hasHidden = false;

function guarded(object, what) {
    if (object === global) throw new TypeError('the global object cannot be ' + what);
    return object;
}
// What is defined may be hidden from a look at the members, and accessors in arrays some native functions do not expect.
function checkDefinition(object, descriptor) {
    if (descriptor === null || typeof descriptor !== 'object') return;
    if (descriptor.enumerable !== true) hasHidden = true;
    if (isArray(object) && ('get' in descriptor || 'set' in descriptor))
        throw new TypeError('an array cannot have accessors');
}
function defineChecked(native) {
    return function (object, key, descriptor) {
        guarded(object, 'changed');
        checkDefinition(object, descriptor);
        return native(object, key, descriptor);
    };
}
for (const owner of [Object, Reflect]) {
    for (const name of ['freeze', 'seal', 'preventExtensions', 'setPrototypeOf']) {
        const native = owner[name];
        if (native !== undefined) replace(owner, { [name](object, ...rest) { return native(guarded(object, 'changed'), ...rest); } });
    }
    replace(owner, { defineProperty: defineChecked(owner.defineProperty) });
}
replace(Object, {
    defineProperties(object, members) {
        for (const key of ownKeys(members)) Object.defineProperty(object, key, members[key]);
        return object;
    },
});
const nativeCreate = Object.create;
replace(Object, {
    create(prototype, members) {
        hasHidden = true;
        return members === undefined ? nativeCreate(prototype) : nativeCreate(prototype, members);
    },
});
const nativePrototype = getOwnPropertyDescriptor(Object.prototype, '__proto__');
defineProperty(Object.prototype, '__proto__', {
    get: nativePrototype.get,
    set(prototype) { apply(nativePrototype.set, guarded(this, 'changed'), [prototype]); },
    enumerable: false,
    configurable: true,
});
const nativeReflectSet = Reflect.set;
replace(Reflect, {
    set(object, key, value) { return nativeReflectSet(object, key, value); }, // no receiver: it could define on the global
});
remove(Object.prototype, ['__defineGetter__', '__defineSetter__']);

// Code from text could not be checked before it runs, and would outlive what the definition says.
function noCode() {
    throw new EvalError('code cannot be made from text');
}
const kFunctionKinds = [function () {}, function* () {}];
for (const kind of kFunctionKinds) {
    const Kind = kind.constructor;
    const prototype = getPrototypeOf(kind);
    const Refusing = { Function: function (...parts) { return noCode(parts); } }.Function;
    Refusing.prototype = Kind === Function ? Function.prototype : undefined;
    replace(prototype, { constructor: Refusing });
    if (Kind === Function) replace(global, { Function: Refusing });
}
remove(Function.prototype, ['connect', 'disconnect', 'caller', 'arguments']);
remove(global, ['eval', 'Promise', 'Proxy', 'URL', 'URLSearchParams', 'SharedArrayBuffer', 'ArrayBuffer', 'DataView', 'Atomics',
                'Int8Array', 'Uint8Array', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'Uint8ClampedArray',
                'Float32Array', 'Float64Array']);
for (const name of ['decodeURI', 'decodeURIComponent', 'encodeURI', 'encodeURIComponent', 'escape', 'unescape']) {
    const native = global[name];
    replace(global, { [name](text) { return native(boundedText(text)); } });
}

// A frozen member of a prototype would forbid its namesake in every object that inherits it; one that is an accessor
// gives way to it.
function givingWay(owner, key) {
    const member = getOwnPropertyDescriptor(owner, key);
    if (member === undefined || !('value' in member)) return undefined;
    defineProperty(owner, key, {
        get() { return member.value; },
        set(value) {
            if (this === owner) throw new TypeError('what the language brings cannot be changed');
            defineProperty(this, key, { value, writable: true, enumerable: true, configurable: true });
        },
        enumerable: false,
        configurable: true,
    });
    return member.value;
}

// Freezes a value and everything that can be reached from it.
function deepFreeze(root) {
    const isObject = (typeof root === 'object' || typeof root === 'function') && root !== null;
    if (!isObject || root === global || isFrozen(root)) return;
    const behind = [];
    // Not more of them: native functions ask others for `constructor`, and cannot bear to be stopped while they do.
    if (root === Object.prototype || root === Error.prototype || root instanceof Error)
        for (const key of ownKeys(root)) behind[behind.length] = givingWay(root, key);
    freeze(root);
    for (const value of behind) deepFreeze(value);
    deepFreeze(getPrototypeOf(root));
    for (const key of ownKeys(root)) {
        const member = getOwnPropertyDescriptor(root, key);
        deepFreeze('value' in member ? member.value : member.get);
        if (!('value' in member)) deepFreeze(member.set);
    }
}

const standard = create(Object.prototype);
for (const name of ownKeys(global)) {
    const member = getOwnPropertyDescriptor(global, name);
    if (!member.configurable) continue;
    defineProperty(standard, name, member);
    delete global[name];
}
setPrototypeOf(global, standard);

let event;
let isEventPending = false;
let sessionId;
let chartName;
let processors;
const scxmlProcessor = 'http://www.w3.org/TR/scxml/#SCXMLEventProcessor';
const httpProcessor = 'http://www.w3.org/TR/scxml/#BasicHTTPEventProcessor';
function makeProcessors() {
    const here = freeze({ location: '#_scxml_' + host.sessionId() });
    return freeze({ [scxmlProcessor]: here, [httpProcessor]: here, scxml: here, basichttp: here });
}
const extension = freeze({});
const system = {
    get _event() {
        if (isEventPending) {
            isEventPending = false;
            event = freeze(host.event());
        }
        return event;
    },
    get _sessionid() {
        if (sessionId === undefined) sessionId = host.sessionId();
        return sessionId;
    },
    get _name() {
        if (chartName === undefined) chartName = host.chartName();
        return chartName;
    },
    get _ioprocessors() {
        if (processors === undefined) processors = makeProcessors();
        return processors;
    },
    get _x() { return extension; },
    get In() { return isActive; },
};
function isActive(id) {
    return host.isActive(String(id));
}
for (const name of ownKeys(system)) {
    const member = getOwnPropertyDescriptor(system, name);
    defineProperty(global, name, { get: member.get, set: undefined, enumerable: false, configurable: false });
}

for (const root of [standard, isActive, system, [][Symbol.iterator](), new Map().entries(), new Set().entries(),
                    ''[Symbol.iterator](), function* () {}, (function* () {})(), /x/, new Error(''), () => 0])
    deepFreeze(root);

// The variables that our side knows.
let known = create(null);

return {
    open() {
        sessionId = undefined;
        chartName = undefined;
        processors = undefined;
        now = undefined;
        chance = undefined;
        hasHidden = false;
        joining.length = 0;
        event = undefined;
        isEventPending = false;
    },
    // What was drawn so far is nothing to the turn.
    reseed() { chance = undefined; },
    setEvent(isDefined) {
        event = undefined;
        isEventPending = isDefined;
    },
    // The names of the variables, as JSON, unless they are the `count` that our side knows.
    names(count) {
        const symbols = getOwnPropertySymbols(global);
        for (let i = 0; i < symbols.length; ++i) delete global[symbols[i]];
        const names = keys(global);
        let isSame = names.length === count;
        for (let i = 0; i < names.length; ++i) if (known[names[i]] !== true) isSame = false;
        if (isSame) return undefined;
        known = create(null);
        for (let i = 0; i < names.length; ++i) known[names[i]] = true;
        return nativeStringify(names);
    },
    declare(name) {
        known[name] = true;
        defineProperty(global, name, { value: undefined, writable: true, enumerable: true, configurable: true });
    },
    forget(name) {
        delete known[name];
        delete global[name];
    },
    define(object, key, value) {
        defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
    },
    globalCode(text) { return () => nativeEval(text); },
    copy(array) {
        checkLength(array);
        return apply(nativeList.slice, array, []);
    },
    hasHidden() { return hasHidden; },
    stringify(value, most) { return nativeStringify(value, counted(most)); },
    describe(thrown) {
        if (thrown instanceof Error) return (String(thrown.name) + ': ' + String(thrown.message)).slice(0, 1000);
        return ('thrown: ' + String(thrown)).slice(0, 1000);
    },
};
