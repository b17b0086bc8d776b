import type { IExecuteFunctions, INode, INodeProperties, IPollFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { isObject, parseJson } from '../utils/json';
import { shown } from '../utils/text';
import { formatUtc, parseTimeMs } from '../utils/time';

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
 * The parameters of one input item.
 *
 * @param needsExpressions whether an expression that gives nothing is a wrong value, not an absent one
 */
export function itemParameters(
	context: IExecuteFunctions,
	item: number,
	needsExpressions = false,
): Parameters {
	return new Parameters(
		{
			node: context.getNode(),
			timezone: context.getTimezone(),
			item,
			read: (name, fallback) => context.getNodeParameter(name, item, fallback as string),
		},
		needsExpressions,
	);
}

/** The parameters that are the same for all items of a run: n8n resolves them for the first. */
export function runParameters(context: IExecuteFunctions): Parameters {
	return new Parameters({
		node: context.getNode(),
		timezone: context.getTimezone(),
		item: undefined,
		read: (name, fallback) => context.getNodeParameter(name, 0, fallback as string),
	});
}

/** The parameters of a trigger. */
export function triggerParameters(context: IPollFunctions): Parameters {
	return new Parameters({
		node: context.getNode(),
		timezone: context.getTimezone(),
		item: undefined,
		read: (name, fallback) => context.getNodeParameter(name, fallback),
	});
}

/** Whether a parameter as it is saved in the workflow is an expression. */
export function isExpression(saved: unknown): saved is string {
	return typeof saved === 'string' && saved.startsWith('=');
}

/** Whether there is an expression anywhere in a parameter as it is saved in the workflow. */
export function hasExpression(saved: unknown): boolean {
	return typeof saved === 'object' && saved !== null
		? Object.values(saved).some(hasExpression)
		: isExpression(saved);
}

function member(holder: unknown, step: string): unknown {
	return typeof holder === 'object' && holder !== null && Object.hasOwn(holder, step)
		? (holder as Record<string, unknown>)[step]
		: undefined;
}

/** A member of what an expression gave; one that is left out is absent, not missing. */
function follow(whole: unknown, steps: readonly string[]): { value: unknown; missing: boolean } {
	const [step, ...rest] = steps;
	if (whole === undefined || whole === null) return { value: whole, missing: true };
	if (step === undefined) return { value: whole, missing: false };
	if (typeof whole !== 'object' || !Object.hasOwn(whole, step)) {
		return { value: undefined, missing: false };
	}
	return follow(member(whole, step), rest);
}

/** A whole number, such as that of a shop, makes one text only; other values are given back. */
function wholeNumberAsText(value: unknown): unknown {
	return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
}

/**
 * Parameters, checked: the one reader of them. Each method takes the parameter's own description,
 * which holds its label, default and limits, and for one inside a group of parameters the group's path.
 * Each throws a NodeOperationError that names the parameter, what is expected and what was found.
 */
export class Parameters {
	constructor(
		private readonly source: ParameterSource,
		/** Whether an expression that gives nothing is a wrong value instead of an absent one. */
		private readonly needsExpressions = false,
	) {}

	/** The error that names the parameter, what it should be and what was found. */
	wrong({ displayName }: INodeProperties, expected: string, found: unknown): NodeOperationError {
		const { node, item } = this.source;
		const where =
			item === undefined
				? 'Correct the parameter in the node'
				: 'Check what it gives for this item';
		return new NodeOperationError(node, `${displayName} must be ${expected}`, {
			description: `Found ${shown(found)}. ${where}.`,
			itemIndex: item,
		});
	}

	/**
	 * As n8n gives it; undefined where nothing was entered.
	 *
	 * @param group path of what holds it: a collection's name, or `customersToMerge.customer.0`
	 */
	raw(property: INodeProperties, group?: string): unknown {
		const path = group === undefined ? [property.name] : [...group.split('.'), property.name];
		const { value, missing } = this.find(path, group === undefined ? property.default : '');
		if (missing) {
			throw this.wrong(property, 'a value: its expression gives nothing for this item', value);
		}
		return value === '' || value === null ? undefined : value;
	}

	/** How many entries of a name a fixed collection holds; the path of the first is `property.entry.0`. */
	countEntries(property: INodeProperties, entry: string): number {
		const { value, missing } = this.find([property.name, entry], []);
		if (Array.isArray(value) && !missing) return value.length;
		throw this.wrong(property, 'a list of entries', value);
	}

	/**
	 * Where a group is an expression as a whole, none of its members is saved: they are in what it gives.
	 *
	 * @returns the value, and whether an expression had to give one and gave nothing (n8n gives null
	 * for one that failed)
	 */
	private find(path: readonly string[], fallback: unknown): { value: unknown; missing: boolean } {
		const { node, read } = this.source;
		let saved: unknown = node.parameters;
		for (const [index, step] of path.entries()) {
			saved = member(saved, step);
			if (!isExpression(saved)) continue;
			const whole = read(path.slice(0, index + 1).join('.'), fallback);
			const { value, missing } = follow(whole, path.slice(index + 1));
			return { value, missing: missing && this.needsExpressions };
		}
		return { value: read(path.join('.'), fallback), missing: false };
	}

	optionalText(property: INodeProperties, group?: string, expected = 'text'): string | undefined {
		const value = this.raw(property, group);
		if (value === undefined) return undefined;
		const text = wholeNumberAsText(value);
		if (typeof text !== 'string') throw this.wrong(property, expected, value);
		return text.trim() === '' ? undefined : text.trim();
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
		// Half of a pair of UTF-16 units is no character and cannot be encoded.
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
		const value = this.raw(property, group) ?? property.default;
		if (typeof value !== 'boolean') throw this.wrong(property, 'true or false', value);
		return value;
	}

	/** A whole number within the limits that the property states; from 1 where it states none. */
	wholeNumber(property: INodeProperties, group?: string): number {
		const { minValue: min = 1, maxValue: max } = property.typeOptions ?? {};
		const value = this.raw(property, group) ?? property.default;
		const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
		const whole = typeof number === 'number' && Number.isSafeInteger(number) ? number : NaN;
		if (whole >= min && whole <= (max ?? Infinity)) return whole;
		const range = max === undefined ? `from ${min}` : `from ${min} to ${max}`;
		throw this.wrong(property, `a whole number ${range}`, value);
	}

	/** One of the options that the property states. */
	choice<T extends string>(property: INodeProperties, values: readonly T[], group?: string): T {
		const value = this.raw(property, group) ?? property.default;
		const found = values.find((candidate) => candidate === value);
		if (found === undefined) throw this.wrong(property, `one of ${values.join(', ')}`, value);
		return found;
	}

	/** Texts: a list of texts or numbers, or one text with commas or line breaks between. */
	list(property: INodeProperties, group?: string): string[] {
		const value = this.raw(property, group) ?? [];
		const parts: unknown = typeof value === 'string' ? value.split(/[,\n]/) : value;
		const list: unknown[] = Array.isArray(parts) ? parts : [parts];
		return list
			.map((part) => {
				if (typeof part === 'string') return part.trim();
				if (typeof part === 'number') return String(part);
				throw this.wrong(property, 'values separated by commas, or a list of values', value);
			})
			.filter((text) => text !== '');
	}

	/** A point in time, ms since the epoch. */
	timeMs(property: INodeProperties, group?: string): number | undefined {
		const value = this.raw(property, group);
		if (value === undefined) return undefined;
		const ms = parseTimeMs(value, this.source.timezone);
		if (ms !== undefined) return ms;
		throw this.wrong(property, 'a date and time such as 2026-01-15T09:30:00Z', value);
	}

	/** A point in time, as Ometria's filters take it. */
	time(property: INodeProperties, group?: string): string | undefined {
		const ms = this.timeMs(property, group);
		return ms === undefined ? undefined : formatUtc(ms);
	}

	/** A resource locator's mode and value; an expression in its place may also give the value alone. */
	locator(property: INodeProperties, expected: string): { mode: string; value: string } {
		const raw = this.raw(property);
		const { mode, value }: { mode?: unknown; value?: unknown } = isObject(raw)
			? raw
			: { value: raw };
		const text = wholeNumberAsText(value);
		if (typeof text !== 'string' || text.trim() === '') {
			throw this.wrong(property, expected, value ?? '');
		}
		return { mode: typeof mode === 'string' ? mode : 'id', value: text.trim() };
	}

	/**
	 * What a parameter of type JSON holds: an object, as text or as it is.
	 *
	 * @param example what an error shows
	 */
	object(property: INodeProperties, example: string): Record<string, unknown> {
		const value = this.raw(property);
		if (value === undefined) return {};
		const parsed: unknown = typeof value === 'string' ? parseJson(value) : value;
		if (isObject(parsed)) return parsed;
		throw this.wrong(property, `a JSON object such as ${example}`, value);
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
	needsExpressions = false,
): (item: number) => T {
	const { parameters: saved } = context.getNode();
	const readOf = (item: number) => read(itemParameters(context, item, needsExpressions));
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
