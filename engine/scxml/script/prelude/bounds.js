// What a script may build in one step. The watchdog ends loops, but a native function that is under way cannot be
// stopped: whatever could take long or much there is refused before it begins.
const kMostText = 1 << 20;     // characters
const kMostElements = 1 << 17; // of an array that a native function walks over

const { apply, construct, ownKeys } = Reflect;
const { create, defineProperty, freeze, getOwnPropertyDescriptor, getPrototypeOf, isFrozen, keys, setPrototypeOf } = Object;
const getOwnPropertySymbols = Object.getOwnPropertySymbols;
const isArray = Array.isArray;
const nativeEval = eval;

function replace(owner, members) {
    for (const key of ownKeys(members)) {
        const descriptor = getOwnPropertyDescriptor(members, key);
        descriptor.enumerable = false;
        defineProperty(owner, key, descriptor);
    }
}

function remove(owner, names) {
    for (const name of names) delete owner[name];
}

function tooMuch(what, most) {
    return new RangeError(what + ' of more than ' + most + (what === 'an array' ? ' elements' : ' characters'));
}

function boundedText(value) {
    const text = typeof value === 'string' ? value : String(value);
    if (text.length > kMostText) throw tooMuch('a text', kMostText);
    return text;
}

// `length` of an array-like, read once by us and once by the native function: it must not change in between.
function checkLength(list) {
    if (typeof list !== 'object' || list === null) return;
    const length = getOwnPropertyDescriptor(list, 'length');
    if (length === undefined && !('length' in list)) return;
    if (length === undefined || !('value' in length) || typeof length.value !== 'number')
        throw new TypeError('the length of an array-like must be a number of its own');
    if (length.value > kMostElements) throw tooMuch('an array', kMostElements);
}
