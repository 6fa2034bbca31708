"""Expressions that have the value of the expression within them, one around the other.

`#` is the expression within.
"""

from __future__ import annotations

__all__ = ["DECLARED", "STEPS"]

STEPS = (
    # Operators and what is written around a value.
    "(#)",
    "(0, #)",
    "(# || '')",
    "(null ?? #)",
    "(req && #)",
    "(req ? # : '')",
    "(req ? (req ? # : 1) : '')",
    "`${#}`",
    "('' + #)",
    "(await #)",
    "[#][0]",
    "[#].at(-1)",
    "[...[#]][0]",
    "({ k: # }).k",
    "({ k: # })['k']",
    "({ ...{ k: # } }).k",
    "({ k: { k: # } }).k?.k",
    # Functions.
    "((x) => x)(#)",
    "(function (x) { return x; })(#)",
    "(function () { return arguments[0]; })(#)",
    "((...x) => x[0])(#)",
    "((x) => x)(...[#])",
    "(({ k }) => k)({ k: # })",
    "(([x]) => x)([#])",
    "(await (async (x) => x)(#))",
    "((x) => () => x)(#)()",
    "((x) => x).call(null, #)",
    "((x) => x).apply(null, [#])",
    "((x) => x).bind(null, #)()",
    "same(#)",
    "same.call(null, #)",
    "(await later(#))",
    "named({ k: # })",
    "give(#)()",
    "listed(#)[0]",
    "kept(#)",
    "(function* (x) { yield x; })(#).next().value",
    "[...(function* (x) { yield x; })(#)][0]",
    # Classes.
    "new Box(#).k",
    "new Box(#).get()",
    "new Box(#).value",
    "new Sub(#).get()",
    "Box.of(#).k",
    "new Box('').set(#).k",
    # Lists.
    "[#].find(Boolean)",
    "['', #].filter(Boolean)[0]",
    "[#].map((x) => x)[0]",
    "[#].shift()",
    "[#].pop()",
    "[#].slice(0)[0]",
    "[#].reduce((x, y) => x || y, '')",
    "[[#]].flat()[0]",
    "[[#]].flatMap((x) => x)[0]",
    "[].concat([#])[0]",
    "['a', #].reverse()[0]",
    "['', #].join('')",
    "Array.from([#])[0]",
    "Array.of(#)[0]",
    # Objects and collections.
    "Object.values({ k: # })[0]",
    "Object.entries({ k: # })[0][1]",
    "Object.fromEntries([['k', #]]).k",
    "Object.assign({}, { k: # }).k",
    "Object.freeze({ k: # }).k",
    "Reflect.get({ k: # }, 'k')",
    "new Map([['k', #]]).get('k')",
    "new Map().set('k', #).get('k')",
    "[...new Map([['k', #]]).values()][0]",
    "[...new Set([#])][0]",
    "new WeakMap([[req, #]]).get(req)",
    # Copies and texts.
    "JSON.parse(JSON.stringify({ k: # })).k",
    "structuredClone({ k: # }).k",
    "String(#)",
    "#.toString()",
    "#.trim()",
    "#.slice(0)",
    "#.split(',')[0]",
    "#.replace('~', '')",
    "decodeURIComponent(encodeURIComponent(#))",
    "new Headers({ k: # }).get('k')",
    "new URLSearchParams({ k: # }).get('k')",
    # Promises.
    "(await Promise.resolve(#))",
    "(await Promise.all([#]))[0]",
    "(await Promise.race([#]))",
    "(await Promise.any([#]))",
    "(await Promise.allSettled([#]))[0].value",
    "(await Promise.resolve(#).then((x) => x))",
    "(await Promise.resolve('').then(async () => #))",
    "(await new Promise(async (done) => done(#)))",
    "(await Promise.resolve(#).finally(() => {}))",
)

DECLARED = """\
const same = (x) => x;
async function later(x) { return x; }
const named = ({ k }) => k;
const give = (x) => () => x;
const listed = (x) => [x, 1];
let memory;
function kept(x) { memory = x; return memory; }
class Box {
  constructor(k) { this.k = k; }
  static of(x) { return new Box(x); }
  get value() { return this.k; }
  get() { return this.k; }
  set(k) { this.k = k; return this; }
}
class Sub extends Box {}
"""
"""What the steps use, above the function."""
