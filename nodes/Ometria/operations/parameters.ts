import type { IExecuteFunctions, INode, INodeProperties, IPollFunctions } from 'n8n-workflow';

import type { Yielder } from '../n8n/yielder';
import { WrongParameter } from '../push/nodeFailure';
import { isObject, parseJson } from '../utils/json';
import { shown, trimInvisible } from '../utils/text';
import { formatUtc, parseTimeMs } from '../utils/time';
import { readerOf, type ReadItem } from './itemExpression';
import { dependsOnItem, hasExpression, isExpression, member, originOf } from './savedParameters';

/** Where parameters are read from: one input item, or a trigger. */
export interface ParameterSource {
	node: INode;
	/** IANA name, for times without a zone. */
	timezone: string;
	/** The input item; undefined for a trigger, and for what is the same for all items. */
	item: number | undefined;
	/** The parameter as n8n resolves it; the fallback where it is not saved. */
	read: (name: string, fallback: unknown) => unknown;
}

/**
 * Gives the parameters of each input item. What holds no expression is resolved once.
 *
 * @returns the parameters of the item with this index
 */
export function itemParameters(context: IExecuteFunctions): (item: number) => Parameters {
	const node = context.getNode();
	const timezone = context.getTimezone();
	const items = context.getInputData();
	const readers = new Map<string, ReadItem>();
	const readerFor = (name: string, fallback: unknown): ReadItem => {
		const evaluate = (item: number): unknown =>
			context.getNodeParameter(name, item, fallback as string);
		const saved = name.split('.').reduce<unknown>(member, node.parameters);
		if (hasExpression(saved)) return readerOf(saved, (item) => items[item].json, evaluate);
		const fixed = evaluate(0);
		return () => fixed;
	};
	return (item) =>
		new Parameters({
			node,
			timezone,
			item,
			read: (name, fallback) => {
				const known = readers.get(name);
				if (known) return known(item);
				const reader = readerFor(name, fallback);
				readers.set(name, reader);
				return reader(item);
			},
		});
}

/** The parameters that are the same for all items of a run; n8n resolves them for the first. */
export function runParameters(context: IExecuteFunctions): Parameters {
	return parametersOf(context, (name, fallback) =>
		context.getNodeParameter(name, 0, fallback as string),
	);
}

/** The parameters of a trigger. */
export function triggerParameters(context: IPollFunctions): Parameters {
	return parametersOf(context, (name, fallback) => context.getNodeParameter(name, fallback));
}

function parametersOf(
	context: IExecuteFunctions | IPollFunctions,
	read: ParameterSource['read'],
): Parameters {
	const timezone = context.getTimezone();
	return new Parameters({ node: context.getNode(), timezone, item: undefined, read });
}

/** Whether a value says nothing: no value, a text that shows nothing, or a locator or list of such. */
function isNothing(value: unknown): boolean {
	if (typeof value === 'string') return trimInvisible(value) === '';
	if (Array.isArray(value)) return value.every(isNothing);
	if (isObject(value) && '__rl' in value) return isNothing(value.value);
	return value === undefined || value === null;
}

/** Whether a value can hold a member of this name: entries are in a list, all else is in an object. */
function isGroup(value: unknown, member: string): value is object {
	const holder = Array.isArray(value) === /^\d+$/.test(member) ? value : undefined;
	return typeof holder === 'object' && holder !== null && Object.keys(holder).length > 0;
}

/** A whole number, such as that of a shop, makes one text only; other values are given back. */
function wholeNumberAsText(value: unknown): unknown {
	return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
}

/** A parameter as n8n resolves it. */
interface Given {
	value: unknown;
	/** Whether an expression gave it, its own or that of a group that holds it. */
	isEvaluated: boolean;
}

/**
 * Parameters, checked: the one reader of them. Each method takes the parameter's own description,
 * which holds its label, default and limits, and for one inside a group of parameters the group's path.
 * Each throws a WrongParameter that names the parameter, what is expected and what was found.
 *
 * An expression that gives nothing is a wrong value, as a filter that was given must not widen what is
 * read. Only a parameter that is fixed and empty, or never added, is one that is not given.
 */
export class Parameters {
	constructor(
		private readonly source: ParameterSource,
		private readonly nothingIsAbsent = false,
	) {}

	/** The input item; undefined for a trigger, and for what is the same for all items. */
	get item(): number | undefined {
		return this.source.item;
	}

	/** The same parameters, for those that an expression may leave out for an item. */
	get whereNothingIsAbsent(): Parameters {
		return new Parameters(this.source, true);
	}

	/** The item, for an error that concerns one. */
	private get place(): { itemIndex?: number } {
		const { item: itemIndex } = this.source;
		return itemIndex === undefined ? {} : { itemIndex };
	}

	/** The error that names the parameter, what it should be and what was found. */
	wrong({ displayName }: INodeProperties, expected: string, found: unknown): WrongParameter {
		const { node, item } = this.source;
		const where =
			item === undefined
				? 'Correct the parameter in the node'
				: 'Check what it gives for this item';
		return new WrongParameter(node, `${displayName} must be ${expected}`, {
			description: `Found ${shown(found)}. ${where}.`,
			...this.place,
		});
	}

	/** The error for a value that only Ometria could tell to be wrong. */
	refused({ displayName }: INodeProperties, message: string): WrongParameter {
		const { node } = this.source;
		const description = `Check what ${displayName} gives for this item.`;
		return new WrongParameter(node, message, { description, ...this.place });
	}

	/** The error that names what a parameter of the run is for the first item and for this one. */
	differs({ displayName }: INodeProperties, first: string, here: string): WrongParameter {
		const { node, item: itemIndex } = this.source;
		const message = `${displayName} must be the same for all items of a run, but it is ${first} for item 0 and ${here} for item ${itemIndex}`;
		return new WrongParameter(node, message, {
			description:
				'Use one value, or send the items that need another one through a separate node.',
			...this.place,
		});
	}

	private givesNothing(property: INodeProperties, expected: string, found: unknown) {
		const { node, item } = this.source;
		const [forItem, orFilter] =
			item === undefined
				? ['', '']
				: [` for item ${item}`, ', or take items that have no value out before this node'];
		const message = `${property.displayName} must be ${expected}, but its expression gives nothing${forItem}`;
		return new WrongParameter(node, message, {
			description: `Found ${shown(found)}. Correct the expression${orFilter}.`,
			...this.place,
		});
	}

	/**
	 * As n8n gives it; undefined where nothing was entered.
	 *
	 * @param group path of what holds it: a collection's name, or `customersToMerge.customer.0`
	 */
	raw(property: INodeProperties, expected: string, group?: string): unknown {
		const given = this.find(property, expected, group);
		if (!isNothing(given.value)) return given.value;
		this.refuseNothing(property, expected, given);
		return undefined;
	}

	private refuseNothing(
		property: INodeProperties,
		expected: string,
		{ value, isEvaluated }: Given,
	): void {
		if (isEvaluated && !this.nothingIsAbsent) throw this.givesNothing(property, expected, value);
	}

	/**
	 * Refuses a group that is one expression and gives nothing, or a name that the group does not have.
	 *
	 * @param former names that it had, and that are read still
	 */
	checkGroup(group: INodeProperties, former: readonly string[] = []): void {
		const origin = originOf(this.source.node.parameters, [group.name]);
		if (origin.kind !== 'evaluated' || !isExpression(origin.saved)) return;
		const names = (group.options ?? []).map(({ name }) => name);
		const expected = `an object with any of ${names.join(', ')}`;
		const value = this.source.read(group.name, {});
		if (!isGroup(value, '')) throw this.givesNothing(group, expected, value);
		if (Object.keys(value).some((name) => !names.includes(name) && !former.includes(name))) {
			throw this.wrong(group, expected, value);
		}
	}

	/** Whether a fixed collection is saved as entries of a name, and not as one value or expression. */
	isSavedAsEntries({ name }: INodeProperties, entry: string, group: string): boolean {
		const saved = member(this.source.node.parameters, group);
		return Array.isArray(member(member(saved, name), entry));
	}

	/**
	 * How many entries of a name a fixed collection holds; the path of the first is `property.entry.0`.
	 *
	 * @param group name of the collection that holds it
	 */
	countEntries(property: INodeProperties, entry: string, group?: string): number {
		const expected = 'a list of entries';
		const path = [...(group === undefined ? [] : [group]), property.name, entry];
		const origin = originOf(this.source.node.parameters, path);
		// n8n would evaluate each expression in them.
		if (origin.kind === 'evaluated' && Array.isArray(origin.saved)) return origin.saved.length;
		const { value, isEvaluated } = this.follow(path, property, expected, []);
		if (Array.isArray(value)) return value.length;
		throw isEvaluated && isNothing(value)
			? this.givesNothing(property, expected, value)
			: this.wrong(property, expected, value);
	}

	private find(property: INodeProperties, expected: string, group?: string): Given {
		const path = group === undefined ? [property.name] : [...group.split('.'), property.name];
		return this.follow(path, property, expected, group === undefined ? property.default : '');
	}

	/** Where a group is one expression, its members are in what that gives; one left out is not given. */
	private follow(
		path: readonly string[],
		property: INodeProperties,
		expected: string,
		fallback: unknown,
	): Given {
		const { node, read } = this.source;
		const origin = originOf(node.parameters, path);
		if (origin.kind !== 'within') {
			return { value: read(path.join('.'), fallback), isEvaluated: origin.kind === 'evaluated' };
		}
		let value = read(origin.whole, fallback);
		for (const step of origin.rest) {
			if (!isGroup(value, step)) throw this.givesNothing(property, expected, value);
			if (!Object.hasOwn(value, step)) return { value: fallback, isEvaluated: false };
			value = member(value, step);
		}
		return { value, isEvaluated: true };
	}

	optionalText(property: INodeProperties, group?: string, expected = 'text'): string | undefined {
		const value = this.raw(property, expected, group);
		if (value === undefined) return undefined;
		const text = wholeNumberAsText(value);
		if (typeof text !== 'string') throw this.wrong(property, expected, value);
		return trimInvisible(text);
	}

	text(property: INodeProperties, expected = 'text', group?: string): string {
		const text = this.optionalText(property, group, expected);
		if (text === undefined) throw this.wrong(property, expected, '');
		return text;
	}

	/** An id as one step of a path. */
	pathStep(property: INodeProperties, id: string): string {
		// As a step of a path these two would lead to another endpoint.
		if (id === '.' || id === '..') throw this.wrong(property, 'an ID', id);
		// Half of a pair of UTF-16 units is not a character and cannot be encoded.
		if (/\p{Surrogate}/u.test(id)) throw this.wrong(property, 'an ID of whole characters', id);
		return encodeURIComponent(id);
	}

	/** A text that looks like an email address. */
	address(property: INodeProperties, text: string): string {
		if (!/^[^\s@]+@[^\s@]+$/.test(text)) throw this.wrong(property, 'an email address', text);
		return text;
	}

	email(property: INodeProperties, group?: string): string | undefined {
		const text = this.optionalText(property, group, 'an email address');
		return text === undefined ? undefined : this.address(property, text);
	}

	boolean(property: INodeProperties, group?: string): boolean {
		return this.optionalBoolean(property, group, property.default) === true;
	}

	/** @param absent what it is where it was not added */
	optionalBoolean(
		property: INodeProperties,
		group?: string,
		absent?: unknown,
	): boolean | undefined {
		const expected = 'true or false';
		const value = this.raw(property, expected, group) ?? absent;
		if (value === undefined || typeof value === 'boolean') return value;
		throw this.wrong(property, expected, value);
	}

	/** A whole number within the limits that the property states; from 1 where it states none. */
	wholeNumber(property: INodeProperties, group?: string): number {
		return this.optionalWholeNumber(property, group) ?? Number(property.default);
	}

	/** The same; undefined where it was not added. */
	optionalWholeNumber(property: INodeProperties, group?: string): number | undefined {
		const { minValue: min = 1, maxValue: max } = property.typeOptions ?? {};
		const range = max === undefined ? `from ${min}` : `from ${min} to ${max}`;
		const expected = `a whole number ${range}`;
		const value = this.raw(property, expected, group);
		if (value === undefined) return undefined;
		const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
		const whole = typeof number === 'number' && Number.isSafeInteger(number) ? number : NaN;
		if (whole >= min && whole <= (max ?? Infinity)) return whole;
		throw this.wrong(property, expected, value);
	}

	/** One of the options that the property states. */
	choice<T extends string>(property: INodeProperties, values: readonly T[], group?: string): T {
		const expected = `one of ${values.join(', ')}`;
		const value = this.raw(property, expected, group) ?? property.default;
		const found = values.find((candidate) => candidate === value);
		if (found === undefined) throw this.wrong(property, expected, value);
		return found;
	}

	/** Texts: a list of texts or numbers, or one text with commas or line breaks between. */
	list(property: INodeProperties, group?: string): string[] {
		const expected = 'values separated by commas, or a list of values';
		const given = this.find(property, expected, group);
		const value = isNothing(given.value) ? [] : given.value;
		const parts: unknown = typeof value === 'string' ? value.split(/[,\n]/) : value;
		const list = (Array.isArray(parts) ? (parts as unknown[]) : [parts])
			.map((part) => {
				const text = wholeNumberAsText(part);
				if (typeof text === 'string') return trimInvisible(text);
				if (typeof text === 'number') return String(text);
				throw this.wrong(property, expected, value);
			})
			.filter((text) => text !== '');
		if (list.length > 0) return list;
		this.refuseNothing(property, expected, given);
		// Commas alone were meant to restrict something.
		if (!isNothing(given.value)) throw this.wrong(property, expected, value);
		return list;
	}

	/** A point in time, ms since the epoch. */
	timeMs(property: INodeProperties, group?: string): number | undefined {
		const expected = 'a date and time such as 2026-01-15T09:30:00Z';
		const value = this.raw(property, expected, group);
		if (value === undefined) return undefined;
		const ms = parseTimeMs(value, this.source.timezone);
		if (ms !== undefined) return ms;
		throw this.wrong(property, expected, value);
	}

	/** A point in time, as Ometria's filters take it. */
	time(property: INodeProperties, group?: string): string | undefined {
		const ms = this.timeMs(property, group);
		return ms === undefined ? undefined : formatUtc(ms);
	}

	/**
	 * A resource locator's mode and value; an expression in its place may also give the value alone.
	 * n8n keeps the mode when another operation is chosen that has no such mode.
	 */
	locator(
		property: INodeProperties,
		expected: string,
		group?: string,
	): { mode: string; value: string } {
		const raw = this.raw(property, expected, group);
		const { mode, value }: { mode?: unknown; value?: unknown } = isObject(raw)
			? raw
			: { value: raw };
		const text = wholeNumberAsText(value);
		if (typeof text !== 'string' || isNothing(text)) {
			const isLocator = isObject(raw) && '__rl' in raw;
			throw this.wrong(property, expected, value ?? (isLocator ? '' : raw));
		}
		const { modes = [] } = property;
		if (mode !== undefined && !modes.some(({ name }) => name === mode)) {
			const labels = modes.map(({ displayName }) => displayName);
			throw this.wrong(property, `chosen ${labels.join(' or ')}`, mode);
		}
		return { mode: typeof mode === 'string' ? mode : 'id', value: trimInvisible(text) };
	}

	/** The value of a resource locator; undefined where nothing was chosen. */
	optionalLocator(property: INodeProperties, expected: string): string | undefined {
		if (this.raw(property, expected) === undefined) return undefined;
		return this.locator(property, expected).value;
	}

	/**
	 * What a parameter of type JSON holds: an object, as text or as it is.
	 *
	 * @param example what an error shows
	 */
	object(property: INodeProperties, example: string): Record<string, unknown> {
		const expected = `a JSON object such as ${example}`;
		const value = this.raw(property, expected);
		if (value === undefined) return {};
		const parsed: unknown = typeof value === 'string' ? parseJson(value) : value;
		if (isObject(parsed)) return parsed;
		throw this.wrong(property, expected, value);
	}
}

/**
 * Reads parameters for each input item, but once for all where none holds an expression: n8n takes up
 * to 0.7 ms to resolve one. What was read for an item is kept until the next one is asked for.
 *
 * @param names of the parameters that are read
 */
export function perItem<T>(
	context: IExecuteFunctions,
	names: readonly string[],
	read: (parameters: Parameters) => T,
): (item: number) => T {
	const { parameters: saved } = context.getNode();
	const parametersOf = itemParameters(context);
	const readOf = (item: number) => read(parametersOf(item));
	if (names.some((name) => hasExpression(saved[name]))) {
		let last: { item: number; value: T } | undefined;
		return (item) => {
			if (last?.item !== item) last = { item, value: readOf(item) };
			return last.value;
		};
	}
	let fixed: { value: T } | undefined;
	return (item) => (fixed ??= { value: readOf(item) }).value;
}

/** Reads parameters of the whole run, for each item only where their expression can differ. */
export class RunParameters {
	/** Those that n8n resolves for the first item. */
	readonly ofRun: Parameters;
	private readonly ofItem: (item: number) => Parameters;
	private readonly saved: unknown;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly yielder: Yielder,
	) {
		this.ofRun = runParameters(context);
		this.ofItem = itemParameters(context);
		this.saved = context.getNode().parameters;
	}

	/**
	 * A parameter that is the same for all items.
	 *
	 * @throws WrongParameter that names two items and their values where it is not
	 */
	async read<T>(
		property: INodeProperties,
		read: (parameters: Parameters) => T,
		group?: string,
	): Promise<T> {
		const path = group === undefined ? [property.name] : [group, property.name];
		const origin = originOf(this.saved, path);
		if (origin.kind === 'fixed' || !dependsOnItem(origin.saved)) return read(this.ofRun);
		const { length } = this.context.getInputData();
		const first = read(this.ofItem(0));
		for (let item = 1; item < length; item++) {
			if (this.yielder.isDue()) await this.yielder.rest();
			const parameters = this.ofItem(item);
			const value = read(parameters);
			if (value !== first) throw parameters.differs(property, shown(first), shown(value));
		}
		return first;
	}
}
