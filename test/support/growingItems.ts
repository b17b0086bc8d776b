/** Ways in which an item can grow, found by going through a sample of it. */

type Json = Record<string, unknown>;
type Path = ReadonlyArray<string | number>;

/** An item that grows: about so many characters of JSON. */
export interface Growth {
	name: string;
	make: (characters: number) => unknown;
}

interface Place {
	path: Path;
	value: unknown;
}

function placesIn(value: unknown, path: Path = []): Place[] {
	const here = { path, value };
	if (typeof value !== 'object' || value === null) return [here];
	const inner = Object.entries(value)
		// The entries of a list are alike.
		.filter(([key]) => !Array.isArray(value) || key === '0')
		.flatMap(([key, entry]) =>
			placesIn(entry, [...path, Array.isArray(value) ? Number(key) : key]),
		);
	return [here, ...inner];
}

/** A copy of the sample with other values at some places. */
function withValues(sample: Json, changes: ReadonlyArray<readonly [Path, unknown]>): unknown {
	let copy: unknown = structuredClone(sample);
	for (const [path, value] of changes) {
		if (path.length === 0) {
			copy = value;
			continue;
		}
		let parent = copy as Record<string | number, unknown>;
		for (const step of path.slice(0, -1)) {
			parent = parent[step] as Record<string | number, unknown>;
		}
		parent[path[path.length - 1]] = value;
	}
	return copy;
}

const times = <T>(count: number, make: (index: number) => T): T[] =>
	Array.from({ length: Math.max(1, Math.floor(count)) }, (_entry, index) => make(index));

/** A list's first entry again and again, with IDs of their own. */
function repeated(list: unknown[], characters: number): unknown[] {
	const [first = 1] = list;
	const length = JSON.stringify(first).length + 1;
	return times(characters / length, (index) => {
		if (typeof first !== 'object' || first === null) {
			return typeof first === 'number' ? index + 1 : `${String(first)}${index}`;
		}
		return 'id' in first ? { ...first, id: index + 1 } : first;
	});
}

/** The entry of a list with short values only, so that many of them find room. */
function lean(entry: unknown): unknown {
	if (typeof entry !== 'object' || entry === null) return entry;
	return Object.fromEntries(
		Object.entries(entry).filter(([, value]) => JSON.stringify(value ?? null).length <= 12),
	);
}

const fields = (characters: number, name: (index: number) => string, value: unknown): Json =>
	Object.fromEntries(times(characters / (name(1000).length + 6), (index) => [name(index), value]));

/** Fields that are added to an object, as many as there is room for; to one that lies deeper, the first. */
const ADDED: ReadonlyArray<[string, (characters: number) => Json]> = [
	['unknown fields', (n) => fields(n, (index) => `field${index}`, 'v')],
	['empty fields', (n) => fields(n, (index) => `field${index}`, '')],
	['names with dots', (n) => fields(n, (index) => `properties.k${index}`, 'v')],
	['names with many dots', (n) => fields(n, (index) => `a.b.c.d.e.f${index}`, 'v')],
	['names with spaces', (n) => fields(n, (index) => `E mail ${index}`, 'v')],
	[
		'spellings of one name',
		(n) => fields(n, (index) => `${' '.repeat(index % 50)}e${'-'.repeat(index / 50)}mail`, 'v'),
	],
	['names of options', (n) => fields(n, (index) => `option${index}`, 'v')],
	['a long name', (n) => ({ ['x'.repeat(n)]: 'v' })],
	['a long text', (n) => ({ note: 'x'.repeat(n) })],
	['many long texts', (n) => fields(n, (index) => `${index}${'x'.repeat(1000)}`, 'y'.repeat(1000))],
];

function nested(levels: number, wrap: (inner: unknown) => unknown): unknown {
	let value: unknown = 1;
	for (let level = 0; level < levels; level++) value = wrap(value);
	return value;
}

/** Values that take the place of any other; of one that lies deeper, one of them. */
const REPLACED: ReadonlyArray<[string, (characters: number) => unknown]> = [
	['a long text', (n) => 'x'.repeat(n)],
	['many numbers', (n) => times(n / 2, () => 1)],
	['spaces', (n) => `a${' '.repeat(n)}b`],
	['a long number', (n) => '1'.repeat(n)],
	['many texts', (n) => times(n / 10, (index) => `text${index}`)],
	['a text of JSON', (n) => JSON.stringify(times(n / 10, (index) => ({ a: index })))],
	['lists in lists', (n) => nested(Math.min(n / 20, 4000), (inner) => [inner])],
	['objects in objects', (n) => nested(Math.min(n / 20, 4000), (inner) => ({ a: inner }))],
];

const ownKind = ({ value }: Place) => (typeof value === 'object' ? 'many numbers' : 'a long text');
/** All kinds for the whole, its own kind and one other for each field, in turn; little below. */
function kindsFor(place: Place, index: number): readonly string[] {
	const kinds = REPLACED.map(([what]) => what);
	if (place.path.length === 0) return kinds;
	const others = kinds.filter((what) => what !== ownKind(place));
	return [ownKind(place), ...(place.path.length === 1 ? [others[index % others.length]] : [])];
}

/** What holds any number of payloads. */
const ENVELOPES: ReadonlyArray<[string, (payloads: unknown[]) => unknown]> = [
	['orders', (orders) => ({ orders })],
	['products', (products) => ({ products })],
	['customers', (customers) => ({ body: { customers }, headers: {} })],
	['items', (items) => ({ items, total_count: items.length })],
	['edges', (nodes) => ({ data: { found: { edges: nodes.map((node) => ({ node })) } } })],
	['lists in lists', (payloads) => ({ data: payloads.map((payload) => [[payload]]) })],
];

/** All the ways in which a sample can grow. */
export function growthsOf(sample: Json): Growth[] {
	const places = placesIn(sample);
	const label = ({ path }: Place) => (path.length === 0 ? 'the item' : path.join('.'));
	const isWithin = (inner: Place, outer: Place) =>
		outer.path.every((step, index) => inner.path[index] === step);
	const lists = places.filter(({ value }) => Array.isArray(value));
	const objects = places.filter(
		({ value }) => typeof value === 'object' && value !== null && !Array.isArray(value),
	);
	const outer = lists.filter(({ path }) => !path.some((step) => typeof step === 'number'));
	/** Texts that are there once, beside lists of any length. */
	const texts = places.filter(({ path, value }) => typeof value === 'string' && path.length === 1);
	const grow = (list: Place, n: number) =>
		[list.path, repeated(list.value as unknown[], n)] as const;
	return [
		...objects.flatMap((place) =>
			(place.path.length > 1 ? ADDED.slice(0, 1) : ADDED).map(([what, make]) => ({
				name: `${what} in ${label(place)}`,
				make: (n: number) =>
					withValues(sample, [[place.path, { ...(place.value as Json), ...make(n) }]]),
			})),
		),
		...places.flatMap((place, index) => {
			const kinds = kindsFor(place, index);
			return REPLACED.filter(([what]) => kinds.includes(what)).map(([what, make]) => ({
				name: `${what} as ${label(place)}`,
				make: (n: number) => withValues(sample, [[place.path, make(n)]]),
			}));
		}),
		...lists.map((list) => ({
			name: `many ${label(list)}`,
			make: (n: number) => withValues(sample, [grow(list, n)]),
		})),
		...lists.flatMap((list, index) =>
			lists
				.slice(index + 1)
				.filter((other) => isWithin(other, list) || (outer.includes(list) && outer.includes(other)))
				.map((other) => ({
					name: `many ${label(list)} and ${label(other)}`,
					make: (n: number) => {
						if (!isWithin(other, list)) {
							const [one, two] = [list, other].map(
								({ path, value }) =>
									[path, repeated((value as unknown[]).map(lean), n * 2)] as const,
							);
							return withValues(sample, [one, two]);
						}
						const grown = withValues(sample, [grow(other, Math.sqrt(n))]) as Json;
						const holder = placesIn(grown).find((place) => label(place) === label(list));
						return withValues(grown, [grow(holder ?? list, n)]);
					},
				})),
		),
		...texts.map((text) => ({
			name: `long lists beside a long ${label(text)}`,
			make: (n: number) =>
				withValues(sample, [
					...outer.map((list) => grow(list, n / 2 / outer.length)),
					[text.path, 'x'.repeat(n / 2)],
				]),
		})),
		...ENVELOPES.flatMap(([what, wrap]) => [
			{
				name: `${what} of payloads`,
				make: (n: number) => wrap(repeated([sample], n)),
			},
			{ name: `${what} of numbers`, make: (n: number) => wrap(times(n / 2, () => 1)) },
		]),
	];
}
