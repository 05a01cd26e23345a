// Arrays, sets, maps and JSON: native functions walk over as many elements as `length` says, present or not.
const NativeArray = Array;
const nativeList = {};
const kWalks = ['copyWithin', 'every', 'fill', 'filter', 'find', 'findIndex', 'forEach', 'includes', 'indexOf', 'lastIndexOf',
                'map', 'pop', 'push', 'reduce', 'reduceRight', 'reverse', 'shift', 'slice', 'some', 'sort', 'splice', 'unshift'];
for (const name of kWalks) {
    const native = Array.prototype[name];
    nativeList[name] = native;
    replace(Array.prototype, {
        [name](...rest) {
            checkLength(this);
            return apply(native, this, rest);
        },
    });
}

const joining = [];
replace(Array.prototype, {
    // The native one reads freed memory when a getter shortens the array meanwhile.
    concat(...rest) {
        const out = [];
        let length = 0;
        for (const item of [this, ...rest]) {
            if (!isArray(item)) {
                out[length++] = item;
                continue;
            }
            checkLength(item);
            for (let i = 0; i < item.length; ++i, ++length)
                if (i in item) out[length] = item[i];
            if (length > kMostElements) throw tooMuch('an array', kMostElements);
        }
        out.length = length;
        return out;
    },
    join(separator) {
        checkLength(this);
        for (let i = 0; i < joining.length; ++i)
            if (joining[i] === this) return '';
        const between = separator === undefined ? ',' : boundedText(separator);
        joining[joining.length] = this;
        try {
            let out = '';
            for (let i = 0; i < this.length; ++i) {
                const item = this[i];
                out += (i > 0 ? between : '') + (item === undefined || item === null ? '' : String(item));
                if (out.length > kMostText) throw tooMuch('a text', kMostText);
            }
            return out;
        } finally {
            joining.length = joining.length - 1;
        }
    },
    toLocaleString() { return this.join(); },
});

const lists = {
    Array: function (...items) {
        if (items.length === 1 && items[0] > kMostElements) throw tooMuch('an array', kMostElements);
        return construct(NativeArray, items, new.target === undefined ? NativeArray : new.target);
    },
    from(items, change, self) {
        const made = [];
        const add = item => made.push(change === undefined ? item : apply(change, self, [item, made.length]));
        if (items !== null && items !== undefined && items[Symbol.iterator] !== undefined) {
            for (const item of items) add(item);
            return made;
        }
        checkLength(items);
        for (let i = 0; i < items.length; ++i) add(items[i]);
        return made;
    },
};
replace(lists.Array, { isArray, of: Array.of, from: lists.from });
lists.Array.prototype = NativeArray.prototype;

function fedBy(Native, add) {
    return {
        [Native.name]: function (items) {
            if (new.target === undefined) throw new TypeError(Native.name + ' needs new');
            const made = construct(Native, [], new.target);
            if (items !== undefined && items !== null)
                for (const item of items) add(made, item);
            return made;
        },
    }[Native.name];
}
for (const Native of [Set, Map, WeakSet, WeakMap]) {
    const isMap = Native === Map || Native === WeakMap;
    const Fed = fedBy(Native, isMap ? (made, item) => made.set(item[0], item[1]) : (made, item) => made.add(item));
    Fed.prototype = Native.prototype;
    replace(Native.prototype, { constructor: Fed });
    replace(global, { [Native.name]: Fed });
}
replace(NativeArray.prototype, { constructor: lists.Array });
replace(global, { Array: lists.Array });

const nativeStringify = JSON.stringify;
const nativeParse = JSON.parse;
// Few objects that hold each other many times over make a text without end.
function counted(most, change) {
    const list = isArray(change) ? change.map(String) : undefined;
    let left = most;
    return function (key, value) {
        if (list !== undefined && key !== '' && !isArray(this) && !list.includes(key)) return undefined;
        const shown = typeof change === 'function' ? apply(change, this, [key, value]) : value;
        left -= key.length + 4 + (typeof shown === 'string' ? shown.length : 0);
        if (left < 0) throw tooMuch('a JSON text', most);
        return shown;
    };
}
replace(JSON, {
    parse(text, change) { return nativeParse(boundedText(text), change); },
    stringify(value, change, space) { return nativeStringify(value, counted(kMostText, change), space); },
});
