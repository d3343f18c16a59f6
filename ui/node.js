// One tree of nodes: it is drawn by the script that `chips.prepare` brings, as soon as that is there.
const held = (globalThis.chazhangNodes ??= {});
held.ready ??= new Promise((done) => (held.done = done));

export default async (given) => (await held.ready)(given);
